//! A fast practice cluster and raw requests to it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use sandbox::{Options, Pace, Practice, PracticeBody};
use serde_json::{Value, json};
use tower::ServiceExt;

pub(crate) const JOBS: &str = "/apis/batch/v1/namespaces/default/jobs";
pub(crate) const PODS: &str = "/api/v1/namespaces/default/pods";
pub(crate) const EVENTS: &str = "/api/v1/namespaces/default/events";

pub(crate) struct Cluster(pub(crate) Practice);

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn reason(&self) -> &str {
        self.body["reason"].as_str().unwrap_or("")
    }

    pub(crate) fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or("")
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        let items = self.body["items"].as_array().into_iter().flatten();
        items.filter_map(|item| item["metadata"]["name"].as_str()).collect()
    }

    /// The lines of a watch.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }
}

impl Cluster {
    /// A cluster in which a minute lasts a second or so.
    pub(crate) fn fast() -> Self {
        Self::at(50.0)
    }

    pub(crate) fn at(times: f64) -> Self {
        Self(Practice::start(Options {
            pace: Pace::faster(times),
        }))
    }

    pub(crate) async fn open(&self, request: Request<Full<Bytes>>) -> http::Response<PracticeBody> {
        self.0
            .service()
            .oneshot(request)
            .await
            .expect("the service never fails")
    }

    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        let (head, body) = self.open(request).await.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            code: head.status.as_u16(),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        }
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, kind: &str, body: impl Into<Bytes>) -> Answer {
        let request = Request::builder().method(method).uri(path).header("content-type", kind);
        self.send(request.body(Full::from(body.into())).expect("a request"))
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, "", "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, "application/json", body.to_string()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::PATCH, path, "application/merge-patch+json", body.to_string())
            .await
    }

    pub(crate) async fn delete(&self, path: &str, options: &Value) -> Answer {
        self.ask(Method::DELETE, path, "application/json", options.to_string())
            .await
    }

    /// Asks again and again until the answer is as expected.
    pub(crate) async fn until(&self, path: &str, what: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path).await;
            if what(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "waited in vain at {path}: {}",
                answer.text
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits for a condition of a Job.
    pub(crate) async fn job_until(&self, name: &str, condition: &str) -> Value {
        let path = format!("{JOBS}/{name}");
        self.until(&path, |answer| conditions(&answer.body).contains(&condition))
            .await
            .body
    }

    /// Waits for a phase of the only Pod of the namespace.
    pub(crate) async fn pod_until(&self, phase: &str) -> Value {
        let answer = self
            .until(PODS, |answer| answer.body["items"][0]["status"]["phase"] == phase)
            .await;
        answer.body["items"][0].clone()
    }
}

/// A Job with one container.
pub(crate) fn job(name: &str, image: &str) -> Value {
    json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name},
        "spec": {"template": {"spec": {
            "restartPolicy": "Never",
            "containers": [{"name": "main", "image": image}],
        }}},
    })
}

/// The same with more in its spec.
pub(crate) fn job_with(name: &str, image: &str, spec: &Value) -> Value {
    let mut job = job(name, image);
    for (field, value) in spec.as_object().into_iter().flatten() {
        job["spec"][field] = value.clone();
    }
    job
}

/// The conditions that hold, in order.
pub(crate) fn conditions(object: &Value) -> Vec<&str> {
    let list = object["status"]["conditions"].as_array().into_iter().flatten();
    list.filter(|condition| condition["status"] == "True")
        .filter_map(|condition| condition["type"].as_str())
        .collect()
}
