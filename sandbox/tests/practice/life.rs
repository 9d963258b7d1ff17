use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster, EVENTS, JOBS, PODS, conditions, job, job_with};

async fn reasons(cluster: &Cluster, name: &str) -> Vec<String> {
    let answer = cluster
        .get(&format!("{EVENTS}?fieldSelector=involvedObject.name%3D{name}"))
        .await;
    let items = answer.body["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|event| event["reason"].as_str().expect("a reason").to_owned())
        .collect()
}

fn pods(answer: &Answer) -> &[Value] {
    answer.body["items"].as_array().map_or(&[], Vec::as_slice)
}

#[tokio::test]
async fn a_fixed_count_is_completed_with_bounded_parallelism() {
    let cluster = Cluster::fast();
    let path = format!("{JOBS}/count");
    let spec = json!({"completions": 3, "parallelism": 2});
    cluster.post(JOBS, &job_with("count", "busybox:quick", &spec)).await;
    let job = cluster
        .until(&path, |job| {
            assert!(job.body["status"]["active"].as_u64().unwrap_or(0) <= 2);
            conditions(&job.body).contains(&"Complete")
        })
        .await
        .body;
    assert_eq!(conditions(&job), ["SuccessCriteriaMet", "Complete"]);
    assert_eq!(job["status"]["conditions"][1]["reason"], "CompletionsReached");
    assert_eq!(job["status"]["succeeded"], 3);
    assert!(job["status"]["completionTime"].is_string());
    assert_eq!(
        (&job["status"]["ready"], &job["status"]["terminating"]),
        (&json!(0), &json!(0))
    );
    assert!(job["status"].get("active").is_none());
    let told = reasons(&cluster, "count").await;
    assert_eq!(told.iter().filter(|reason| *reason == "SuccessfulCreate").count(), 3);
    assert!(told.contains(&"Completed".to_owned()));
}

#[tokio::test]
async fn too_many_failures_end_a_job() {
    let cluster = Cluster::fast();
    cluster
        .post(JOBS, &job_with("fails", "busybox:fail", &json!({"backoffLimit": 1})))
        .await;
    let job = cluster.job_until("fails", "Failed").await;
    assert_eq!(conditions(&job), ["FailureTarget", "Failed"]);
    assert_eq!(job["status"]["conditions"][1]["reason"], "BackoffLimitExceeded");
    assert_eq!(job["status"]["failed"], 2);
    assert!(job["status"].get("completionTime").is_none());
    assert!(
        reasons(&cluster, "fails")
            .await
            .contains(&"BackoffLimitExceeded".to_owned())
    );
}

#[tokio::test]
async fn an_indexed_job_completes_every_index() {
    let cluster = Cluster::fast();
    let spec = json!({"completions": 3, "parallelism": 3, "completionMode": "Indexed"});
    cluster.post(JOBS, &job_with("index", "busybox:quick", &spec)).await;
    let job = cluster.job_until("index", "Complete").await;
    assert_eq!(job["status"]["completedIndexes"], "0-2");
    let answer = cluster.get(PODS).await;
    let annotation = "batch.kubernetes.io/job-completion-index";
    let mut indexes: Vec<&str> = pods(&answer)
        .iter()
        .filter_map(|pod| pod["metadata"]["annotations"][annotation].as_str())
        .collect();
    indexes.sort_unstable();
    assert_eq!(indexes, ["0", "1", "2"]);
    let pod = &pods(&answer)[0];
    assert_eq!(pod["metadata"]["labels"][annotation], "0");
    assert_eq!(pod["spec"]["hostname"], "index-0");
    assert_eq!(pod["spec"]["containers"][0]["env"][0]["name"], "JOB_COMPLETION_INDEX");
}

#[tokio::test]
async fn a_deadline_ends_a_job() {
    let cluster = Cluster::fast();
    let spec = json!({"activeDeadlineSeconds": 1});
    cluster.post(JOBS, &job_with("late", "busybox:forever", &spec)).await;
    let job = cluster.job_until("late", "Failed").await;
    assert_eq!(job["status"]["conditions"][1]["reason"], "DeadlineExceeded");
    cluster.until(PODS, |answer| pods(answer).is_empty()).await;
}

#[tokio::test]
async fn a_work_queue_is_done_with_its_first_success_and_last_pod() {
    let cluster = Cluster::fast();
    cluster
        .post(JOBS, &job_with("queue", "busybox", &json!({"parallelism": 3})))
        .await;
    let job = cluster.job_until("queue", "Complete").await;
    assert!(job["spec"].get("completions").is_none());
    assert_eq!(job["status"]["succeeded"], 3);
    assert_eq!(pods(&cluster.get(PODS).await).len(), 3);
}

#[tokio::test]
async fn a_job_without_completions_to_reach_is_complete_at_once() {
    let cluster = Cluster::fast();
    cluster
        .post(JOBS, &job_with("nothing", "busybox", &json!({"completions": 0})))
        .await;
    cluster.job_until("nothing", "Complete").await;
    assert!(pods(&cluster.get(PODS).await).is_empty());
}

#[tokio::test]
async fn a_finished_job_goes_after_its_time_to_live() {
    let cluster = Cluster::fast();
    let spec = json!({"ttlSecondsAfterFinished": 1});
    cluster.post(JOBS, &job_with("brief", "busybox:quick", &spec)).await;
    cluster.until(&format!("{JOBS}/brief"), |job| job.code == 404).await;
    cluster.until(PODS, |answer| pods(answer).is_empty()).await;
}

#[tokio::test]
async fn a_suspended_job_starts_nothing() {
    let cluster = Cluster::fast();
    cluster
        .post(JOBS, &job_with("idle", "busybox", &json!({"suspend": true})))
        .await;
    let job = cluster.job_until("idle", "Suspended").await;
    assert!(job["status"].get("startTime").is_none());
    assert!(pods(&cluster.get(PODS).await).is_empty());
}

#[tokio::test]
async fn pods_say_whose_they_are() {
    let cluster = Cluster::fast();
    let uid = cluster.post(JOBS, &job("owner", "busybox:forever")).await.body["metadata"]["uid"].clone();
    let pod = cluster.pod_until("Running").await;
    let metadata = &pod["metadata"];
    assert!(metadata["name"].as_str().expect("a name").starts_with("owner-"));
    assert_eq!(metadata["generateName"], "owner-");
    assert_eq!(metadata["finalizers"], json!(["batch.kubernetes.io/job-tracking"]));
    assert_eq!(
        metadata["ownerReferences"],
        json!([{
            "apiVersion": "batch/v1", "kind": "Job", "name": "owner", "uid": uid,
            "controller": true, "blockOwnerDeletion": true,
        }])
    );
    for label in ["job-name", "batch.kubernetes.io/job-name"] {
        assert_eq!(metadata["labels"][label], "owner");
    }
    for label in ["controller-uid", "batch.kubernetes.io/controller-uid"] {
        assert_eq!(metadata["labels"][label], uid);
    }
}

#[tokio::test]
async fn restarts_in_the_same_pod_count_as_failures() {
    let cluster = Cluster::fast();
    let mut job = job_with("again", "busybox:crash", &json!({"backoffLimit": 2}));
    job["spec"]["template"]["spec"]["restartPolicy"] = "OnFailure".into();
    cluster.post(JOBS, &job).await;
    let waiting = |answer: &Answer| {
        let status = &answer.body["items"][0]["status"]["containerStatuses"][0];
        status["state"]["waiting"]["reason"] == "CrashLoopBackOff" && status["restartCount"] == 1
    };
    let answer = cluster.until(PODS, waiting).await;
    let status = &pods(&answer)[0]["status"];
    assert_eq!(status["phase"], "Running");
    assert_eq!(status["containerStatuses"][0]["lastState"]["terminated"]["exitCode"], 1);
    let job = cluster.job_until("again", "Failed").await;
    assert_eq!(job["status"]["conditions"][1]["reason"], "BackoffLimitExceeded");
    cluster.until(PODS, |answer| pods(answer).is_empty()).await;
}

#[tokio::test]
async fn a_job_whose_pods_are_refused_says_so_and_tries_again() {
    let cluster = Cluster::fast();
    let mut job = job("refused", "busybox:quick");
    job["spec"]["template"]["spec"]["serviceAccountName"] = "robot".into();
    cluster.post(JOBS, &job).await;
    let events = format!("{EVENTS}?fieldSelector=reason%3DFailedCreate");
    let answer = cluster.until(&events, |answer| !answer.names().is_empty()).await;
    let message = answer.body["items"][0]["message"].as_str().expect("a message");
    assert!(
        message.starts_with("Error creating: pods \"refused-\" is forbidden: error looking up"),
        "{message}"
    );
    let account = json!({"metadata": {"name": "robot"}});
    cluster
        .post("/api/v1/namespaces/default/serviceaccounts", &account)
        .await;
    cluster.job_until("refused", "Complete").await;
}

#[tokio::test]
async fn another_manager_is_left_alone() {
    let cluster = Cluster::fast();
    cluster
        .post(
            JOBS,
            &job_with("theirs", "busybox", &json!({"managedBy": "acme.io/queue"})),
        )
        .await;
    cluster.post(JOBS, &job("ours", "busybox:quick")).await;
    cluster.job_until("ours", "Complete").await;
    assert_eq!(cluster.get(&format!("{JOBS}/theirs")).await.body["status"], json!({}));
}

#[tokio::test]
async fn a_deleted_pod_is_replaced() {
    let cluster = Cluster::fast();
    cluster.post(JOBS, &job("steady", "busybox:forever")).await;
    let pod = cluster.pod_until("Running").await;
    let name = pod["metadata"]["name"].as_str().expect("a name");
    let answer = cluster.delete(&format!("{PODS}/{name}"), &json!({})).await;
    assert_eq!(answer.body["metadata"]["deletionGracePeriodSeconds"], 30);
    cluster
        .until(PODS, |answer| {
            pods(answer).len() == 1 && pods(answer)[0]["metadata"]["name"] != name
        })
        .await;
    let job = cluster.get(&format!("{JOBS}/steady")).await.body;
    assert_eq!(job["status"]["failed"], 1);
}
