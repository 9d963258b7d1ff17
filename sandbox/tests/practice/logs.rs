use crate::cluster::{Cluster, JOBS, PODS, job};

/// Starts a Job and returns the path to the log of its Pod in a phase.
async fn log(cluster: &Cluster, image: &str, phase: &str) -> String {
    cluster.post(JOBS, &job("talks", image)).await;
    let pod = cluster.pod_until(phase).await;
    format!("{PODS}/{}/log", pod["metadata"]["name"].as_str().expect("a name"))
}

#[tokio::test]
async fn the_log_of_a_container_that_ended_is_text() {
    let cluster = Cluster::fast();
    let path = log(&cluster, "busybox:fail", "Failed").await;
    let answer = cluster.get(&path).await;
    assert_eq!(answer.code, 200);
    assert!(answer.text.starts_with("starting busybox:fail\n"), "{}", answer.text);
    assert!(
        answer.text.ends_with("level=error msg=\"giving up\" code=1\n"),
        "{}",
        answer.text
    );
    let last = cluster.get(&format!("{path}?tailLines=1&timestamps=true")).await.text;
    let (time, line) = last.trim_end().split_once(' ').expect("a time");
    assert_eq!(line, "level=error msg=\"giving up\" code=1");
    assert!(time.parse::<jiff::Timestamp>().is_ok() && time.ends_with('Z'), "{time}");
    assert_eq!(cluster.get(&format!("{path}?limitBytes=4")).await.text, "star");
}

#[tokio::test]
async fn the_log_before_a_restart_is_kept() {
    let cluster = Cluster::fast();
    let mut job = job("again", "busybox:crash");
    job["spec"]["template"]["spec"]["restartPolicy"] = "OnFailure".into();
    cluster.post(JOBS, &job).await;
    let restarted = |answer: &crate::cluster::Answer| {
        let restarts = &answer.body["items"][0]["status"]["containerStatuses"][0]["restartCount"];
        restarts.as_u64().unwrap_or(0) > 0
    };
    let pod = cluster.until(PODS, restarted).await.body["items"][0]["metadata"]["name"].clone();
    let path = format!("{PODS}/{}/log?previous=true", pod.as_str().expect("a name"));
    let answer = cluster.get(&path).await;
    assert!(answer.text.ends_with("msg=\"giving up\" code=1\n"), "{}", answer.text);
}
