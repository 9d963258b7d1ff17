//! The server functions. Each has a fixed address under `/api/`, takes JSON and gives JSON, and
//! does nothing but ask the port: who calls and with what rights is the server's affair.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of every argument list and cannot document its fields"
)]

use job::Draft;
use job::context::TakenName;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde_json::Value;

use super::{ApiError, Check, ClusterInfo, ConsoleInfo, CreateRequest, Outcome, ServiceMade, TaskAddress};

/// What a page needs to know first.
#[server(endpoint = "console", prefix = "/api", input = Json, output = Json)]
pub async fn console() -> Result<ConsoleInfo, ApiError> {
    let (port, caller) = behind()?;
    answer(port.console(&caller).await)
}

/// Signs in to a cluster with a bearer token; gives what the cluster calls its owner.
#[server(endpoint = "sign-in", prefix = "/api", input = Json, output = Json)]
pub async fn sign_in(cluster: String, token: String) -> Result<String, ApiError> {
    let (port, caller) = behind()?;
    answer(port.sign_in(&caller, &cluster, &token).await.and_then(with_cookies))
}

/// Signs out of a cluster, of all for none.
#[server(endpoint = "sign-out", prefix = "/api", input = Json, output = Json)]
pub async fn sign_out(cluster: String) -> Result<String, ApiError> {
    let (port, caller) = behind()?;
    answer(port.sign_out(&caller, &cluster).await.and_then(with_cookies))
}

/// What a cluster says of itself.
#[server(endpoint = "cluster", prefix = "/api", input = Json, output = Json)]
pub async fn cluster_state(cluster: String) -> Result<ClusterInfo, ApiError> {
    let (port, caller) = behind()?;
    answer(port.cluster(&caller, &cluster).await)
}

/// Whether a task of that name exists, and if so, a name that is free.
#[server(endpoint = "taken", prefix = "/api", input = Json, output = Json)]
pub async fn taken(task: TaskAddress) -> Result<Option<TakenName>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.taken(&caller, &task).await)
}

/// Names of things of a namespace that a task may refer to (`configmaps`, `secrets`,
/// `persistentvolumeclaims`); with `within`, the keys of that one. No values.
#[server(endpoint = "names", prefix = "/api", input = Json, output = Json)]
pub async fn names(task: TaskAddress, resource: String, within: String) -> Result<Vec<String>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.names(&caller, &task, &resource, &within).await)
}

/// The `Job` or `CronJob` of that name, to make a draft of, and the Services of a Job.
#[server(endpoint = "source", prefix = "/api", input = Json, output = Json)]
pub async fn source(task: TaskAddress, kind: String) -> Result<Vec<Value>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.source(&caller, &task, &kind).await)
}

/// What the person may not do in a namespace, of all that pages offer: `create jobs.batch`.
#[server(endpoint = "rights", prefix = "/api", input = Json, output = Json)]
pub async fn rights(task: TaskAddress) -> Result<Vec<String>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.rights(&caller, &task).await)
}

/// One press of Create.
#[server(endpoint = "create", prefix = "/api", input = Json, output = Json)]
pub async fn create(request: CreateRequest) -> Result<Outcome, ApiError> {
    let (port, caller) = behind()?;
    answer(port.create(&caller, request).await)
}

/// After a lost answer: whether one of these presses made the task.
#[server(endpoint = "read-back", prefix = "/api", input = Json, output = Json)]
pub async fn read_back(task: TaskAddress, attempts: Vec<String>) -> Result<Outcome, ApiError> {
    let (port, caller) = behind()?;
    answer(port.read_back(&caller, &task, &attempts).await)
}

/// What can be known before Create; changes nothing.
#[server(endpoint = "preflight", prefix = "/api", input = Json, output = Json)]
pub async fn preflight(draft: Draft) -> Result<Vec<Check>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.preflight(&caller, &draft).await)
}

/// Makes the Services of a task that is there; asked again, it makes those that are missing.
#[server(endpoint = "services", prefix = "/api", input = Json, output = Json)]
pub async fn services(draft: Draft, uid: String) -> Result<Vec<ServiceMade>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.services(&caller, &draft, &uid).await)
}

/// Suspends or resumes a task.
#[server(endpoint = "suspend", prefix = "/api", input = Json, output = Json)]
pub async fn suspend(task: TaskAddress, uid: String, suspend: bool) -> Result<(), ApiError> {
    let (port, caller) = behind()?;
    answer(port.suspend(&caller, &task, &uid, suspend).await)
}

/// Deletes a task and its Pods.
#[server(endpoint = "delete", prefix = "/api", input = Json, output = Json)]
pub async fn delete(task: TaskAddress, uid: String) -> Result<(), ApiError> {
    let (port, caller) = behind()?;
    answer(port.delete(&caller, &task, &uid).await)
}

/// The port and the caller, which the server puts into the context of every call.
#[cfg(feature = "ssr")]
fn behind() -> Result<(std::sync::Arc<dyn super::Port>, super::Caller), ApiError> {
    let missing = || {
        ApiError::console(
            super::ErrorKind::ConsoleFailed,
            500,
            "the call has no port or no caller",
        )
    };
    let found = use_context::<std::sync::Arc<dyn super::Port>>().zip(use_context::<super::Caller>());
    answer(found.ok_or_else(missing))
}

/// Gives the browser its cookies.
#[cfg(feature = "ssr")]
fn with_cookies(signed: super::Signed) -> Result<String, ApiError> {
    let failed = |words: &str| ApiError::console(super::ErrorKind::ConsoleFailed, 500, words);
    let options = use_context::<leptos_axum::ResponseOptions>().ok_or_else(|| failed("the call has no answer"))?;
    for cookie in signed.cookies {
        let cookie = http::HeaderValue::from_str(&cookie).map_err(|_| failed("the cookie has odd letters"))?;
        options.append_header(http::header::SET_COOKIE, cookie);
    }
    Ok(signed.name)
}

/// Gives the answer the HTTP status that belongs to it (server functions would say 500 for every error).
#[cfg(feature = "ssr")]
fn answer<T>(result: Result<T, ApiError>) -> Result<T, ApiError> {
    if let Err(error) = &result
        && let Some(options) = use_context::<leptos_axum::ResponseOptions>()
    {
        options.set_status(http::StatusCode::from_u16(error.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR));
    }
    result
}
