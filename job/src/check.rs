//! Everything that is to be said about a draft, by the rules of the house and of Kubernetes.

use serde_json::Value;

use crate::form::rank;
use crate::manifest::{Manifests, SourceMap, job, manifests};
use crate::{Context, Draft, Finding, rules};

/// All findings, in the order of the screen, errors before warnings at the same field.
///
/// The browser calls it at every change, the server before it sends anything: the same function.
pub fn check(draft: &Draft, context: &Context) -> Vec<Finding> {
    // The map is made only when something is to come home by it.
    judge(draft, &job(draft), || manifests(draft).map, context)
}

/// The same for manifests that were already made.
pub fn check_manifests(draft: &Draft, made: &Manifests, context: &Context) -> Vec<Finding> {
    judge(draft, &made.job, || made.map.clone(), context)
}

fn judge(draft: &Draft, job: &Value, map: impl FnOnce() -> SourceMap, context: &Context) -> Vec<Finding> {
    let mut findings = rules::house::judge(draft, context);
    let of_manifest = rules::kubernetes::judge(job);
    if !of_manifest.is_empty() {
        let map = map();
        findings.extend(of_manifest.into_iter().map(|finding| {
            // Named without a key, as the API server does.
            let path = match finding.args.get("resource") {
                Some(resource) => map.draft_path_of_key(&finding.api_path, resource),
                None => map.draft_path(&finding.api_path),
            };
            Finding { path, ..finding }
        }));
    }
    findings.sort_by_cached_key(|finding| (rank(draft, finding.path.as_str()), finding.severity));
    findings
}
