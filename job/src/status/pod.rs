//! What a Pod is called, in the words of kubectl (`printPod` of
//! `pkg/printers/internalversion/printers.go`): people compare.

use serde::{Deserialize, Serialize};

use super::{ContainerState, ObservedPod, Phase};

/// The state of a Pod in kubectl's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodPhrase {
    /// Exactly what `kubectl get pods` has under STATUS; never translated.
    pub text: String,
    /// A word more, also Kubernetes' own: why a Pending Pod has no node (`Unschedulable`), or
    /// `NotReady` of a Running one; else empty.
    pub note: String,
    /// Exit code of the first container that ended badly.
    pub exit_code: Option<i32>,
    /// For shape and colour.
    pub tone: PodTone,
}

/// What a Pod's mark looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PodTone {
    /// Not at work yet.
    #[default]
    Waiting,
    /// At work.
    Working,
    /// Ended well.
    Done,
    /// Ended badly, or cannot go on.
    Bad,
    /// Being deleted.
    Leaving,
}

/// What `kubectl get pods` calls this Pod.
pub fn pod_phrase(pod: &ObservedPod) -> PodPhrase {
    let bad = pod
        .containers
        .iter()
        .find_map(|container| container.state.end().filter(|end| end.is_bad()));
    let text = status_column(pod);
    let tone = tone(pod, &text);
    PodPhrase {
        note: note(pod, &text),
        exit_code: bad.map(|end| end.exit_code),
        tone,
        text,
    }
}

fn status_column(pod: &ObservedPod) -> String {
    if pod.deleted.is_some() && pod.reason == "NodeLost" {
        return "Unknown".into();
    }
    if pod.deleted.is_some() && !pod.is_over() {
        return "Terminating".into();
    }
    let seen = pod
        .containers
        .iter()
        .any(|container| container.state != ContainerState::Unknown);
    let init = if seen { init_step(pod) } else { None };
    let initialized = pod.condition("Initialized").is_some_and(|condition| condition.is_true);
    let base = init.clone().unwrap_or_else(|| base(pod));
    if init.is_none() || initialized {
        regular(pod, base)
    } else {
        base
    }
}

fn base(pod: &ObservedPod) -> String {
    let gated = pod
        .condition("PodScheduled")
        .is_some_and(|condition| condition.reason == "SchedulingGated");
    if gated {
        return "SchedulingGated".into();
    }
    if !pod.reason.is_empty() {
        return pod.reason.clone();
    }
    let phase = match pod.phase {
        Phase::Pending => "Pending",
        Phase::Running => "Running",
        Phase::Succeeded => "Succeeded",
        Phase::Failed => "Failed",
        Phase::Unknown => "Unknown",
    };
    phase.into()
}

/// `Init:…` of the first init container that is not done.
fn init_step(pod: &ObservedPod) -> Option<String> {
    let inits = || pod.containers.iter().filter(|container| container.init);
    for (position, container) in inits().enumerate() {
        if container.sidecar && container.started {
            continue;
        }
        if let Some(end) = container.state.end() {
            if end.exit_code == 0 {
                continue;
            }
            return Some(match (end.reason, end.signal) {
                ("", Some(signal)) if signal != 0 => format!("Init:Signal:{signal}"),
                ("", _) => format!("Init:ExitCode:{}", end.exit_code),
                (reason, _) => format!("Init:{reason}"),
            });
        }
        return Some(match container.state.waiting() {
            Some((reason, _)) if !reason.is_empty() && reason != "PodInitializing" => format!("Init:{reason}"),
            _ => format!("Init:{position}/{}", inits().count()),
        });
    }
    None
}

/// The words of the containers; the first container has the last word.
fn regular(pod: &ObservedPod, base: String) -> String {
    let mut text = base;
    let mut running = false;
    let mut last_first: Vec<_> = pod.regular().collect();
    last_first.reverse();
    for container in last_first {
        if let Some(end) = container.state.end() {
            text = match (end.reason, end.signal) {
                ("", Some(signal)) if signal != 0 => format!("Signal:{signal}"),
                ("", _) => format!("ExitCode:{}", end.exit_code),
                (reason, _) => reason.to_owned(),
            };
        } else if let Some((reason, _)) = container.state.waiting().filter(|(reason, _)| !reason.is_empty()) {
            text = reason.to_owned();
        } else if container.ready && container.state.is_running() {
            running = true;
        }
    }
    if text == "Completed" && running {
        text = if super::progress::is_ready(pod) {
            "Running"
        } else {
            "NotReady"
        }
        .into();
    }
    text
}

fn note(pod: &ObservedPod, text: &str) -> String {
    match text {
        "Pending" => {
            let scheduled = pod.condition("PodScheduled").filter(|condition| !condition.is_true);
            scheduled.map(|condition| condition.reason.clone()).unwrap_or_default()
        }
        "Running" if !super::progress::is_ready(pod) && pod.condition("Ready").is_some() => "NotReady".into(),
        _ => String::new(),
    }
}

fn tone(pod: &ObservedPod, text: &str) -> PodTone {
    let starting = matches!(
        text,
        "ContainerCreating" | "PodInitializing" | "Pending" | "SchedulingGated" | "NotReady"
    );
    match pod.phase {
        Phase::Failed => PodTone::Bad,
        Phase::Succeeded => PodTone::Done,
        _ if pod.deleted.is_some() => PodTone::Leaving,
        Phase::Unknown => PodTone::Bad,
        _ if text == "Running" => PodTone::Working,
        _ if starting || is_init_count(text) => PodTone::Waiting,
        _ if text == "Completed" => PodTone::Done,
        _ => PodTone::Bad,
    }
}

/// `Init:1/2`, not `Init:Error`.
fn is_init_count(text: &str) -> bool {
    text.strip_prefix("Init:")
        .is_some_and(|rest| rest.contains('/') || rest == "ContainerCreating")
}
