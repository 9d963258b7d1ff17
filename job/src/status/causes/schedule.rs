//! No node takes a Pod (b1, b3, b4). Gates (b2) are no fault: the table says Waiting.

use super::super::clock::Clock;
use super::super::scene::Scene;
use super::super::unschedulable::main_obstacle;
use super::super::{Cause, Condition, ObservedPod, Phrase, Say};
use crate::Args;

/// Seconds that a Pod may wait for a node.
const UNSCHEDULABLE: i64 = 15;
/// Seconds without a word of a scheduler.
const SILENT: i64 = 30;

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live().filter(|pod| !pod.has_node()) {
        let verdict = pod.condition("PodScheduled");
        let since = verdict.and_then(|condition| condition.since).unwrap_or(pod.created);
        match verdict {
            Some(verdict) if verdict.reason == "Unschedulable" => {
                if clock.held(since, UNSCHEDULABLE) {
                    found.push(unschedulable(pod, verdict).since(since));
                }
            }
            Some(verdict) if verdict.reason == "SchedulerError" => {
                if clock.held(since, UNSCHEDULABLE) {
                    let what = Phrase::new(Say::SchedulerFailedWhat, Args::with("pod", &pod.name));
                    let cause = Cause::blocking(Say::SchedulerFailed, &verdict.reason, what)
                        .on(pod)
                        .since(since);
                    found.push(cause.evidence(&verdict.message).advise(Say::ReadMessage));
                }
            }
            None if pod.gates.is_empty() && clock.held(pod.created, SILENT) => {
                let what = Phrase::new(Say::SchedulerSilentWhat, Args::with("pod", &pod.name));
                let cause = Cause::blocking(Say::SchedulerSilent, "scheduler-silent", what).on(pod);
                let mend = "spec.template.spec.schedulerName";
                found.push(cause.since(pod.created).advise(Say::CheckScheduler).mend(mend));
            }
            _ => {}
        }
    }
}

fn unschedulable(pod: &ObservedPod, verdict: &Condition) -> Cause {
    let obstacle = main_obstacle(&verdict.message);
    let advice = Phrase::new(obstacle.advice, obstacle.what.args.clone());
    let mend = match &obstacle.resource {
        // Few Pods ask for a resource in another container than the first.
        Some(resource) => format!("spec.template.spec.containers[0].resources.requests[{resource}]"),
        None => obstacle.mend.to_owned(),
    };
    let title = match obstacle.what.say {
        // A claim that does not exist; more nodes would be no help.
        Say::ObjectMissing => Say::VolumeMissing,
        _ => Say::NoNodeFits,
    };
    let cause = Cause::blocking(title, "Unschedulable", obstacle.what).on(pod);
    cause.advice(advice).evidence(&verdict.message).mend(mend)
}
