//! What the calls and the stream carry.

use job::context::NodePorts;
use job::status::{Millis, Progress, Word};
use job::{Args, Defaults, Draft, DraftPath, Finding};
use serde::{Deserialize, Serialize};

/// What a page needs to know first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsoleInfo {
    /// Version of the console.
    pub version: String,
    /// The clusters, in the order they are shown.
    pub clusters: Vec<ClusterSummary>,
    /// Kubeconfig files that could not be read.
    pub problems: Vec<SettingsProblem>,
    /// What a new draft starts with.
    pub defaults: Defaults,
    /// The ports of the nodes that Services may be given.
    pub node_ports: NodePorts,
    /// People sign in to each cluster; else whoever sits at the machine is who the kubeconfig says.
    pub signs_in: bool,
}

/// A cluster as it is known without asking it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterSummary {
    /// Its name: the kubeconfig context's.
    pub name: String,
    /// It is the embedded practice cluster.
    pub practice: bool,
    /// Address of its API server.
    pub server: String,
    /// Namespace of its context; empty when it names none.
    pub namespace: String,
    /// It is the kubeconfig's current context.
    pub current: bool,
    /// Its certificate is not checked, or it has none (plain HTTP): whoever is between can read and change everything.
    pub insecure: bool,
    /// A short hash of its address and certificate authority: the same name elsewhere may be another cluster.
    pub fingerprint: String,
    /// It is contacted only when it is opened: its context may need a plugin that opens a browser.
    pub on_demand: bool,
    /// What the cluster calls the person who signed in there; empty for nobody.
    pub person: String,
}

/// A setting that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsProblem {
    /// The file.
    pub file: String,
    /// The line, from 1, where one can be named.
    pub line: Option<u32>,
    /// What is wrong with it.
    pub words: String,
}

/// What a cluster says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterInfo {
    /// `gitVersion`.
    pub version: String,
    /// Names of namespaces, sorted; `None` where the person may not list them.
    pub namespaces: Option<Vec<String>>,
}

/// A press of Create.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Id of this press: fresh, random, 8 to 64 characters of `a-z 0-9 -`.
    pub id: String,
    /// Ids of earlier presses for the same draft whose end is not known.
    pub earlier: Vec<String>,
    /// Leave the dry run out: it was impossible, and the person said "Create anyway".
    pub without_dry_run: bool,
}

/// A task, as it is addressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaskAddress {
    /// Cluster.
    pub cluster: String,
    /// Namespace.
    pub namespace: String,
    /// Name of the Job.
    pub name: String,
}

impl TaskAddress {
    /// Where that draft's task will be.
    pub fn of(draft: &Draft) -> Self {
        let text = |path: DraftPath| draft.text(path.as_str()).to_owned();
        Self {
            cluster: text(DraftPath::CLUSTER),
            namespace: text(DraftPath::NAMESPACE),
            name: text(DraftPath::NAME),
        }
    }
}

/// What came of a press of Create.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The task exists, and this press (or an earlier one of the same draft) made it.
    Created {
        /// uid of the Job.
        uid: String,
        /// Warnings of the API server, verbatim.
        warnings: Vec<String>,
    },
    /// Refused; nothing was created.
    Refused {
        /// At the fields.
        findings: Vec<Finding>,
    },
    /// The dry run could not be made; nothing was created. The person may create anyway.
    DryRunImpossible {
        /// Why.
        error: super::ApiError,
    },
    /// Another task has the name; nothing was created.
    NameTaken {
        /// A name that is free.
        free: String,
    },
    /// The answer was lost and no such task exists: nothing was created, as far as can be seen.
    Lost {
        /// Why.
        error: super::ApiError,
    },
}

/// How a check before Create ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// Nothing speaks against the task.
    Passed,
    /// Something does.
    Failed,
    /// It could not be made, and why.
    #[default]
    Unmade,
}

/// One check before Create. Its name has a text `check.NAME` in every catalogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Its name: `permission`, `namespace`, `dry-run`, `pods`, `pod-security`, `limits`, `quota`, `nodes`,
    /// `references`; `practice` where the cluster judges less than a real one.
    pub name: String,
    /// How it ended.
    pub state: CheckState,
    /// What it found, at the fields.
    pub findings: Vec<Finding>,
    /// The words of the API server: a refusal that belongs to no field, warnings, why it could not be made.
    pub words: Vec<String>,
    /// What the task takes of quotas.
    pub bars: Vec<QuotaBar>,
}

/// What a task takes of a quota.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaBar {
    /// The quota and the resource: `team: requests.cpu`.
    pub what: String,
    /// What is used already.
    pub used: String,
    /// What this task takes.
    pub task: String,
    /// What is allowed.
    pub limit: String,
    /// Used and this task, in percent of the limit.
    pub percent: (u32, u32),
}

/// What came of a Service of a task: it is there when nothing was said against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceMade {
    /// Its name.
    pub name: String,
    /// Why it was refused, at the fields.
    pub findings: Vec<Finding>,
    /// Why it was not made, when that is about no field.
    pub error: Option<super::ApiError>,
}

/// What is sent to create a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateRequest {
    /// What was typed.
    pub draft: Draft,
    /// The press.
    pub attempt: Attempt,
}

/// A sentence of the catalogue by its name, and its values. The browser looks the name up; it knows
/// no list of them, which keeps two hundred names out of the wasm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its name in the catalogue, without `status.`.
    pub say: String,
    /// Its values.
    pub args: Args,
}

/// The status of a task, as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The word.
    pub word: Word,
    /// One sentence, where the word needs one.
    pub headline: Option<Sentence>,
    /// What more there is to know.
    pub detail: Option<Sentence>,
    /// What to do.
    pub advice: Option<Sentence>,
    /// A mark beside the word, such as "stopping Pods".
    pub badge: Option<Sentence>,
    /// How far.
    pub progress: Progress,
}

/// What keeps Pods from their work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseView {
    /// What happened.
    pub what: Sentence,
    /// What to do.
    pub advice: Option<Sentence>,
    /// Pod, container and node that show it, as far as there are.
    pub place: Vec<String>,
    /// How many Pods show it.
    pub pods: u32,
    /// The words of the kubelet or the controller, verbatim.
    pub evidence: String,
    /// Nothing goes on while it lasts.
    pub blocking: bool,
}

/// One task of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// uid of the Job.
    pub uid: String,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Images of its containers.
    pub images: Vec<String>,
    /// When it was made.
    pub created: Millis,
    /// It is (being) suspended.
    pub suspended: bool,
    /// Its status.
    pub status: Status,
}

/// One task with all that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDetail {
    /// As in the list.
    pub row: TaskRow,
    /// Description.
    pub description: String,
    /// What keeps its Pods from their work, worst first.
    pub causes: Vec<CauseView>,
    /// Its Pods, newest first.
    pub pods: Vec<PodRow>,
    /// Events of the task and its Pods, newest first.
    pub events: Vec<EventRow>,
}

/// A Pod of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodRow {
    /// uid.
    pub uid: String,
    /// Name.
    pub name: String,
    /// kubectl's word: `Running`, `ImagePullBackOff`, `Completed`.
    pub word: String,
    /// Something is wrong with it.
    pub bad: bool,
    /// Completion index of an Indexed task.
    pub index: Option<i32>,
    /// Node.
    pub node: String,
    /// Restarts of its containers, summed.
    pub restarts: i32,
    /// When it was made.
    pub created: Millis,
    /// What the kubelet says of it, verbatim.
    pub words: String,
    /// Its containers, init containers first, as the Pod lists them.
    pub containers: Vec<ContainerRow>,
}

/// A container of a Pod, as far as its log is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerRow {
    /// Name.
    pub name: String,
    /// It is an init container.
    pub init: bool,
    /// How often it was started again: every run has a log of its own.
    pub restarts: i32,
    /// It was started: before that there is no log.
    pub speaks: bool,
    /// It runs: its log goes on.
    pub runs: bool,
}

/// An Event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// uid.
    pub uid: String,
    /// `Job` or `Pod`.
    pub about_kind: String,
    /// Name of what it is about.
    pub about_name: String,
    /// It is a warning.
    pub warning: bool,
    /// Reason.
    pub reason: String,
    /// Message, verbatim.
    pub words: String,
    /// When it was seen last.
    pub last_seen: Millis,
    /// How often.
    pub count: i32,
}
