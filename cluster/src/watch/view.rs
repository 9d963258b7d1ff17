//! What onlookers get to see.

use std::collections::BTreeMap;
use std::sync::Arc;

use job::status::{Derived, Millis, ObservedEvent, ObservedJob, ObservedPod};

use crate::Error;

/// All tasks of a place at one moment. Cheap to clone and to compare by revisions.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Grows with every change of anything.
    pub revision: u64,
    /// How it stands with the watches behind it.
    pub state: State,
    /// The tasks by uid. When the state is not [`State::Live`], as they were seen last.
    pub tasks: BTreeMap<Arc<str>, Arc<Task>>,
    /// Tasks that were deleted while they were watched, oldest first, the last few only: how a task ended that is
    /// cleaned up at once (`ttlSecondsAfterFinished: 0`) is seen nowhere else.
    pub gone: Vec<Arc<Task>>,
    /// What the person may not watch (`pods`, `events`): statuses are made without it.
    pub limits: Vec<String>,
}

/// How it stands with the watches behind a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Not everything was seen yet.
    #[default]
    Connecting,
    /// All is as it is in the cluster.
    Live,
    /// Something cannot be watched. It is tried again until it can.
    Broken {
        /// Why.
        error: Error,
        /// Since when.
        since_ms: Millis,
    },
}

/// A task, and all that its status was made of.
#[derive(Clone, Debug)]
pub struct Task {
    /// The view's revision in which it changed last.
    pub revision: u64,
    /// The Job.
    pub job: Arc<ObservedJob>,
    /// Its Pods, oldest first.
    pub pods: Vec<Arc<ObservedPod>>,
    /// Events of it and its Pods, newest last, at most 200.
    pub events: Vec<Arc<ObservedEvent>>,
    /// Its status.
    pub derived: Derived,
}
