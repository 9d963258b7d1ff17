//! The one stream of a page.

use serde::{Deserialize, Serialize};

use super::{ApiError, ClusterInfo, TaskDetail, TaskRow};
use job::status::Millis;

/// What a page asks to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRequest {
    /// Which page.
    pub page: StreamPage,
    /// Cluster; empty for page `clusters`.
    #[serde(default)]
    pub cluster: String,
    /// Namespace; empty for all (page `tasks` only).
    #[serde(default)]
    pub namespace: String,
    /// Name of the task (page `task` only).
    #[serde(default)]
    pub name: String,
}

/// The pages that have a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamPage {
    /// The list of clusters.
    Clusters,
    /// The list of tasks.
    Tasks,
    /// One task.
    Task,
}

/// One message of the stream: a text message with JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// 0, 1, 2, … within one connection: a gap means that something was lost, and the page asks anew.
    pub seq: u64,
    /// What it says.
    pub body: FrameBody,
}

/// What a frame says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameBody {
    /// Page `clusters`: what one of them says of itself, or why it does not.
    Cluster {
        /// Its name.
        name: String,
        /// What it says.
        info: Option<ClusterInfo>,
        /// Why it does not.
        error: Option<ApiError>,
    },
    /// Page `tasks`: all of them (`snapshot`), or what changed since the frame before.
    Tasks {
        /// All of them: forget what was known.
        snapshot: bool,
        /// New and changed ones.
        upsert: Vec<TaskRow>,
        /// uids of deleted ones.
        gone: Vec<String>,
    },
    /// Page `task`: all that is to be seen of it, `None` when there is no such task (any more).
    Task {
        /// The task.
        task: Option<Box<TaskDetail>>,
    },
    /// How well the console sees the cluster. First frame of every stream, and whenever it changes.
    State {
        /// What follows is up to date.
        live: bool,
        /// Why it is not. The stream goes on and recovers by itself, except after
        /// `unauthorized`, `forbidden` and `unknown-cluster`, which end it.
        error: Option<ApiError>,
        /// Kinds that the person may not watch, such as `events`.
        limits: Vec<String>,
        /// The console's clock.
        now: Millis,
    },
    /// Nothing happened for 15 s; the stream is alive.
    Alive,
}
