//! Jobs, Pods and Events to look at. Times are seconds; the Job was made at 1000.

use job::status::*;

pub(crate) const JOB: &str = "job-uid";

pub(crate) fn at(seconds: i64) -> Millis {
    seconds * 1000
}

/// A Job that the controller has started at 1000.
pub(crate) fn job() -> ObservedJob {
    ObservedJob {
        uid: JOB.into(),
        name: "nightly".into(),
        created: at(1000),
        started: Some(at(1000)),
        parallelism: Some(1),
        completions: Some(1),
        backoff_limit: Some(6),
        ..ObservedJob::default()
    }
}

pub(crate) fn condition(kind: &str, reason: &str, message: &str, since: i64) -> Condition {
    Condition {
        kind: kind.into(),
        is_true: true,
        reason: reason.into(),
        message: message.into(),
        since: Some(at(since)),
    }
}

pub(crate) fn not(kind: &str, reason: &str, message: &str, since: i64) -> Condition {
    Condition {
        is_true: false,
        ..condition(kind, reason, message, since)
    }
}

/// A Pod without a node, made at 1000.
pub(crate) fn pod(name: &str) -> ObservedPod {
    ObservedPod {
        uid: format!("uid-{name}"),
        name: name.into(),
        job_uid: JOB.into(),
        created: at(1000),
        containers: vec![container("main")],
        ..ObservedPod::default()
    }
}

/// A Pod on a node since 1001.
pub(crate) fn placed(name: &str) -> ObservedPod {
    ObservedPod {
        node: Some("node-1".into()),
        started: Some(at(1001)),
        conditions: vec![condition("PodScheduled", "", "", 1001)],
        ..pod(name)
    }
}

/// A Pod whose only container is in that state.
pub(crate) fn placed_with(name: &str, state: ContainerState) -> ObservedPod {
    ObservedPod {
        containers: vec![ObservedContainer {
            state,
            ..container("main")
        }],
        ..placed(name)
    }
}

pub(crate) fn running(name: &str) -> ObservedPod {
    ObservedPod {
        phase: Phase::Running,
        ..placed_with(name, runs(1005))
    }
}

pub(crate) fn failed(name: &str, code: i32, reason: &str, finished: i64) -> ObservedPod {
    ObservedPod {
        phase: Phase::Failed,
        ..placed_with(name, ended(code, reason, finished))
    }
}

pub(crate) fn succeeded(name: &str, finished: i64) -> ObservedPod {
    ObservedPod {
        phase: Phase::Succeeded,
        ..placed_with(name, ended(0, "Completed", finished))
    }
}

pub(crate) fn container(name: &str) -> ObservedContainer {
    ObservedContainer {
        name: name.into(),
        image: "busybox:1.63".into(),
        ..ObservedContainer::default()
    }
}

pub(crate) fn waits(reason: &str, message: &str) -> ContainerState {
    ContainerState::Waiting {
        reason: reason.into(),
        message: message.into(),
    }
}

pub(crate) fn runs(since: i64) -> ContainerState {
    ContainerState::Running { since: Some(at(since)) }
}

pub(crate) fn ended(code: i32, reason: &str, finished: i64) -> ContainerState {
    ended_saying(code, reason, "", finished)
}

/// An end of which the kubelet or the program has something to say.
pub(crate) fn ended_saying(code: i32, reason: &str, words: &str, finished: i64) -> ContainerState {
    ContainerState::Terminated {
        exit_code: code,
        signal: None,
        reason: reason.into(),
        message: words.into(),
        finished: Some(at(finished)),
    }
}

pub(crate) fn failed_saying(name: &str, code: i32, reason: &str, words: &str, finished: i64) -> ObservedPod {
    ObservedPod {
        phase: Phase::Failed,
        ..placed_with(name, ended_saying(code, reason, words, finished))
    }
}

pub(crate) fn event(about: &str, reason: &str, message: &str, seen: i64) -> ObservedEvent {
    ObservedEvent {
        uid: format!("{about}-{reason}-{seen}"),
        about: about.into(),
        reason: reason.into(),
        message: message.into(),
        last_seen: at(seen),
        count: 1,
        ..ObservedEvent::default()
    }
}

pub(crate) fn look(job: &ObservedJob, pods: &[ObservedPod], events: &[ObservedEvent], now: i64) -> Derived {
    look_again(job, pods, events, now, None)
}

pub(crate) fn look_again(
    job: &ObservedJob,
    pods: &[ObservedPod],
    events: &[ObservedEvent],
    now: i64,
    before: Option<&Derived>,
) -> Derived {
    let pods: Vec<_> = pods.iter().collect();
    let events: Vec<_> = events.iter().collect();
    derive(job, &pods, &events, at(now), before)
}

pub(crate) fn headline(derived: &Derived) -> Option<Say> {
    derived.headline.as_ref().map(|phrase| phrase.say)
}

pub(crate) fn detail(derived: &Derived) -> Option<Say> {
    derived.detail.as_ref().map(|phrase| phrase.say)
}

pub(crate) fn badge(derived: &Derived) -> Option<Say> {
    derived.badge.as_ref().map(|phrase| phrase.say)
}

pub(crate) fn arg<'a>(phrase: &'a Option<Phrase>, name: &str) -> &'a str {
    phrase
        .as_ref()
        .and_then(|phrase| phrase.args.get(name))
        .unwrap_or("(absent)")
}
