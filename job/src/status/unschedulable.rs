//! Why no node takes a Pod, out of the scheduler's message:
//! `0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint {k: v}. preemption: …`

use super::text::{between, quoted};
use super::{Phrase, Say};
use crate::Args;

/// What the most nodes lack.
pub(super) struct Obstacle {
    pub(super) what: Phrase,
    pub(super) advice: Say,
    /// API path in the Job.
    pub(super) mend: &'static str,
    /// Resource that is short, which then belongs into `mend`.
    pub(super) resource: Option<String>,
}

/// The obstacle of the most nodes; the first of the message where several are as many.
pub(super) fn main_obstacle(message: &str) -> Obstacle {
    let (total, reasons) = parse(message);
    let mut worst: Option<(u32, &str)> = None;
    for (nodes, text) in reasons {
        if worst.is_none_or(|(most, _)| nodes > most) {
            worst = Some((nodes, text));
        }
    }
    match worst {
        Some((nodes, text)) => explain(text, nodes, total),
        None => explain(message, 0, total),
    }
}

/// Number of nodes, and what how many of them lack. What stands without a number is true of all.
fn parse(message: &str) -> (u32, Vec<(u32, &str)>) {
    let total = between(message, "0/", " nodes")
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    let Some((_, reasons)) = message.split_once("available: ") else {
        return (total, Vec::new());
    };
    let reasons = reasons
        .split_once(". ")
        .map_or(reasons, |(first, _)| first)
        .trim_end_matches('.');
    let counted = reasons.split(", ").filter(|reason| !reason.is_empty()).map(|reason| {
        let with_count = reason
            .split_once(' ')
            .and_then(|(count, text)| Some((count.parse().ok()?, text)));
        with_count.unwrap_or((total, reason))
    });
    (total, counted.collect())
}

fn explain(text: &str, nodes: u32, total: u32) -> Obstacle {
    const POD: &str = "spec.template.spec";
    let args = || Args::with("nodes", nodes).and("total", total);
    let obstacle = |say, args, advice, mend| Obstacle {
        what: Phrase::new(say, args),
        advice,
        mend,
        resource: None,
    };
    let has = |words: &str| text.contains(words);

    if let Some(resource) = text.strip_prefix("Insufficient ") {
        return Obstacle {
            resource: Some(resource.to_owned()),
            ..obstacle(
                Say::NodesLackResource,
                args().and("resource", resource),
                Say::LowerRequests,
                POD,
            )
        };
    }
    if let Some(taint) = between(text, "taint {", "}").or_else(|| between(text, "taint(s) {", "}")) {
        let args = args().and("taint", taint.trim().trim_end_matches(':'));
        return obstacle(
            Say::NodesTainted,
            args,
            Say::AddToleration,
            "spec.template.spec.tolerations",
        );
    }
    if let Some(claim) = quoted(text, "persistentvolumeclaim").filter(|_| has("not found")) {
        let args = Args::with("kind", "PersistentVolumeClaim").and("name", claim);
        return obstacle(
            Say::ObjectMissing,
            args,
            Say::CreateObject,
            "spec.template.spec.volumes",
        );
    }
    let known: [(&str, Say, Say, &'static str); 13] = [
        ("Too many pods", Say::NodesFull, Say::AddNodes, ""),
        (
            "untolerated taint",
            Say::NodesTaintedSomehow,
            Say::AddToleration,
            "spec.template.spec.tolerations",
        ),
        (
            "node affinity/selector",
            Say::NodesNotSelected,
            Say::ChangeNodeSelector,
            "spec.template.spec.nodeSelector",
        ),
        (
            "anti-affinity",
            Say::NodesHoldRivals,
            Say::ChangeAffinity,
            "spec.template.spec.affinity",
        ),
        (
            "pod affinity",
            Say::NodesLackCompany,
            Say::ChangeAffinity,
            "spec.template.spec.affinity",
        ),
        (
            "topology spread",
            Say::NodesBreakSpread,
            Say::ChangeSpread,
            "spec.template.spec.topologySpreadConstraints",
        ),
        (
            "free ports",
            Say::NodesLackPorts,
            Say::RemoveHostPort,
            "spec.template.spec.containers[0].ports",
        ),
        ("were unschedulable", Say::NodesCordoned, Say::UncordonNodes, ""),
        (
            "unbound immediate",
            Say::ClaimUnbound,
            Say::BindClaim,
            "spec.template.spec.volumes",
        ),
        (
            "volume node affinity",
            Say::VolumeElsewhere,
            Say::ChangeVolume,
            "spec.template.spec.volumes",
        ),
        (
            "available persistent volumes",
            Say::ClaimUnbound,
            Say::BindClaim,
            "spec.template.spec.volumes",
        ),
        ("max volume count", Say::NodesHoldMaxVolumes, Say::AddNodes, ""),
        ("no nodes available", Say::NoNodes, Say::AddNodes, ""),
    ];
    match known.into_iter().find(|(words, ..)| has(words)) {
        Some((_, what, advice, mend)) => obstacle(what, args(), advice, mend),
        None => obstacle(Say::NodesUnfitOtherwise, args().and("text", text), Say::ReadMessage, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(message: &str) -> (Say, Obstacle) {
        let obstacle = main_obstacle(message);
        (obstacle.what.say, obstacle)
    }

    #[test]
    fn the_obstacle_of_the_most_nodes_is_told() {
        let message = "0/5 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 4 Insufficient cpu. preemption: 0/5 nodes are available: 5 No preemption victims found for incoming pod.";
        let (say, obstacle) = what(message);
        assert_eq!(say, Say::NodesLackResource);
        assert_eq!(obstacle.resource.as_deref(), Some("cpu"));
        assert_eq!(obstacle.what.args.get("nodes"), Some("4"));
        assert_eq!(obstacle.what.args.get("total"), Some("5"));
    }

    #[test]
    fn every_known_obstacle_is_recognised() {
        let cases = [
            (
                "0/2 nodes are available: 2 Insufficient nvidia.com/gpu.",
                Say::NodesLackResource,
            ),
            ("0/2 nodes are available: 2 Too many pods.", Say::NodesFull),
            (
                "0/2 nodes are available: 2 node(s) had untolerated taint {gpu: only}. preemption: x",
                Say::NodesTainted,
            ),
            (
                "0/2 nodes are available: 2 node(s) had untolerated taint(s). preemption: x",
                Say::NodesTaintedSomehow,
            ),
            (
                "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
                Say::NodesNotSelected,
            ),
            (
                "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
                Say::NodesLackCompany,
            ),
            (
                "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.",
                Say::NodesHoldRivals,
            ),
            (
                "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
                Say::NodesBreakSpread,
            ),
            (
                "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
                Say::NodesLackPorts,
            ),
            (
                "0/2 nodes are available: 2 node(s) were unschedulable.",
                Say::NodesCordoned,
            ),
            (
                "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
                Say::ClaimUnbound,
            ),
            (
                "0/2 nodes are available: persistentvolumeclaim \"data\" not found.",
                Say::ObjectMissing,
            ),
            (
                "0/2 nodes are available: 2 node(s) had volume node affinity conflict.",
                Say::VolumeElsewhere,
            ),
            (
                "0/2 nodes are available: 2 node(s) exceed max volume count.",
                Say::NodesHoldMaxVolumes,
            ),
            ("no nodes available to schedule pods", Say::NoNodes),
            ("0/2 nodes are available: 2 something new.", Say::NodesUnfitOtherwise),
            ("", Say::NodesUnfitOtherwise),
        ];
        for (message, expected) in cases {
            assert_eq!(what(message).0, expected, "{message}");
        }
    }

    #[test]
    fn the_taint_is_named() {
        let (_, obstacle) = what(
            "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: x",
        );
        assert_eq!(obstacle.what.args.get("taint"), Some("node.kubernetes.io/not-ready"));
    }
}
