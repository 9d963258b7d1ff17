//! Everything that is to be said about a draft, by the rules of the house and of Kubernetes.

use crate::manifest::{Manifests, manifests};
use crate::{Context, Draft, Finding, rules};

/// All findings, in the order of the screen, errors before warnings at the same field.
///
/// The browser calls it at every change, the server before it sends anything: the same function.
pub fn check(draft: &Draft, context: &Context) -> Vec<Finding> {
    check_manifests(draft, &manifests(draft), context)
}

/// The same for manifests that were already made.
pub fn check_manifests(draft: &Draft, made: &Manifests, context: &Context) -> Vec<Finding> {
    let mut findings = rules::house::judge(draft, context);
    findings.extend(rules::kubernetes::judge(&made.job).into_iter().map(|finding| {
        // Named without a key, as the API server does.
        let path = match finding.args.get("resource") {
            Some(resource) => made.map.draft_path_of_key(&finding.api_path, resource),
            None => made.map.draft_path(&finding.api_path),
        };
        Finding { path, ..finding }
    }));
    findings.sort_by_key(|finding| (place_on_screen(draft, finding), finding.severity));
    findings
}

/// Step, then container, then field in the order of its form.
fn place_on_screen(draft: &Draft, finding: &Finding) -> (usize, usize, usize) {
    let path = finding.path.as_str();
    let step = finding.path.step().map_or(usize::MAX, |step| step as usize);
    let container = finding
        .path
        .container_key()
        .and_then(|key| {
            draft
                .fields
                .containers
                .iter()
                .position(|container| container.key == key)
        })
        .unwrap_or_default();
    let field = path.rsplit('.').next().unwrap_or_default();
    let order = ORDER.iter().position(|name| *name == field).unwrap_or(ORDER.len());
    (step, container, order)
}

/// Fields in the order in which their forms show them.
const ORDER: [&str; 18] = [
    "name",
    "cluster",
    "namespace",
    "runs",
    "indexed",
    "instances",
    "description",
    "image",
    "pull-policy",
    "privileged",
    "cpu-request",
    "cpu-limit",
    "memory-request",
    "memory-limit",
    "parallel",
    "timeout",
    "restart-policy",
    "retries",
];
