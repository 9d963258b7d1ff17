//! What is said of an object.

use job::rules::kubernetes;
use job::{Args, Code, DraftPath, Finding, Origin, Severity};
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
    /// Whether the API server would refuse it.
    pub(super) fn is_refused(&self) -> bool {
        let refuses = |finding: &&Finding| finding.is_error() && finding.origin == Origin::Kubernetes;
        self.findings.iter().any(|finding| refuses(&finding))
    }
}

/// Judges an object. What no rule knows is said, never silently fine.
pub(super) fn judge(object: Object) -> Judged {
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
        ("batch/v1", "Job") => findings.extend(kubernetes::judge(&value)),
        ("v1", "Service") => findings.extend(kubernetes::judge_service(&value)),
        _ => findings.push(unjudged(String::new())),
    }
    findings.extend(kubernetes::unjudged(&value).into_iter().map(unjudged));
    Judged {
        kind,
        name: text("/metadata/name"),
        findings,
    }
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
