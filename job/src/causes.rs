//! What the API server said comes home to the fields.

use serde::{Deserialize, Serialize};

use crate::manifest::SourceMap;
use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// One cause of a refusal, as a `Status` carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerCause {
    /// `FieldValueInvalid` and the like.
    pub reason: String,
    /// The API server's words.
    pub message: String,
    /// `spec.template.spec.containers[0].image`; empty when it names none.
    pub field: String,
}

/// Findings for the causes of a refusal, each at the field that made the refused place.
pub fn bring_home(causes: &[ServerCause], map: &SourceMap) -> Vec<Finding> {
    causes
        .iter()
        .map(|cause| refused(home(cause, map), cause.field.clone(), cause.message.clone()))
        .collect()
}

/// `validateResourceRequirements` names the requests without a key; its words name the resource:
/// `must be less than or equal to cpu limit of 1`, `must be equal to nvidia.com/gpu limit of 2`.
fn home(cause: &ServerCause, map: &SourceMap) -> DraftPath {
    let resource = cause
        .message
        .split_once("equal to ")
        .and_then(|(_, rest)| Some(rest.split_once(" limit of ")?.0));
    match resource.filter(|_| cause.field.ends_with(".requests")) {
        Some(resource) => map.draft_path_of_key(&cause.field, resource),
        None => map.draft_path(&cause.field),
    }
}

/// A refusal that names no field: unknown and wrongly typed fields of a 400 are looked for in its
/// words (`unknown field "spec.foo"`, `Go struct field JobSpec.spec.parallelism of type int32`).
pub fn bring_home_words(message: &str, map: &SourceMap) -> Vec<Finding> {
    let quoted = message.split('"').skip(1).step_by(2);
    let typed = message
        .split("Go struct field ")
        .skip(1)
        .filter_map(|rest| rest.split_whitespace().next()?.split_once('.'))
        .map(|(_, path)| path);
    let named = quoted
        .chain(typed)
        .find(|path| path.starts_with("spec.") || path.starts_with("metadata."));
    let path = named.map_or(DraftPath::TASK, |api| map.draft_path_of_kind(api));
    vec![refused(path, named.unwrap_or_default().to_owned(), message.to_owned())]
}

fn refused(path: DraftPath, api_path: String, words: String) -> Finding {
    Finding {
        path,
        api_path,
        severity: Severity::Error,
        origin: Origin::Kubernetes,
        code: Code::ServerRefused,
        args: Args::none(),
        server_words: Some(words),
    }
}
