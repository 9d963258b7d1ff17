//! Names as the document wants them: 4-63 characters of `a-z 0-9 -`, first a letter, last a letter
//! or digit. Narrower than Kubernetes' own rules, so that one name fits Job, Service and label.

use crate::{Args, Code, DraftPath, Finding, Severity};

const LENGTH: std::ops::RangeInclusive<usize> = 4..=63;

/// Judges a name that stands at that place.
pub fn judge(name: &str, path: DraftPath, findings: &mut Vec<Finding>) {
    let mut error = |code, args| findings.push(Finding::house(path.clone(), Severity::Error, code, args));
    if name.is_empty() {
        error(Code::Required, Args::none());
    } else if !is_well_formed(name) {
        error(
            Code::NameForm,
            Args::with("name", name).and("suggestion", suggest(name)),
        );
    } else if !LENGTH.contains(&name.len()) {
        error(Code::NameLength, Args::with("length", name.len()));
    }
}

fn is_well_formed(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The nearest name that is well formed and of the right length; empty when nothing is left of it.
pub fn suggest(name: &str) -> String {
    let mut made = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            made.push(c);
        } else if !made.is_empty() && !made.ends_with('-') {
            made.push('-');
        }
    }
    let made = made.trim_matches('-');
    if made.is_empty() {
        return String::new();
    }
    let letter_first = if made.starts_with(|c: char| c.is_ascii_lowercase()) {
        made.to_owned()
    } else {
        format!("task-{made}")
    };
    let long_enough = if letter_first.len() < *LENGTH.start() {
        format!("{letter_first}-task")
    } else {
        letter_first
    };
    long_enough
        .chars()
        .take(*LENGTH.end())
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(name: &str) -> Vec<Code> {
        let mut findings = Vec::new();
        judge(name, DraftPath::NAME, &mut findings);
        findings.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn the_documents_names_are_taken_and_all_others_refused() {
        for name in ["abcd", "backup-log", "a--b", "job-01", &"a".repeat(63)] {
            assert_eq!(codes(name), [], "{name}");
        }
        assert_eq!(codes(""), [Code::Required]);
        for name in ["abc", &"a".repeat(64)] {
            assert_eq!(codes(name), [Code::NameLength], "{name}");
        }
        for name in ["backup_log", "1job", "-job", "job-", "Job1", "a.bcd", "任务任务"] {
            assert_eq!(codes(name), [Code::NameForm], "{name}");
        }
    }

    #[test]
    fn a_refused_name_comes_with_one_that_is_taken() {
        assert_eq!(suggest("backup_log"), "backup-log");
        assert_eq!(suggest("Nightly Report!"), "nightly-report");
        assert_eq!(
            (suggest("2026"), suggest("_x_"), suggest("任务")),
            ("task-2026".into(), "x-task".into(), String::new())
        );
    }

    proptest! {
        #[test]
        fn a_suggestion_is_always_a_name(name in ".{0,90}") {
            let suggestion = suggest(&name);
            prop_assert!(suggestion.is_empty() || codes(&suggestion).is_empty(), "{}", suggestion);
        }
    }
}
