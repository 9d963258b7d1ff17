//! Questions to one Pod or container.

use super::{Condition, ContainerState, Millis, ObservedContainer, ObservedPod, Phase};

/// The kubelet does not find the container: its node was started anew, or it was never made.
pub(super) const NOT_FOUND: &str = "ContainerStatusUnknown";

/// How a container ended.
#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) exit_code: i32,
    pub(super) signal: Option<i32>,
    pub(super) reason: &'a str,
    pub(super) message: &'a str,
    pub(super) finished: Option<Millis>,
}

impl End<'_> {
    /// It ended badly; a restart of all containers on purpose is no failure.
    pub(super) fn is_bad(&self) -> bool {
        self.exit_code != 0 && self.reason != "RestartingAllContainers"
    }
}

impl ContainerState {
    /// Reason and message of a container that waits; empty ones when the kubelet has not said.
    pub(super) fn waiting(&self) -> Option<(&str, &str)> {
        match self {
            Self::Unknown => Some(("", "")),
            Self::Waiting { reason, message } => Some((reason, message)),
            Self::Running { .. } | Self::Terminated { .. } => None,
        }
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }

    pub(super) fn running_since(&self) -> Option<Millis> {
        match self {
            Self::Running { since } => *since,
            _ => None,
        }
    }

    pub(super) fn end(&self) -> Option<End<'_>> {
        match self {
            Self::Terminated {
                exit_code,
                signal,
                reason,
                message,
                finished,
            } => Some(End {
                exit_code: *exit_code,
                signal: *signal,
                reason,
                message,
                finished: *finished,
            }),
            _ => None,
        }
    }
}

impl ObservedContainer {
    /// The kubelet is about to start it and has met no trouble yet.
    pub(super) fn is_starting(&self) -> bool {
        self.state
            .waiting()
            .is_some_and(|(reason, _)| matches!(reason, "" | "ContainerCreating" | "PodInitializing"))
    }

    /// How it ended badly, now or the time before.
    pub(super) fn bad_end(&self) -> Option<End<'_>> {
        let now = self.state.end().filter(End::is_bad);
        now.or_else(|| self.last_state.end().filter(End::is_bad))
    }
}

impl ObservedPod {
    /// It has come to its end.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Succeeded | Phase::Failed)
    }

    /// Neither at its end nor being deleted.
    pub(super) fn is_live(&self) -> bool {
        !self.is_over() && self.deleted.is_none()
    }

    pub(super) fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    pub(super) fn has_node(&self) -> bool {
        self.node.as_ref().is_some_and(|node| !node.is_empty())
            || self
                .condition("PodScheduled")
                .is_some_and(|condition| condition.is_true)
    }

    pub(super) fn node_name(&self) -> &str {
        self.node.as_deref().unwrap_or_default()
    }

    /// The containers that are no init containers.
    pub(super) fn regular(&self) -> impl Iterator<Item = &ObservedContainer> {
        self.containers.iter().filter(|container| !container.init)
    }

    /// It runs, with a container at work that is no helper.
    pub(super) fn is_at_work(&self) -> bool {
        self.phase == Phase::Running && self.is_live() && self.regular().any(|container| container.state.is_running())
    }

    /// It is on a node and no container has been started yet.
    pub(super) fn is_unstarted(&self) -> bool {
        self.is_live() && self.has_node() && self.containers.iter().all(ObservedContainer::is_starting)
    }

    /// All its containers ended well; it is about to say so.
    pub(super) fn is_done(&self) -> bool {
        let mut ends = self.regular().map(|container| container.state.end()).peekable();
        ends.peek().is_some() && ends.all(|end| end.is_some_and(|end| end.exit_code == 0))
    }

    /// A container of it runs, or ran.
    pub(super) fn has_run(&self) -> bool {
        self.regular().any(|container| {
            let ran = |state: &ContainerState| state.end().is_some_and(|end| end.reason != NOT_FOUND);
            container.state.is_running() || ran(&container.state) || ran(&container.last_state)
        })
    }

    /// When the node took it, or when it was made.
    pub(super) fn placed(&self) -> Millis {
        let scheduled = self.condition("PodScheduled").filter(|condition| condition.is_true);
        let scheduled = scheduled.and_then(|condition| condition.since);
        self.started.or(scheduled).unwrap_or(self.created).max(self.created)
    }

    /// The earliest moment at which what this container waits for can have begun: after the Pod
    /// was placed, the init containers before it ended, and its own last run ended.
    pub(super) fn stage_began(&self, container: &ObservedContainer) -> Millis {
        let inits = self
            .containers
            .iter()
            .take_while(|other| other.init && other.name != container.name);
        let inits = inits.filter_map(|other| other.state.end().and_then(|end| end.finished));
        let own = container.last_state.end().and_then(|end| end.finished);
        inits.chain(own).fold(self.placed(), Millis::max)
    }

    /// When the last of its containers ended, else the best guess.
    pub(super) fn finished(&self) -> Millis {
        let ends = self
            .containers
            .iter()
            .filter_map(|container| container.state.end().and_then(|end| end.finished));
        let changed = || self.conditions.iter().filter_map(|condition| condition.since).max();
        ends.max().or_else(changed).unwrap_or_else(|| self.placed())
    }

    /// Where that container stands in the Job, as an API path.
    pub(super) fn path_of(&self, container: &ObservedContainer) -> String {
        let same_list = self.containers.iter().filter(|other| other.init == container.init);
        let position = same_list.take_while(|other| other.name != container.name).count();
        let list = if container.init { "initContainers" } else { "containers" };
        format!("spec.template.spec.{list}[{position}]")
    }
}
