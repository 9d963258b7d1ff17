//! Nodes that do not answer (h1), and Pods that do not go away (h2).

use super::super::clock::{Clock, SECOND};
use super::super::scene::Scene;
use super::super::{Cause, CauseSeverity, Millis, ObservedPod, Phase, Phrase, Say};
use crate::Args;

/// Seconds that a node may be silent.
const LOST: i64 = 60;
/// Seconds after the grace period until a Pod is overdue, and how long it may be so.
const OVERDUE: i64 = 30 + 60;

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live() {
        if let Some(since) = lost(pod, scene, clock) {
            let args = Args::with("node", pod.node_name()).and("pod", &pod.name);
            let cause = Cause::blocking(
                Say::NodeLost,
                "NodeNotReady",
                Phrase::new(Say::NodeLostWhat, args.clone()),
            );
            found.push(cause.on(pod).since(since).advice(Phrase::new(Say::CheckNode, args)));
        }
    }
    stuck_pods(scene, clock, found);
}

/// Since when the node of that Pod has not answered, once that is certain.
pub(super) fn lost(pod: &ObservedPod, scene: &Scene, clock: &mut Clock) -> Option<Millis> {
    let unready = pod.condition("Ready").filter(|condition| !condition.is_true);
    let event = scene.newest(&pod.uid, &["NodeNotReady", "TaintManagerEviction"]);
    let said = pod.reason == "NodeLost" || pod.phase == Phase::Unknown || event.is_some();
    if !said || !pod.has_node() || unready.is_none() {
        return None;
    }
    let changed = unready.and_then(|condition| condition.since);
    let since = changed
        .or(event.map(|event| event.last_seen))
        .unwrap_or_else(|| pod.placed());
    // The node came back and the Pod is unready for another reason.
    let stale = pod.phase == Phase::Running
        && event.is_some_and(|event| {
            changed.is_some_and(|changed| changed > event.last_seen.saturating_add(LOST * SECOND))
        });
    (!stale && clock.held(since, LOST)).then_some(since)
}

pub(super) fn stuck_pods(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.leaving() {
        let Some(deleted) = pod.deleted.filter(|deleted| clock.held(*deleted, OVERDUE)) else {
            continue;
        };
        let args = Args::with("pod", &pod.name).and("node", pod.node_name());
        let say = if pod.node_name().is_empty() {
            Say::PodStuckWhat
        } else {
            Say::PodStuckOnNodeWhat
        };
        let cause = Cause::degraded(Say::PodStuck, "Terminating", Phrase::new(say, args.clone()));
        let blocks = scene.job.replaces_ended_only;
        let severity = if blocks {
            CauseSeverity::Blocking
        } else {
            CauseSeverity::Degraded
        };
        let cause = cause.on(pod).since(deleted).advice(Phrase::new(Say::CheckNode, args));
        found.push(Cause { severity, ..cause });
    }
}
