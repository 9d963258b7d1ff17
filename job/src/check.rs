//! Everything that is to be said about a draft, by the rules of the house and of Kubernetes.

use crate::form::rank;
use crate::manifest::{Manifests, SourceMap, job, manifests};
use crate::{Context, Draft, Finding, Severity, rules};

/// All findings, in the order of the screen, errors before warnings at the same field.
///
/// The browser calls it at every change, the server before it sends anything: the same function.
pub fn check(draft: &Draft, context: &Context) -> Vec<Finding> {
    let mut findings = rules::house::judge(draft, context);
    let of_job = rules::kubernetes::judge(&job(draft));
    let has_services = draft.rows("services").next().is_some();
    // The maps are made only when something is to come home by them.
    if !of_job.is_empty() || has_services {
        let made = manifests(draft);
        bring_home(of_job, &made.map, &mut findings);
        of_services(&made, context, &mut findings);
    }
    in_the_order_of_the_screen(draft, findings)
}

/// The same for manifests that were already made.
pub fn check_manifests(draft: &Draft, made: &Manifests, context: &Context) -> Vec<Finding> {
    let mut findings = rules::house::judge(draft, context);
    bring_home(rules::kubernetes::judge(&made.job), &made.map, &mut findings);
    of_services(made, context, &mut findings);
    in_the_order_of_the_screen(draft, findings)
}

fn of_services(made: &Manifests, context: &Context, findings: &mut Vec<Finding>) {
    for service in &made.services {
        bring_home(
            rules::kubernetes::judge_service(&service.object, context.node_ports),
            &service.map,
            findings,
        );
    }
}

fn bring_home(said: Vec<Finding>, map: &SourceMap, findings: &mut Vec<Finding>) {
    for finding in said {
        // Named without a key, as the API server does.
        let path = match finding.args.get("resource") {
            Some(resource) => map.draft_path_of_key(&finding.api_path, resource),
            None => map.draft_path(&finding.api_path),
        };
        findings.push(Finding { path, ..finding });
    }
}

/// There are few: each is put in its place, which takes less code than a sort.
pub(crate) fn in_the_order_of_the_screen(draft: &Draft, findings: Vec<Finding>) -> Vec<Finding> {
    let mut placed: Vec<((Vec<usize>, Severity), Finding)> = Vec::new();
    for finding in findings {
        let place = (rank(draft, finding.path.as_str()), finding.severity);
        let at = placed.partition_point(|(other, _)| *other <= place);
        placed.insert(at, (place, finding));
    }
    placed.into_iter().map(|(_, finding)| finding).collect()
}
