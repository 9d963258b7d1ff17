//! What an operator's machines ask.

use cluster::Clusters;

use crate::bench::{Obedient, console, get};

#[tokio::test]
async fn metrics_count_requests_by_route_and_name_nobody() {
    let (router, console, _stop) = console(std::sync::Arc::new(Obedient), Clusters::default());
    get(&router, "/healthz").await;
    get(&router, "/clusters/secret-name/workload/jobs").await;
    let operations = server::operations::router(console);
    let answer = get(&operations, "/metrics").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    assert!(
        answer
            .body
            .contains(r#"slipway_requests_total{route="/healthz",status="200"}"#),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("slipway_streams 0") && answer.body.ends_with("# EOF\n"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("secret-name"), "{}", answer.body);
    for (path, wanted) in [
        ("/healthz", "ok"),
        ("/readyz", "ok"),
        ("/version", env!("CARGO_PKG_VERSION")),
    ] {
        let answer = get(&operations, path).await;
        assert!(
            answer.status == 200 && answer.body.starts_with(wanted),
            "{path} {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_that_the_log_has_too() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), Clusters::default());
    let ids = [get(&router, "/").await, get(&router, "/api/nothing").await]
        .map(|answer| answer.header("x-request-id").to_owned());
    assert!(
        ids.iter()
            .all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())),
        "{ids:?}"
    );
    assert_ne!(ids[0], ids[1]);
}
