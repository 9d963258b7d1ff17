//! The scheduler: a node for a Pod, or why there is none.

use serde_json::{Value, json};

use crate::events::{self, Happening, SCHEDULER};
use crate::object::{entries, fields, hash, items, name, namespace, now, text};
use crate::quantity;
use crate::resource::Kind;
use crate::seed::{CPU, MEMORY, NODES, host_ip};
use crate::store::{Key, Objects};

use super::phase;
use super::slot::Slot;

/// Binds a Pod to a node; without one the Pod says why and stays as it is.
pub(super) fn bind(objects: &mut Objects, pod: &mut Value) -> bool {
    let given = text(pod, "/spec/nodeName").to_owned();
    if given.is_empty()
        && let Some(why) = obstacle(objects, pod)
    {
        let message = format!(
            "0/{0} nodes are available: {why}. preemption: 0/{0} nodes are available: {0} Preemption is not helpful for scheduling.",
            NODES.len()
        );
        phase::condition(pod, "PodScheduled", false, "Unschedulable", &message);
        events::record(objects, pod, Happening::warning(SCHEDULER, "FailedScheduling", message));
        return false;
    }
    let chance = hash(name(pod));
    #[allow(clippy::cast_possible_truncation)] // less than the number of nodes
    let index = (chance % NODES.len() as u64) as usize;
    let node = NODES[index];
    let address = format!("10.244.{index}.{}", 2 + (chance >> 8) % 250);
    let statuses = |pod: &Value, init: bool, reason: &str| -> Vec<Value> {
        Slot::all(pod, init)
            .into_iter()
            .map(|slot| slot.fresh(pod, reason))
            .collect()
    };
    let preparing = !Slot::all(pod, true).is_empty();
    let first = statuses(pod, true, "PodInitializing");
    let main = statuses(
        pod,
        false,
        if preparing {
            "PodInitializing"
        } else {
            "ContainerCreating"
        },
    );
    if given.is_empty() {
        fields(pod, "/spec").insert("nodeName".into(), node.into());
    }
    let status = fields(pod, "/status");
    if preparing {
        status.insert("initContainerStatuses".into(), first.into());
    }
    status.insert("containerStatuses".into(), main.into());
    status.insert("startTime".into(), now().into());
    status.insert("hostIP".into(), host_ip(index).into());
    status.insert("hostIPs".into(), json!([{"ip": host_ip(index)}]));
    status.insert("podIP".into(), address.as_str().into());
    status.insert("podIPs".into(), json!([{"ip": address}]));
    phase::condition(pod, "PodScheduled", true, "", "");
    let message = format!("Successfully assigned {}/{} to {node}", namespace(pod), name(pod));
    events::record(objects, pod, Happening::normal(SCHEDULER, "Scheduled", message));
    true
}

/// Why no node takes the Pod.
fn obstacle(objects: &Objects, pod: &Value) -> Option<String> {
    let all = NODES.len();
    if let Some(gate) = items(pod, "/spec/schedulingGates").first() {
        return Some(format!("{all} node(s) held by scheduling gate {}", text(gate, "/name")));
    }
    let fits = |node: &Value| {
        entries(pod, "/spec/nodeSelector").all(|(label, value)| node["metadata"]["labels"].get(label) == Some(value))
    };
    if !objects.list(Kind::Node, "", None).any(|node| fits(node)) {
        return Some(format!("{all} node(s) didn't match Pod's node affinity/selector"));
    }
    for volume in items(pod, "/spec/volumes") {
        let claim = text(volume, "/persistentVolumeClaim/claimName");
        if !claim.is_empty()
            && objects
                .get(Kind::PersistentVolumeClaim, &Key::new(namespace(pod), claim))
                .is_none()
        {
            return Some(format!("persistentvolumeclaim {claim:?} not found"));
        }
    }
    for (resource, room) in [("cpu", CPU), ("memory", MEMORY)] {
        let asked: i128 = items(pod, "/spec/containers")
            .iter()
            .map(|container| quantity::parse(text(container, &format!("/resources/requests/{resource}"))).unwrap_or(0))
            .sum();
        if asked > quantity::parse(room).unwrap_or(0) {
            return Some(format!("{all} Insufficient {resource}"));
        }
    }
    // What no node of the practice cluster has cannot be asked for.
    let extended = items(pod, "/spec/containers")
        .iter()
        .flat_map(|container| entries(container, "/resources/limits"))
        .find(|(resource, _)| resource.contains('/') || resource.starts_with("hugepages-"));
    extended.map(|(resource, _)| format!("{all} Insufficient {resource}"))
}
