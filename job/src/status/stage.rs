//! Where a Pod stands that is not at work yet (rows 12 and 13).

use super::scene::Scene;
use super::unschedulable::main_obstacle;
use super::{Millis, ObservedPod, Phrase, Say, Word};
use crate::Args;

/// What a waiting Pod waits for.
pub(super) struct Stage {
    pub(super) headline: Phrase,
    pub(super) detail: Option<Phrase>,
    /// In Kubernetes' words, or empty.
    pub(super) reason: String,
    pub(super) since: Option<Millis>,
}

impl Stage {
    fn new(say: Say, args: Args, since: Millis) -> Self {
        Self {
            headline: Phrase::new(say, args),
            detail: None,
            reason: String::new(),
            since: Some(since),
        }
    }
}

/// A Pod on a node that is not at work.
pub(super) fn placed(scene: &Scene, pod: &ObservedPod) -> Stage {
    let preparing = pod
        .condition("PodReadyToStartContainers")
        .is_some_and(|condition| !condition.is_true);
    if preparing && pod.is_unstarted() {
        return Stage::new(Say::PreparingNode, Args::none(), pod.placed());
    }
    let troubled = |reason: &str| !matches!(reason, "" | "ContainerCreating" | "PodInitializing");
    for container in &pod.containers {
        let Some((reason, _)) = container.state.waiting().filter(|(reason, _)| troubled(reason)) else {
            continue;
        };
        let say = match reason {
            "ErrImagePull" | "ImagePullBackOff" | "RegistryUnavailable" => Say::RetryingPull,
            "CrashLoopBackOff" => Say::Restarting,
            _ => Say::StartRetried,
        };
        let args = Args::with("container", &container.name)
            .and("image", &container.image)
            .and("reason", reason);
        return Stage {
            reason: reason.to_owned(),
            ..Stage::new(say, args, pod.stage_began(container))
        };
    }
    if let Some(container) = pod.containers.iter().find(|container| container.bad_end().is_some()) {
        // Else the Pod fails as a whole, as soon as all its containers have ended.
        let restarts = scene.job.restarts_in_place || container.sidecar || container.state.end().is_none();
        let say = if restarts { Say::Restarting } else { Say::AttemptEnding };
        return Stage::new(
            say,
            Args::with("container", &container.name),
            pod.stage_began(container),
        );
    }
    if let Some(pull) = scene
        .newest(&pod.uid, &["Pulling", "Pulled", "Failed"])
        .filter(|event| event.reason == "Pulling")
    {
        let image = super::text::between(&pull.message, "\"", "\"").unwrap_or_default();
        return Stage::new(Say::PullingImage, Args::with("image", image), pull.last_seen);
    }
    init_step(pod).unwrap_or_else(|| Stage::new(Say::Starting, Args::none(), pod.placed()))
}

/// `init k/n` of the init container that is at work.
fn init_step(pod: &ObservedPod) -> Option<Stage> {
    let inits = || {
        pod.containers
            .iter()
            .filter(|container| container.init && !container.sidecar)
    };
    let position = inits().position(|container| container.state.end().is_none())?;
    let container = inits().nth(position).filter(|container| container.state.is_running())?;
    let args = Args::with("step", position.saturating_add(1)).and("steps", inits().count());
    let since = container
        .state
        .running_since()
        .unwrap_or_else(|| pod.stage_began(container));
    Some(Stage::new(Say::InitStep, args.and("container", &container.name), since))
}

/// A Pod without a node.
pub(super) fn unplaced(pod: &ObservedPod) -> (Word, Stage) {
    let verdict = pod.condition("PodScheduled").filter(|condition| !condition.is_true);
    let since = verdict.and_then(|condition| condition.since).unwrap_or(pod.created);
    let Some(verdict) = verdict else {
        return (Word::Pending, Stage::new(Say::QueuedForScheduling, Args::none(), since));
    };
    let reason = verdict.reason.clone();
    match reason.as_str() {
        "SchedulingGated" => {
            let say = if pod.gates.is_empty() {
                Say::HeldByGates
            } else {
                Say::HeldByNamedGates
            };
            let stage = Stage::new(say, Args::with("gates", pod.gates.join(", ")), since);
            (Word::Waiting, Stage { reason, ..stage })
        }
        "Unschedulable" => {
            let detail = Some(main_obstacle(&verdict.message).what);
            (
                Word::Pending,
                Stage {
                    reason,
                    detail,
                    ..Stage::new(Say::WaitingForNode, Args::none(), since)
                },
            )
        }
        _ => (
            Word::Pending,
            Stage {
                reason,
                ..Stage::new(Say::QueuedForScheduling, Args::none(), since)
            },
        ),
    }
}
