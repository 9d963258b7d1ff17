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

/// The level is the namespace's label; where that cannot be read, or the whole cluster has a level of its own,
/// it is in the words of the dry runs: `violates PodSecurity "restricted:latest"`.
pub(super) fn check(
    made: &Manifests,
    place: &Result<Namespace, Error>,
    version: Minor,
    dry_runs: [&Check; 2],
) -> Check {
    const NAME: &str = "pod-security";
    let said = || {
        let mut words = dry_runs.into_iter().flat_map(|check| &check.words);
        words.find_map(|words| level_in(words))
    };
    let (level, version) = match place {
        Ok(place) => {
            let label = |name: &str| place.labels.get(name).map(String::as_str);
            let level = label(ENFORCE).and_then(Level::of_label).or_else(said);
            let pinned = label(VERSION).and_then(Minor::of_version);
            (
                level.unwrap_or(Level::Privileged),
                pinned.unwrap_or(version).min(version),
            )
        }
        Err(error) => match said() {
            Some(level) => (level, version),
            None => return unmade(NAME, error),
        },
    };
    let found = judge(&made.job, level, version, Severity::Error);
    // What the form has no field for is said once.
    let mut findings = at_fields(found, &made.map);
    findings.dedup_by(|one, other| one.path == other.path && one.code == other.code && one.args == other.args);
    if findings.is_empty() {
        return Check {
            words: vec![level.word().to_owned()],
            ..of(NAME, CheckState::Passed)
        };
    }
    of_findings(NAME, findings)
}

fn level_in(words: &str) -> Option<Level> {
    let (_, after) = words.split_once("violate")?;
    let (_, named) = after.split_once("PodSecurity \"")?;
    Level::of_label(named.split(':').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_read_out_of_a_refusal_and_out_of_a_warning() {
        let level = |words| level_in(words);
        assert_eq!(
            level(r#"pods "a" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true"#),
            Some(Level::Restricted)
        );
        assert_eq!(
            level(r#"would violate PodSecurity "baseline:v1.37": privileged"#),
            Some(Level::Baseline)
        );
        assert_eq!(level("forbidden: exceeded quota"), None);
    }
}
