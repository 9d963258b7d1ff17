use http::Request;
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster, JOBS, job};

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

#[tokio::test]
async fn a_version_that_is_too_old_has_expired() {
    let cluster = Cluster::fast();
    cluster.post(MAPS, &json!({"metadata": {"name": "busy"}})).await;
    let from = version(&cluster, MAPS).await;
    for number in 0..5000 {
        let change = json!({"metadata": {"labels": {"team": number.to_string()}}});
        cluster.patch(&format!("{MAPS}/busy"), &change).await;
    }
    let answer = cluster.get(&format!("{MAPS}?watch=1&resourceVersion={from}")).await;
    assert_eq!((answer.code, types(&answer)), (200, vec!["ERROR".to_owned()]));
    let status = &answer.lines()[0]["object"];
    assert_eq!((&status["code"], &status["reason"]), (&json!(410), &json!("Expired")));
    assert!(
        status["message"]
            .as_str()
            .expect("a message")
            .starts_with(&format!("too old resource version: {from} ("))
    );
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
