//! Amounts of the Pod as a whole (`pkg/apis/core/validation/validation.go`: `validatePodResources`,
//! `validatePodResourceConsistency`).

use super::pod_spec::Pod;
use super::resources::{amount, amount_of, is_huge, of_pod};
use super::{Found, os};
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::{Args, Code};

pub(super) fn judge(pod: &Pod, found: &mut Found) {
    let resources = pod.spec.field("resources");
    if os::is_windows(pod.spec) {
        return found.only_with(&resources, os::LINUX);
    }
    found.forbid(&resources.field("claims"), "containers");
    of_pod(&resources, &pod.claims, found);
    for (list, is_judged) in [("requests", (|_| true) as fn(&str) -> bool), ("limits", is_huge)] {
        let amounts = resources.field(list);
        for (resource, whole) in amounts.entries() {
            let most = quantity(&amounts, resource);
            let sum = sum(pod, list, resource).filter(|sum| is_judged(resource) && Some(*sum) > most);
            if let Some(sum) = sum {
                let args = Args::with("resource", resource)
                    .and("request", sum)
                    .and("limit", amount(&whole).unwrap_or_default());
                found.error(&whole, Code::RequestAboveLimit, args);
            }
        }
    }
    let limits = resources.field("limits");
    let at = resources.field("containers");
    for (index, container) in pod.spec.field("containers").items().enumerate() {
        let own = container.field("resources");
        let own = own.field("limits");
        for (resource, _) in own.entries() {
            let most = quantity(&limits, resource).filter(|most| quantity(&own, resource) > Some(*most));
            if let Some(most) = most {
                let at = at.item(index);
                found.error(
                    &at.entry(resource).field("limits"),
                    Code::TooLarge,
                    Args::with("max", most),
                );
            }
        }
    }
}

/// `aggregateContainerResourcesByFn` (`component-helpers/resource/helpers.go`) of one resource:
/// what all containers need at once, or the most that is needed while the first ones run.
fn sum(pod: &Pod, list: &'static str, resource: &str) -> Option<Quantity> {
    let of = |container: &Node| {
        let resources = container.field("resources");
        quantity(&resources.field(list), resource)
    };
    let none = Quantity::of_units(0);
    let (mut all, mut sidecars, mut most) = (None, none, none);
    for container in pod.spec.field("containers").items() {
        if let Some(own) = of(&container) {
            all = Some(own.plus(all.unwrap_or(none)));
        }
    }
    for container in pod.spec.field("initContainers").items() {
        let Some(own) = of(&container) else { continue };
        most = most.max(sidecars.plus(own));
        let before = all.unwrap_or(none);
        all = Some(before);
        if container.field("restartPolicy").is("Always") {
            all = Some(before.plus(own));
            sidecars = sidecars.plus(own);
        }
    }
    all.map(|all| all.max(most))
}

fn quantity(list: &Node, resource: &str) -> Option<Quantity> {
    Quantity::parse(&amount_of(list, resource)?).ok()
}
