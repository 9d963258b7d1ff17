//! The choices of the form. Each knows the word that the API (or the form) writes for it.

use serde::{Deserialize, Serialize};

/// How the task runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// One Pod: one completion, one at a time.
    OnePod,
    /// A fixed count of completions.
    #[default]
    FixedCount,
    /// A work queue: no count; done when one Pod succeeded and all have ended.
    WorkQueue,
}

/// When the image is pulled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PullPolicy {
    /// At every start.
    #[default]
    Always,
    /// When the node does not have it.
    IfNotPresent,
    /// Never: it must be on the node.
    Never,
}

/// What happens to a Pod whose container fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RestartPolicy {
    /// The Pod fails, and the Job makes another.
    #[default]
    Never,
    /// The container is started again in the same Pod.
    OnFailure,
}

impl Runs {
    /// All, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::OnePod, Self::FixedCount, Self::WorkQueue];

    /// The word in drafts and in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnePod => "one-pod",
            Self::FixedCount => "fixed-count",
            Self::WorkQueue => "work-queue",
        }
    }
}

impl PullPolicy {
    /// All, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Always, Self::IfNotPresent, Self::Never];

    /// The API's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::IfNotPresent => "IfNotPresent",
            Self::Never => "Never",
        }
    }
}

impl RestartPolicy {
    /// All, in the order of the screen.
    pub const ALL: [Self; 2] = [Self::Never, Self::OnFailure];

    /// The API's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::OnFailure => "OnFailure",
        }
    }
}
