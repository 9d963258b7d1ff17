use serde_json::json;

use crate::cluster::{Cluster, job};

#[tokio::test]
async fn plain_kinds_are_kept_as_they_are() {
    let cluster = Cluster::fast();
    let path = "/api/v1/namespaces/team-a/secrets";
    let secret = json!({"metadata": {"name": "key"}, "stringData": {"a": "b"}});
    let answer = cluster.post(path, &secret).await;
    assert_eq!((answer.code, &answer.body["data"]["a"]), (201, &json!("Yg==")));
    assert_eq!(
        (&answer.body["kind"], &answer.body["type"]),
        (&json!("Secret"), &json!("Opaque"))
    );
    assert_eq!(cluster.delete(&format!("{path}/key"), &json!({})).await.code, 200);
    assert!(cluster.get(path).await.names().is_empty());
}

#[tokio::test]
async fn a_quota_by_count_is_kept_to() {
    let cluster = Cluster::fast();
    let jobs = "/apis/batch/v1/namespaces/batch-limited/jobs";
    for number in 0..5 {
        assert_eq!(
            cluster.post(jobs, &job(&format!("job-{number}"), "busybox")).await.code,
            201
        );
    }
    let answer = cluster
        .post(&format!("{jobs}?dryRun=All"), &job("one-more", "busybox"))
        .await;
    assert_eq!((answer.code, answer.reason()), (403, "Forbidden"));
    assert_eq!(
        answer.message(),
        "jobs.batch \"one-more\" is forbidden: exceeded quota: batch, requested: count/jobs.batch=1, \
         used: count/jobs.batch=5, limited: count/jobs.batch=5"
    );
}
