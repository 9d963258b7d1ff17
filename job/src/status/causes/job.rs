//! The Job itself: no controller looks at it (l1), a helper keeps its Pods (k1), its time runs
//! out (m1).

use super::super::clock::{Clock, SECOND};
use super::super::scene::Scene;
use super::super::{Cause, ObservedPod, Phrase, Say};
use crate::Args;

/// Seconds without a word of the controller.
const SILENT: i64 = 30;
/// Seconds that a container may go on after another has ended well.
const HELPER: i64 = 5 * 60;

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    found.extend(silent_controller(scene, clock));
    found.extend(scene.live().filter_map(|pod| helper(pod, clock)));
    found.extend(deadline(scene, clock));
}

fn silent_controller(scene: &Scene, clock: &mut Clock) -> Option<Cause> {
    let job = scene.job;
    let untouched = job.started.is_none() && job.conditions.is_empty() && scene.pods.is_empty();
    if !untouched || !clock.held(job.created, SILENT) {
        return None;
    }
    let what = Phrase::new(Say::ControllerSilentWhat, Args::none());
    let cause = Cause::blocking(Say::ControllerSilent, "controller-silent", what).since(job.created);
    Some(cause.advise(Say::CheckController))
}

/// One container is done and another runs on: the Pod cannot end.
fn helper(pod: &ObservedPod, clock: &mut Clock) -> Option<Cause> {
    let done = pod.regular().find_map(|container| {
        let end = container.state.end().filter(|end| end.exit_code == 0)?;
        Some((container, end.finished?))
    });
    let (done, finished) = done?;
    let helper = pod.regular().find(|container| container.state.is_running())?;
    if !clock.held(finished, HELPER) {
        return None;
    }
    let args = Args::with("container", &helper.name).and("done", &done.name);
    let cause = Cause::degraded(
        Say::HelperKeepsPod,
        "helper-keeps-pod",
        Phrase::new(Say::HelperKeepsPodWhat, args.clone()),
    );
    let cause = cause
        .within(pod, helper)
        .since(finished)
        .advice(Phrase::new(Say::MakeSidecar, args));
    Some(cause.mend(pod.path_of(helper)))
}

/// Less than a tenth of its time is left.
fn deadline(scene: &Scene, clock: &mut Clock) -> Option<Cause> {
    let seconds = scene.job.active_deadline_seconds.filter(|seconds| *seconds > 0)?;
    let allowed = seconds.saturating_mul(SECOND);
    let near = scene.job.started?.saturating_add(allowed - allowed / 10);
    if !clock.reached(near) {
        return None;
    }
    let args = Args::with("seconds", seconds);
    let cause = Cause::degraded(
        Say::DeadlineNear,
        "deadline-near",
        Phrase::new(Say::DeadlineNearWhat, args.clone()),
    );
    let cause = cause.advice(Phrase::new(Say::RaiseDeadline, args)).since(near);
    Some(cause.mend("spec.activeDeadlineSeconds"))
}
