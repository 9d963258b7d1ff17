//! The one stream of a page.

use serde::{Deserialize, Serialize};

use super::{ApiError, ClusterInfo, TaskDetail, TaskRow};
use job::status::Millis;

/// What a page asks to see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRequest {
    /// Which page.
    pub page: StreamPage,
    /// Cluster; empty for page `clusters`.
    #[serde(default)]
    pub cluster: String,
    /// Namespace; empty for all (page `tasks` only).
    #[serde(default)]
    pub namespace: String,
    /// Name of the task (page `task`) or of the Pod (page `log`).
    #[serde(default)]
    pub name: String,
    /// Container of the Pod (page `log` only).
    #[serde(default)]
    pub container: String,
    /// Of the container's run before this one (page `log` only).
    #[serde(default)]
    pub previous: bool,
    /// The container runs: what comes is shown as it comes (page `log` only).
    #[serde(default)]
    pub follow: bool,
    /// How many of its last lines to begin with, at most 5,000 (page `log` only).
    #[serde(default)]
    pub lines: u32,
}

/// The pages that have a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamPage {
    /// The list of clusters.
    Clusters,
    /// The list of tasks.
    Tasks,
    /// One task.
    #[default]
    Task,
    /// What a container says: a part of the task's page, for as long as it is looked at.
    Log,
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
    /// Page `log`: what the container said.
    Log {
        /// Forget what was shown: this begins anew.
        anew: bool,
        /// So many lines before these are left out: they came faster than a page could show them.
        skipped: u64,
        /// Lines, each with its time (RFC 3339) and a blank before it. Of a very long one, only the beginning.
        lines: Vec<String>,
        /// It said its last: nothing more comes of this run. Never so while it is followed.
        ended: bool,
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
