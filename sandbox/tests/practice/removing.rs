use serde_json::{Value, json};

use crate::cluster::{Cluster, JOBS, PODS, job_with};

/// A Job of which two Pods run.
async fn running() -> (Cluster, Value) {
    let cluster = Cluster::fast();
    let spec = json!({"parallelism": 2, "completions": 2});
    cluster.post(JOBS, &job_with("work", "busybox:forever", &spec)).await;
    let path = format!("{JOBS}/work");
    let job = cluster.until(&path, |job| job.body["status"]["ready"] == 2).await.body;
    (cluster, job)
}

fn policy(policy: &str) -> Value {
    json!({"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": policy})
}

#[tokio::test]
async fn in_the_background_the_job_goes_at_once_and_its_pods_after_it() {
    let (cluster, job) = running().await;
    let answer = cluster.delete(&format!("{JOBS}/work"), &policy("Background")).await;
    assert_eq!((answer.code, &answer.body["status"]), (200, &json!("Success")));
    assert_eq!(answer.body["details"]["uid"], job["metadata"]["uid"]);
    assert_eq!(cluster.get(&format!("{JOBS}/work")).await.code, 404);
    cluster.until(PODS, |pods| pods.names().is_empty()).await;
}

#[tokio::test]
async fn in_the_foreground_the_job_waits_for_its_pods() {
    let (cluster, _) = running().await;
    let answer = cluster.delete(&format!("{JOBS}/work"), &policy("Foreground")).await;
    assert_eq!((answer.code, &answer.body["kind"]), (200, &json!("Job")));
    assert_eq!(answer.body["metadata"]["finalizers"], json!(["foregroundDeletion"]));
    assert!(answer.body["metadata"]["deletionTimestamp"].is_string());
    assert_eq!(cluster.get(PODS).await.names().len(), 2);
    cluster.until(&format!("{JOBS}/work"), |job| job.code == 404).await;
    assert!(cluster.get(PODS).await.names().is_empty());
}

#[tokio::test]
async fn orphaned_pods_stay_without_an_owner() {
    let (cluster, _) = running().await;
    for options in [policy("Orphan"), json!({})] {
        let answer = cluster.delete(&format!("{JOBS}/work"), &options).await;
        if answer.code == 404 {
            break; // the first deletion is done already
        }
        assert_eq!(answer.code, 200);
    }
    cluster.until(&format!("{JOBS}/work"), |job| job.code == 404).await;
    let pods = cluster.get(PODS).await.body;
    assert_eq!(pods["items"].as_array().expect("items").len(), 2);
    for pod in pods["items"].as_array().expect("items") {
        assert!(pod["metadata"].get("ownerReferences").is_none());
        assert!(pod["metadata"].get("finalizers").is_none());
    }
}

#[tokio::test]
async fn a_deletion_may_insist_on_a_uid() {
    let (cluster, job) = running().await;
    let mut options = policy("Background");
    options["preconditions"] = json!({"uid": "someone-else"});
    let answer = cluster.delete(&format!("{JOBS}/work"), &options).await;
    assert_eq!((answer.code, answer.reason()), (409, "Conflict"));
    options["preconditions"]["uid"] = job["metadata"]["uid"].clone();
    assert_eq!(cluster.delete(&format!("{JOBS}/work"), &options).await.code, 200);
    assert_eq!(cluster.delete(&format!("{JOBS}/work"), &options).await.code, 404);
}

#[tokio::test]
async fn a_service_owned_by_the_job_goes_with_it() {
    let (cluster, job) = running().await;
    let services = "/api/v1/namespaces/default/services";
    let service = json!({
        "metadata": {"name": "work", "ownerReferences": [{
            "apiVersion": "batch/v1", "kind": "Job", "name": "work", "uid": job["metadata"]["uid"],
        }]},
        "spec": {"ports": [{"port": 80}]},
    });
    assert_eq!(cluster.post(services, &service).await.code, 201);
    cluster.delete(&format!("{JOBS}/work"), &policy("Background")).await;
    cluster.until(services, |services| services.names().is_empty()).await;
}

#[tokio::test]
async fn an_object_whose_owner_never_was_goes_too() {
    let cluster = Cluster::fast();
    let path = "/api/v1/namespaces/default/configmaps";
    let orphan = json!({"metadata": {"name": "lost", "ownerReferences": [{
        "apiVersion": "batch/v1", "kind": "Job", "name": "never", "uid": "never",
    }]}});
    assert_eq!(cluster.post(path, &orphan).await.code, 201);
    cluster
        .until(&format!("{path}/lost"), |answer| answer.code == 404)
        .await;
}

#[tokio::test]
async fn a_collection_is_deleted_by_labels() {
    let cluster = Cluster::fast();
    let path = "/api/v1/namespaces/default/configmaps";
    for (name, team) in [("a", "red"), ("b", "blue")] {
        let map = json!({"metadata": {"name": name, "labels": {"team": team}}});
        cluster.post(path, &map).await;
    }
    assert_eq!(
        cluster
            .delete(&format!("{path}?labelSelector=team%3Dred"), &json!({}))
            .await
            .code,
        200
    );
    assert_eq!(cluster.get(path).await.names(), ["b", "kube-root-ca.crt"]);
}

#[tokio::test]
async fn a_namespace_that_is_going_takes_nothing_new_and_goes_when_it_is_empty() {
    let cluster = Cluster::at(5.0);
    let jobs = "/apis/batch/v1/namespaces/team-a/jobs";
    cluster
        .post(jobs, &job_with("work", "busybox:forever", &json!({})))
        .await;
    cluster
        .until("/api/v1/namespaces/team-a/pods", |pods| {
            pods.body["items"][0]["status"]["phase"] == "Running"
        })
        .await;
    let answer = cluster.delete("/api/v1/namespaces/team-a", &json!({})).await;
    assert_eq!(answer.body["status"]["phase"], "Terminating");
    let refused = cluster.post(jobs, &job_with("late", "busybox", &json!({}))).await;
    assert_eq!(
        (refused.code, refused.causes()),
        (403, vec!["NamespaceTerminating metadata.namespace".to_owned()])
    );
    cluster
        .until("/api/v1/namespaces/team-a", |answer| answer.code == 404)
        .await;
}
