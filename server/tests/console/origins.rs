//! Which pages may do something.

use axum::body::Body;

use crate::bench::{Answer, obedient, request, send};

async fn call_with(headers: &[(&str, &str)]) -> Answer {
    let mut call = request("POST", "/api/console").header("content-type", "application/json");
    for (name, value) in headers {
        call = call.header(*name, *value);
    }
    send(&obedient(), call.body(Body::from("{}")).unwrap()).await
}

#[tokio::test]
async fn our_own_pages_may_call() {
    for headers in [
        &[("origin", "http://localhost:3000"), ("sec-fetch-site", "same-origin")][..],
        &[("origin", "https://console.example")],
        &[("sec-fetch-site", "none")],
        &[],
    ] {
        assert_eq!(call_with(headers).await.status, 200, "{headers:?}");
    }
}

#[tokio::test]
async fn other_pages_may_not() {
    for headers in [
        &[("origin", "http://evil.example")][..],
        &[("origin", "null")],
        &[("origin", "http://localhost:3001")],
        &[("origin", "http://localhost:3000"), ("origin", "http://evil.example")],
        &[("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        let answer = call_with(headers).await;
        assert_eq!(
            (answer.status.as_u16(), answer.error().status),
            (403, 403),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn a_link_on_another_page_opens_the_console() {
    let link = request("GET", "/clusters")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate");
    assert_eq!(send(&obedient(), link.body(Body::empty()).unwrap()).await.status, 200);
}

#[tokio::test]
async fn the_stream_is_not_opened_for_other_pages() {
    for (name, value) in [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")] {
        let open = request("GET", "/api/stream?page=tasks&cluster=x").header(name, value);
        assert_eq!(send(&obedient(), open.body(Body::empty()).unwrap()).await.status, 403);
    }
}
