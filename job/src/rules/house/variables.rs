//! Variables that are accepted and surprise: the last of two counts, a `$(NAME)` that names none
//! stays as it is written, a secret in a literal is read by whoever may read the Job.

use crate::draft::Group;
use crate::{Args, Code, DraftPath, Finding, Severity};

/// Parts of a name that say that its value should not be read by everybody.
const SECRETS: [&str; 6] = ["PASSWORD", "PASSWD", "TOKEN", "SECRET", "API_KEY", "PRIVATE_KEY"];

pub(super) fn judge(container: Group, findings: &mut Vec<Finding>) {
    let mut names: Vec<&str> = Vec::new();
    let has_more = container.rows("env-from").next().is_some();
    for variable in container.rows("env") {
        let name = variable.text("name");
        let at =
            |field: &str| DraftPath::from(format!("containers.{}.env.{}.{field}", container.key(), variable.key()));
        let mut warn = |field: &str, code, args| {
            findings.push(Finding::house(at(field), Severity::Warning, code, args));
        };
        if !name.is_empty() && names.contains(&name) {
            warn("name", Code::VariableTwice, Args::with("name", name));
        }
        if matches!(variable.text("kind"), "" | "value") {
            let value = variable.text("value");
            let upper = name.to_ascii_uppercase();
            if !value.is_empty() && SECRETS.iter().any(|part| upper.contains(part)) {
                warn("value", Code::LooksSecret, Args::with("name", name));
            }
            // What an import brings is not known here.
            if !has_more && let Some(unknown) = unknown_reference(value, &names) {
                warn("value", Code::UnknownReference, Args::with("name", unknown));
            }
        }
        names.push(name);
    }
}

/// The first `$(NAME)` of a text that names none of the variables before it; `$$(NAME)` is no
/// reference (`third_party/forked/golang/expansion/expand.go`).
fn unknown_reference<'a>(text: &'a str, known: &[&str]) -> Option<&'a str> {
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
        if let Some(name) = name.filter(|name| !name.is_empty() && !known.contains(name)) {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_a_variable_before_it() {
        let of = |text| unknown_reference(text, &["A", "B_C"]);
        assert_eq!(
            (of("$(A)/$(B_C)"), of("$(A"), of("$A"), of("$$(X)"), of("")),
            (None, None, None, None, None)
        );
        assert_eq!((of("x$(D)y"), of("$$$(D)")), (Some("D"), Some("D")));
    }
}
