//! What a status says. Sentences are codes with values; the catalogues say them in each language.

use serde::{Deserialize, Serialize};

use super::observed::Millis;
use super::{Memory, Say};
use crate::Args;

/// The one word of a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Accepted; Pods not yet on a node.
    #[default]
    Pending,
    /// On a node, not yet at work, or between two attempts.
    Waiting,
    /// At least one Pod is at work.
    Running,
    /// Held: nothing runs until it is resumed.
    Suspended,
    /// Done.
    Succeeded,
    /// Given up.
    Failed,
    /// It will not go on by itself.
    Abnormal,
    /// Being deleted.
    Terminating,
    /// Deleted.
    Gone,
    /// Another controller has it.
    Managed,
}

impl Word {
    /// Those of a Job that is there, what needs a person first.
    pub const OF_A_JOB: [(Self, &str); 9] = [
        (Self::Abnormal, "abnormal"),
        (Self::Failed, "failed"),
        (Self::Pending, "pending"),
        (Self::Waiting, "waiting"),
        (Self::Running, "running"),
        (Self::Suspended, "suspended"),
        (Self::Succeeded, "succeeded"),
        (Self::Terminating, "terminating"),
        (Self::Managed, "managed"),
    ];
}

/// A sentence of the catalogue (`status.<code>`) and its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Which sentence.
    pub say: Say,
    /// Its values.
    #[serde(default)]
    pub args: Args,
}

impl Phrase {
    /// A sentence with its values.
    pub fn new(say: Say, args: Args) -> Self {
        Self { say, args }
    }
}

/// How bad a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseSeverity {
    /// Nothing goes on while it lasts.
    Blocking,
    /// The task goes on in spite of it.
    Degraded,
}

/// Something that keeps Pods from their work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its name in a few words, for a list or a mark; takes no args.
    pub title: Say,
    /// The reason as Kubernetes writes it (`ImagePullBackOff`, `FailedCreate`), or a code of ours
    /// in kebab case where Kubernetes has none (`controller-silent`).
    pub reason: String,
    /// What happened, one sentence.
    pub what: Phrase,
    /// What to do.
    pub advice: Option<Phrase>,
    /// How bad.
    pub severity: CauseSeverity,
    /// Pod that shows it, one of maybe many; empty for the Job itself.
    pub pod: String,
    /// Container that shows it; empty for the Pod itself.
    pub container: String,
    /// That container is an init container.
    pub init: bool,
    /// Node of that Pod; empty while it has none.
    pub node: String,
    /// How many Pods show it.
    pub pods: u32,
    /// The words of the kubelet or the controller, verbatim.
    pub evidence: String,
    /// The field of a new draft that would mend it, as an API path of the Job; empty for none.
    pub mend: String,
    /// Since when, as far as the cluster tells.
    pub since: Option<Millis>,
    /// When it was first not seen any more: it stays a moment longer, lest the screen flickers.
    #[serde(skip)]
    pub left: Option<Millis>,
}

/// The last attempt that failed. The controller deletes Pods that would tell, so it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// uid of the Pod.
    pub pod_uid: String,
    /// Name of the Pod.
    pub pod: String,
    /// Node of the Pod, or empty.
    pub node: String,
    /// Container that ended badly; empty when the Pod itself was refused or evicted.
    pub container: String,
    /// It is an init container.
    pub init: bool,
    /// API path of that container in the Job; empty without a container.
    pub path: String,
    /// `reason` of the end, such as `OOMKilled`, `Error`, `Evicted`.
    pub reason: String,
    /// `exitCode`, of a container.
    pub exit_code: Option<i32>,
    /// `signal`.
    pub signal: Option<i32>,
    /// `message`, verbatim.
    pub message: String,
    /// What the kubelet said of the probe for whose sake it stopped the container; or empty.
    #[serde(default)]
    pub probe: String,
    /// When it ended.
    pub finished: Option<Millis>,
    /// The container was started again in the same Pod: its logs are the `previous` ones.
    pub previous: bool,
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Completions that are done, uncounted ones included.
    pub done: i32,
    /// Completions that are wanted; `None` for a work queue.
    pub total: Option<i32>,
    /// Pods at work or about to be.
    pub active: i32,
    /// Pods with a container at work.
    pub running: i32,
    /// Pods that are ready.
    pub ready: i32,
    /// Attempts that failed.
    pub failed: i32,
    /// Pods that are being stopped.
    pub terminating: i32,
}

/// The status of one Job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    /// The word.
    pub word: Word,
    /// The reason as Kubernetes writes it (`BackoffLimitExceeded`, `ImagePullBackOff`), or empty.
    pub reason: String,
    /// One sentence, where the word needs one.
    pub headline: Option<Phrase>,
    /// What more there is to know.
    pub detail: Option<Phrase>,
    /// What to do.
    pub advice: Option<Phrase>,
    /// A mark beside the word, such as "stopping Pods".
    pub badge: Option<Phrase>,
    /// Since when.
    pub since: Option<Millis>,
    /// How long it took, of a task that is over.
    pub took: Option<Millis>,
    /// How far.
    pub progress: Progress,
    /// What keeps Pods from their work, worst first.
    pub causes: Vec<Cause>,
    /// The last attempt that failed, also after its Pod is gone.
    pub failure: Option<Failure>,
    /// What the cluster will have forgotten when it matters.
    #[serde(skip)]
    pub memory: Memory,
    /// When to look again although nothing arrives: a threshold or a deadline passes then.
    pub next_look: Option<Millis>,
}

impl Derived {
    /// Whether the outcome is fixed.
    pub fn is_final(&self) -> bool {
        matches!(self.word, Word::Succeeded | Word::Failed | Word::Gone)
    }
}
