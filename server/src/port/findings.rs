//! What an API server's no says about the draft.

use cluster::{Error, Refusal};
use job::causes::bring_home_words;
use job::{Args, Code, DraftPath, Finding, Origin, Severity, SourceMap, bring_home};

/// Findings for a refusal that is about what was sent; `None` when it is about something else.
pub(super) fn of_refusal(error: &Error, map: &SourceMap, namespace: &str) -> Option<Vec<Finding>> {
    match error {
        Error::Invalid(refusal) | Error::BadRequest(refusal) => Some(of_causes(refusal, map)),
        Error::NotFound(refusal) if refusal.kind == "namespaces" => Some(vec![Finding {
            path: DraftPath::NAMESPACE,
            api_path: "metadata.namespace".to_owned(),
            severity: Severity::Error,
            origin: Origin::Cluster,
            code: Code::NamespaceMissing,
            args: Args::with("namespace", namespace),
            server_words: Some(refusal.message.clone()),
        }]),
        _ => None,
    }
}

fn of_causes(refusal: &Refusal, map: &SourceMap) -> Vec<Finding> {
    if refusal.causes.is_empty() {
        return bring_home_words(&refusal.message, map);
    }
    bring_home(&refusal.causes, map)
}

/// Findings for settings that this cluster dropped without a word. Errors: a task that is not what was asked for
/// must not be created behind anybody's back.
pub(super) fn of_vanished(paths: &[String], map: &SourceMap) -> Vec<Finding> {
    let ignored = |path: &String| Finding {
        path: map.draft_path(path),
        api_path: path.clone(),
        severity: Severity::Error,
        origin: Origin::Cluster,
        code: Code::IgnoredByCluster,
        args: Args::with("path", path),
        server_words: None,
    };
    paths.iter().map(ignored).collect()
}

/// Whether a warning is about a place, which it names first: `spec.template.spec.containers[0].ports[1]: …`.
pub(super) fn names_a_place(words: &str) -> bool {
    let place = words.split(": ").next().unwrap_or_default();
    let is_path = place.starts_with("spec.") || place.starts_with("metadata.");
    is_path && !place.contains(' ') && place.len() < words.len()
}

/// The warnings that are about a place, at its field; and the others.
pub(super) fn of_warnings(warnings: Vec<String>, map: &SourceMap) -> (Vec<Finding>, Vec<String>) {
    let (placed, others): (Vec<_>, Vec<_>) = warnings.into_iter().partition(|words| names_a_place(words));
    let finding = |words: String| {
        let api_path = words.split(": ").next().unwrap_or_default().to_owned();
        Finding {
            path: map.draft_path(&api_path),
            api_path,
            severity: Severity::Warning,
            origin: Origin::Kubernetes,
            code: Code::ServerWarns,
            args: Args::none(),
            server_words: Some(words),
        }
    };
    (placed.into_iter().map(finding).collect(), others)
}
