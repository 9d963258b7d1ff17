//! All that was observed of one Job, in an order that does not depend on how it arrived.

use super::{Condition, Derived, ObservedEvent, ObservedJob, ObservedPod};

/// One Job with its own Pods and Events, oldest first.
pub(super) struct Scene<'a> {
    pub(super) job: &'a ObservedJob,
    pub(super) pods: Vec<&'a ObservedPod>,
    events: Vec<&'a ObservedEvent>,
    pub(super) before: Option<&'a Derived>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        job: &'a ObservedJob,
        pods: &[&'a ObservedPod],
        events: &[&'a ObservedEvent],
        before: Option<&'a Derived>,
    ) -> Self {
        let mut pods: Vec<_> = pods.iter().copied().filter(|pod| pod.job_uid == job.uid).collect();
        pods.sort_by(|a, b| (a.created, &a.name, &a.uid).cmp(&(b.created, &b.name, &b.uid)));
        pods.dedup_by(|a, b| a.uid == b.uid);
        let mut events = events.to_vec();
        events.sort_by(|a, b| (a.last_seen, a.count, &a.uid).cmp(&(b.last_seen, b.count, &b.uid)));
        Self {
            job,
            pods,
            events,
            before,
        }
    }

    /// The newest Event about that uid with one of the reasons.
    pub(super) fn newest(&self, about: &str, reasons: &[&str]) -> Option<&'a ObservedEvent> {
        let mut newest_first = self.events.iter().rev().copied();
        newest_first.find(|event| event.about == about && reasons.contains(&event.reason.as_str()))
    }

    /// The newest Event about that uid with one of the reasons whose message says so.
    pub(super) fn newest_saying(&self, about: &str, reasons: &[&str], says: &str) -> Option<&'a ObservedEvent> {
        self.saying(about, reasons, says).next()
    }

    /// All of them, newest first.
    pub(super) fn saying(&self, about: &str, reasons: &[&str], says: &str) -> impl Iterator<Item = &'a ObservedEvent> {
        let newest_first = self.events.iter().rev().copied();
        newest_first.filter(move |event| {
            event.about == about && reasons.contains(&event.reason.as_str()) && event.message.contains(says)
        })
    }

    /// A condition of the Job that is `True`.
    pub(super) fn condition(&self, kind: &str) -> Option<&'a Condition> {
        self.job
            .conditions
            .iter()
            .find(|condition| condition.kind == kind && condition.is_true)
    }

    /// Pods that are neither at their end nor being deleted.
    pub(super) fn live(&self) -> impl Iterator<Item = &'a ObservedPod> {
        self.pods.iter().copied().filter(|pod| pod.is_live())
    }

    /// Pods that are being deleted and have not ended.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &'a ObservedPod> {
        self.pods
            .iter()
            .copied()
            .filter(|pod| pod.deleted.is_some() && !pod.is_over())
    }

    /// How many Pods the Job may have at once, less those it has.
    pub(super) fn missing_pods(&self) -> i32 {
        let parallel = self.job.parallelism.unwrap_or(1);
        let wanted = match self.job.completions {
            Some(completions) => parallel.min(completions.saturating_sub(self.job.succeeded)),
            None => parallel,
        };
        let live = i32::try_from(self.live().count()).unwrap_or(i32::MAX);
        wanted.saturating_sub(live.max(self.job.active))
    }
}
