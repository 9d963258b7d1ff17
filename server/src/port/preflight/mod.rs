//! What can be known before Create. Every check is made by itself; one that cannot be made says why and
//! keeps no other from being made. What several of them need is asked once, and everything at once.

mod dry_run;
mod nodes;
mod permission;
mod pod_security;
mod quota;
mod references;

use app::api::{Check, CheckState, TaskAddress};
use cluster::preflight::{LimitRange, limit_ranges, namespace, nodes as all_nodes, quotas};
use cluster::{Client, Error, inventory};
use job::context::Minor;
use job::rules::cluster::limit_range::{self, filled_in};
use job::{Finding, Manifests, SourceMap};

/// Makes all checks.
///
/// # Errors
///
/// [`Error::Unauthorized`]: the cluster does not know the person any more, and no check says more than that.
pub(super) async fn run(client: &Client, task: &TaskAddress, made: &Manifests) -> Result<Vec<Check>, Error> {
    let name = &task.namespace;
    let (may, place, version, tried, pods, ranges, quotas, nodes, references) = futures::join!(
        permission::check(client, task, made),
        namespace(client, name),
        inventory::version(client),
        dry_run::of_objects(client, task, made),
        dry_run::of_pod(client, task, made),
        limit_ranges(client, name),
        quotas(client, name),
        all_nodes(client),
        references::check(client, task, made),
    );
    let known: Vec<_> = ranges.iter().flatten().flat_map(|range| range.limits.clone()).collect();
    // As the Pods will be: with what the limit ranges fill in.
    let job = filled_in(&made.job, &known);
    if let Err(unknown @ Error::Unauthorized(_)) = version {
        return Err(unknown);
    }
    let version = version.ok().and_then(|version| Minor::of_version(&version.git_version));
    let security = pod_security::check(made, &place, version.unwrap_or(Minor::NEWEST), [&tried, &pods]);
    Ok(vec![
        may,
        of_namespace(&place, task),
        tried,
        pods,
        security,
        limits(&job, ranges.as_deref(), &made.map),
        quota::check(&job, ranges.is_ok(), quotas, &made.map),
        nodes::check(&job, nodes, &made.map),
        references,
    ])
}

/// The practice cluster judges less than a real one (`sandbox/README.md`); what, is in the page's own language.
pub(super) fn practice() -> Check {
    check("practice", CheckState::Unmade)
}

fn check(name: &str, state: CheckState) -> Check {
    Check {
        name: name.to_owned(),
        state,
        ..Check::default()
    }
}

fn unmade(name: &str, error: &Error) -> Check {
    Check {
        words: vec![error.to_string()],
        ..check(name, CheckState::Unmade)
    }
}

/// It passed when nothing is wrong.
fn of_findings(name: &str, findings: Vec<Finding>) -> Check {
    let state = if findings.iter().any(Finding::is_error) {
        CheckState::Failed
    } else {
        CheckState::Passed
    };
    Check {
        findings,
        ..check(name, state)
    }
}

/// Findings at places of the Job come home to its fields.
pub(super) fn at_fields(findings: Vec<Finding>, map: &SourceMap) -> Vec<Finding> {
    let home = |finding: Finding| Finding {
        path: map.draft_path(&finding.api_path),
        ..finding
    };
    findings.into_iter().map(home).collect()
}

fn of_namespace(place: &Result<cluster::preflight::Namespace, Error>, task: &TaskAddress) -> Check {
    const NAME: &str = "namespace";
    match place {
        Ok(place) if place.is_terminating => Check {
            words: vec![format!("namespace {} is being deleted", task.namespace)],
            ..check(NAME, CheckState::Failed)
        },
        Ok(_) => check(NAME, CheckState::Passed),
        Err(Error::NotFound(refusal)) => Check {
            words: vec![refusal.message.clone()],
            ..check(NAME, CheckState::Failed)
        },
        Err(error) => unmade(NAME, error),
    }
}

fn limits(job: &serde_json::Value, ranges: Result<&[LimitRange], &Error>, map: &SourceMap) -> Check {
    const NAME: &str = "limits";
    match ranges {
        Ok(ranges) => {
            let judged = ranges
                .iter()
                .flat_map(|range| limit_range::judge(job, &range.name, &range.limits));
            of_findings(NAME, at_fields(judged.collect(), map))
        }
        Err(error) => unmade(NAME, error),
    }
}
