//! The page: where it is served, and what it may do.

use axum::body::Body;

use crate::bench::{get, obedient, request, send};

fn nonce(policy: &str) -> &str {
    let (_, rest) = policy.split_once("'nonce-").unwrap();
    rest.split_once('\'').unwrap().0
}

#[tokio::test]
async fn every_address_that_a_person_may_have_is_the_page() {
    let router = obedient();
    for path in [
        "/",
        "/clusters",
        "/clusters/prod",
        "/clusters/prod.example/workload/jobs",
        "/jobs/new",
        "/unknown",
    ] {
        let answer = get(&router, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    for path in ["/clusters/prod/namespaces/a/jobs/b.js", "/clusters/a%2Fb"] {
        assert_eq!(get(&router, path).await.status, 200, "{path} is a name, not a file");
    }
}

#[tokio::test]
async fn each_answer_has_a_nonce_of_its_own() {
    let router = obedient();
    let (one, other) = (get(&router, "/").await, get(&router, "/").await);
    let (first, second) = (
        nonce(one.header("content-security-policy")),
        nonce(other.header("content-security-policy")),
    );
    assert_ne!(first, second);
    assert_eq!(first.len(), 24);
    assert_eq!(
        one.body.matches(&format!("nonce=\"{first}\"")).count(),
        2,
        "{}",
        one.body
    );
    assert!(!one.body.contains("{{"));
}

#[tokio::test]
async fn the_page_may_do_only_what_it_needs() {
    let answer = get(&obedient(), "/").await;
    let policy = answer.header("content-security-policy");
    let nonce = nonce(policy);
    let expected = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; manifest-src 'self'"
    );
    assert_eq!(policy, expected);
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert!(answer.header("permissions-policy").contains("camera=()"));
}

#[tokio::test]
async fn a_page_cannot_be_written_to() {
    let post = request("POST", "/clusters").body(Body::empty()).unwrap();
    let answer = send(&obedient(), post).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, HEAD"));
}
