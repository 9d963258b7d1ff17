//! Containers that end badly (f1 to f3), or are stopped for a probe (i2).

use super::super::clock::Clock;
use super::super::reading::{failed_in_a_row, of_container, of_pod};
use super::super::scene::Scene;
use super::super::{Cause, CauseSeverity, Failure, Millis, ObservedContainer, ObservedPod, Phrase, Say};
use crate::Args;

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    let failed: Vec<Failure> = failed_in_a_row(scene)
        .into_iter()
        .filter_map(|pod| of_pod(scene, pod))
        .collect();
    restarts(scene, clock, found);
    out_of_memory(&failed, found);
    failed_attempt(scene, &failed, found);
}

/// The container ends badly again and again. Between two crashes it runs for a moment: only when
/// it has run for as long as the back-off before was, the loop is over.
pub(super) fn is_looping(container: &ObservedContainer, clock: &mut Clock) -> bool {
    if container
        .state
        .waiting()
        .is_some_and(|(reason, _)| reason == "CrashLoopBackOff")
    {
        return true;
    }
    if container.restarts < 2 || container.bad_end().is_none() {
        return false;
    }
    match container.state.running_since() {
        Some(since) => !clock.held(since, back_off(container.restarts)),
        None => !container.state.is_running() && container.state.end().is_none_or(|end| end.is_bad()),
    }
}

/// 10 s, doubled with each restart, at most 5 minutes.
fn back_off(restarts: i32) -> Millis {
    let doublings = u32::try_from(restarts.saturating_sub(1)).unwrap_or(0).min(5);
    (10 << doublings).min(300)
}

/// f1, and f2 of containers that are started again in their Pod.
fn restarts(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live() {
        for container in &pod.containers {
            let looping = is_looping(container, clock);
            let Some(end) = container.bad_end() else {
                if looping {
                    found.push(unexplained(pod, container));
                }
                continue;
            };
            let memory = end.reason == "OOMKilled";
            let refused = matches!(end.reason, "StartError" | "ContainerCannotRun");
            let failure = of_container(scene, pod, container, end, container.state.end().is_none());
            let unhealthy = !failure.probe.is_empty();
            if refused || !(looping || memory || unhealthy) {
                continue;
            }
            let blocking = looping || container.restarts >= 2;
            let severity = if blocking {
                CauseSeverity::Blocking
            } else {
                CauseSeverity::Degraded
            };
            let cause = failure.cause(severity);
            let title = if memory || unhealthy {
                cause.title
            } else {
                Say::CrashLoop
            };
            let reason = if looping && !memory {
                "CrashLoopBackOff".to_owned()
            } else {
                cause.reason.clone()
            };
            found.push(Cause { title, reason, ..cause });
        }
    }
}

/// The kubelet says CrashLoopBackOff and not how it ended.
fn unexplained(pod: &ObservedPod, container: &ObservedContainer) -> Cause {
    let args = Args::with("pod", &pod.name)
        .and("container", &container.name)
        .and("restarts", container.restarts);
    let message = container
        .state
        .waiting()
        .map(|(_, message)| message)
        .unwrap_or_default();
    let cause = Cause::blocking(
        Say::CrashLoop,
        "CrashLoopBackOff",
        Phrase::new(Say::CrashLoopWhat, args.clone()),
    );
    let since = pod.stage_began(container);
    cause
        .within(pod, container)
        .since(since)
        .evidence(message)
        .advice(Phrase::new(Say::ReadPreviousLogs, args))
}

/// f2 of Pods that failed: twice in a row will not end by itself.
fn out_of_memory(failed: &[Failure], found: &mut Vec<Cause>) {
    let killed: Vec<_> = failed.iter().filter(|failure| failure.reason == "OOMKilled").collect();
    let severity = if killed.len() >= 2 {
        CauseSeverity::Blocking
    } else {
        CauseSeverity::Degraded
    };
    if let Some(newest) = killed.last() {
        let pods = u32::try_from(killed.len()).unwrap_or(u32::MAX);
        found.push(Cause {
            pods,
            ..newest.cause(severity)
        });
    }
}

/// f3: attempts failed and none has succeeded yet.
fn failed_attempt(scene: &Scene, failed: &[Failure], found: &mut Vec<Cause>) {
    let memory = |cause: &Cause| cause.title == Say::OutOfMemory;
    let succeeded = scene.job.succeeded > 0 || scene.job.uncounted_succeeded > 0;
    if succeeded || found.iter().any(memory) {
        return;
    }
    if let Some(newest) = failed.last() {
        let pods = u32::try_from(failed.len()).unwrap_or(u32::MAX);
        let cause = newest.cause(CauseSeverity::Degraded);
        // What could not be started will not start the next time either.
        let hopeless = cause.title == Say::StartFailure;
        let severity = if hopeless {
            CauseSeverity::Blocking
        } else {
            CauseSeverity::Degraded
        };
        found.push(Cause {
            pods,
            severity,
            ..cause
        });
    }
}
