//! The Services of a task: tried out with it, made after it.

use app::api::{Outcome, ServiceMade, TaskAddress};
use cluster::create::{Owner, Purpose, create_service, dry_run_service, vanished};
use cluster::{Client, Error};
use job::manifest::Made;
use job::{Args, Code, DraftPath, Finding, Manifests, Origin, Severity};

use super::create::Step;
use super::findings;
use crate::errors;

/// The strict dry run of every Service, beside that of the Job, which is not there yet.
pub(super) async fn try_out(
    client: &Client,
    task: &TaskAddress,
    made: &Manifests,
    mut warnings: Vec<String>,
) -> Step<Vec<String>> {
    let mut refused = Vec::new();
    for service in &made.services {
        match dry_run_service(client, &task.namespace, &service.object, Purpose::Press).await {
            Ok(said) => {
                let ignored = vanished(&service.object, &said.answer);
                refused.extend(findings::of_vanished(&ignored, &service.map));
                warnings.extend(said.warnings);
            }
            Err(error @ (Error::Timeout { .. } | Error::DryRunUnsupported(_))) => {
                let error = errors::of_cluster(&task.cluster, &error);
                return Err(Ok(Outcome::DryRunImpossible { error }));
            }
            Err(error) => match of_refusal(&error, service, task) {
                Some(findings) => refused.extend(findings),
                None => return Err(Err(errors::of_cluster(&task.cluster, &error))),
            },
        }
    }
    if refused.is_empty() {
        return Ok(warnings);
    }
    Err(Ok(Outcome::Refused { findings: refused }))
}

/// Makes every Service that is not there yet, each by itself: one that is refused keeps no other away.
pub(super) async fn make(client: &Client, task: &TaskAddress, uid: &str, made: &Manifests) -> Vec<ServiceMade> {
    let owner = Owner { name: &task.name, uid };
    let mut all = Vec::new();
    for service in &made.services {
        let outcome = create_service(client, &task.namespace, &service.object, owner).await;
        let (findings, error) = match outcome {
            Ok(()) => (Vec::new(), None),
            Err(error) => match of_refusal(&error, service, task) {
                Some(findings) => (findings, None),
                None => (Vec::new(), Some(errors::of_cluster(&task.cluster, &error))),
            },
        };
        all.push(ServiceMade {
            name: name(service),
            findings,
            error,
        });
    }
    all
}

fn name(service: &Made) -> String {
    let name = service.object["metadata"]["name"].as_str();
    name.unwrap_or_default().to_owned()
}

/// What a no says about the Service's fields; `None` when it is about something else.
fn of_refusal(error: &Error, service: &Made, task: &TaskAddress) -> Option<Vec<Finding>> {
    let Error::AlreadyExists(refusal) = error else {
        return findings::of_refusal(error, &service.map, &task.namespace);
    };
    let path: DraftPath = service.map.draft_path("metadata.name");
    Some(vec![Finding {
        path,
        api_path: "metadata.name".to_owned(),
        severity: Severity::Error,
        origin: Origin::Cluster,
        code: Code::ServiceTaken,
        args: Args::with("name", name(service)),
        server_words: Some(refusal.message.clone()),
    }])
}
