//! Names that a task may refer to, as proposals. Keys, never values.

use app::api::{ApiError, TaskAddress};
use cluster::preflight::{Found, look_for};
use cluster::{Client, inventory};
use http::StatusCode;

use crate::errors;

/// What may be asked for: nothing else is anybody's to look through here.
const RESOURCES: [&str; 4] = ["configmaps", "secrets", "persistentvolumeclaims", "cronjobs"];

/// Names of a resource; with `within`, the keys of that one, none of one that is not there.
pub(super) async fn of(
    client: &Client,
    task: &TaskAddress,
    resource: &str,
    within: &str,
) -> Result<Vec<String>, ApiError> {
    if !RESOURCES.contains(&resource) {
        let words = format!("names are there of {}", RESOURCES.join(", "));
        return Err(errors::refused(StatusCode::BAD_REQUEST, words));
    }
    let found = if within.is_empty() {
        inventory::names(client, &task.namespace, resource)
            .await
            .map(|names| names.names)
    } else {
        let found = look_for(client, &task.namespace, resource, within, true).await;
        found.map(|found| match found {
            Found::There(keys) => keys,
            Found::Missing => Vec::new(),
        })
    };
    found.map_err(|error| errors::of_cluster(&task.cluster, &error))
}
