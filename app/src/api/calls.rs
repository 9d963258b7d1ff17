//! The server functions. Each has a fixed address under `/api/`, takes JSON and gives JSON, and
//! does nothing but ask the port: who calls and with what rights is the server's affair.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of every argument list and cannot document its fields"
)]

use job::context::TakenName;
use job::image::Facts;
use job::{Draft, Finding};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde_json::Value;

use super::{
    ApiError, AsWhom, Check, ClusterInfo, ConsoleInfo, CreateRequest, Looked, NameList, Outcome, PullSecret,
    RegistryInfo, RegistryTrouble, ServiceMade, TaskAddress,
};

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

/// The registries that the operator named. Whoever may ask a cluster may know them.
#[server(endpoint = "registries", prefix = "/api", input = Json, output = Json)]
pub async fn registries(task: TaskAddress) -> Result<Vec<RegistryInfo>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.registries(&caller, &task).await)
}

/// The repositories of a registry.
#[server(endpoint = "repositories", prefix = "/api", input = Json, output = Json)]
pub async fn repositories(of: AsWhom) -> Result<Looked<NameList>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.repositories(&caller, &of).await)
}

/// The tags of a repository, the likeliest to be wanted first.
#[server(endpoint = "tags", prefix = "/api", input = Json, output = Json)]
pub async fn tags(of: AsWhom, repository: String) -> Result<Looked<NameList>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.tags(&caller, &of, &repository).await)
}

/// What a tag or a digest of a repository is.
#[server(endpoint = "image", prefix = "/api", input = Json, output = Json)]
pub async fn image(of: AsWhom, repository: String, reference: String) -> Result<Looked<Facts>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.image(&caller, &of, &repository, &reference).await)
}

/// What registries say of the images of a draft. Those that say nothing in time are passed over.
#[server(endpoint = "image-findings", prefix = "/api", input = Json, output = Json)]
pub async fn image_findings(draft: Draft) -> Result<Vec<Finding>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.image_findings(&caller, &draft).await)
}

/// Makes a pull secret, after its registry took the credentials. Where it did not, nothing is made, and the answer is
/// why.
#[server(endpoint = "pull-secret", prefix = "/api", input = Json, output = Json)]
pub async fn make_pull_secret(task: TaskAddress, secret: PullSecret) -> Result<Option<RegistryTrouble>, ApiError> {
    let (port, caller) = behind()?;
    answer(port.make_pull_secret(&caller, &task, &secret).await)
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
