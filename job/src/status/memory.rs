//! What is kept from look to look because the cluster forgets it: Pods that are stopped at a
//! deadline say no more whether they ever ran, nor what they waited for.

use super::clock::Clock;
use super::scene::Scene;
use super::{Cause, CauseSeverity, Millis, causes};

/// What was once seen of a Job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// A container of it has run.
    pub(super) ran: bool,
    /// What held it last, of a Job that has never run.
    pub(super) held: Option<Box<Cause>>,
}

impl Memory {
    /// What was known before and what this look adds, in whatever order it came.
    pub(super) fn after(scene: &Scene, now: Millis) -> Self {
        let before = scene.before.map(|before| before.memory.clone()).unwrap_or_default();
        // Not `failed`: Pods count so that are stopped before they run.
        let counted = scene.job.succeeded > 0 || scene.job.ready.unwrap_or(0) > 0;
        if before.ran || counted || scene.pods.iter().any(|pod| pod.has_run()) {
            return Self { ran: true, held: None };
        }
        // Judged when the Job failed: what its leftovers come to later did not hold it. When to look again is not asked.
        let failed = scene.condition("Failed").or_else(|| scene.condition("FailureTarget"));
        let moment = failed.and_then(|verdict| verdict.since).unwrap_or(now);
        let mut found = causes::find(scene, &mut Clock::at(moment)).into_iter();
        let held = found.find(|cause| cause.severity == CauseSeverity::Blocking);
        Self {
            ran: false,
            held: held.map(Box::new).or(before.held),
        }
    }
}
