//! An Event.

use job::status::ObservedEvent;
use k8s_openapi::api::core::v1;

use super::millis;

/// The container of a path as the kubelet writes it: `spec.containers{main}`.
fn container(path: &str) -> &str {
    let name = path.split_once('{').and_then(|(_, rest)| rest.strip_suffix('}'));
    name.unwrap_or_default()
}

/// What is seen of an Event.
pub fn event(event: v1::Event) -> ObservedEvent {
    let series = event.series.as_ref();
    let last_seen = series
        .and_then(|series| series.last_observed_time.as_ref())
        .map(|time| time.0.as_millisecond())
        .or_else(|| event.last_timestamp.as_ref().map(millis))
        .or_else(|| event.event_time.as_ref().map(|time| time.0.as_millisecond()))
        .or_else(|| event.metadata.creation_timestamp.as_ref().map(millis));
    let count = series
        .and_then(|series| series.count)
        .or(event.count)
        .filter(|count| *count > 0);
    let about = event.involved_object;
    ObservedEvent {
        uid: event.metadata.uid.unwrap_or_default(),
        about: about.uid.unwrap_or_default(),
        about_kind: about.kind.unwrap_or_default(),
        about_name: about.name.unwrap_or_default(),
        about_container: about
            .field_path
            .as_deref()
            .map(container)
            .unwrap_or_default()
            .to_owned(),
        warning: event.type_.as_deref() == Some("Warning"),
        reason: event.reason.unwrap_or_default(),
        message: event.message.unwrap_or_default(),
        last_seen: last_seen.unwrap_or_default(),
        count: count.unwrap_or(1),
    }
}
