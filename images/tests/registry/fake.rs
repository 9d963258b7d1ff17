//! A registry on loopback that says what a test tells it to, and remembers what it was asked.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use images::{Client, Limits, Place, Registries, Registry};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub type Body = BoxBody<Bytes, Infallible>;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// With its query.
    pub path: String,
    pub headers: HeaderMap,
}

impl Seen {
    pub fn authorization(&self) -> &str {
        self.headers
            .get("authorization")
            .map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Clone)]
pub struct Fake {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Fake {
    /// One that answers by a function.
    pub async fn start(answer: impl Fn(&Seen) -> Response<Body> + Send + Sync + 'static) -> Self {
        let (fake, listener) = Self::listen().await;
        let (seen, answer) = (fake.seen.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, seen.clone(), answer.clone()));
            }
        });
        fake
    }

    /// The same through TLS.
    pub async fn start_tls(
        tls: tokio_rustls::TlsAcceptor,
        answer: impl Fn(&Seen) -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        let (fake, listener) = Self::listen().await;
        let (seen, answer) = (fake.seen.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, seen, answer) = (tls.clone(), seen.clone(), answer.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream, seen, answer).await;
                    }
                });
            }
        });
        fake
    }

    /// One that writes bytes, and then `more` again and again until nobody reads; nothing at all when both are
    /// empty. It sees connections, not requests.
    pub async fn raw(head: &'static str, more: &'static str) -> Self {
        let (fake, listener) = Self::listen().await;
        let seen = fake.seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (method, path, headers) = Default::default();
                seen.lock().unwrap().push(Seen { method, path, headers });
                tokio::spawn(pour(stream, head, more));
            }
        });
        fake
    }

    async fn listen() -> (Self, TcpListener) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::default();
        (Self { address, seen }, listener)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// `METHOD PATH` of all requests.
    pub fn asked(&self) -> Vec<String> {
        self.seen()
            .iter()
            .map(|seen| format!("{} {}", seen.method, seen.path))
            .collect()
    }

    pub fn place(&self) -> Place {
        Place::parse(&format!("http://{}", self.address)).unwrap()
    }

    /// As an operator would name it who knows its address.
    pub fn registry(&self) -> Registry {
        Registry::short(&format!("http://{}", self.address)).unwrap()
    }

    pub fn client(&self) -> (Client, Registry) {
        client(self.registry())
    }
}

pub fn client(registry: Registry) -> (Client, Registry) {
    let registries = Registries::new(vec![registry.clone()]).unwrap();
    (Client::new(registries, Limits::default()).unwrap(), registry)
}

async fn serve<S, F>(stream: S, seen: Arc<Mutex<Vec<Seen>>>, answer: Arc<F>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: Fn(&Seen) -> Response<Body> + Send + Sync + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let one = Seen {
            method: request.method().to_string(),
            path: request.uri().to_string(),
            headers: request.headers().clone(),
        };
        seen.lock().unwrap().push(one.clone());
        let answer = answer(&one);
        async move { Ok::<_, Infallible>(answer) }
    });
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn pour(mut stream: TcpStream, head: &str, more: &str) {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await;
    let mut gone = stream.write_all(head.as_bytes()).await.is_err();
    while !gone && !more.is_empty() {
        gone = stream.write_all(more.as_bytes()).await.is_err();
    }
    if more.is_empty() {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    }
}

pub fn answer(code: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::builder().status(code);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Full::new(body.into()).boxed()).unwrap()
}

pub fn ok(body: &Value) -> Response<Body> {
    answer(200, &[("content-type", "application/json")], body.to_string())
}

/// A refusal as registries write it.
pub fn refuse(code: u16, reason: &str) -> Response<Body> {
    let body = json!({"errors": [{"code": reason, "message": "no"}]});
    answer(code, &[("content-type", "application/json")], body.to_string())
}

pub fn digest(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter()
        .fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// The repository `team/app` with the tag `1.0`: an index of two platforms and an attestation.
#[derive(Clone)]
pub struct App {
    pub config: String,
    pub manifest: String,
    pub index: String,
}

impl App {
    pub fn new() -> Self {
        let config = json!({
            "os": "linux", "architecture": "amd64", "created": "2026-01-02T03:04:05Z",
            "config": {
                "User": "1000:1000", "Entrypoint": ["/bin/app"], "Cmd": ["--serve", ""], "WorkingDir": "/srv",
                "ExposedPorts": {"8080/tcp": {}, "53/udp": {}, "443": {}, "no/port": {}}
            }
        })
        .to_string();
        let kind = "application/vnd.oci.image.config.v1+json";
        let layer = |size: u64| json!({"digest": digest(b"layer"), "size": size});
        let manifest = json!({
            "schemaVersion": 2,
            "config": {"mediaType": kind, "digest": digest(config.as_bytes()), "size": config.len()},
            "layers": [layer(1000), layer(2000)]
        })
        .to_string();
        let entry = |os: &str, architecture: &str, variant: Value, digest: &str| json!({"digest": digest, "size": 1, "platform": {"os": os, "architecture": architecture, "variant": variant}});
        let other = digest(b"other");
        let index = json!({
            "schemaVersion": 2,
            "manifests": [
                entry("unknown", "unknown", Value::Null, &other),
                entry("linux", "arm", json!("v7"), &other),
                entry("linux", "amd64", Value::Null, &digest(manifest.as_bytes())),
            ]
        })
        .to_string();
        Self {
            config,
            manifest,
            index,
        }
    }

    pub fn config_path(&self) -> String {
        format!("/v2/team/app/blobs/{}", digest(self.config.as_bytes()))
    }

    pub fn answer(&self, seen: &Seen) -> Response<Body> {
        let path = seen.path.split('?').next().unwrap();
        let content = match path.strip_prefix("/v2/team/app/") {
            Some("tags/list") => return ok(&json!({"name": "team/app", "tags": ["1.0", "latest", "1.10"]})),
            Some("manifests/1.0") => &self.index,
            Some(path) if path == format!("manifests/{}", digest(self.index.as_bytes())) => &self.index,
            Some(path) if path == format!("manifests/{}", digest(self.manifest.as_bytes())) => &self.manifest,
            Some(path) if path == format!("blobs/{}", digest(self.config.as_bytes())) => &self.config,
            _ if path == "/v2/_catalog" => return ok(&json!({"repositories": ["team/app"]})),
            _ => return refuse(404, "MANIFEST_UNKNOWN"),
        };
        answer(
            200,
            &[("docker-content-digest", &digest(content.as_bytes()))],
            content.clone(),
        )
    }
}
