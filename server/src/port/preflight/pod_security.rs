//! The namespace's Pod Security level, and what it forbids this task's Pods.

use app::api::{Check, CheckState};
use cluster::Error;
use cluster::preflight::Namespace;
use job::context::Minor;
use job::rules::cluster::pod_security::{Level, judge};
use job::{Manifests, Severity};

use super::{at_fields, check as of, of_findings, unmade};

/// Label of a namespace that has Pods of another kind refused.
const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
/// Label that pins the version of the policy.
const VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// The level is the namespace's label. Where that cannot be read, or the whole cluster has a level of its own, it is
/// in the words of a refusal, `violates PodSecurity "restricted:latest"`; those of a warning, `would violate …`, are
/// of what the namespace warns of, which its Pods may do all the same.
pub(super) fn check(
    made: &Manifests,
    place: &Result<Namespace, Error>,
    version: Minor,
    dry_runs: [&Check; 2],
) -> Check {
    const NAME: &str = "pod-security";
    let said = |verb: &str| {
        let mut words = dry_runs.iter().flat_map(|check| &check.words);
        words.find_map(|words| level_in(words, verb))
    };
    let label = |name: &str| {
        place
            .as_ref()
            .ok()
            .and_then(|place| place.labels.get(name))
            .map(String::as_str)
    };
    let enforced = label(ENFORCE).and_then(Level::of_label).or_else(|| said("violates"));
    let (level, severity) = match (enforced, said("would violate"), place) {
        (Some(level), _, _) => (level, Severity::Error),
        (None, Some(level), _) => (level, Severity::Warning),
        (None, None, Ok(_)) => (Level::Privileged, Severity::Error),
        (None, None, Err(error)) => return unmade(NAME, error),
    };
    let pinned = label(VERSION).and_then(Minor::of_version);
    let found = judge(&made.job, level, pinned.unwrap_or(version).min(version), severity);
    // What the form has no field for is said once.
    let mut findings = at_fields(found, &made.map);
    findings.dedup_by(|one, other| one.path == other.path && one.code == other.code && one.args == other.args);
    let words = match severity {
        Severity::Error => vec![level.word().to_owned()],
        Severity::Warning | Severity::Note => Vec::new(),
    };
    if findings.is_empty() {
        return Check {
            words,
            ..of(NAME, CheckState::Passed)
        };
    }
    of_findings(NAME, findings)
}

fn level_in(words: &str, verb: &str) -> Option<Level> {
    let (_, after) = words.split_once(verb)?;
    let named = after.strip_prefix(" PodSecurity \"")?;
    Level::of_label(named.split(':').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_read_out_of_a_refusal_and_out_of_a_warning() {
        let refused = r#"pods "a" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true"#;
        let warned = r#"would violate PodSecurity "baseline:v1.37": privileged"#;
        assert_eq!(level_in(refused, "violates"), Some(Level::Restricted));
        assert_eq!(level_in(warned, "would violate"), Some(Level::Baseline));
        // What is only warned of is not forbidden.
        assert_eq!(
            (level_in(warned, "violates"), level_in(refused, "would violate")),
            (None, None)
        );
        assert_eq!(level_in("forbidden: exceeded quota", "violates"), None);
    }
}
