//! Containers that the kubelet stopped because a probe failed. Their exit code is that of any stopped
//! program; what tells is the Event.

use super::clock::SECOND;
use super::look::End;
use super::scene::Scene;
use super::text::has_any;
use super::{Millis, ObservedEvent, ObservedPod};

/// From the last failure of the probe to the end of the container: the usual grace period is 30 s.
const TO_THE_END: Millis = 60 * SECOND;

/// The Event may be written a moment after the end, and counts whole seconds.
const AFTER_THE_END: Millis = 5 * SECOND;

pub(super) const STARTUP: &str = "Startup probe ";
const LIVENESS: &str = "Liveness probe ";

/// What the kubelet said of the probe, such as `Startup probe failed: not yet`; empty when the
/// container ended in another way.
pub(super) fn words(scene: &Scene, pod: &ObservedPod, container: &str, end: &End) -> String {
    let Some(finished) = end.finished.filter(|_| is_stopped(end)) else {
        return String::new();
    };
    // Neither another container's, nor one of a later run.
    let explains = |event: &&ObservedEvent| {
        let fatal = has_any(&event.message, &["failed", "errored"]);
        let its_own = event.about_container.is_empty() || event.about_container == container;
        let from = finished.saturating_sub(TO_THE_END);
        let until = finished.saturating_add(AFTER_THE_END);
        fatal && its_own && (from..=until).contains(&event.last_seen)
    };
    let told = [STARTUP, LIVENESS]
        .into_iter()
        .filter_map(|probe| scene.saying(&pod.uid, &["Unhealthy"], probe).find(explains));
    let newest = told.max_by_key(|event| event.last_seen);
    newest.map(|event| event.message.trim().to_owned()).unwrap_or_default()
}

/// It was told to go or was killed, and not for its memory.
pub(super) fn is_stopped(end: &End) -> bool {
    end.reason == "Error" && matches!(end.exit_code, 137 | 143)
}
