//! What can be known before Create. Every check is made by itself and at once with the others; one that
//! cannot be made says why and keeps no other from being made.

use app::api::{Check, CheckState, QuotaBar, TaskAddress};
use cluster::access::can_i;
use cluster::create::{Purpose, dry_run, dry_run_service, vanished};
use cluster::preflight::{Found, NamespaceState, dry_run_pod, look_for, namespace, quotas};
use cluster::{Client, Error};
use job::quantity::Quantity;
use job::references::{Reference, references};
use job::{Args, Code, Finding, Manifests, Origin, Severity, SourceMap, demand};

use super::findings;

/// So many references are looked up; the dry run and the kubelet tell of the rest.
const MOST_REFERENCES: usize = 50;

/// Makes all checks.
pub(super) async fn run(client: &Client, task: &TaskAddress, made: &Manifests) -> Vec<Check> {
    let (permission, place, tried, pods, quota, references) = futures::join!(
        permission(client, task, made),
        place(client, task),
        tried(client, task, made),
        pods(client, task, made),
        quota(client, task, made),
        look(client, task, made),
    );
    vec![permission, place, tried, pods, quota, references]
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

async fn permission(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "permission";
    let mut wanted = vec![("batch", "jobs")];
    if !made.services.is_empty() {
        wanted.push(("", "services"));
    }
    let mut missing = Vec::new();
    for (group, resource) in wanted {
        match can_i(client, Some(&task.namespace), "create", group, resource).await {
            Ok(true) => {}
            Ok(false) => missing.push(format!("create {resource} in namespace {}", task.namespace)),
            Err(error) => return unmade(NAME, &error),
        }
    }
    let state = if missing.is_empty() {
        CheckState::Passed
    } else {
        CheckState::Failed
    };
    Check {
        words: missing,
        ..check(NAME, state)
    }
}

async fn place(client: &Client, task: &TaskAddress) -> Check {
    const NAME: &str = "namespace";
    match namespace(client, &task.namespace).await {
        Ok(NamespaceState::Active) => check(NAME, CheckState::Passed),
        Ok(NamespaceState::Terminating) => Check {
            words: vec![format!("namespace {} is being deleted", task.namespace)],
            ..check(NAME, CheckState::Failed)
        },
        Err(Error::NotFound(refusal)) => Check {
            words: vec![refusal.message.clone()],
            ..check(NAME, CheckState::Failed)
        },
        Err(error) => unmade(NAME, &error),
    }
}

/// The strict dry run of the Job and its Services.
async fn tried(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "dry-run";
    let mut done = match dry_run(client, &task.namespace, &made.job, Purpose::Check).await {
        Ok(said) => Check {
            words: said.warnings,
            ..of_findings(
                NAME,
                findings::of_vanished(&vanished(&made.job, &said.answer), &made.map),
            )
        },
        Err(error) => return of_refusal(NAME, &error, &made.map, task),
    };
    for service in &made.services {
        match dry_run_service(client, &task.namespace, &service.object, Purpose::Check).await {
            Ok(said) => done.words.extend(said.warnings),
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

/// The Pods of the task, judged as Pods: quota, limit ranges, Pod Security, webhooks.
async fn pods(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "pods";
    match can_i(client, Some(&task.namespace), "create", "", "pods").await {
        Ok(true) => {}
        Ok(false) => {
            let words = vec![format!(
                "create pods in namespace {} is not allowed here",
                task.namespace
            )];
            return Check {
                words,
                ..check(NAME, CheckState::Unmade)
            };
        }
        Err(error) => return unmade(NAME, &error),
    }
    match dry_run_pod(client, &task.namespace, &made.job).await {
        Ok(warnings) => Check {
            words: warnings,
            ..check(NAME, CheckState::Passed)
        },
        Err(Error::Invalid(refusal)) => {
            // Its causes are of a Pod; the Job has them below its template.
            let mut refusal = refusal;
            for cause in &mut refusal.causes {
                cause.field = format!("spec.template.{}", cause.field);
            }
            of_refusal(NAME, &Error::Invalid(refusal), &made.map, task)
        }
        Err(error) => of_refusal(NAME, &error, &made.map, task),
    }
}

/// Quotas as bars: used, this task, limit.
async fn quota(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "quota";
    let quotas = match quotas(client, &task.namespace).await {
        Ok(quotas) => quotas,
        Err(error) => return unmade(NAME, &error),
    };
    let mut demand = demand::of_job(&made.job);
    demand.push(("count/jobs.batch".to_owned(), Quantity::of_units(1)));
    let mut done = check(NAME, CheckState::Passed);
    for quota in quotas.iter().filter(|quota| !quota.scoped) {
        for (resource, limit) in &quota.hard {
            let wanted = demand.iter().find(|(name, _)| name == resource);
            let (Some((_, task)), Ok(hard)) = (wanted, Quantity::parse(limit)) else {
                continue;
            };
            let used_text = quota.used.get(resource).map_or("0", String::as_str);
            let used = Quantity::parse(used_text).unwrap_or(Quantity::of_units(0));
            if used.plus(*task) > hard {
                done.state = CheckState::Failed;
            }
            done.bars.push(QuotaBar {
                what: format!("{}: {resource}", quota.name),
                used: used_text.to_owned(),
                task: task.to_string(),
                limit: limit.clone(),
                percent: (used.percent_of(hard), task.percent_of(hard)),
            });
        }
    }
    done
}

/// Whether what the task refers to is there.
async fn look(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "references";
    let mut findings = Vec::new();
    let mut words = Vec::new();
    for reference in references(&made.job).into_iter().take(MOST_REFERENCES) {
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
