//! How a result is written.

use std::fmt::Write;
use std::sync::LazyLock;

use job::{Finding, Severity};
use serde_json::{Value, json};

use super::judge::Judged;
use job::yaml::Unreadable;

/// The English texts, of which the findings have theirs.
const ENGLISH: &str = include_str!("../../../app/text/en.json");

/// `{"objects": [{"kind", "name", "findings": [{"field", "severity", "origin", "code", "message"}]}]}`
pub(super) fn json(judged: &[Judged]) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "field": finding.api_path,
            "severity": finding.severity,
            "origin": finding.origin,
            "code": finding.code,
            "message": message(finding),
        })
    };
    let object = |judged: &Judged| {
        let findings: Vec<_> = judged.findings.iter().map(finding).collect();
        json!({"kind": judged.kind, "name": judged.name, "findings": findings})
    };
    json!({"objects": judged.iter().map(object).collect::<Vec<_>>()})
}

/// What could not be read, and where.
pub(super) fn unreadable(error: &Unreadable) -> Value {
    json!({
        "objects": [],
        "error": {"line": error.line, "column": error.column, "message": error.message},
    })
}

/// A line a finding, under a line for each object.
pub(super) fn text(judged: &[Judged]) -> String {
    let mut text = String::new();
    for judged in judged {
        let said = if judged.is_refused() { "refused" } else { "accepted" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {}: {said}", judged.kind, judged.name);
        for finding in &judged.findings {
            let mark = if finding.severity == Severity::Error {
                "error"
            } else {
                "warning"
            };
            let _ = writeln!(text, "  {mark} {}: {}", finding.api_path, message(finding));
        }
    }
    text
}

fn message(finding: &Finding) -> String {
    static TEXTS: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(ENGLISH).unwrap_or_default());
    let texts = &*TEXTS;
    let code = serde_json::to_value(finding.code).unwrap_or_default();
    let key = format!("finding.{}", code.as_str().unwrap_or_default());
    let mut message = texts[key.as_str()].as_str().unwrap_or_default().to_owned();
    for (name, value) in finding.args.iter() {
        message = message.replace(&format!("{{{name}}}"), value);
    }
    message.replace("{path}", &finding.api_path)
}
