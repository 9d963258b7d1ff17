//! What is said of an object.

use job::context::NodePorts;
use job::rules::{house, kubernetes};
use job::{Args, Code, Context, DraftPath, Finding, Origin, Severity, import, manifests};
use serde_json::Value;

use super::read::Object;

/// An object that was judged.
pub(super) struct Judged {
    /// Its kind.
    pub(super) kind: String,
    /// Its name.
    pub(super) name: String,
    /// What is said of it, with the API server's field paths.
    pub(super) findings: Vec<Finding>,
}

impl Judged {
    /// Whether the API server would refuse it, or a rule of the house that counts as an error here.
    pub(super) fn is_refused(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

/// How the house's own rules count: of what was written elsewhere they only warn, unless they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum House {
    Warns,
    Refuses,
}

/// Judges an object. What no rule knows is said, never silently fine.
pub(super) fn judge(object: Object, house: House) -> Judged {
    let Object { value, twice } = object;
    let text = |pointer: &str| {
        value
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (kind, version) = (text("/kind"), text("/apiVersion"));
    let mut findings: Vec<Finding> = twice
        .into_iter()
        .map(|path| of(path, Severity::Error, Origin::Kubernetes, Code::DuplicateKey))
        .collect();
    let unjudged = |path: String| of(path, Severity::Warning, Origin::Slipway, Code::Unjudged);
    match (version.as_str(), kind.as_str()) {
        ("batch/v1", "Job") => {
            findings.extend(kubernetes::judge(&value));
            findings.extend(of_the_house(of_job(&value), house));
        }
        ("v1", "Service") => {
            findings.extend(kubernetes::judge_service(&value, NodePorts::default()));
            findings.extend(of_the_house(of_service(&value), house));
        }
        _ => findings.push(unjudged(String::new())),
    }
    findings.extend(kubernetes::unjudged(&value).into_iter().map(unjudged));
    Judged {
        kind,
        name: text("/metadata/name"),
        findings,
    }
}

fn of_the_house(findings: Vec<Finding>, house: House) -> impl Iterator<Item = Finding> {
    findings.into_iter().map(move |finding| match house {
        House::Warns => Finding {
            severity: Severity::Warning,
            ..finding
        },
        House::Refuses => finding,
    })
}

/// What the house says of the draft that the Job would be; where it would be sent is not asked.
fn of_job(job: &Value) -> Vec<Finding> {
    let draft = import::job(job);
    let map = manifests(&draft).map;
    let place = [DraftPath::CLUSTER, DraftPath::NAMESPACE];
    let said = house::judge(&draft, &Context::default()).into_iter();
    said.filter(|finding| !place.contains(&finding.path))
        .map(|finding| {
            let at = map.api_paths(&finding.path).next();
            Finding {
                api_path: at.map(ToString::to_string).unwrap_or_default(),
                ..finding
            }
        })
        .collect()
}

fn of_service(service: &Value) -> Vec<Finding> {
    let name = service.pointer("/metadata/name").and_then(Value::as_str);
    let mut findings = Vec::new();
    house::name::judge(name.unwrap_or_default(), DraftPath::TASK, &mut findings);
    for finding in &mut findings {
        "metadata.name".clone_into(&mut finding.api_path);
    }
    findings
}

fn of(api_path: String, severity: Severity, origin: Origin, code: Code) -> Finding {
    Finding {
        path: DraftPath::TASK,
        severity,
        origin,
        code,
        args: Args::with("path", &api_path),
        api_path,
        server_words: None,
    }
}
