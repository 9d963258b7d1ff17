//! What a person lacks in a namespace, of all that pages offer to do.

use app::api::{ApiError, TaskAddress};
use cluster::Client;
use cluster::access::can_i;

use crate::errors;

/// Verb, API group, resource.
const OFFERED: [(&str, &str, &str); 6] = [
    ("create", "batch", "jobs"),
    ("patch", "batch", "jobs"),
    ("delete", "batch", "jobs"),
    ("create", "", "services"),
    ("create", "", "secrets"),
    ("get", "", "pods/log"),
];

/// As `verb resource.group`.
pub(super) async fn lacking(client: &Client, task: &TaskAddress) -> Result<Vec<String>, ApiError> {
    let namespace = Some(task.namespace.as_str());
    let asked = OFFERED.map(|(verb, group, resource)| can_i(client, namespace, verb, group, resource));
    let mut lacking = Vec::new();
    for ((verb, group, resource), may) in OFFERED.into_iter().zip(futures::future::join_all(asked).await) {
        if !may.map_err(|error| errors::of_cluster(&task.cluster, &error))? {
            let group = if group.is_empty() {
                String::new()
            } else {
                format!(".{group}")
            };
            lacking.push(format!("{verb} {resource}{group}"));
        }
    }
    Ok(lacking)
}
