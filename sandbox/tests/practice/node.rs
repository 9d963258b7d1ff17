use serde_json::json;

use crate::cluster::{Cluster, EVENTS, JOBS, PODS, conditions, job};

#[tokio::test]
async fn a_pod_that_runs_has_a_realistic_status() {
    let cluster = Cluster::fast();
    cluster.post(JOBS, &job("plain", "busybox:forever")).await;
    let pod = cluster.pod_until("Running").await;
    let status = &pod["status"];
    let mut holding = conditions(&pod);
    holding.sort_unstable();
    assert_eq!(
        holding,
        [
            "ContainersReady",
            "Initialized",
            "PodReadyToStartContainers",
            "PodScheduled",
            "Ready"
        ]
    );
    let container = &status["containerStatuses"][0];
    assert_eq!(
        (&container["ready"], &container["started"]),
        (&json!(true), &json!(true))
    );
    assert!(container["state"]["running"]["startedAt"].is_string());
    assert!(
        container["imageID"]
            .as_str()
            .expect("an id")
            .starts_with("docker.io/library/busybox@sha256:")
    );
    assert!(status["podIP"].as_str().expect("an address").starts_with("10.244."));
    assert!(status["hostIP"].is_string() && status["startTime"].is_string());
    assert!(
        pod["spec"]["nodeName"]
            .as_str()
            .expect("a node")
            .starts_with("practice-")
    );
    let events = cluster.get(EVENTS).await;
    for reason in ["Scheduled", "Pulling", "Pulled", "Created", "Started"] {
        assert!(events.text.contains(&format!("\"reason\":\"{reason}\"")), "{reason}");
    }
}

#[tokio::test]
async fn the_tag_decides_how_a_container_ends() {
    for (tag, code, reason) in [("exit-7", 7, "Error"), ("oom", 137, "OOMKilled"), ("crash", 1, "Error")] {
        let cluster = Cluster::fast();
        cluster.post(JOBS, &job("ends", &format!("busybox:{tag}"))).await;
        let pod = cluster.pod_until("Failed").await;
        let ended = &pod["status"]["containerStatuses"][0]["state"]["terminated"];
        assert_eq!((&ended["exitCode"], &ended["reason"]), (&json!(code), &json!(reason)));
    }
}

#[tokio::test]
async fn an_image_that_is_missing_is_pulled_again_and_again() {
    let cluster = Cluster::fast();
    cluster.post(JOBS, &job("missing", "team/tool:missing")).await;
    for reason in ["ErrImagePull", "ImagePullBackOff"] {
        let answer = cluster
            .until(PODS, |pods| {
                pods.body["items"][0]["status"]["containerStatuses"][0]["state"]["waiting"]["reason"] == reason
            })
            .await;
        let pod = &answer.body["items"][0];
        assert_eq!(pod["status"]["phase"], "Pending");
        let waiting = &pod["status"]["containerStatuses"][0]["state"]["waiting"];
        let message = waiting["message"].as_str().expect("a message");
        assert!(message.ends_with("docker.io/team/tool:missing: not found"), "{message}");
    }
}

#[tokio::test]
async fn a_secret_that_is_missing_holds_the_container_until_it_is_there() {
    let cluster = Cluster::fast();
    let mut job = job("needs", "busybox:quick");
    job["spec"]["template"]["spec"]["containers"][0]["env"] =
        json!([{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "key", "key": "a"}}}]);
    cluster.post(JOBS, &job).await;
    let answer = cluster
        .until(PODS, |pods| {
            pods.body["items"][0]["status"]["containerStatuses"][0]["state"]["waiting"]["reason"]
                == "CreateContainerConfigError"
        })
        .await;
    assert!(answer.text.contains("secret \\\"key\\\" not found"));
    let secret = json!({"metadata": {"name": "key"}, "stringData": {"a": "b"}});
    cluster.post("/api/v1/namespaces/default/secrets", &secret).await;
    cluster.job_until("needs", "Complete").await;
}

#[tokio::test]
async fn a_pod_that_fits_no_node_waits() {
    let cluster = Cluster::fast();
    let mut job = job("big", "busybox");
    job["spec"]["template"]["spec"]["containers"][0]["resources"] = json!({"requests": {"cpu": "100"}});
    cluster.post(JOBS, &job).await;
    let answer = cluster
        .until(PODS, |pods| {
            pods.body["items"][0]["status"]["conditions"][0]["reason"] == "Unschedulable"
        })
        .await;
    let condition = &answer.body["items"][0]["status"]["conditions"][0];
    let message = condition["message"].as_str().expect("a message");
    assert!(
        message.starts_with("0/3 nodes are available: 3 Insufficient cpu. preemption:"),
        "{message}"
    );
}

#[tokio::test]
async fn init_containers_run_first_and_sidecars_beside() {
    let cluster = Cluster::fast();
    let mut job = job("prepared", "busybox:quick");
    job["spec"]["template"]["spec"]["initContainers"] = json!([
        {"name": "prepare", "image": "busybox"},
        {"name": "proxy", "image": "proxy:forever", "restartPolicy": "Always"},
    ]);
    cluster.post(JOBS, &job).await;
    cluster.job_until("prepared", "Complete").await;
    let pod = cluster.pod_until("Succeeded").await;
    let inits = pod["status"]["initContainerStatuses"].as_array().expect("two");
    assert!(
        inits
            .iter()
            .all(|status| status["state"]["terminated"]["exitCode"] == 0),
        "{inits:?}"
    );
    let failing = Cluster::fast();
    job["spec"]["template"]["spec"]["initContainers"][0]["image"] = "busybox:fail".into();
    failing.post(JOBS, &job).await;
    let pod = failing.pod_until("Failed").await;
    let main = &pod["status"]["containerStatuses"][0]["state"];
    assert_eq!(main["waiting"]["reason"], "PodInitializing");
}

#[tokio::test]
async fn thousands_of_pods_are_run() {
    let cluster = Cluster::at(20.0);
    let spec = json!({"completions": 2200, "parallelism": 2200});
    cluster
        .post(JOBS, &crate::cluster::job_with("many", "busybox:quick", &spec))
        .await;
    let job = cluster.job_until("many", "Complete").await;
    assert_eq!(job["status"]["succeeded"], 2200);
    cluster
        .until(&format!("{PODS}?limit=1"), |pods| {
            pods.body["metadata"]["remainingItemCount"] == 1999
        })
        .await;
}
