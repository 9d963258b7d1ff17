//! What a new practice cluster starts with.

use serde_json::{Value, json};

use crate::create;
use crate::object::{new_uid, now};
use crate::resource::Kind;
use crate::store::Objects;

/// The names of the make-believe nodes, and what each of them has.
pub(crate) const NODES: [&str; 3] = ["practice-1", "practice-2", "practice-3"];
pub(crate) const CPU: &str = "8";
pub(crate) const MEMORY: &str = "32Gi";

/// Fills an empty cluster.
pub(crate) fn plant(objects: &mut Objects) {
    for name in ["default", "kube-system", "team-a", "batch-limited"] {
        let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        // What is written here is valid: a refusal would be a mistake that the tests show.
        let _ = create::create(objects, Kind::Namespace, namespace, false);
    }
    objects.put(Kind::ResourceQuota, quota());
    for (index, name) in NODES.iter().enumerate() {
        objects.put(Kind::Node, node(name, index));
    }
    // As on a server that was started anew, the first versions are too old to be watched from.
    objects.forget();
}

fn quota() -> Value {
    let hard = json!({"count/jobs.batch": "5", "pods": "10"});
    json!({
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "batch", "namespace": "batch-limited", "uid": new_uid(), "creationTimestamp": now()},
        "spec": {"hard": hard},
        "status": {"hard": hard, "used": {"count/jobs.batch": "0", "pods": "0"}},
    })
}

fn node(name: &str, index: usize) -> Value {
    let room = json!({"cpu": CPU, "memory": MEMORY, "ephemeral-storage": "100Gi", "pods": "4000"});
    json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "uid": new_uid(),
            "creationTimestamp": now(),
            "labels": {
                "kubernetes.io/hostname": name,
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/os": "linux",
                "topology.kubernetes.io/zone": format!("zone-{}", ["a", "b", "c"][index % 3]),
            },
        },
        "spec": {"podCIDR": format!("10.244.{index}.0/24")},
        "status": {
            "capacity": room,
            "allocatable": room,
            "addresses": [
                {"type": "InternalIP", "address": host_ip(index)},
                {"type": "Hostname", "address": name},
            ],
            "conditions": [{
                "type": "Ready",
                "status": "True",
                "reason": "KubeletReady",
                "message": "kubelet is posting ready status",
                "lastHeartbeatTime": now(),
                "lastTransitionTime": now(),
            }],
            "nodeInfo": {
                "architecture": "amd64",
                "operatingSystem": "linux",
                "osImage": "Practice",
                "kernelVersion": "6.12.0",
                "kubeletVersion": "v1.37.2",
                "kubeProxyVersion": "",
                "containerRuntimeVersion": "containerd://2.1.0",
                "machineID": "",
                "systemUUID": "",
                "bootID": "",
            },
        },
    })
}

/// The address of a node.
pub(crate) fn host_ip(index: usize) -> String {
    format!("192.0.2.{}", 10 + index)
}
