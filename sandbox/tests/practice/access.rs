use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::{Value, json};

use crate::cluster::{Answer, Cluster, JOBS, job};

async fn as_person(cluster: &Cluster, token: &str, path: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Full::from(Bytes::from(body.to_string())));
    cluster.send(request.expect("a request")).await
}

#[tokio::test]
async fn an_unknown_token_is_refused() {
    let answer = as_person(&Cluster::fast(), "stolen", JOBS, &job("x", "busybox")).await;
    assert_eq!(
        (answer.code, answer.reason(), answer.message()),
        (401, "Unauthorized", "Unauthorized")
    );
}

#[tokio::test]
async fn who_may_only_look_is_told_what_is_missing() {
    let answer = as_person(&Cluster::fast(), "practice-viewer", JOBS, &job("x", "busybox")).await;
    assert_eq!((answer.code, answer.reason()), (403, "Forbidden"));
    assert_eq!(
        answer.message(),
        "jobs.batch is forbidden: User \"practice-viewer\" cannot create resource \"jobs\" in API group \
         \"batch\" in the namespace \"default\""
    );
    assert_eq!(answer.body["details"], json!({"group": "batch", "kind": "jobs"}));
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
    let path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    let answer = cluster.post(path, &json!({"spec": {"namespace": "default"}})).await;
    assert_eq!(answer.body["status"]["resourceRules"][0]["verbs"], json!(["*"]));
}

#[tokio::test]
async fn people_can_ask_who_they_are() {
    let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let answer = Cluster::fast().post(path, &json!({})).await;
    assert_eq!(
        (answer.code, &answer.body["status"]["userInfo"]["username"]),
        (201, &json!("practice-admin"))
    );
}
