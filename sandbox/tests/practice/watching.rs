use http::Request;
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster, JOBS, job, job_with};

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

async fn version(cluster: &Cluster, path: &str) -> String {
    let answer = cluster.get(path).await;
    answer.body["metadata"]["resourceVersion"]
        .as_str()
        .expect("a version")
        .into()
}

fn types(answer: &Answer) -> Vec<String> {
    answer
        .lines()
        .iter()
        .map(|line| line["type"].as_str().expect("a type").into())
        .collect()
}

fn map(name: &str, team: &str) -> Value {
    json!({"metadata": {"name": name, "labels": {"team": team}}})
}

#[tokio::test]
async fn a_watch_tells_the_whole_life_of_a_job_in_order() {
    let cluster = Cluster::fast();
    let from = version(&cluster, JOBS).await;
    cluster
        .post(
            JOBS,
            &job_with("seen", "busybox:quick", &json!({"ttlSecondsAfterFinished": 0})),
        )
        .await;
    cluster.until(&format!("{JOBS}/seen"), |job| job.code == 404).await;
    let answer = cluster
        .get(&format!("{JOBS}?watch=1&resourceVersion={from}&timeoutSeconds=1"))
        .await;
    let types = types(&answer);
    assert_eq!(types.first().map(String::as_str), Some("ADDED"));
    assert_eq!(types.last().map(String::as_str), Some("DELETED"));
    assert!(types[1..types.len() - 1].iter().all(|kind| kind == "MODIFIED"));
    let lines = answer.lines();
    let versions: Vec<u64> = lines
        .iter()
        .map(|line| {
            line["object"]["metadata"]["resourceVersion"]
                .as_str()
                .expect("one")
                .parse()
                .expect("a number")
        })
        .collect();
    assert!(versions.is_sorted_by(|one, next| one < next));
    let seen = |condition: &str| {
        let holds = |line: &Value| crate::cluster::conditions(&line["object"]).contains(&condition);
        lines.iter().position(holds).expect(condition)
    };
    assert!(seen("SuccessCriteriaMet") < seen("Complete"));
}

#[tokio::test]
async fn a_watch_without_a_version_starts_with_what_is_there() {
    let cluster = Cluster::fast();
    let answer = cluster.get("/api/v1/namespaces?watch=true&timeoutSeconds=1").await;
    assert_eq!(types(&answer), ["ADDED"; 4]);
    assert_eq!(answer.lines()[0]["object"]["kind"], "Namespace");
}

#[tokio::test]
async fn bookmarks_come_to_those_who_want_them() {
    let cluster = Cluster::fast();
    let from = version(&cluster, MAPS).await;
    let answer = cluster
        .get(&format!(
            "{MAPS}?watch=1&allowWatchBookmarks=true&resourceVersion={from}&timeoutSeconds=3"
        ))
        .await;
    assert_eq!(types(&answer), ["BOOKMARK"]);
    let bookmark = &answer.lines()[0]["object"];
    assert_eq!(
        (&bookmark["kind"], &bookmark["metadata"]["resourceVersion"]),
        (&json!("ConfigMap"), &json!(from))
    );
}

#[tokio::test]
async fn initial_events_end_with_a_mark() {
    let cluster = Cluster::fast();
    let wish =
        "watch=1&allowWatchBookmarks=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1";
    let answer = cluster.get(&format!("/api/v1/namespaces?{wish}")).await;
    assert_eq!(types(&answer), ["ADDED", "ADDED", "ADDED", "ADDED", "BOOKMARK"]);
    let mark = &answer.lines()[4]["object"]["metadata"]["annotations"];
    assert_eq!(mark["k8s.io/initial-events-end"], "true");
}

#[tokio::test]
async fn initial_events_need_a_match() {
    let cluster = Cluster::fast();
    for query in [
        "watch=1&sendInitialEvents=true",
        "watch=1&resourceVersionMatch=NotOlderThan",
    ] {
        let answer = cluster.get(&format!("{JOBS}?{query}")).await;
        assert_eq!(
            (answer.code, answer.causes()),
            (422, vec!["Forbidden resourceVersionMatch".to_owned()])
        );
    }
}

#[tokio::test]
async fn a_version_that_is_too_old_has_expired() {
    let cluster = Cluster::fast();
    cluster.post(MAPS, &map("busy", "0")).await;
    for number in 0..5000 {
        let change = json!({"metadata": {"labels": {"team": number.to_string()}}});
        cluster.patch(&format!("{MAPS}/busy"), &change).await;
    }
    let answer = cluster.get(&format!("{MAPS}?watch=1&resourceVersion=1")).await;
    assert_eq!((answer.code, types(&answer)), (200, vec!["ERROR".to_owned()]));
    let status = &answer.lines()[0]["object"];
    assert_eq!((&status["code"], &status["reason"]), (&json!(410), &json!("Expired")));
    assert!(
        status["message"]
            .as_str()
            .expect("a message")
            .starts_with("too old resource version: 1 (")
    );
}

#[tokio::test]
async fn a_version_of_the_future_is_too_large() {
    let answer = Cluster::fast().get(&format!("{JOBS}?resourceVersion=999999")).await;
    assert_eq!((answer.code, answer.reason()), (504, "Timeout"));
    assert_eq!(answer.causes(), ["ResourceVersionTooLarge "]);
}

#[tokio::test]
async fn what_no_longer_matches_is_told_as_deleted() {
    let cluster = Cluster::fast();
    let from = version(&cluster, MAPS).await;
    cluster.post(MAPS, &map("moving", "red")).await;
    cluster.post(MAPS, &map("other", "blue")).await;
    cluster
        .patch(
            &format!("{MAPS}/moving"),
            &json!({"metadata": {"labels": {"team": "blue"}}}),
        )
        .await;
    cluster
        .patch(
            &format!("{MAPS}/other"),
            &json!({"metadata": {"labels": {"team": "red"}}}),
        )
        .await;
    let query = format!("watch=1&labelSelector=team%3Dred&resourceVersion={from}&timeoutSeconds=1");
    let answer = cluster.get(&format!("{MAPS}?{query}")).await;
    assert_eq!(types(&answer), ["ADDED", "DELETED", "ADDED"]);
    assert_eq!(answer.lines()[1]["object"]["metadata"]["labels"]["team"], "red");
}

#[tokio::test]
async fn changes_arrive_while_one_watches() {
    let cluster = Cluster::fast();
    let from = version(&cluster, JOBS).await;
    let path = format!("{JOBS}?watch=1&resourceVersion={from}");
    let accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    let request = Request::get(path).header("accept", accept).body(Full::default());
    let mut body = cluster.open(request.expect("a request")).await.into_body();
    cluster.post(JOBS, &job("new", "busybox")).await;
    let frame = body.frame().await.expect("a frame").expect("no error");
    let line: Value = serde_json::from_slice(frame.data_ref().expect("data")).expect("JSON");
    assert_eq!(
        (&line["type"], &line["object"]["kind"]),
        (&json!("ADDED"), &json!("PartialObjectMetadata"))
    );
    assert!(line["object"].get("spec").is_none());
}
