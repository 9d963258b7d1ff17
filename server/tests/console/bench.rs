//! What the tests share: a site folder, a port that does as it is told, and one request against the router.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::api::{
    ApiError, AsWhom, Caller, Check, ClusterInfo, ConsoleInfo, CreateRequest, ErrorKind, Looked, NameList, Outcome,
    Port, PullSecret, RegistryInfo, RegistryTrouble, ServiceMade, Signed, TaskAddress,
};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use cluster::{Clusters, Hub};
use http::{HeaderMap, Request, StatusCode};
use job::context::{NodePorts, TakenName};
use job::image::Facts;
use job::{Defaults, Draft, Finding};
use server::Console;
use server::assets::Site;
use server::port::Images;
use server::router::router;
use server::security::Hosts;
use server::session::Auth;
use tokio::sync::watch;
use tower::ServiceExt;

/// Where the console of the tests believes to be.
pub const HOST: &str = "localhost:3000";

/// A folder with a small site, for one test alone.
pub fn site_folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("site-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let assets = folder.join("assets/text");
    std::fs::create_dir_all(&assets).unwrap();
    let write = |path: &str, content: &str| std::fs::write(folder.join(path), content).unwrap();
    write(
        "index.html",
        r#"<!doctype html><script nonce="{{nonce}}" src="/assets/boot.0123456789ab.js"></script><link nonce="{{nonce}}">"#,
    );
    write("assets/boot.0123456789ab.js", "plain");
    write("assets/boot.0123456789ab.js.br", "brotli");
    write("assets/boot.0123456789ab.js.gz", "gzip");
    write("assets/slipway.0123456789ab.wasm", "wasm");
    write("assets/text/en.0123456789ab.json", "{}");
    write("robots.txt", "all");
    write(".made-from", "secret");
    folder
}

/// A router as the program has it, around this port and these clusters.
pub fn console(port: Arc<dyn Port>, clusters: Clusters) -> (Router, Arc<Console>, watch::Sender<bool>) {
    console_with(port, Arc::new(Auth::Local), Arc::new(clusters))
}

/// The same with another kind of credentials.
pub fn console_with(
    port: Arc<dyn Port>,
    auth: Arc<Auth>,
    clusters: Arc<Clusters>,
) -> (Router, Arc<Console>, watch::Sender<bool>) {
    let site = Site::load(&site_folder()).unwrap();
    let hosts = Hosts::new(([127, 0, 0, 1], 3000).into(), &["console.example".to_owned()]).unwrap();
    let (stop, stopped) = watch::channel(false);
    let hub = Hub::new(clusters.clone());
    let console = Arc::new(Console::new(port, auth, clusters, hub, site, hosts, stopped));
    (router(console.clone()), console, stop)
}

/// A router around [`Obedient`], without clusters.
pub fn obedient() -> Router {
    console(Arc::new(Obedient), Clusters::default()).0
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn error(&self) -> ApiError {
        assert_eq!(self.header("content-type"), "application/json", "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

pub fn request(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("host", HOST)
}

pub async fn get(router: &Router, path: &str) -> Answer {
    send(router, request("GET", path).body(Body::empty()).unwrap()).await
}

pub async fn call(router: &Router, path: &str, arguments: serde_json::Value) -> Answer {
    let request = request("POST", path).header("content-type", "application/json");
    send(router, request.body(Body::from(arguments.to_string())).unwrap()).await
}

/// A port that fails with the kind that is the cluster's name, and panics for the cluster `panic`.
pub struct Obedient;

impl Obedient {
    fn obey(cluster: &str) -> Result<(), ApiError> {
        assert_ne!(cluster, "panic", "as it was told");
        match serde_json::from_value::<ErrorKind>(cluster.into()) {
            Ok(kind) => Err(ApiError {
                kind,
                status: 418,
                words: "as told".into(),
                cluster: cluster.into(),
                retry_after: Some(7),
            }),
            Err(_) => Ok(()),
        }
    }
}

#[async_trait]
impl Port for Obedient {
    async fn console(&self, _: &Caller) -> Result<ConsoleInfo, ApiError> {
        Ok(ConsoleInfo {
            version: "test".into(),
            clusters: Vec::new(),
            problems: Vec::new(),
            defaults: Defaults::safe(),
            node_ports: NodePorts::default(),
            signs_in: false,
        })
    }

    async fn sign_in(&self, _: &Caller, cluster: &str, _: &str) -> Result<Signed, ApiError> {
        Self::obey(cluster).map(|()| Signed::default())
    }

    async fn sign_out(&self, _: &Caller, cluster: &str) -> Result<Signed, ApiError> {
        Self::obey(cluster).map(|()| Signed::default())
    }

    async fn cluster(&self, _: &Caller, cluster: &str) -> Result<ClusterInfo, ApiError> {
        if cluster == "slow" {
            tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
        }
        Self::obey(cluster)?;
        Ok(ClusterInfo {
            version: "v1.37.0".into(),
            namespaces: None,
        })
    }

    async fn taken(&self, _: &Caller, task: &TaskAddress) -> Result<Option<TakenName>, ApiError> {
        Self::obey(&task.cluster)?;
        Ok(None)
    }

    async fn names(&self, _: &Caller, task: &TaskAddress, _: &str, _: &str) -> Result<Vec<String>, ApiError> {
        Self::obey(&task.cluster).map(|()| Vec::new())
    }

    async fn source(&self, _: &Caller, task: &TaskAddress, _: &str) -> Result<Vec<serde_json::Value>, ApiError> {
        Self::obey(&task.cluster).map(|()| Vec::new())
    }

    async fn rights(&self, _: &Caller, task: &TaskAddress) -> Result<Vec<String>, ApiError> {
        Self::obey(&task.cluster).map(|()| Vec::new())
    }

    async fn create(&self, _: &Caller, request: CreateRequest) -> Result<Outcome, ApiError> {
        Self::obey(request.draft.text("basic.cluster"))?;
        Ok(Outcome::Refused { findings: Vec::new() })
    }

    async fn read_back(&self, _: &Caller, task: &TaskAddress, _: &[String]) -> Result<Outcome, ApiError> {
        Self::obey(&task.cluster)?;
        Ok(Outcome::Refused { findings: Vec::new() })
    }

    async fn suspend(&self, _: &Caller, task: &TaskAddress, _: &str, _: bool) -> Result<(), ApiError> {
        if task.cluster == "slow" {
            tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
        }
        Self::obey(&task.cluster)
    }

    async fn preflight(&self, _: &Caller, draft: &Draft) -> Result<Vec<Check>, ApiError> {
        Self::obey(draft.text("basic.cluster")).map(|()| Vec::new())
    }

    async fn services(&self, _: &Caller, draft: &Draft, _: &str) -> Result<Vec<ServiceMade>, ApiError> {
        Self::obey(draft.text("basic.cluster")).map(|()| Vec::new())
    }

    async fn delete(&self, _: &Caller, task: &TaskAddress, _: &str) -> Result<(), ApiError> {
        Self::obey(&task.cluster)
    }

    async fn registries(&self, _: &Caller, task: &TaskAddress) -> Result<Vec<RegistryInfo>, ApiError> {
        Self::obey(&task.cluster).map(|()| Vec::new())
    }

    async fn repositories(&self, _: &Caller, of: &AsWhom) -> Result<Looked<NameList>, ApiError> {
        Self::obey(&of.task.cluster).map(|()| nothing())
    }

    async fn tags(&self, _: &Caller, of: &AsWhom, _: &str) -> Result<Looked<NameList>, ApiError> {
        Self::obey(&of.task.cluster).map(|()| nothing())
    }

    async fn image(&self, _: &Caller, of: &AsWhom, _: &str, _: &str) -> Result<Looked<Facts>, ApiError> {
        Self::obey(&of.task.cluster).map(|()| nothing())
    }

    async fn image_findings(&self, _: &Caller, draft: &Draft) -> Result<Vec<Finding>, ApiError> {
        Self::obey(draft.text("basic.cluster")).map(|()| Vec::new())
    }

    async fn make_pull_secret(
        &self,
        _: &Caller,
        task: &TaskAddress,
        _: &PullSecret,
    ) -> Result<Option<RegistryTrouble>, ApiError> {
        Self::obey(&task.cluster).map(|()| None)
    }
}

fn nothing<T>() -> Looked<T> {
    Looked {
        found: None,
        trouble: None,
        secret: String::new(),
        unread: Vec::new(),
    }
}

/// Of a console whose operator named no registry.
pub fn no_registries() -> Images {
    images_of(images::Registries::default())
}

/// Of one that named these.
pub fn images_of(registries: images::Registries) -> Images {
    Images::new(images::Client::new(registries, images::Limits::default()).unwrap())
}
