//! Quotas as bars: used, this task, limit.

use app::api::{Check, CheckState, QuotaBar};
use cluster::Error;
use cluster::preflight::Quota;
use job::quantity::Quantity;
use job::{Args, Code, DraftPath, Finding, Origin, Severity, SourceMap, demand};
use serde_json::Value;

use super::{at_fields, check as of, unmade};

/// Amounts of which a quota takes no Pod that does not say them (`pkg/quota/v1/evaluator/core/pods.go`).
const SAID: [&str; 6] = [
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
    "cpu",
    "memory",
];

/// `job` is one that was filled in by the limit ranges.
///
/// Where the limit ranges are not known, neither is what they fill in: then nothing is said to be missing.
pub(super) fn check(job: &Value, knows_ranges: bool, quotas: Result<Vec<Quota>, Error>, map: &SourceMap) -> Check {
    const NAME: &str = "quota";
    let quotas = match quotas {
        Ok(quotas) => quotas,
        Err(error) => return unmade(NAME, &error),
    };
    let mut demand = demand::of_job(job);
    demand.push(("count/jobs.batch".to_owned(), Quantity::of_units(1)));
    let mut done = of(NAME, CheckState::Passed);
    let mut unsaid = Vec::new();
    // What is not reckoned is said, and is no "passed".
    let scoped: Vec<_> = quotas.iter().filter(|quota| quota.scoped).collect();
    if !scoped.is_empty() && scoped.len() == quotas.len() {
        done.state = CheckState::Unmade;
    }
    let words = scoped
        .iter()
        .map(|quota| format!("quota {} counts some Pods only, and is not reckoned here", quota.name));
    done.words.extend(words);
    for quota in quotas.iter().filter(|quota| !quota.scoped) {
        for (resource, limit) in &quota.hard {
            let wanted = demand.iter().find(|(name, _)| name == resource);
            if knows_ranges && SAID.contains(&resource.as_str()) {
                unsaid.extend(needs(job, &quota.name, resource));
            }
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
    if !unsaid.is_empty() {
        done.state = CheckState::Failed;
        done.findings = at_fields(unsaid, map);
    }
    done
}

/// Every container has to say it (`podEvaluator.Constraints`).
fn needs(job: &Value, quota: &str, resource: &str) -> Vec<Finding> {
    let (kind, name) = resource.split_once('.').unwrap_or(("requests", resource));
    let mut missing = Vec::new();
    for list in ["containers", "initContainers"] {
        let containers = job
            .pointer(&format!("/spec/template/spec/{list}"))
            .and_then(Value::as_array);
        for (index, container) in containers.into_iter().flatten().enumerate() {
            let amounts = container.get("resources").and_then(|resources| resources.get(kind));
            if amounts.and_then(|amounts| amounts.get(name)).is_none() {
                missing.push(Finding {
                    path: DraftPath::TASK,
                    api_path: format!("spec.template.spec.{list}[{index}].resources.{kind}[{name}]"),
                    severity: Severity::Error,
                    origin: Origin::Cluster,
                    code: Code::QuotaNeeds,
                    args: Args::with("name", quota).and("resource", resource),
                    server_words: None,
                });
            }
        }
    }
    missing
}
