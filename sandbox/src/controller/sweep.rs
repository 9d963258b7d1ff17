//! The broom: memory is bounded, whatever people start and forget.

use serde_json::Value;

use super::conditions;
use crate::delete::{self, Propagation};
use crate::object::{TRACKING, has_finalizer, text};
use crate::resource::Kind;
use crate::store::{Key, Objects};
use crate::{admission, events};

/// How many Pods that have ended are kept.
const PODS: usize = 2000;
/// How many Jobs that have ended are kept.
const JOBS: usize = 500;

/// How many go at once.
const MOST: usize = 2000;

/// Lets go of the oldest of what has ended, of old events, and counts the quotas.
pub(super) fn sweep(objects: &mut Objects) {
    // A Pod that its Job has not counted yet is not done with.
    let ended =
        |pod: &Value| matches!(text(pod, "/status/phase"), "Succeeded" | "Failed") && !has_finalizer(pod, TRACKING);
    drop_oldest(objects, Kind::Pod, PODS, ended);
    drop_oldest(objects, Kind::Job, JOBS, |job| conditions::finished(job).is_some());
    events::forget(objects);
    admission::recount(objects);
}

fn drop_oldest(objects: &mut Objects, kind: Kind, kept: usize, ended: impl Fn(&Value) -> bool) {
    if objects.count(kind) <= kept {
        return;
    }
    let mut candidates: Vec<(String, Key)> = objects
        .list(kind, "", None)
        .filter(|object| ended(object))
        .map(|object| (text(object, "/metadata/creationTimestamp").to_owned(), Key::of(object)))
        .collect();
    candidates.sort();
    let surplus = candidates.len().saturating_sub(kept).min(MOST);
    for (_, key) in candidates.into_iter().take(surplus) {
        delete::begin(objects, kind, &key, Propagation::Background, None);
    }
}
