//! What was seen in the cluster, slim: only what a status is made of. `cluster` fills these from
//! the API's types.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, of the API server's clock.
pub type Millis = i64;

/// A Job (`batch/v1`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedJob {
    /// `metadata.uid`: what a status belongs to (a name comes back after delete and create).
    pub uid: String,
    /// `metadata.namespace`.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.creationTimestamp`.
    pub created: Millis,
    /// `metadata.deletionTimestamp`.
    pub deleted: Option<Millis>,
    /// `metadata.finalizers`.
    pub finalizers: Vec<String>,
    /// Annotation `slipway.dev/attempt`.
    pub attempt: Option<String>,
    /// Annotation `kubernetes.io/description`.
    pub description: Option<String>,
    /// Images of the template's containers, in order.
    pub images: Vec<String>,
    /// `spec.suspend`.
    pub suspend: bool,
    /// `spec.parallelism`.
    pub parallelism: Option<i32>,
    /// `spec.completions`; `None` for a work queue.
    pub completions: Option<i32>,
    /// `spec.completionMode` is `Indexed`.
    pub indexed: bool,
    /// `spec.backoffLimit`.
    pub backoff_limit: Option<i32>,
    /// `spec.activeDeadlineSeconds`.
    pub active_deadline_seconds: Option<i64>,
    /// `spec.managedBy`.
    pub managed_by: Option<String>,
    /// `spec.template.spec.restartPolicy` is `OnFailure`.
    pub restarts_in_place: bool,
    /// `spec.podReplacementPolicy` is `Failed`: a Pod is replaced only after it has ended.
    pub replaces_ended_only: bool,
    /// `status.startTime`.
    pub started: Option<Millis>,
    /// `status.completionTime` (only of a complete Job).
    pub completed: Option<Millis>,
    /// `status.active`: Pods neither terminal nor being deleted, Pending ones included.
    pub active: i32,
    /// `status.ready`.
    pub ready: Option<i32>,
    /// `status.terminating`.
    pub terminating: Option<i32>,
    /// `status.succeeded`.
    pub succeeded: i32,
    /// `status.failed`.
    pub failed: i32,
    /// Length of `status.uncountedTerminatedPods.succeeded`.
    pub uncounted_succeeded: i32,
    /// Length of `status.uncountedTerminatedPods.failed`.
    pub uncounted_failed: i32,
    /// `status.completedIndexes`, such as `0-3,7`.
    pub completed_indexes: String,
    /// `status.failedIndexes`.
    pub failed_indexes: String,
    /// `status.conditions`.
    pub conditions: Vec<Condition>,
}

/// A condition of a Job or a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// `type`.
    pub kind: String,
    /// `status` is `True`.
    pub is_true: bool,
    /// `reason`.
    pub reason: String,
    /// `message`.
    pub message: String,
    /// `lastTransitionTime`.
    pub since: Option<Millis>,
}

/// `status.phase` of a Pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Not all containers were started.
    #[default]
    Pending,
    /// At least one container runs or ran and may be started again.
    Running,
    /// All containers ended well.
    Succeeded,
    /// All containers ended, at least one badly.
    Failed,
    /// The node does not answer.
    Unknown,
}

/// A Pod of a Job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedPod {
    /// `metadata.uid`.
    pub uid: String,
    /// `metadata.name`.
    pub name: String,
    /// uid of the Job that controls it.
    pub job_uid: String,
    /// `metadata.creationTimestamp`.
    pub created: Millis,
    /// `metadata.deletionTimestamp` (the time of the request plus the grace period).
    pub deleted: Option<Millis>,
    /// Annotation `batch.kubernetes.io/job-completion-index`.
    pub index: Option<i32>,
    /// `spec.nodeName`.
    pub node: Option<String>,
    /// Names in `spec.schedulingGates`.
    pub gates: Vec<String>,
    /// Names in `spec.imagePullSecrets`, those of the service account included.
    pub pull_secrets: Vec<String>,
    /// `status.phase`.
    pub phase: Phase,
    /// `status.reason`, such as `Evicted`.
    pub reason: String,
    /// `status.message`.
    pub message: String,
    /// `status.startTime`.
    pub started: Option<Millis>,
    /// `status.conditions`.
    pub conditions: Vec<Condition>,
    /// Init containers first, in the Pod's order, then the containers. A container without status
    /// yet is here with [`ContainerState::Unknown`].
    pub containers: Vec<ObservedContainer>,
}

/// A container of a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedContainer {
    /// `name`.
    pub name: String,
    /// `image` of the spec.
    pub image: String,
    /// It is an init container.
    pub init: bool,
    /// It is a sidecar: an init container with `restartPolicy: Always`.
    pub sidecar: bool,
    /// It has a readiness probe.
    pub probed: bool,
    /// `ready`.
    pub ready: bool,
    /// `started`.
    pub started: bool,
    /// `restartCount`.
    pub restarts: i32,
    /// `state`.
    pub state: ContainerState,
    /// `lastState`: why it ended the time before.
    pub last_state: ContainerState,
}

/// What a container does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContainerState {
    /// The kubelet has not said.
    #[default]
    Unknown,
    /// `waiting`.
    Waiting {
        /// `reason`, such as `ImagePullBackOff`.
        reason: String,
        /// `message`.
        message: String,
    },
    /// `running`.
    Running {
        /// `startedAt`.
        since: Option<Millis>,
    },
    /// `terminated`.
    Terminated {
        /// `exitCode`.
        exit_code: i32,
        /// `signal`.
        signal: Option<i32>,
        /// `reason`, such as `OOMKilled`.
        reason: String,
        /// `message`.
        message: String,
        /// `finishedAt`.
        finished: Option<Millis>,
    },
}

/// An Event about a Job or one of its Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedEvent {
    /// `metadata.uid`.
    pub uid: String,
    /// `involvedObject.uid`.
    pub about: String,
    /// `involvedObject.kind`.
    pub about_kind: String,
    /// `involvedObject.name`.
    pub about_name: String,
    /// The container that `involvedObject.fieldPath` names; empty when it names none.
    pub about_container: String,
    /// `type` is `Warning`.
    pub warning: bool,
    /// `reason`.
    pub reason: String,
    /// `message`.
    pub message: String,
    /// `series.lastObservedTime`, else `lastTimestamp`, else `eventTime`, else `creationTimestamp`.
    pub last_seen: Millis,
    /// `series.count`, else `count`, else 1.
    pub count: i32,
}
