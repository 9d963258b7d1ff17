//! What the API server says itself: strict dry runs of the Job, its Services, and its Pods as Pods.

use app::api::{Check, CheckState, TaskAddress};
use cluster::access::can_i;
use cluster::create::{Purpose, dry_run, dry_run_service, vanished};
use cluster::preflight::dry_run_pod;
use cluster::{Client, Error};
use job::{Manifests, SourceMap};

use super::super::findings;
use super::{check, of_findings, unmade};

/// Of the Job and its Services.
pub(super) async fn of_objects(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "dry-run";
    let mut done = match dry_run(client, &task.namespace, &made.job, Purpose::Check).await {
        Ok(said) => {
            let mut found = findings::of_vanished(&vanished(&made.job, &said.answer), &made.map);
            let (warned, words) = findings::of_warnings(said.warnings, &made.map);
            found.extend(warned);
            Check {
                words,
                ..of_findings(NAME, found)
            }
        }
        Err(error) => return of_refusal(NAME, &error, &made.map, task),
    };
    for service in &made.services {
        match dry_run_service(client, &task.namespace, &service.object, Purpose::Check).await {
            Ok(said) => {
                let (warned, words) = findings::of_warnings(said.warnings, &service.map);
                let gone = vanished(&service.object, &said.answer);
                done.findings.extend(findings::of_vanished(&gone, &service.map));
                done.findings.extend(warned);
                done.words.extend(words);
            }
            Err(error) => {
                let refused = of_refusal(NAME, &error, &service.map, task);
                done.findings.extend(refused.findings);
                done.words.extend(refused.words);
                if done.state == CheckState::Passed {
                    done.state = refused.state;
                }
            }
        }
    }
    done
}

/// Of the Pods, judged as Pods: quota, limit ranges, Pod Security, webhooks.
pub(super) async fn of_pod(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "pods";
    match can_i(client, Some(&task.namespace), "create", "", "pods").await {
        Ok(true) => {}
        Ok(false) => {
            return Check {
                words: vec![format!(
                    "create pods in namespace {} is not allowed here",
                    task.namespace
                )],
                ..check(NAME, CheckState::Unmade)
            };
        }
        Err(error) => return unmade(NAME, &error),
    }
    match dry_run_pod(client, &task.namespace, &made.job).await {
        // What is wrong with a place was said of the Job already.
        Ok(warnings) => Check {
            words: warnings
                .into_iter()
                .filter(|words| !findings::names_a_place(words))
                .collect(),
            ..check(NAME, CheckState::Passed)
        },
        Err(Error::Invalid(mut refusal)) => {
            // Its causes are of a Pod; the Job has them below its template.
            for cause in &mut refusal.causes {
                cause.field = format!("spec.template.{}", cause.field);
            }
            of_refusal(NAME, &Error::Invalid(refusal), &made.map, task)
        }
        Err(error) => of_refusal(NAME, &error, &made.map, task),
    }
}

/// What the API server says against the object comes home; everything else leaves the check unmade.
fn of_refusal(name: &str, error: &Error, map: &SourceMap, task: &TaskAddress) -> Check {
    if let Some(findings) = findings::of_refusal(error, map, &task.namespace) {
        return of_findings(name, findings);
    }
    match error {
        Error::Forbidden(refusal) | Error::AlreadyExists(refusal) => Check {
            words: vec![refusal.message.clone()],
            ..check(name, CheckState::Failed)
        },
        other => unmade(name, other),
    }
}
