//! The Services of a task: made after its Job and owned by it, so that they go with it.

use serde_json::{Value, json};

use super::{DryRun, FIELD_MANAGER, Purpose, post, try_out};
use crate::call::{Call, METADATA};
use crate::inventory::Object;
use crate::{Client, Error, place};

/// The Job that a Service belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its uid.
    pub uid: &'a str,
}

/// Has the API server judge a Service without creating it, as [`super::dry_run`] does a Job.
pub async fn dry_run_service(client: &Client, namespace: &str, service: &Value, why: Purpose) -> Result<DryRun, Error> {
    try_out(client, place::services(namespace), service, why).await
}

/// Creates a Service that belongs to a Job. It may be asked again: one of that name that belongs to this
/// Job already is the one that was wanted, whatever became of the answer.
pub async fn create_service(client: &Client, namespace: &str, service: &Value, owner: Owner<'_>) -> Result<(), Error> {
    let mut owned = service.clone();
    owned["metadata"]["ownerReferences"] =
        json!([{"apiVersion": "batch/v1", "kind": "Job", "name": owner.name, "uid": owner.uid}]);
    let made = post(
        place::services(namespace),
        &owned,
        FIELD_MANAGER,
        client.limits().change,
    )
    .make(client)
    .await;
    let Err(error) = made else { return Ok(()) };
    if !matches!(
        error,
        Error::AlreadyExists(_) | Error::AnswerLost { .. } | Error::Internal(_)
    ) {
        return Err(error);
    }
    let name = service["metadata"]["name"].as_str().unwrap_or_default();
    if belongs_to(client, namespace, name, owner).await {
        Ok(())
    } else {
        Err(error)
    }
}

async fn belongs_to(client: &Client, namespace: &str, name: &str, owner: Owner<'_>) -> bool {
    let call = Call::get(place::service(namespace, name), client.limits().read).accept(METADATA);
    let Ok(answer) = call.make(client).await else {
        return false;
    };
    let found: Result<Object, _> = answer.json();
    found.is_ok_and(|found| found.metadata.owners.iter().any(|of| of.uid == owner.uid))
}
