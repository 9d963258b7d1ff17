//! Objects of a cluster that a new draft can be made of.

use app::api::{ApiError, TaskAddress};
use cluster::Client;
use cluster::source::{Kind, source};
use http::StatusCode;
use serde_json::Value;

use crate::errors;

/// The object of that kind and name, and the Services of a Job.
pub(super) async fn of(client: &Client, task: &TaskAddress, kind: &str) -> Result<Vec<Value>, ApiError> {
    let kind = match kind {
        "Job" => Kind::Job,
        "CronJob" => Kind::CronJob,
        _ => {
            let words = "a draft is made of a Job or a CronJob".to_owned();
            return Err(errors::refused(StatusCode::BAD_REQUEST, words));
        }
    };
    let found = source(client, &task.namespace, kind, &task.name).await;
    found.map_err(|error| errors::of_cluster(&task.cluster, &error))
}
