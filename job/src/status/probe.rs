//! Containers that the kubelet stopped because a probe failed. Their exit code is that of any stopped
//! program; what tells is the Event.

use super::clock::SECOND;
use super::look::End;
use super::scene::Scene;
use super::text::has_any;
use super::{Millis, ObservedPod};

/// From the last failure of the probe to the end of the container: the usual grace period is 30 s.
const TO_THE_END: Millis = 60 * SECOND;

pub(super) const STARTUP: &str = "Startup probe ";
const LIVENESS: &str = "Liveness probe ";

/// What the kubelet said of the probe, such as `Startup probe failed: not yet`; empty when the
/// container ended in another way.
pub(super) fn words(scene: &Scene, pod: &ObservedPod, end: &End) -> String {
    let Some(finished) = end.finished.filter(|_| is_stopped(end)) else {
        return String::new();
    };
    let told = [STARTUP, LIVENESS].into_iter().filter_map(|probe| {
        let event = scene.newest_saying(&pod.uid, &["Unhealthy"], probe)?;
        let fatal = has_any(&event.message, &["failed", "errored"]);
        (fatal && event.last_seen >= finished.saturating_sub(TO_THE_END)).then_some(event)
    });
    let newest = told.max_by_key(|event| event.last_seen);
    newest.map(|event| event.message.trim().to_owned()).unwrap_or_default()
}

/// It was told to go or was killed, and not for its memory.
pub(super) fn is_stopped(end: &End) -> bool {
    end.reason == "Error" && matches!(end.exit_code, 137 | 143)
}
