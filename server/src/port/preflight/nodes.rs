//! Whether any node could take the Pods.

use app::api::{Check, CheckState};
use cluster::Error;
use job::SourceMap;
use job::rules::cluster::nodes::{Node, fit};
use serde_json::Value;

use super::{at_fields, check as of, unmade};

/// Without one that fits it failed, though a node may come: Create is not kept from it.
pub(super) fn check(job: &Value, nodes: Result<Vec<Node>, Error>, map: &SourceMap) -> Check {
    const NAME: &str = "nodes";
    let nodes = match nodes {
        Ok(nodes) => nodes,
        Err(error) => return unmade(NAME, &error),
    };
    let fits = fit(job, &nodes);
    let state = if fits.fit > 0 {
        CheckState::Passed
    } else {
        CheckState::Failed
    };
    Check {
        findings: at_fields(fits.findings, map),
        words: vec![format!("{} / {}", fits.fit, nodes.len())],
        ..of(NAME, state)
    }
}
