//! A right, or a token, that is taken away while a page is open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use app::api::ErrorKind;
use axum::Router;
use cluster::Clusters;
use http::{Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use serde_json::{Value, json};
use server::session::Auth;
use tokio::time::Instant;

use crate::bench::{Obedient, console_with};
use crate::streams::{error_of, is_live, open};

const ALLOWED: u16 = 201;
const DENIED: u16 = 403;

/// A cluster in which everything is empty, and whose answer to who may what is this.
fn cluster(answer: Arc<AtomicU16>) -> Clusters {
    let service = tower::service_fn(move |request: Request<Body>| {
        let answer = answer.load(Ordering::SeqCst);
        async move {
            let path = request.uri().path().to_owned();
            let is_streamed = request
                .uri()
                .query()
                .is_some_and(|query| query.contains("sendInitialEvents"));
            let is_watch = request.uri().query().is_some_and(|query| query.contains("watch=true"));
            let asked: Value = match request.into_body().collect().await {
                Ok(body) => serde_json::from_slice(&body.to_bytes()).unwrap_or_default(),
                Err(_) => Value::Null,
            };
            let reply = |code: u16, value: Value| {
                Ok(Response::builder()
                    .status(code)
                    .body(Body::from(value.to_string().into_bytes()))
                    .unwrap())
            };
            if path.ends_with("selfsubjectaccessreviews") {
                // Only Jobs are denied.
                let is_jobs = asked["spec"]["resourceAttributes"]["resource"] == "jobs";
                return match answer {
                    401 => reply(
                        401,
                        json!({"kind": "Status", "status": "Failure", "code": 401, "reason": "Unauthorized", "message": "Unauthorized"}),
                    ),
                    code => reply(201, json!({"status": {"allowed": !(is_jobs && code == DENIED)}})),
                };
            }
            if is_streamed {
                // As a server that has streaming lists switched off.
                return reply(
                    422,
                    json!({"kind": "Status", "status": "Failure", "code": 422, "reason": "Invalid", "message": "sendInitialEvents is forbidden"}),
                );
            }
            if is_watch {
                return std::future::pending::<Result<_, std::io::Error>>().await;
            }
            let list = json!({"kind": "List", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []});
            reply(200, list)
        }
    });
    let client = cluster::Client::of(kube::Client::new(service, "default"), "the test's server");
    Clusters::default().with("c", client, "default", false)
}

fn console(answer: &Arc<AtomicU16>) -> Router {
    let clusters = Arc::new(cluster(answer.clone()));
    let (router, console, stop) = console_with(Arc::new(Obedient), Arc::new(Auth::Local), clusters);
    // They live as long as the test.
    std::mem::forget((console, stop));
    router
}

/// After the answer changed, the stream ends with that kind, within a minute.
async fn ends_with(answer: u16, kind: ErrorKind) {
    let said = Arc::new(AtomicU16::new(ALLOWED));
    let router = console(&said);
    let mut page = open(&router, "page=tasks&cluster=c").await;
    page.find(is_live).await;
    said.store(answer, Ordering::SeqCst);
    let began = Instant::now();
    let error = page.find(error_of).await;
    assert_eq!(error.kind, kind);
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    assert_eq!(page.closed().await, 1008);
}

#[tokio::test(start_paused = true)]
async fn a_role_that_is_taken_away_ends_the_stream_within_a_minute_with_the_reason() {
    ends_with(DENIED, ErrorKind::Forbidden).await;
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_revoked_ends_the_stream_within_a_minute() {
    ends_with(401, ErrorKind::Unauthorized).await;
}

#[tokio::test(start_paused = true)]
async fn who_may_not_watch_from_the_start_sees_nothing_of_what_others_look_at() {
    let said = Arc::new(AtomicU16::new(ALLOWED));
    let router = console(&said);
    let mut first = open(&router, "page=tasks&cluster=c").await;
    first.find(is_live).await;
    said.store(DENIED, Ordering::SeqCst);
    let mut second = open(&router, "page=tasks&cluster=c").await;
    assert_eq!(second.find(error_of).await.kind, ErrorKind::Forbidden);
}
