//! Whether what the task refers to is there.

use app::api::{Check, CheckState, TaskAddress};
use cluster::Client;
use cluster::preflight::{Found, look_for};
use job::references::{Reference, references};
use job::{Args, Code, Finding, Manifests, Origin, Severity, SourceMap};

use super::of_findings;

/// So many references are looked up; of the rest it is said that they were not.
const MOST_REFERENCES: usize = 50;

pub(super) async fn check(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "references";
    let mut findings = Vec::new();
    let mut words = Vec::new();
    let all = references(&made.job);
    if let Some(more) = all.len().checked_sub(MOST_REFERENCES).filter(|more| *more > 0) {
        words.push(format!("{more} more references were not looked up"));
    }
    for reference in all.into_iter().take(MOST_REFERENCES) {
        let (resource, name) = (reference.kind.resource(), reference.name.as_str());
        match look_for(client, &task.namespace, resource, name, reference.key.is_some()).await {
            Ok(Found::Missing) => findings.push(missing(&reference, Code::ReferenceMissing, &made.map)),
            Ok(Found::There(keys)) => {
                if reference.key.as_ref().is_some_and(|key| !keys.contains(key)) {
                    findings.push(missing(&reference, Code::KeyMissing, &made.map));
                }
            }
            Err(error) => words.push(format!("{resource} {name}: {error}")),
        }
    }
    let unmade = findings.is_empty() && !words.is_empty();
    let mut done = of_findings(NAME, findings);
    if unmade {
        done.state = CheckState::Unmade;
    }
    done.words = words;
    done
}

fn missing(reference: &Reference, code: Code, map: &SourceMap) -> Finding {
    Finding {
        path: map.draft_path(&reference.api_path),
        api_path: reference.api_path.clone(),
        severity: Severity::Error,
        origin: Origin::Cluster,
        code,
        args: Args::with("kind", reference.kind.word())
            .and("name", &reference.name)
            .and("key", reference.key.as_deref().unwrap_or_default()),
        server_words: None,
    }
}
