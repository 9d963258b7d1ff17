//! What one cluster would do with the Pods of a Job that it takes: from the manifest and what is known of
//! the place (origin `cluster`). The server asks; the browser is told.

pub mod images;
pub mod limit_range;
pub mod nodes;
pub mod pod_security;

use super::node::Node;
use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// Lists of containers in a Pod, in the order in which Kubernetes visits them.
const CONTAINERS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

fn finding(at: &Node, severity: Severity, code: Code, args: Args) -> Finding {
    Finding {
        path: DraftPath::TASK,
        api_path: at.path(),
        severity,
        origin: Origin::Cluster,
        code,
        args,
        server_words: None,
    }
}
