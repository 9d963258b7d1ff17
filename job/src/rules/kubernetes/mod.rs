//! Kubernetes' rules, over the JSON that the API server will judge. One file per subject; each
//! function names the Kubernetes function that it mirrors. Findings carry the API path that the
//! API server would report; the draft path is filled in by [`crate::check`] through the SourceMap.

mod address;
mod affinity;
mod claim;
mod cluster_ips;
mod container;
mod decode;
mod env;
mod format;
mod found;
mod job_spec;
mod metadata;
mod mounts;
mod network;
mod node_ports;
mod os;
mod pod_failure_policy;
mod pod_resources;
mod pod_spec;
mod ports;
mod probe;
mod projected;
mod resources;
mod schema;
mod security;
mod selector;
mod service;
mod spread;
mod success_policy;
mod template;
mod toleration;
mod unjudged;
mod volume;

use serde_json::Value;

use self::found::Found;
pub use self::unjudged::unjudged;
use super::node::Node;
use crate::Finding;
use crate::context::NodePorts;

/// Whether the rules over what the form cannot make are there too: success and failure policies, claims,
/// projected volumes, the Pod's network and so on. The browser's program leaves them out (8 kB of its first
/// load): there such a setting can only have been kept, and the server judges the whole before it sends
/// anything.
const WHOLE: bool = cfg!(feature = "whole");

/// Findings about a `batch/v1` Job that is to be created.
///
/// What cannot be decoded is all that the API server would report, so nothing else is then.
pub fn judge(job: &Value) -> Vec<Finding> {
    all(job, schema::JOB, job_spec::judge, NodePorts::default())
}

/// Findings about a `v1` Service that is to be created where Services get these ports of the nodes.
pub fn judge_service(service: &Value, node_ports: NodePorts) -> Vec<Finding> {
    all(service, schema::SERVICE, service::judge, node_ports)
}

/// Whether a Job can be decoded: where it cannot, nothing else is said of it.
pub(crate) fn decodes(job: &Value) -> bool {
    let mut found = Found(Vec::new(), NodePorts::default());
    decode::object(&Node::root(job), schema::JOB, &mut found);
    found.0.is_empty()
}

fn all(object: &Value, fields: schema::Fields, rules: fn(&Node, &mut Found), node_ports: NodePorts) -> Vec<Finding> {
    let root = Node::root(object);
    let mut found = Found(Vec::new(), node_ports);
    decode::object(&root, fields, &mut found);
    if found.0.is_empty() {
        rules(&root, &mut found);
    }
    found.0
}
