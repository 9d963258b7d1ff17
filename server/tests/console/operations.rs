//! What an operator's machines ask.

use cluster::Clusters;

use crate::bench::{Obedient, call, console, get};

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

#[tokio::test]
async fn calls_are_counted_by_cluster_and_so_is_what_it_refuses() {
    let bench = crate::practice::practice();
    let missing = serde_json::json!({"cluster": "practice", "namespace": "default", "name": "nobody"});
    let arguments = serde_json::json!({"task": missing, "uid": "u"});
    let refused = call(&bench.router, "/api/delete", arguments).await;
    assert_eq!(refused.status, 404, "{}", refused.body);
    let operations = server::operations::router(bench.console.clone());
    let text = get(&operations, "/metrics").await.body;
    let count = |line: &str| {
        let found = text
            .lines()
            .find_map(|other| other.strip_prefix(line)?.trim().parse::<u64>().ok());
        found.unwrap_or_else(|| panic!("{line}: {text}"))
    };
    assert!(count(r#"slipway_cluster_call_seconds_count{cluster="practice"}"#) >= 1);
    assert!(count(r#"slipway_cluster_errors_total{cluster="practice",kind="not-found"}"#) >= 1);
}
