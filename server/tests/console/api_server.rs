//! An API server that says what the test wants, and the port to it.

use std::sync::{Arc, Mutex};

use app::api::{ApiError, Attempt, Caller, CreateRequest, Outcome, Port};
use cluster::{Client, Clusters};
use http::{Method, Request, Response};
use http_body_util::BodyExt;
use job::context::NodePorts;
use job::{Defaults, Draft};
use kube::client::Body;
use serde_json::{Value, json};
use server::port::Kubernetes;

use crate::bench::no_registries;
use server::session::Auth;

/// What the API server answers.
pub enum Reply {
    Json(u16, Value),
    /// The connection breaks after the request was sent.
    Lost,
    Silence,
}

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub dry: bool,
    pub body: Value,
}

pub struct Server {
    pub port: Kubernetes,
    pub asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A port to one cluster, `c`, that answers by this.
    pub fn new(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (noted, answer) = (asked.clone(), Arc::new(answer));
        let service = tower::service_fn(move |request: Request<Body>| {
            let (noted, answer) = (noted.clone(), answer.clone());
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                let asked = Asked {
                    method: head.method,
                    path: head.uri.path().to_owned(),
                    dry: head.uri.query().is_some_and(|query| query.contains("dryRun=All")),
                    body: serde_json::from_slice(&body).unwrap_or_default(),
                };
                let reply = {
                    let mut all = noted.lock().unwrap();
                    all.push(asked.clone());
                    answer(&asked, all.len())
                };
                match reply {
                    Reply::Json(code, body) => Ok(Response::builder()
                        .status(code)
                        .body(Body::from(body.to_string().into_bytes()))
                        .unwrap()),
                    Reply::Lost => Err(std::io::Error::other("connection reset")),
                    Reply::Silence => std::future::pending().await,
                }
            }
        });
        let client = Client::of(kube::Client::new(service, "default"), "the test's server");
        let clusters = Arc::new(Clusters::default().with("c", client, "default", false));
        Self {
            port: Kubernetes::new(
                clusters,
                Defaults::safe(),
                NodePorts::default(),
                Arc::new(Auth::Local),
                no_registries(),
            ),
            asked,
        }
    }

    pub async fn press(&self, draft: Draft, attempt: Attempt) -> Result<Outcome, ApiError> {
        self.port.create(&Caller::Local, CreateRequest { draft, attempt }).await
    }

    /// The Jobs that were really posted.
    pub fn posts(&self) -> Vec<Value> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|asked| asked.method == Method::POST && !asked.dry)
            .map(|asked| asked.body.clone())
            .collect()
    }
}

pub fn status(code: u16, reason: &str, message: &str, details: Value) -> Reply {
    let status = json!({
        "kind": "Status", "apiVersion": "v1", "status": "Failure",
        "code": code, "reason": reason, "message": message, "details": details,
    });
    Reply::Json(code, status)
}

/// The Job as a server keeps it.
pub fn kept(sent: &Value) -> Reply {
    let mut job = sent.clone();
    job["metadata"]["uid"] = json!("u1");
    Reply::Json(201, job)
}

/// The Job of the name, made by that press.
pub fn there(attempt: &str) -> Reply {
    Reply::Json(
        200,
        json!({"metadata": {"name": "backup", "uid": "u9", "annotations": {"slipway.dev/attempt": attempt}}}),
    )
}

pub fn exists() -> Reply {
    status(409, "AlreadyExists", "jobs.batch \"backup\" already exists", json!({}))
}

pub fn missing() -> Reply {
    status(404, "NotFound", "jobs.batch \"backup\" not found", json!({}))
}
