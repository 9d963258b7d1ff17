//! Variables that are accepted and surprise: the last of two counts, a `$(NAME)` that names none
//! stays as it is written, a secret in a literal is read by whoever may read the Job.

use crate::draft::Group;
use crate::rules::seen::Seen;
use crate::{Args, Code, DraftPath, Finding, Severity};

/// Ends of a word of a name that say that its value should not be read by everybody.
const SECRETS: [&str; 8] = [
    "password",
    "passwd",
    "token",
    "secret",
    "apikey",
    "credential",
    "credentials",
    "authorization",
];

pub(super) fn judge(container: Group, findings: &mut Vec<Finding>) {
    let mut names = Seen::default();
    let has_more = container.rows("env-from").next().is_some();
    for variable in container.rows("env") {
        let name = variable.text("name");
        let at =
            |field: &str| DraftPath::from(format!("containers.{}.env.{}.{field}", container.key(), variable.key()));
        let mut warn = |field: &str, code, args| {
            findings.push(Finding::house(at(field), Severity::Warning, code, args));
        };
        if matches!(variable.text("kind"), "" | "value") {
            let value = variable.text("value");
            if !value.is_empty() && looks_secret(name) {
                warn("value", Code::LooksSecret, Args::with("name", name));
            }
            // What an import brings is not known here.
            if !has_more && let Some(unknown) = unknown_reference(value, &names) {
                warn("value", Code::UnknownReference, Args::with("name", unknown));
            }
        }
        // The last of the same name counts.
        if !names.add(name) && !name.is_empty() {
            warn("name", Code::VariableTwice, Args::with("name", name));
        }
    }
}

/// Whether a word of the name is `key`, or ends as a secret's name does: `DB_PASSWORD`, `dbpassword`, `SSH_KEY`.
pub(crate) fn looks_secret(name: &str) -> bool {
    name.split(['_', '-', '.']).any(|word| {
        let ends_with = |end: &&str| {
            let start = word.len().checked_sub(end.len());
            start
                .and_then(|start| word.get(start..))
                .is_some_and(|own| own.eq_ignore_ascii_case(end))
        };
        word.eq_ignore_ascii_case("key") || SECRETS.iter().any(ends_with)
    })
}

/// The first `$(NAME)` of a text that names none of the variables before it; `$$(NAME)` is no
/// reference (`third_party/forked/golang/expansion/expand.go`).
fn unknown_reference<'a>(text: &'a str, known: &Seen) -> Option<&'a str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        if let Some(escaped) = after.strip_prefix('$') {
            rest = escaped;
            continue;
        }
        rest = after;
        let name = after
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
            .map(|(name, _)| name);
        if let Some(name) = name.filter(|name| !name.is_empty() && !known.has(name)) {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_looks_secret_by_its_words() {
        for name in [
            "DB_PASSWORD",
            "dbpassword",
            "SSH_KEY",
            "api-key",
            "APIKEY",
            "GITHUB_TOKEN",
            "secret",
        ] {
            assert!(looks_secret(name), "{name}");
        }
        for name in ["MONKEY", "KEYBOARD", "TOKENIZER", "A", "", "_", "schlüssel"] {
            assert!(!looks_secret(name), "{name}");
        }
    }

    #[test]
    fn a_reference_names_a_variable_before_it() {
        let mut known = Seen::default();
        known.add("A");
        known.add("B_C");
        let of = |text| unknown_reference(text, &known);
        assert_eq!(
            (of("$(A)/$(B_C)"), of("$(A"), of("$A"), of("$$(X)"), of("")),
            (None, None, None, None, None)
        );
        assert_eq!((of("x$(D)y"), of("$$$(D)")), (Some("D"), Some("D")));
    }
}
