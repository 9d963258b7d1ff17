//! A Job or a CronJob as it stands, with the Services of a Job: what a new draft can be made of.

use serde_json::{Value, json};

use crate::call::Call;
use crate::{Client, Error, place};

/// What may be taken for a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Job, running or finished.
    Job,
    /// A CronJob: its template.
    CronJob,
}

/// Most Services of a namespace that are looked through.
const SERVICES: &str = "500";

/// The object, and after it the Services that a Job owns; none of them where the person may not list Services.
pub async fn source(client: &Client, namespace: &str, kind: Kind, name: &str) -> Result<Vec<Value>, Error> {
    let (path, named) = match kind {
        Kind::Job => (place::job(namespace, name), "Job"),
        Kind::CronJob => (place::cron_job(namespace, name), "CronJob"),
    };
    let object: Value = get(client, path).await?;
    let uid = object.pointer("/metadata/uid").cloned().unwrap_or_default();
    let mut all = vec![of_kind(object, "batch/v1", named)];
    if kind == Kind::Job {
        let list = Call::get(place::services(namespace), client.limits().read).query("limit", SERVICES);
        let services: Value = match list.make(client).await {
            Ok(answer) => answer.json()?,
            Err(error) if error.is_forbidden() => Value::Null,
            Err(error) => return Err(error),
        };
        let items = services
            .get("items")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let owned = items.into_iter().filter(|service| is_owned_by(service, &uid));
        all.extend(owned.map(|service| of_kind(service, "v1", "Service")));
    }
    Ok(all)
}

async fn get(client: &Client, path: String) -> Result<Value, Error> {
    Call::get(path, client.limits().read).make(client).await?.json()
}

/// Items of a list do not say what they are.
fn of_kind(mut object: Value, version: &str, kind: &str) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.insert("apiVersion".to_owned(), json!(version));
        members.insert("kind".to_owned(), json!(kind));
    }
    object
}

fn is_owned_by(object: &Value, uid: &Value) -> bool {
    let owners = object.pointer("/metadata/ownerReferences").and_then(Value::as_array);
    owners.is_some_and(|owners| owners.iter().any(|owner| owner.get("uid") == Some(uid)))
}
