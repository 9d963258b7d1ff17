use http::Request;
use http_body_util::Full;
use serde_json::json;

use crate::cluster::{Cluster, JOBS, job};

#[tokio::test]
async fn the_server_says_what_it_is() {
    let cluster = Cluster::fast();
    let version = cluster.get("/version").await;
    assert_eq!(version.code, 200);
    assert!(
        version.body["gitVersion"]
            .as_str()
            .expect("a version")
            .starts_with("v1.37")
    );
    assert_eq!(cluster.get("/readyz").await.text, "ok");
    assert_eq!(cluster.get("/api").await.body["kind"], "APIVersions");
    assert_eq!(cluster.get("/apis").await.body["groups"][0]["name"], "batch");
    let resources = cluster.get("/apis/batch/v1").await.body;
    assert_eq!(resources["kind"], "APIResourceList");
    assert_eq!(resources["resources"][0]["name"], "jobs");
}

#[tokio::test]
async fn namespaces_are_listed() {
    let answer = Cluster::fast().get("/api/v1/namespaces").await;
    assert_eq!((answer.code, &answer.body["kind"]), (200, &json!("NamespaceList")));
    assert_eq!(answer.names(), ["batch-limited", "default", "kube-system", "team-a"]);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_by_kind_and_name() {
    let cluster = Cluster::fast();
    let namespace = cluster.get("/api/v1/namespaces/nowhere").await;
    assert_eq!((namespace.code, namespace.reason()), (404, "NotFound"));
    assert_eq!(
        namespace.body["details"],
        json!({"name": "nowhere", "kind": "namespaces"})
    );
    let job = cluster.get(&format!("{JOBS}/none")).await;
    assert_eq!(job.message(), "jobs.batch \"none\" not found");
    assert_eq!(
        job.body["details"],
        json!({"name": "none", "group": "batch", "kind": "jobs"})
    );
    assert_eq!(cluster.get("/apis/batch/v2/jobs").await.code, 404);
    assert_eq!(cluster.post("/apis/batch/v1/jobs", &job_body()).await.code, 405);
}

fn job_body() -> serde_json::Value {
    job("one", "busybox")
}

#[tokio::test]
async fn a_namespace_without_jobs_has_an_empty_list() {
    let answer = Cluster::fast().get(JOBS).await;
    assert_eq!((answer.code, &answer.body["kind"]), (200, &json!("JobList")));
    assert_eq!(answer.body["items"], json!([]));
    assert!(answer.body["metadata"]["resourceVersion"].is_string());
}

async fn with_three() -> Cluster {
    let cluster = Cluster::fast();
    for (name, team) in [("a", "red"), ("b", "blue"), ("c", "red")] {
        let mut job = job(name, "busybox:forever");
        job["metadata"]["labels"] = json!({"team": team});
        assert_eq!(cluster.post(JOBS, &job).await.code, 201);
    }
    cluster
}

#[tokio::test]
async fn a_limited_list_goes_on_where_it_stopped() {
    let cluster = with_three().await;
    let first = cluster.get(&format!("{JOBS}?limit=1")).await;
    assert_eq!(first.names(), ["a"]);
    assert_eq!(first.body["metadata"]["remainingItemCount"], 2);
    let token = first.body["metadata"]["continue"].as_str().expect("a token");
    let rest = cluster.get(&format!("{JOBS}?continue={token}")).await;
    assert_eq!(rest.names(), ["b", "c"]);
    assert!(rest.body["metadata"].get("continue").is_none());
    assert_eq!(cluster.get(&format!("{JOBS}?continue=xyz")).await.code, 400);
}

#[tokio::test]
async fn lists_are_selected_by_labels_and_by_name() {
    let cluster = with_three().await;
    for (selector, names) in [
        ("labelSelector=team%3Dred", vec!["a", "c"]),
        ("labelSelector=team!%3Dred", vec!["b"]),
        ("labelSelector=team%20in%20(blue,green)", vec!["b"]),
        ("labelSelector=team", vec!["a", "b", "c"]),
        ("labelSelector=!team", vec![]),
        ("fieldSelector=metadata.name%3Db", vec!["b"]),
    ] {
        assert_eq!(
            cluster.get(&format!("{JOBS}?{selector}")).await.names(),
            names,
            "{selector}"
        );
    }
}

#[tokio::test]
async fn a_malformed_selector_is_a_bad_request() {
    let cluster = Cluster::fast();
    for query in ["labelSelector=a%20b", "fieldSelector=spec.parallelism%3D1"] {
        let answer = cluster.get(&format!("{JOBS}?{query}")).await;
        assert_eq!((answer.code, answer.reason()), (400, "BadRequest"), "{query}");
    }
}

#[tokio::test]
async fn one_may_ask_for_the_metadata_only() {
    let cluster = with_three().await;
    let accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    let request = Request::get(JOBS).header("accept", accept).body(Full::default());
    let answer = cluster.send(request.expect("a request")).await;
    assert_eq!(answer.body["kind"], "PartialObjectMetadataList");
    assert_eq!(answer.names(), ["a", "b", "c"]);
    assert!(answer.body["items"][0].get("spec").is_none());
}
