//! Kubernetes' rules, over the JSON that the API server will judge. One file per subject; each
//! function names the Kubernetes function that it mirrors. Findings carry the API path that the
//! API server would report; the draft path is filled in by [`crate::check`] through the SourceMap.

mod container;
mod decode;
mod format;
mod job_spec;
mod metadata;
mod resources;

use serde_json::Value;

use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// Findings about a `batch/v1` Job that is to be created.
///
/// What cannot be decoded is all that the API server would report, so nothing else is then.
pub fn judge(job: &Value) -> Vec<Finding> {
    let mut found = Found::default();
    decode::judge(job, &mut found);
    if found.0.is_empty() {
        metadata::judge(job, &mut found);
        job_spec::judge(job, &mut found);
        container::judge(job, &mut found);
    }
    found.0
}

/// The findings so far.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn error(&mut self, api_path: impl Into<String>, code: Code, args: Args) {
        self.push(api_path.into(), Severity::Error, code, args);
    }

    fn warning(&mut self, api_path: impl Into<String>, code: Code, args: Args) {
        self.push(api_path.into(), Severity::Warning, code, args);
    }

    fn push(&mut self, api_path: String, severity: Severity, code: Code, args: Args) {
        let origin = Origin::Kubernetes;
        self.0.push(Finding {
            path: DraftPath::TASK,
            api_path,
            severity,
            origin,
            code,
            args,
            server_words: None,
        });
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

fn number(value: &Value, pointer: &str) -> Option<i64> {
    value.pointer(pointer).and_then(Value::as_i64)
}
