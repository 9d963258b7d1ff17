//! Which host names are answered.

use axum::body::Body;
use http::Request;

use crate::bench::{get, obedient, send};

fn to(host: Option<&str>, path: &str) -> Request<Body> {
    let mut request = Request::builder().uri(path);
    if let Some(host) = host {
        request = request.header("host", host);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn our_own_names_are_answered() {
    let router = obedient();
    for host in [
        "localhost:3000",
        "127.0.0.1:3000",
        "[::1]:3000",
        "console.example",
        "Console.Example:8443",
    ] {
        assert_eq!(send(&router, to(Some(host), "/")).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn every_other_name_is_told_that_it_is_wrong_here() {
    let router = obedient();
    for path in [
        "/",
        "/assets/boot.0123456789ab.js",
        "/healthz",
        "/readyz",
        "/api/console",
        "/api/stream",
        "/nope.txt",
    ] {
        for host in [
            Some("evil.example:3000"),
            Some("localhost:3001"),
            Some("localhost"),
            Some(""),
            None,
        ] {
            let answer = send(&router, to(host, path)).await;
            assert_eq!(answer.status, 421, "{path} {host:?}");
            assert!(answer.body.contains("--host"), "it says what helps");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
        }
    }
}

#[tokio::test]
async fn two_host_names_are_none() {
    let request = Request::builder()
        .uri("/")
        .header("host", "localhost:3000")
        .header("host", "evil.example");
    let answer = send(&obedient(), request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 421);
}

#[tokio::test]
async fn a_name_in_the_request_line_must_be_ours_too() {
    let router = obedient();
    let foreign = to(Some("localhost:3000"), "http://evil.example/");
    assert_eq!(send(&router, foreign).await.status, 421);
    let ours = to(Some("localhost:3000"), "http://localhost:3000/");
    assert_eq!(send(&router, ours).await.status, 200);
}

#[tokio::test]
async fn a_refused_call_is_refused_as_an_error_of_the_api() {
    let answer = send(&obedient(), to(Some("evil.example"), "/api/console")).await;
    assert_eq!(answer.error().status, 421);
    assert!(
        get(&obedient(), "/")
            .await
            .header("content-type")
            .starts_with("text/html")
    );
}
