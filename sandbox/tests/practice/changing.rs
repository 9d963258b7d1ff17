use http::Method;
use serde_json::json;

use crate::cluster::{Cluster, JOBS, PODS, conditions, job, job_with};

async fn with(spec: serde_json::Value) -> (Cluster, String) {
    let cluster = Cluster::fast();
    cluster.post(JOBS, &job_with("work", "busybox:forever", &spec)).await;
    (cluster, format!("{JOBS}/work"))
}

#[tokio::test]
async fn a_suspended_job_loses_its_pods_and_gets_new_ones_when_resumed() {
    let (cluster, path) = with(json!({"parallelism": 2, "completions": 2})).await;
    let running = cluster.until(&path, |job| job.body["status"]["ready"] == 2).await.body;
    assert_eq!(
        cluster.patch(&path, &json!({"spec": {"suspend": true}})).await.code,
        200
    );
    let suspended = cluster.job_until("work", "Suspended").await;
    assert!(suspended["status"].get("startTime").is_none());
    assert!(suspended["status"].get("active").is_none());
    assert!(
        suspended["status"].get("failed").is_none(),
        "what is suspended has not failed"
    );
    cluster.until(PODS, |pods| pods.names().is_empty()).await;
    assert_eq!(
        cluster.patch(&path, &json!({"spec": {"suspend": false}})).await.code,
        200
    );
    let resumed = cluster.until(&path, |job| job.body["status"]["active"] == 2).await.body;
    assert!(conditions(&resumed).is_empty());
    assert!(resumed["status"]["startTime"].as_str() >= running["status"]["startTime"].as_str());
    assert_eq!(resumed["metadata"]["generation"], 3);
}

#[tokio::test]
async fn the_template_cannot_be_changed() {
    let (cluster, path) = with(json!({})).await;
    let container = json!([{"name": "main", "image": "other"}]);
    let patch = json!({"spec": {"template": {"spec": {"containers": container}}}});
    let answer = cluster.patch(&path, &patch).await;
    assert_eq!(
        (answer.code, answer.causes()),
        (422, vec!["Invalid spec.template".to_owned()])
    );
    assert!(answer.message().ends_with("field is immutable"));
}

#[tokio::test]
async fn the_parallelism_can_be_changed() {
    let (cluster, path) = with(json!({"completions": 5, "parallelism": 3})).await;
    cluster.until(&path, |job| job.body["status"]["active"] == 3).await;
    let answer = cluster.patch(&path, &json!({"spec": {"parallelism": 1}})).await;
    assert_eq!((answer.code, &answer.body["spec"]["parallelism"]), (200, &json!(1)));
    let job = cluster.until(&path, |job| job.body["status"]["active"] == 1).await.body;
    assert!(job["status"].get("failed").is_none());
}

#[tokio::test]
async fn a_stale_version_conflicts() {
    let (cluster, path) = with(json!({"suspend": true})).await;
    let stale = cluster.get(&path).await.body;
    cluster.patch(&path, &json!({"spec": {"backoffLimit": 1}})).await;
    let answer = cluster.put(&path, &stale).await;
    assert_eq!((answer.code, answer.reason()), (409, "Conflict"));
    let mut fresh = cluster.get(&path).await.body;
    fresh["spec"]["backoffLimit"] = 2.into();
    assert_eq!(cluster.put(&path, &fresh).await.code, 200);
}

#[tokio::test]
async fn a_change_that_changes_nothing_makes_no_version() {
    let (cluster, path) = with(json!({"suspend": true})).await;
    cluster.job_until("work", "Suspended").await;
    let before = cluster.get(&path).await.body;
    let after = cluster.patch(&path, &json!({"spec": {"suspend": true}})).await.body;
    assert_eq!(before, after);
}

#[tokio::test]
async fn patches_come_in_three_forms() {
    let (cluster, path) = with(json!({"suspend": true})).await;
    let strategic = "application/strategic-merge-patch+json";
    let answer = cluster
        .ask(
            Method::PATCH,
            &path,
            strategic,
            r#"{"metadata": {"labels": {"a": "b"}}}"#,
        )
        .await;
    assert_eq!(answer.body["metadata"]["labels"]["a"], "b");
    let steps = r#"[{"op": "test", "path": "/spec/suspend", "value": true},
                    {"op": "replace", "path": "/spec/backoffLimit", "value": 3}]"#;
    let answer = cluster
        .ask(Method::PATCH, &path, "application/json-patch+json", steps)
        .await;
    assert_eq!((answer.code, &answer.body["spec"]["backoffLimit"]), (200, &json!(3)));
    let answer = cluster
        .ask(Method::PATCH, &path, "application/apply-patch+yaml", "{}")
        .await;
    assert_eq!(answer.code, 415);
}

#[tokio::test]
async fn a_put_to_another_name_is_a_bad_request() {
    let (cluster, path) = with(json!({"suspend": true})).await;
    assert_eq!(cluster.put(&path, &job("other", "busybox")).await.code, 400);
    let gone = format!("{JOBS}/gone");
    assert_eq!(cluster.put(&gone, &job("gone", "busybox")).await.code, 404);
}
