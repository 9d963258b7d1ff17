//! The ports of the nodes, which are given out before a Service is validated
//! (`pkg/registry/core/service/storage/alloc.go`: `initNodePorts`, `findRequestedNodePort`).

use super::Found;
use crate::context::NodePorts;
use crate::rules::node::Node;
use crate::{Args, Code};

/// The port of the nodes for each port, as it would be given out; below zero stands for one that is
/// free, 0 for none. `None` when a port cannot be had: that was said, and nothing else is looked at.
pub(super) fn given_out(spec: &Node, kind: &str, found: &mut Found) -> Option<Vec<i64>> {
    let ports = spec.field("ports");
    let wanted = |port: &Node| port.field("nodePort").number().unwrap_or(0);
    let number = |port: &Node| port.field("port").number().unwrap_or(0);
    if !matches!(kind, "NodePort" | "LoadBalancer") {
        return Some(ports.items().map(|port| wanted(&port)).collect());
    }
    let gives = kind == "NodePort" || !spec.field("allocateLoadBalancerNodePorts").is_false();
    let (mut given, mut taken, mut by_port) = (Vec::new(), Vec::new(), Vec::<(i64, i64)>::new());
    for (index, port) in ports.items().enumerate() {
        let (mine, own) = (wanted(&port), number(&port));
        let known = by_port.iter().find(|(of, _)| *of == own).map(|(_, node)| *node);
        // The same port with another protocol shares the port of the nodes.
        let requested = match known {
            _ if mine == 0 && !gives => 0,
            Some(node) if mine == node || mine == 0 => {
                given.push(node);
                continue;
            }
            Some(_) => mine,
            None => {
                let same = ports.items().find(|other| number(other) == own && wanted(other) != 0);
                same.map_or(0, |same| wanted(&same))
            }
        };
        if requested != 0 {
            let NodePorts([min, max]) = found.1;
            let is_within = i64::from(min) <= requested && requested <= i64::from(max);
            if !is_within || taken.contains(&requested) {
                let args = Args::with("min", min).and("max", max);
                found.error(&port.field("nodePort"), Code::OutOfRange, args);
                return None;
            }
            taken.push(requested);
        }
        let node = match requested {
            0 if gives => -1 - index as i64,
            requested => requested,
        };
        if known.is_none() && node != 0 {
            by_port.push((own, node));
        }
        given.push(node);
    }
    Some(given)
}
