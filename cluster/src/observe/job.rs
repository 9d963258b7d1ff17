//! A Job.

use job::status::{Condition, ObservedJob};
use k8s_openapi::api::batch::v1::Job;

use super::{millis, optional};

/// What is seen of a Job.
pub fn job(job: Job) -> ObservedJob {
    let mut metadata = job.metadata;
    let mut annotation = |key: &str| metadata.annotations.as_mut().and_then(|all| all.remove(key));
    let (attempt, description) = (
        annotation(::job::ATTEMPT_ANNOTATION),
        annotation(::job::DESCRIPTION_ANNOTATION),
    );
    let spec = job.spec.unwrap_or_default();
    let template = spec.template.spec.unwrap_or_default();
    let status = job.status.unwrap_or_default();
    let uncounted = status.uncounted_terminated_pods.unwrap_or_default();
    ObservedJob {
        uid: metadata.uid.unwrap_or_default(),
        namespace: metadata.namespace.unwrap_or_default(),
        name: metadata.name.unwrap_or_default(),
        created: metadata.creation_timestamp.as_ref().map(millis).unwrap_or_default(),
        deleted: optional(metadata.deletion_timestamp.as_ref()),
        finalizers: metadata.finalizers.unwrap_or_default(),
        attempt,
        description,
        images: template
            .containers
            .into_iter()
            .filter_map(|container| container.image)
            .collect(),
        suspend: spec.suspend.unwrap_or_default(),
        parallelism: spec.parallelism,
        completions: spec.completions,
        indexed: spec.completion_mode.as_deref() == Some("Indexed"),
        backoff_limit: spec.backoff_limit,
        active_deadline_seconds: spec.active_deadline_seconds,
        managed_by: spec.managed_by,
        restarts_in_place: template.restart_policy.as_deref() == Some("OnFailure"),
        replaces_ended_only: spec.pod_replacement_policy.as_deref() == Some("Failed"),
        started: optional(status.start_time.as_ref()),
        completed: optional(status.completion_time.as_ref()),
        active: status.active.unwrap_or_default(),
        ready: status.ready,
        terminating: status.terminating,
        succeeded: status.succeeded.unwrap_or_default(),
        failed: status.failed.unwrap_or_default(),
        uncounted_succeeded: length(uncounted.succeeded.as_deref()),
        uncounted_failed: length(uncounted.failed.as_deref()),
        completed_indexes: status.completed_indexes.unwrap_or_default(),
        failed_indexes: status.failed_indexes.unwrap_or_default(),
        conditions: status
            .conditions
            .unwrap_or_default()
            .into_iter()
            .map(|condition| Condition {
                kind: condition.type_,
                is_true: condition.status == "True",
                reason: condition.reason.unwrap_or_default(),
                message: condition.message.unwrap_or_default(),
                since: optional(condition.last_transition_time.as_ref()),
            })
            .collect(),
    }
}

fn length(list: Option<&[String]>) -> i32 {
    list.map_or(0, |list| i32::try_from(list.len()).unwrap_or(i32::MAX))
}
