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
const ANNOTATIONS: [&str; 4] = [
    "batch.kubernetes.io/cronjob-scheduled-timestamp",
    ATTEMPT_ANNOTATION,
    "batch.kubernetes.io/job-tracking",
    "kubectl.kubernetes.io/last-applied-configuration",
];

/// What the API server allocates for one Service (`pkg/registry/core/service/storage/alloc.go`: `allocateCreate`).
const ALLOCATED: [&str; 3] = ["clusterIPs", "ipFamilies", "healthCheckNodePort"];

/// Whether a server answered this object, and it is not as someone wrote it.
pub(super) fn is_answered(object: &Value) -> bool {
    object.pointer("/metadata/uid").is_some_and(Value::is_string)
}

/// Takes out of any object what is of that object alone.
pub(super) fn metadata(object: &mut Value) {
    let is_answered = is_answered(object);
    let mut strip = |path: &[&str]| drop(take(object, path, |_| true));
    strip(&["status"]);
    if is_answered {
        // Its name was made of it.
        strip(&["metadata", "generateName"]);
        // Whoever wants to see the other one out will say so there.
        strip(&["metadata", "finalizers"]);
    }
    for name in METADATA {
        strip(&["metadata", name]);
    }
    for name in ANNOTATIONS {
        strip(&["metadata", "annotations", name]);
    }
}

/// Takes all of it out of a Job.
pub(super) fn of_job(job: &mut Value) {
    metadata(job);
    // Older tools write it, always as null.
    if let Some(created) = job
        .pointer_mut("/spec/template/metadata")
        .and_then(Value::as_object_mut)
    {
        created.remove("creationTimestamp");
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
}

/// Takes out of a Service that a server answered what the server allocated for it: whether a person asked for just
/// this address or port cannot be seen any more, and another Service cannot have it while this one does.
pub(super) fn of_service(service: &mut Value) {
    for name in ALLOCATED {
        take(service, &["spec", name], |_| true);
    }
    take(service, &["spec", "clusterIP"], |address| address != "None");
    let ports = service.pointer_mut("/spec/ports").and_then(Value::as_array_mut);
    for port in ports.into_iter().flatten().filter_map(Value::as_object_mut) {
        port.remove("nodePort");
    }
}
