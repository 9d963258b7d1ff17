//! Reading what the console said, in the browser.
//!
//! By hand, and leniently: what is missing is empty and what is unknown is passed over, so that a
//! page outlives an update of the console. A derived reader costs 1 to 2 kB of wasm for every type
//! (docs/adr/0008). A test of the server writes every type and reads it back here.

use job::context::{NodePorts, TakenName};
use job::image::{Facts, Unseen};
use job::status::Progress;
use job::{Args, Code, Defaults, DraftPath, Finding, Origin, Severity};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::word::of_name;
use super::*;

/// What can be read from JSON.
pub trait Read: Sized {
    /// Never fails: see the module.
    fn read(value: &Value) -> Self;
}

/// A member of an object.
fn of<T: Read>(value: &Value, name: &str) -> T {
    T::read(value.get(name).unwrap_or(&Value::Null))
}

/// A word of a list that both sides know; `unknown` for a word of another release.
fn word<T: DeserializeOwned>(value: &Value, name: &str, unknown: T) -> T {
    let word = value.get(name).and_then(Value::as_str);
    word.and_then(of_name).unwrap_or(unknown)
}

/// The one member of an object that stands for a choice: its name and what is in it.
fn choice(value: &Value) -> (&str, &Value) {
    match value {
        Value::Object(one) => one.iter().next().map_or(("", value), |(name, value)| (name, value)),
        other => (other.as_str().unwrap_or_default(), other),
    }
}

impl Read for () {
    fn read(_: &Value) -> Self {}
}

/// As it is: an object of a cluster.
impl Read for Value {
    fn read(value: &Value) -> Self {
        value.clone()
    }
}

impl Read for String {
    fn read(value: &Value) -> Self {
        value.as_str().unwrap_or_default().to_owned()
    }
}

impl Read for bool {
    fn read(value: &Value) -> Self {
        value.as_bool().unwrap_or_default()
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Self {
        value.as_i64().unwrap_or_default()
    }
}

impl Read for i32 {
    fn read(value: &Value) -> Self {
        i64::read(value) as Self
    }
}

impl Read for u32 {
    fn read(value: &Value) -> Self {
        i64::read(value) as Self
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Self {
        value.as_array().into_iter().flatten().map(T::read).collect()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Self {
        (!value.is_null()).then(|| T::read(value))
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: &Value) -> Self {
        Self::new(T::read(value))
    }
}

impl Read for Args {
    fn read(value: &Value) -> Self {
        let pair = |pair: &Value| Some((String::read(pair.get(0)?), String::read(pair.get(1)?)));
        value.as_array().into_iter().flatten().filter_map(pair).collect()
    }
}

impl Read for Finding {
    fn read(value: &Value) -> Self {
        Self {
            path: DraftPath::from(of::<String>(value, "path")),
            api_path: of(value, "api_path"),
            severity: word(value, "severity", Severity::Error),
            origin: word(value, "origin", Origin::Kubernetes),
            code: word(value, "code", Code::ServerRefused),
            args: of(value, "args"),
            server_words: of(value, "server_words"),
        }
    }
}

impl Read for TakenName {
    fn read(value: &Value) -> Self {
        Self {
            namespace: of(value, "namespace"),
            name: of(value, "name"),
            free: of(value, "free"),
        }
    }
}

impl Read for ApiError {
    fn read(value: &Value) -> Self {
        Self {
            kind: word(value, "kind", ErrorKind::ConsoleAnswer),
            status: of::<u32>(value, "status") as u16,
            words: of(value, "words"),
            cluster: of(value, "cluster"),
            retry_after: of(value, "retry_after"),
        }
    }
}

impl Read for ConsoleInfo {
    fn read(value: &Value) -> Self {
        Self {
            version: of(value, "version"),
            clusters: of(value, "clusters"),
            problems: of(value, "problems"),
            defaults: Defaults::from(value.get("defaults").cloned().unwrap_or_default()),
            node_ports: node_ports(value).unwrap_or_default(),
            signs_in: of(value, "signs_in"),
        }
    }
}

fn node_ports(value: &Value) -> Option<NodePorts> {
    let port = |at: usize| u16::try_from(value.get("node_ports")?.get(at)?.as_u64()?).ok();
    Some(NodePorts([port(0)?, port(1)?]))
}

impl Read for ClusterSummary {
    fn read(value: &Value) -> Self {
        Self {
            name: of(value, "name"),
            practice: of(value, "practice"),
            server: of(value, "server"),
            namespace: of(value, "namespace"),
            current: of(value, "current"),
            insecure: of(value, "insecure"),
            fingerprint: of(value, "fingerprint"),
            on_demand: of(value, "on_demand"),
            person: of(value, "person"),
        }
    }
}

impl Read for SettingsProblem {
    fn read(value: &Value) -> Self {
        Self {
            file: of(value, "file"),
            line: of(value, "line"),
            words: of(value, "words"),
        }
    }
}

impl Read for ClusterInfo {
    fn read(value: &Value) -> Self {
        Self {
            version: of(value, "version"),
            namespaces: of(value, "namespaces"),
        }
    }
}

impl Read for Outcome {
    fn read(value: &Value) -> Self {
        let (name, value) = choice(value);
        match name {
            "created" => Self::Created {
                uid: of(value, "uid"),
                warnings: of(value, "warnings"),
            },
            "refused" => Self::Refused {
                findings: of(value, "findings"),
            },
            "dry-run-impossible" => Self::DryRunImpossible {
                error: of(value, "error"),
            },
            "name-taken" => Self::NameTaken {
                free: of(value, "free"),
            },
            // What it became is not known: the task is looked for.
            _ => Self::Lost {
                error: of(value, "error"),
            },
        }
    }
}

impl Read for ServiceMade {
    fn read(value: &Value) -> Self {
        Self {
            name: of(value, "name"),
            findings: of(value, "findings"),
            error: of(value, "error"),
        }
    }
}

impl Read for Check {
    fn read(value: &Value) -> Self {
        Self {
            name: of(value, "name"),
            state: word(value, "state", CheckState::Unmade),
            findings: of(value, "findings"),
            words: of(value, "words"),
            bars: of(value, "bars"),
        }
    }
}

impl Read for QuotaBar {
    fn read(value: &Value) -> Self {
        let percent: Vec<u32> = of(value, "percent");
        let nth = |at: usize| percent.get(at).copied().unwrap_or_default();
        Self {
            what: of(value, "what"),
            used: of(value, "used"),
            task: of(value, "task"),
            limit: of(value, "limit"),
            percent: (nth(0), nth(1)),
        }
    }
}

impl Read for RegistryInfo {
    fn read(value: &Value) -> Self {
        Self {
            name: of(value, "name"),
            title: of(value, "title"),
            lists: of(value, "lists"),
        }
    }
}

impl<T: Read> Read for Looked<T> {
    fn read(value: &Value) -> Self {
        Self {
            found: of(value, "found"),
            trouble: of(value, "trouble"),
            secret: of(value, "secret"),
            unread: of(value, "unread"),
        }
    }
}

impl Read for RegistryTrouble {
    fn read(value: &Value) -> Self {
        Self {
            why: word(value, "why", Unseen::Failed),
            words: of(value, "words"),
        }
    }
}

impl Read for NameList {
    fn read(value: &Value) -> Self {
        Self {
            names: of(value, "names"),
            more: of(value, "more"),
        }
    }
}

impl Read for Facts {
    fn read(value: &Value) -> Self {
        Self {
            digest: of(value, "digest"),
            platforms: of(value, "platforms"),
            platform: of(value, "platform"),
            size: of(value, "size"),
            user: of(value, "user"),
            entrypoint: of(value, "entrypoint"),
            command: of(value, "command"),
            ports: of(value, "ports"),
            working_dir: of(value, "working_dir"),
            created: of(value, "created"),
        }
    }
}

impl Read for Sentence {
    fn read(value: &Value) -> Self {
        Self {
            say: of(value, "say"),
            args: of(value, "args"),
        }
    }
}

impl Read for Progress {
    fn read(value: &Value) -> Self {
        Self {
            done: of(value, "done"),
            total: of(value, "total"),
            active: of(value, "active"),
            running: of(value, "running"),
            ready: of(value, "ready"),
            failed: of(value, "failed"),
            terminating: of(value, "terminating"),
        }
    }
}

impl Read for Status {
    fn read(value: &Value) -> Self {
        Self {
            word: word(value, "word", Default::default()),
            headline: of(value, "headline"),
            detail: of(value, "detail"),
            advice: of(value, "advice"),
            badge: of(value, "badge"),
            progress: of(value, "progress"),
        }
    }
}

impl Read for CauseView {
    fn read(value: &Value) -> Self {
        Self {
            what: of(value, "what"),
            advice: of(value, "advice"),
            place: of(value, "place"),
            pods: of(value, "pods"),
            evidence: of(value, "evidence"),
            blocking: of(value, "blocking"),
        }
    }
}

impl Read for TaskRow {
    fn read(value: &Value) -> Self {
        Self {
            uid: of(value, "uid"),
            namespace: of(value, "namespace"),
            name: of(value, "name"),
            images: of(value, "images"),
            created: of(value, "created"),
            suspended: of(value, "suspended"),
            status: of(value, "status"),
        }
    }
}

impl Read for TaskDetail {
    fn read(value: &Value) -> Self {
        Self {
            row: of(value, "row"),
            description: of(value, "description"),
            causes: of(value, "causes"),
            pods: of(value, "pods"),
            events: of(value, "events"),
        }
    }
}

impl Read for PodRow {
    fn read(value: &Value) -> Self {
        Self {
            uid: of(value, "uid"),
            name: of(value, "name"),
            word: of(value, "word"),
            bad: of(value, "bad"),
            index: of(value, "index"),
            node: of(value, "node"),
            restarts: of(value, "restarts"),
            created: of(value, "created"),
            words: of(value, "words"),
            containers: of(value, "containers"),
        }
    }
}

impl Read for ContainerRow {
    fn read(value: &Value) -> Self {
        Self {
            name: of(value, "name"),
            init: of(value, "init"),
            restarts: of(value, "restarts"),
            speaks: of(value, "speaks"),
            runs: of(value, "runs"),
        }
    }
}

impl Read for EventRow {
    fn read(value: &Value) -> Self {
        Self {
            uid: of(value, "uid"),
            about_kind: of(value, "about_kind"),
            about_name: of(value, "about_name"),
            warning: of(value, "warning"),
            reason: of(value, "reason"),
            words: of(value, "words"),
            last_seen: of(value, "last_seen"),
            count: of(value, "count"),
        }
    }
}

impl Read for FrameBody {
    fn read(value: &Value) -> Self {
        let (name, value) = choice(value);
        match name {
            "cluster" => Self::Cluster {
                name: of(value, "name"),
                info: of(value, "info"),
                error: of(value, "error"),
            },
            "tasks" => Self::Tasks {
                snapshot: of(value, "snapshot"),
                upsert: of(value, "upsert"),
                gone: of(value, "gone"),
            },
            "task" => Self::Task {
                task: of(value, "task"),
            },
            "log" => Self::Log {
                anew: of(value, "anew"),
                skipped: of::<i64>(value, "skipped") as u64,
                lines: of(value, "lines"),
                ended: of(value, "ended"),
            },
            "state" => Self::State {
                live: of(value, "live"),
                error: of(value, "error"),
                limits: of(value, "limits"),
                now: of(value, "now"),
            },
            _ => Self::Alive,
        }
    }
}

impl Read for Frame {
    fn read(value: &Value) -> Self {
        Self {
            seq: of::<i64>(value, "seq") as u64,
            body: of(value, "body"),
        }
    }
}
