use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster};

async fn as_person(cluster: &Cluster, token: &str, path: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Full::from(Bytes::from(body.to_string())));
    cluster.send(request.expect("a request")).await
}

#[tokio::test]
async fn people_can_ask_what_they_may_do() {
    let cluster = Cluster::fast();
    let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    let attributes = json!({"namespace": "default", "verb": "create", "group": "batch", "resource": "jobs"});
    let review = json!({"spec": {"resourceAttributes": attributes}});
    for (token, allowed) in [
        ("practice-admin", true),
        ("practice-editor", true),
        ("practice-viewer", false),
        ("practice-none", false),
    ] {
        let answer = as_person(&cluster, token, path, &review).await;
        assert_eq!((answer.code, &answer.body["status"]["allowed"]), (201, &json!(allowed)));
        assert_eq!(answer.body["kind"], "SelfSubjectAccessReview");
    }
    // The editor's is one namespace.
    let elsewhere = json!({"spec": {"resourceAttributes": {"namespace": "team-a", "verb": "create", "group": "batch", "resource": "jobs"}}});
    let answer = as_person(&cluster, "practice-editor", path, &elsewhere).await;
    assert_eq!(answer.body["status"]["allowed"], json!(false));
}
