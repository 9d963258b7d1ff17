//! What an exit code says.

use super::look::{self, End};
use super::scene::Scene;
use super::text::has_any;
use super::{Cause, CauseSeverity, Failure, Millis, ObservedContainer, ObservedPod, Phase, Phrase, Say, probe};
use crate::Args;

/// The end of a container, or of a Pod without one, in words.
pub(super) struct Reading {
    pub(super) title: Say,
    pub(super) what: Phrase,
    pub(super) advice: Phrase,
    pub(super) mend: String,
}

pub(super) fn read(failure: &Failure) -> Reading {
    let code = failure.exit_code.unwrap_or_default();
    let args = Args::with("pod", &failure.pod)
        .and("container", &failure.container)
        .and("code", code);
    let args = args.and("reason", &failure.reason).and("message", &failure.message);
    let (title, what, advice, mend) = sentences(failure, code);
    let mend = match mend {
        absolute if absolute.is_empty() || absolute.starts_with("spec.") => absolute.to_owned(),
        field => format!("{}.{field}", failure.path),
    };
    Reading {
        title,
        what: Phrase::new(what, args.clone()),
        advice: Phrase::new(advice, args),
        mend,
    }
}

fn sentences(failure: &Failure, code: i32) -> (Say, Say, Say, &'static str) {
    let logs = if failure.previous {
        Say::ReadPreviousLogs
    } else {
        Say::ReadLogs
    };
    if failure.probe.starts_with(probe::STARTUP) {
        return (
            Say::CheckFails,
            Say::ExitUnstarted,
            Say::ChangeStartupProbe,
            "startupProbe",
        );
    }
    if !failure.probe.is_empty() {
        return (
            Say::CheckFails,
            Say::ExitUnhealthy,
            Say::ChangeLivenessProbe,
            "livenessProbe",
        );
    }
    let says = |words: &[&str]| has_any(&failure.message, words);
    if failure.container.is_empty() {
        return match failure.reason.as_str() {
            "Evicted" => (Say::Evicted, Say::PodEvicted, Say::RaiseRequests, ""),
            "DeadlineExceeded" => (
                Say::AttemptFailed,
                Say::PodRanTooLong,
                Say::RaisePodDeadline,
                "spec.template.spec.activeDeadlineSeconds",
            ),
            "" => (Say::AttemptFailed, Say::PodFailedSomehow, Say::ReadMessage, ""),
            _ => (Say::AttemptFailed, Say::PodFailedBecause, Say::ReadMessage, ""),
        };
    }
    match (failure.reason.as_str(), code) {
        ("OOMKilled", _) => (
            Say::OutOfMemory,
            Say::ExitOutOfMemory,
            Say::RaiseMemory,
            "resources.limits[memory]",
        ),
        ("StartError" | "ContainerCannotRun", _) if says(&["exec format error"]) => {
            (Say::StartFailure, Say::StartWrongPlatform, Say::ChoosePlatform, "image")
        }
        ("StartError" | "ContainerCannotRun", _) if says(&["permission denied"]) => {
            (Say::StartFailure, Say::StartNotPermitted, Say::CheckCommand, "command")
        }
        ("StartError" | "ContainerCannotRun", _) if says(&["not found", "no such file"]) => {
            (Say::StartFailure, Say::StartNotFound, Say::CheckCommand, "command")
        }
        ("StartError" | "ContainerCannotRun", _) => {
            (Say::StartFailure, Say::StartRefused, Say::CheckCommand, "command")
        }
        (look::NOT_FOUND, _) => (Say::AttemptFailed, Say::ExitLost, Say::CheckNode, ""),
        (_, 126) => (Say::AttemptFailed, Say::ExitNotExecutable, Say::CheckCommand, "command"),
        (_, 127) => (Say::AttemptFailed, Say::ExitNotFound, Say::CheckCommand, "command"),
        (_, 137) => (Say::AttemptFailed, Say::ExitKilled, Say::LookForKiller, ""),
        (_, 143) => (Say::AttemptFailed, Say::ExitStopped, Say::LookForKiller, ""),
        (_, 134) => (Say::AttemptFailed, Say::ExitAborted, logs, ""),
        (_, 139) => (Say::AttemptFailed, Say::ExitSegfault, logs, ""),
        _ => (Say::AttemptFailed, Say::ExitProgram, logs, ""),
    }
}

impl Failure {
    /// The words of the kubelet; it has none for most programs, then the reason and the code.
    fn evidence(&self) -> String {
        match (self.probe.as_str(), self.message.as_str(), self.exit_code) {
            ("", "", Some(code)) => format!("{} (exit code {code})", self.reason),
            ("", "", None) => self.reason.clone(),
            ("", message, _) => message.to_owned(),
            (probe, ..) => probe.to_owned(),
        }
    }

    /// The failure as a cause, for the same panel as all causes.
    pub(super) fn cause(&self, severity: CauseSeverity) -> Cause {
        let reading = read(self);
        Cause {
            title: reading.title,
            reason: self.reason.clone(),
            what: reading.what,
            advice: Some(reading.advice),
            severity,
            pod: self.pod.clone(),
            container: self.container.clone(),
            init: self.init,
            node: self.node.clone(),
            pods: 1,
            evidence: self.evidence(),
            mend: reading.mend,
            since: self.finished,
            left: None,
        }
    }
}

/// How that container ended, as a failure of its Pod.
pub(super) fn of_container(
    scene: &Scene,
    pod: &ObservedPod,
    container: &ObservedContainer,
    end: End,
    previous: bool,
) -> Failure {
    Failure {
        probe: probe::words(scene, pod, &container.name, &end),
        pod_uid: pod.uid.clone(),
        pod: pod.name.clone(),
        node: pod.node_name().to_owned(),
        container: container.name.clone(),
        init: container.init,
        path: pod.path_of(container),
        reason: end.reason.to_owned(),
        exit_code: Some(end.exit_code),
        signal: end.signal,
        message: end.message.trim().to_owned(),
        finished: end.finished,
        previous,
    }
}

/// The first container of the Pod that ended badly, init containers first; or the Pod's own
/// reason, which is stronger: an evicted Pod's containers were only stopped.
pub(super) fn of_pod(scene: &Scene, pod: &ObservedPod) -> Option<Failure> {
    if pod.phase == Phase::Failed && !pod.reason.is_empty() {
        return Some(of_bare_pod(pod));
    }
    // A Pod that is being deleted was stopped: what went wrong is what was before.
    let stopped = pod.deleted.is_some();
    let ends = pod.containers.iter().find_map(|container| {
        let now = container.state.end().filter(End::is_bad).map(|end| (end, false));
        let last = container.last_state.end().filter(End::is_bad).map(|end| (end, true));
        let (end, previous) = if stopped { last.or(now) } else { now.or(last) }?;
        Some(of_container(scene, pod, container, end, previous))
    });
    ends.or_else(|| (pod.phase == Phase::Failed).then(|| of_bare_pod(pod)))
}

fn of_bare_pod(pod: &ObservedPod) -> Failure {
    Failure {
        pod_uid: pod.uid.clone(),
        pod: pod.name.clone(),
        node: pod.node_name().to_owned(),
        reason: pod.reason.clone(),
        message: pod.message.trim().to_owned(),
        finished: Some(pod.finished()),
        ..Failure::default()
    }
}

/// The newest failure: of Pods that ended by themselves, else what was known before, else of Pods
/// that are being deleted.
pub(super) fn newest(scene: &Scene) -> Option<Failure> {
    let newest_of = |deleted: bool| {
        let pods = scene.pods.iter().filter(|pod| pod.deleted.is_some() == deleted);
        let failures = pods.filter_map(|pod| of_pod(scene, pod));
        failures
            .filter(|failure| !deleted || !was_stopped(failure))
            .max_by_key(when)
    };
    let known = scene.before.and_then(|before| before.failure.as_ref());
    match (newest_of(false), known) {
        (Some(now), Some(known)) if when(known) > when(&now) || knows_more(known, &now) => Some(known.clone()),
        (Some(now), _) => Some(now),
        (None, Some(known)) => Some(known.clone()),
        (None, None) => newest_of(true),
    }
}

/// It ended because it was being deleted, or had never begun: then the kubelet does not find it.
fn was_stopped(failure: &Failure) -> bool {
    let stopped = failure.reason == "Error" && matches!(failure.exit_code, Some(137 | 143));
    stopped || failure.reason == look::NOT_FOUND
}

/// The same end, of which an Event has told that is gone by now.
fn knows_more(known: &Failure, now: &Failure) -> bool {
    let same = |failure: &Failure| (failure.pod_uid.clone(), failure.container.clone(), failure.finished);
    same(known) == same(now) && now.probe.is_empty() && !known.probe.is_empty()
}

fn when(failure: &Failure) -> Millis {
    failure.finished.unwrap_or(Millis::MIN)
}

/// Pods that failed since the last one that succeeded, oldest first.
pub(super) fn failed_in_a_row<'a>(scene: &Scene<'a>) -> Vec<&'a ObservedPod> {
    let succeeded = scene
        .pods
        .iter()
        .filter(|pod| pod.phase == Phase::Succeeded)
        .map(|pod| pod.finished())
        .max();
    let failed = scene.pods.iter().copied().filter(|pod| pod.phase == Phase::Failed);
    let mut failed: Vec<_> = failed
        .filter(|pod| succeeded.is_none_or(|succeeded| pod.finished() > succeeded))
        .collect();
    failed.sort_by_key(|pod| pod.finished());
    failed
}
