//! What keeps Pods from their work. One file a family; each appends what it finds, and a new
//! family is one line in [`FAMILIES`].

mod crash;
mod create;
mod image;
mod job;
mod linger;
mod node;
mod schedule;
mod start;
mod volume;

use std::cmp::Reverse;

use super::clock::Clock;
use super::scene::Scene;
use super::{Cause, CauseSeverity, Millis, ObservedContainer, ObservedPod, Phrase, Say};
use crate::Args;

type Family = fn(&Scene, &mut Clock, &mut Vec<Cause>);

const FAMILIES: [Family; 8] = [
    create::find,
    schedule::find,
    image::find,
    start::find,
    volume::find,
    crash::find,
    node::find,
    job::find,
];

/// All causes, worst first: blocking ones, then the most Pods, then in the order of the table,
/// which is the order of the titles in [`Say`].
pub(super) fn find(scene: &Scene, clock: &mut Clock) -> Vec<Cause> {
    let mut found = Vec::new();
    for family in FAMILIES {
        family(scene, clock, &mut found);
    }
    linger::keep(scene, clock, &mut found);
    ranked(merged(found))
}

/// Pods that do not go away, also when the outcome is fixed.
pub(super) fn stuck_pods(scene: &Scene, clock: &mut Clock) -> Vec<Cause> {
    let mut found = Vec::new();
    node::stuck_pods(scene, clock, &mut found);
    ranked(merged(found))
}

/// The Pod is at work: a container runs, none crashes again and again, and its node answers.
pub(super) fn is_at_work(pod: &ObservedPod, scene: &Scene, clock: &mut Clock) -> bool {
    pod.is_at_work()
        && !pod.regular().any(|container| crash::is_looping(container, clock))
        && node::lost(pod, scene, clock).is_none()
}

/// The same cause of several Pods is one cause; the oldest Pod shows it.
fn merged(found: Vec<Cause>) -> Vec<Cause> {
    let mut merged: Vec<Cause> = Vec::new();
    for cause in found {
        let same = |other: &&mut Cause| {
            other.title == cause.title && other.what.say == cause.what.say && other.container == cause.container
        };
        match merged.iter_mut().find(same) {
            Some(first) => {
                first.pods = first.pods.saturating_add(cause.pods);
                first.since = first.since.min(cause.since).or(first.since).or(cause.since);
                if cause.severity == CauseSeverity::Blocking {
                    first.severity = CauseSeverity::Blocking;
                }
            }
            None => merged.push(cause),
        }
    }
    merged
}

fn ranked(mut causes: Vec<Cause>) -> Vec<Cause> {
    causes.sort_by_key(|cause| {
        (
            cause.severity != CauseSeverity::Blocking,
            Reverse(cause.pods),
            cause.title,
            cause.since,
            cause.pod.clone(),
        )
    });
    causes
}

impl Cause {
    pub(super) fn blocking(title: Say, reason: &str, what: Phrase) -> Self {
        Self {
            title,
            reason: reason.to_owned(),
            what,
            advice: None,
            severity: CauseSeverity::Blocking,
            pod: String::new(),
            container: String::new(),
            init: false,
            node: String::new(),
            pods: 1,
            evidence: String::new(),
            mend: String::new(),
            since: None,
            left: None,
        }
    }

    pub(super) fn degraded(title: Say, reason: &str, what: Phrase) -> Self {
        Self {
            severity: CauseSeverity::Degraded,
            ..Self::blocking(title, reason, what)
        }
    }

    pub(super) fn advice(self, advice: Phrase) -> Self {
        Self {
            advice: Some(advice),
            ..self
        }
    }

    /// An advice that needs no values.
    pub(super) fn advise(self, say: Say) -> Self {
        self.advice(Phrase::new(say, Args::none()))
    }

    pub(super) fn evidence(self, words: &str) -> Self {
        Self {
            evidence: words.trim().to_owned(),
            ..self
        }
    }

    pub(super) fn mend(self, path: impl Into<String>) -> Self {
        Self {
            mend: path.into(),
            ..self
        }
    }

    pub(super) fn since(self, since: Millis) -> Self {
        Self {
            since: Some(since),
            ..self
        }
    }

    pub(super) fn on(self, pod: &ObservedPod) -> Self {
        Self {
            pod: pod.name.clone(),
            node: pod.node_name().to_owned(),
            ..self
        }
    }

    pub(super) fn within(self, pod: &ObservedPod, container: &ObservedContainer) -> Self {
        Self {
            container: container.name.clone(),
            init: container.init,
            ..self.on(pod)
        }
    }
}
