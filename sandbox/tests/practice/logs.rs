use http::Request;
use http_body_util::{BodyExt, Full};
use serde_json::json;

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
async fn a_container_that_waits_has_no_log() {
    let cluster = Cluster::at(1.0);
    cluster.post(JOBS, &job("waits", "busybox:missing")).await;
    let waits = |answer: &crate::cluster::Answer| answer.body["items"][0]["status"]["startTime"].is_string();
    let pod = cluster.until(PODS, waits).await.body["items"][0]["metadata"]["name"].clone();
    let pod = pod.as_str().expect("a name");
    let path = format!("{PODS}/{pod}/log");
    let answer = cluster.get(&path).await;
    assert_eq!((answer.code, answer.reason()), (400, "BadRequest"));
    assert_eq!(
        answer.message(),
        format!("container \"main\" in pod \"{pod}\" is waiting to start: ContainerCreating")
    );
    let answer = cluster.get(&format!("{path}?container=other")).await;
    assert_eq!(
        (answer.code, answer.message()),
        (400, format!("container other is not valid for pod {pod}").as_str())
    );
    let answer = cluster.get(&format!("{path}?previous=true")).await;
    assert_eq!(
        answer.message(),
        format!("previous terminated container \"main\" in pod \"{pod}\" not found")
    );
    let answer = cluster.get(&format!("{path}?tailLines=-1")).await;
    assert_eq!(
        (answer.code, answer.causes()),
        (422, vec!["Invalid tailLines".to_owned()])
    );
    assert_eq!(cluster.get(&format!("{PODS}/none/log")).await.code, 404);
}

#[tokio::test]
async fn one_of_several_containers_must_be_named() {
    let cluster = Cluster::fast();
    let mut job = job("two", "busybox");
    job["spec"]["template"]["spec"]["containers"] =
        json!([{"name": "a", "image": "busybox:quick"}, {"name": "b", "image": "busybox:quick"}]);
    cluster.post(JOBS, &job).await;
    let pod = cluster.pod_until("Succeeded").await["metadata"]["name"].clone();
    let path = format!("{PODS}/{}/log", pod.as_str().expect("a name"));
    let answer = cluster.get(&path).await;
    assert_eq!(answer.code, 400);
    assert!(
        answer.message().ends_with("choose one of: [a b]"),
        "{}",
        answer.message()
    );
    assert_eq!(cluster.get(&format!("{path}?container=b")).await.code, 200);
}

#[tokio::test]
async fn a_followed_log_ends_with_its_container() {
    let cluster = Cluster::at(20.0);
    let path = log(&cluster, "busybox", "Running").await;
    let request = Request::get(format!("{path}?follow=true")).body(Full::default());
    let mut body = cluster.open(request.expect("a request")).await.into_body();
    let mut parts = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.expect("no error").into_data().expect("data");
        parts.push(String::from_utf8(data.to_vec()).expect("text"));
    }
    let text = parts.concat();
    assert!(parts.len() > 1, "{text}");
    assert!(
        text.starts_with("starting busybox\n") && text.ends_with("msg=\"done\"\n"),
        "{text}"
    );
    let steps: Vec<&str> = text.lines().filter(|line| line.contains("step=")).collect();
    let mut unique = steps.clone();
    unique.dedup();
    assert_eq!(steps, unique);
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
