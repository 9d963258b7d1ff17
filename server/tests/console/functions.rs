//! The way into the server functions: sizes, types, times, panics.

use app::api::ErrorKind;
use axum::body::Body;
use serde_json::json;

use crate::bench::{call, get, obedient, request, send};

const ONE_MIB: usize = 1 << 20;

fn of_size(size: usize) -> serde_json::Value {
    let frame = json!({"cluster": ""}).to_string().len();
    json!({"cluster": "x".repeat(size - frame)})
}

#[tokio::test]
async fn a_body_of_four_mebibytes_is_taken_and_no_more() {
    let router = obedient();
    assert_eq!(call(&router, "/api/cluster", of_size(4 * ONE_MIB)).await.status, 200);
    let error = call(&router, "/api/cluster", of_size(4 * ONE_MIB + 1)).await.error();
    assert_eq!((error.kind, error.status), (ErrorKind::TooLarge, 413));
}

#[tokio::test]
async fn only_json_is_taken() {
    let router = obedient();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        "",
    ] {
        let call = request("POST", "/api/console").header("content-type", kind);
        let answer = send(&router, call.body(Body::from("{}")).unwrap()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.error().kind),
            (415, ErrorKind::ConsoleRefused),
            "{kind}"
        );
    }
    let without = request("POST", "/api/console").body(Body::from("{}")).unwrap();
    assert_eq!(send(&router, without).await.status, 415);
    let with_charset = request("POST", "/api/console").header("content-type", "application/json; charset=utf-8");
    assert_eq!(
        send(&router, with_charset.body(Body::from("{}")).unwrap()).await.status,
        200
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_the_requests_fault() {
    let router = obedient();
    for arguments in [json!({}), json!({"cluster": 1}), json!([])] {
        let error = call(&router, "/api/cluster", arguments).await.error();
        assert_eq!(
            (error.kind, error.status),
            (ErrorKind::ConsoleRefused, 400),
            "{}",
            error.words
        );
    }
}

#[tokio::test]
async fn a_call_never_sends_the_browser_elsewhere() {
    let call = request("POST", "/api/cluster")
        .header("content-type", "application/json")
        .header("accept", "text/html")
        .header("referer", "http://evil.example/");
    let answer = send(&obedient(), call.body(Body::from(r#"{"cluster":"a"}"#)).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (200, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_panic_ends_one_request_and_tells_nothing() {
    let router = obedient();
    let answer = call(&router, "/api/cluster", json!({"cluster": "panic"})).await;
    assert_eq!(
        (answer.status.as_u16(), answer.error().kind),
        (500, ErrorKind::ConsoleFailed)
    );
    assert!(!answer.body.contains("as it was told"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(call(&router, "/api/cluster", json!({"cluster": "a"})).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_too_long_ends_as_what_it_may_have_done() {
    let router = obedient();
    let error = call(&router, "/api/cluster", json!({"cluster": "slow"})).await.error();
    assert_eq!((error.kind, error.status), (ErrorKind::Timeout, 504));
    let task = json!({"cluster": "slow", "namespace": "a", "name": "b"});
    let suspend = json!({"task": task, "uid": "u", "suspend": true});
    let error = call(&router, "/api/suspend", suspend).await.error();
    assert_eq!((error.kind, error.status), (ErrorKind::AnswerLost, 504));
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_at_once_are_asked_to_come_again() {
    let router = obedient();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..server::Limits::ONE.calls + 1 {
        let router = router.clone();
        calls.spawn(async move { call(&router, "/api/cluster", json!({"cluster": "slow"})).await });
    }
    let statuses: Vec<u16> = calls
        .join_all()
        .await
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 1);
    assert_eq!(
        statuses.iter().filter(|status| **status == 504).count(),
        server::Limits::ONE.calls
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_sent_drop_by_drop_is_refused_and_gives_its_place_to_others() {
    let router = obedient();
    let drops = || {
        let drop = |_| async {
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
            Some((Ok::<_, std::io::Error>(" "), ()))
        };
        Body::from_stream(futures::stream::unfold((), drop))
    };
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..server::Limits::ONE.calls {
        let asked = request("POST", "/api/cluster").header("content-type", "application/json");
        let (router, asked) = (router.clone(), asked.body(drops()).unwrap());
        calls.spawn(async move { send(&router, asked).await });
    }
    for answer in calls.join_all().await {
        let error = answer.error();
        assert_eq!((error.kind, error.status), (ErrorKind::ConsoleRefused, 408));
        assert!(error.words.contains("20 s"), "{}", error.words);
    }
    assert_eq!(call(&router, "/api/cluster", json!({"cluster": "a"})).await.status, 200);
}

#[tokio::test]
async fn unknown_calls_and_wrong_methods_are_errors_of_the_api() {
    let router = obedient();
    for path in ["/api/", "/api/nope", "/api/console/", "/api/../index.html"] {
        let answer = call(&router, path, json!({})).await;
        assert!(
            [404, 405].contains(&answer.status.as_u16()),
            "{path}: {}",
            answer.status
        );
    }
    let answer = get(&router, "/api/console").await;
    assert_eq!(
        (answer.status.as_u16(), answer.error().kind),
        (405, ErrorKind::ConsoleRefused)
    );
    let answer = get(&router, "/api/stream?page=tasks&cluster=a").await;
    assert_eq!(
        (answer.status.as_u16(), answer.error().kind),
        (426, ErrorKind::ConsoleRefused)
    );
}
