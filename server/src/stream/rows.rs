//! A task as pages show it.

use app::api::{CauseView, ContainerRow, EventRow, PodRow, Status, TaskDetail, TaskRow};
use cluster::watch::Task;
use job::status::{ContainerState, ObservedContainer, ObservedEvent, ObservedPod, Phase, PodTone, pod_phrase};

/// The newest are enough to see what goes on.
const MOST_EVENTS: usize = 200;

/// A row of the list.
pub(super) fn row(task: &Task) -> TaskRow {
    let job = &task.job;
    TaskRow {
        uid: job.uid.clone(),
        namespace: job.namespace.clone(),
        name: job.name.clone(),
        images: job.images.clone(),
        created: job.created,
        suspended: job.suspend,
        status: Status::from(&task.derived),
    }
}

/// All that the task's page shows.
pub(super) fn detail(task: &Task) -> TaskDetail {
    let newest_events = task.events.iter().rev().take(MOST_EVENTS);
    TaskDetail {
        row: row(task),
        description: task.job.description.clone().unwrap_or_default(),
        causes: task.derived.causes.iter().map(CauseView::from).collect(),
        pods: task.pods.iter().rev().map(|pod| pod_row(pod)).collect(),
        events: newest_events.map(|event| event_row(event)).collect(),
    }
}

fn pod_row(pod: &ObservedPod) -> PodRow {
    let phrase = pod_phrase(pod);
    PodRow {
        uid: pod.uid.clone(),
        name: pod.name.clone(),
        bad: phrase.tone == PodTone::Bad,
        word: phrase.text,
        index: pod.index,
        node: pod.node.clone().unwrap_or_default(),
        restarts: pod.containers.iter().map(|container| container.restarts).sum(),
        created: pod.created,
        words: words(pod),
        containers: pod.containers.iter().map(container_row).collect(),
    }
}

fn container_row(container: &ObservedContainer) -> ContainerRow {
    let is_silent = matches!(
        container.state,
        ContainerState::Unknown | ContainerState::Waiting { .. }
    );
    ContainerRow {
        name: container.name.clone(),
        init: container.init,
        restarts: container.restarts,
        // One that waits to be started again still has the log of its last run.
        speaks: !is_silent || container.restarts > 0,
        runs: matches!(container.state, ContainerState::Running { .. }),
    }
}

/// Why it is not at work, in Kubernetes' words: what a container waits for, what it died of, what became of the Pod,
/// why it has no node. Of a Pod that ended well there is nothing to say.
fn words(pod: &ObservedPod) -> String {
    if pod.phase == Phase::Succeeded {
        return String::new();
    }
    let of_container = |state: &ContainerState| match state {
        ContainerState::Waiting { message, .. } => message.clone(),
        ContainerState::Terminated { message, exit_code, .. } if *exit_code != 0 => message.clone(),
        _ => String::new(),
    };
    let containers = pod.containers.iter().map(|container| of_container(&container.state));
    let unscheduled = |condition: &&job::status::Condition| condition.kind == "PodScheduled" && !condition.is_true;
    let scheduler = pod
        .conditions
        .iter()
        .filter(unscheduled)
        .map(|condition| condition.message.clone());
    let mut all = containers.chain([pod.message.clone()]).chain(scheduler);
    all.find(|words| !words.is_empty()).unwrap_or_default()
}

fn event_row(event: &ObservedEvent) -> EventRow {
    EventRow {
        uid: event.uid.clone(),
        about_kind: event.about_kind.clone(),
        about_name: event.about_name.clone(),
        warning: event.warning,
        reason: event.reason.clone(),
        words: event.message.clone(),
        last_seen: event.last_seen,
        count: event.count,
    }
}
