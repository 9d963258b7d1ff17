//! What a server or a controller made of an object: it means nothing in another one.

use serde_json::Value;

use super::fields::take;
use crate::ATTEMPT_ANNOTATION;

/// Metadata that the API server writes (`apimachinery/pkg/apis/meta/v1/types.go`: `ObjectMeta`).
const METADATA: [&str; 9] = [
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
    "ownerReferences",
    "selfLink",
];

/// Labels that the Job controller writes, and refuses from others (`pkg/apis/batch/validation/validation.go`:
/// `validateGeneratedSelector`).
const LABELS: [&str; 4] = [
    "controller-uid",
    "job-name",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name",
];

/// Annotations of one object and no other.
const ANNOTATIONS: [&str; 3] = [
    ATTEMPT_ANNOTATION,
    "batch.kubernetes.io/job-tracking",
    "kubectl.kubernetes.io/last-applied-configuration",
];

/// Takes all of it out of a Job.
pub(super) fn controller_made(job: &mut Value) {
    let mut strip = |path: &[&str]| drop(take(job, path, |_| true));
    strip(&["status"]);
    for name in METADATA {
        strip(&["metadata", name]);
    }
    for name in ANNOTATIONS {
        strip(&["metadata", "annotations", name]);
    }
    // A selector of one's own comes with labels of one's own.
    if job.pointer("/spec/manualSelector") == Some(&Value::Bool(true)) {
        return;
    }
    let mut strip = |path: &[&str]| drop(take(job, path, |_| true));
    strip(&["spec", "selector"]);
    for label in LABELS {
        strip(&["metadata", "labels", label]);
        strip(&["spec", "template", "metadata", "labels", label]);
    }
    // Older tools write it, always as null.
    if let Some(created) = job
        .pointer_mut("/spec/template/metadata")
        .and_then(Value::as_object_mut)
    {
        created.remove("creationTimestamp");
    }
}
