//! A Pod of a Job.

use std::collections::HashMap;

use job::status::{Condition, ContainerState, ObservedContainer, ObservedPod, Phase};
use k8s_openapi::api::core::v1;

use super::{millis, optional};

const INDEX_ANNOTATION: &str = "batch.kubernetes.io/job-completion-index";

/// What is seen of a Pod. Its `job_uid` is empty when no Job controls it.
pub fn pod(pod: v1::Pod) -> ObservedPod {
    let metadata = pod.metadata;
    let mut owners = metadata.owner_references.unwrap_or_default().into_iter();
    let owner = owners.find(|owner| owner.controller == Some(true) && owner.kind == "Job");
    let index = metadata
        .annotations
        .as_ref()
        .and_then(|all| all.get(INDEX_ANNOTATION)?.parse().ok());
    let spec = pod.spec.unwrap_or_default();
    let status = pod.status.unwrap_or_default();
    let mut init = by_name(status.init_container_statuses);
    let mut work = by_name(status.container_statuses);
    let init_containers = spec.init_containers.unwrap_or_default().into_iter();
    let containers = init_containers
        .map(|declared| container(declared, true, &mut init))
        .chain(
            spec.containers
                .into_iter()
                .map(|declared| container(declared, false, &mut work)),
        )
        .collect();
    ObservedPod {
        uid: metadata.uid.unwrap_or_default(),
        name: metadata.name.unwrap_or_default(),
        job_uid: owner.map(|owner| owner.uid).unwrap_or_default(),
        created: metadata.creation_timestamp.as_ref().map(millis).unwrap_or_default(),
        deleted: optional(metadata.deletion_timestamp.as_ref()),
        index,
        node: spec.node_name.filter(|node| !node.is_empty()),
        gates: spec
            .scheduling_gates
            .unwrap_or_default()
            .into_iter()
            .map(|gate| gate.name)
            .collect(),
        pull_secrets: spec
            .image_pull_secrets
            .unwrap_or_default()
            .into_iter()
            .map(|secret| secret.name)
            .collect(),
        phase: phase(status.phase.as_deref()),
        reason: status.reason.unwrap_or_default(),
        message: status.message.unwrap_or_default(),
        started: optional(status.start_time.as_ref()),
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
        containers,
    }
}

fn phase(phase: Option<&str>) -> Phase {
    match phase {
        Some("Running") => Phase::Running,
        Some("Succeeded") => Phase::Succeeded,
        Some("Failed") => Phase::Failed,
        Some("Unknown") => Phase::Unknown,
        _ => Phase::Pending,
    }
}

fn by_name(statuses: Option<Vec<v1::ContainerStatus>>) -> HashMap<String, v1::ContainerStatus> {
    statuses
        .unwrap_or_default()
        .into_iter()
        .map(|status| (status.name.clone(), status))
        .collect()
}

fn container(
    declared: v1::Container,
    init: bool,
    statuses: &mut HashMap<String, v1::ContainerStatus>,
) -> ObservedContainer {
    let status = statuses.remove(&declared.name);
    let mut observed = ObservedContainer {
        sidecar: init && declared.restart_policy.as_deref() == Some("Always"),
        probed: declared.readiness_probe.is_some(),
        name: declared.name,
        image: declared.image.unwrap_or_default(),
        init,
        ..ObservedContainer::default()
    };
    if let Some(status) = status {
        observed.ready = status.ready;
        observed.started = status.started.unwrap_or_default();
        observed.restarts = status.restart_count;
        observed.state = state(status.state);
        observed.last_state = state(status.last_state);
    }
    observed
}

fn state(state: Option<v1::ContainerState>) -> ContainerState {
    let Some(state) = state else {
        return ContainerState::Unknown;
    };
    if let Some(terminated) = state.terminated {
        return ContainerState::Terminated {
            exit_code: terminated.exit_code,
            signal: terminated.signal.filter(|signal| *signal != 0),
            reason: terminated.reason.unwrap_or_default(),
            message: terminated.message.unwrap_or_default(),
            finished: optional(terminated.finished_at.as_ref()),
        };
    }
    if let Some(running) = state.running {
        return ContainerState::Running {
            since: optional(running.started_at.as_ref()),
        };
    }
    state
        .waiting
        .map_or(ContainerState::Unknown, |waiting| ContainerState::Waiting {
            reason: waiting.reason.unwrap_or_default(),
            message: waiting.message.unwrap_or_default(),
        })
}
