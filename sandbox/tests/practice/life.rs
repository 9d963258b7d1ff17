use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster, EVENTS, JOBS, PODS, job, job_with};

fn pods(answer: &Answer) -> &[Value] {
    answer.body["items"].as_array().map_or(&[], Vec::as_slice)
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
