use http::Method;
use serde_json::json;

use crate::cluster::{Cluster, JOBS, job};

#[tokio::test]
async fn a_minimal_job_is_created_with_its_defaults() {
    let cluster = Cluster::fast();
    let answer = cluster.post(JOBS, &job("plain", "busybox")).await;
    assert_eq!(answer.code, 201);
    let (metadata, spec) = (&answer.body["metadata"], &answer.body["spec"]);
    let uid = metadata["uid"].as_str().expect("a uid");
    assert_eq!((&spec["parallelism"], &spec["completions"]), (&json!(1), &json!(1)));
    assert_eq!((&spec["backoffLimit"], &spec["suspend"]), (&json!(6), &json!(false)));
    assert_eq!(spec["completionMode"], "NonIndexed");
    assert_eq!(spec["podReplacementPolicy"], "TerminatingOrFailed");
    assert_eq!(
        spec["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"],
        uid
    );
    let template = &spec["template"];
    assert_eq!(
        template["metadata"]["labels"],
        json!({
            "batch.kubernetes.io/controller-uid": uid,
            "batch.kubernetes.io/job-name": "plain",
            "controller-uid": uid,
            "job-name": "plain",
        })
    );
    assert_eq!(template["spec"]["dnsPolicy"], "ClusterFirst");
    assert_eq!(template["spec"]["terminationGracePeriodSeconds"], 30);
    let container = &template["spec"]["containers"][0];
    assert_eq!(container["imagePullPolicy"], "Always");
    assert_eq!(container["terminationMessagePath"], "/dev/termination-log");
}

#[tokio::test]
async fn a_second_job_of_the_same_name_is_refused_with_409() {
    let cluster = Cluster::fast();
    cluster.post(JOBS, &job("twice", "busybox")).await;
    for query in ["", "?dryRun=All"] {
        let answer = cluster.post(&format!("{JOBS}{query}"), &job("twice", "busybox")).await;
        assert_eq!((answer.code, answer.reason()), (409, "AlreadyExists"));
        assert_eq!(answer.message(), "jobs.batch \"twice\" already exists");
    }
}

#[tokio::test]
async fn a_dry_run_stores_nothing() {
    let cluster = Cluster::fast();
    let answer = cluster
        .post(&format!("{JOBS}?dryRun=All"), &job("try", "busybox"))
        .await;
    assert_eq!(answer.code, 201);
    assert_eq!(cluster.get(&format!("{JOBS}/try")).await.code, 404);
}

#[tokio::test]
async fn a_dry_run_is_all_or_wrong() {
    let answer = Cluster::fast()
        .post(&format!("{JOBS}?dryRun=wrong"), &job("try", "busybox"))
        .await;
    assert_eq!((answer.code, answer.reason()), (422, "Invalid"));
    assert_eq!(answer.causes(), ["NotSupported dryRun"]);
}

#[tokio::test]
async fn strict_validation_names_unknown_and_duplicate_fields() {
    let cluster = Cluster::fast();
    let body = r#"{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "odd"}, "spec": {
        "backoffLimit": 1, "backoffLimit": 2,
        "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b", "imag": "c"}]}}}}"#;
    let strict = format!("{JOBS}?fieldValidation=Strict");
    let answer = cluster.ask(Method::POST, &strict, "application/json", body).await;
    assert_eq!((answer.code, answer.reason()), (400, "BadRequest"));
    assert_eq!(
        answer.message(),
        "Job in version \"v1\" cannot be handled as a Job: strict decoding error: unknown field \
         \"spec.template.spec.containers[0].imag\", duplicate field \"spec.backoffLimit\""
    );
    assert!(answer.body.get("details").is_none());
    let lax = cluster.ask(Method::POST, JOBS, "application/json", body).await;
    assert_eq!(lax.code, 201);
    assert_eq!(lax.body["spec"]["backoffLimit"], 2);
    assert_eq!(
        lax.warnings,
        [
            "299 - \"unknown field \\\"spec.template.spec.containers[0].imag\\\"\"",
            "299 - \"duplicate field \\\"spec.backoffLimit\\\"\"",
        ]
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_bad_request() {
    let cluster = Cluster::fast();
    let mut wrong = job("wrong", "busybox");
    wrong["spec"]["parallelism"] = "2".into();
    assert_eq!(cluster.post(JOBS, &wrong).await.code, 400);
    for body in ["{", "[]", ""] {
        let answer = cluster.ask(Method::POST, JOBS, "application/json", body).await;
        assert_eq!((answer.code, answer.reason()), (400, "BadRequest"), "{body}");
    }
    let answer = cluster.ask(Method::POST, JOBS, "application/yaml", "a: b").await;
    assert_eq!(answer.code, 415);
    let mut wrong = job("wrong", "busybox");
    wrong["kind"] = "CronJob".into();
    assert_eq!(cluster.post(JOBS, &wrong).await.code, 400);
}

#[tokio::test]
async fn a_body_of_more_than_three_mebibytes_is_too_large() {
    let body = vec![b' '; 3 * 1024 * 1024 + 1];
    let answer = Cluster::fast().ask(Method::POST, JOBS, "application/json", body).await;
    assert_eq!((answer.code, answer.reason()), (413, "RequestEntityTooLarge"));
}

#[tokio::test]
async fn the_namespace_of_body_and_url_must_agree() {
    let mut elsewhere = job("here", "busybox");
    elsewhere["metadata"]["namespace"] = "team-a".into();
    assert_eq!(Cluster::fast().post(JOBS, &elsewhere).await.code, 400);
}

#[tokio::test]
async fn a_missing_namespace_is_told_before_anything_invalid() {
    let mut invalid = job("x", "busybox");
    invalid["spec"]["parallelism"] = (-1).into();
    let answer = Cluster::fast()
        .post("/apis/batch/v1/namespaces/nowhere/jobs", &invalid)
        .await;
    assert_eq!(
        (answer.code, answer.message()),
        (404, "namespaces \"nowhere\" not found")
    );
}

#[tokio::test]
async fn a_name_is_generated_behind_its_base() {
    let cluster = Cluster::fast();
    let mut job = job("", "busybox");
    job["metadata"] = json!({"generateName": "run-"});
    let answer = cluster.post(JOBS, &job).await;
    let name = answer.body["metadata"]["name"].as_str().expect("a name");
    assert_eq!((answer.code, name.len()), (201, 9));
    assert!(name.starts_with("run-"));
}

#[tokio::test]
async fn a_service_gets_an_address() {
    let cluster = Cluster::fast();
    let services = "/api/v1/namespaces/default/services";
    let mut service = json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
        "spec": {"selector": {"job-name": "web"}, "ports": [{"port": 80}]},
    });
    let answer = cluster.post(services, &service).await;
    assert_eq!(answer.code, 201);
    let spec = &answer.body["spec"];
    assert_eq!(
        (&spec["type"], &spec["ports"][0]["targetPort"]),
        (&json!("ClusterIP"), &json!(80))
    );
    assert!(spec["clusterIP"].as_str().expect("an address").starts_with("10.96."));
    service["metadata"]["name"] = "wrong".into();
    service["spec"]["ports"] = json!([{"port": 0}, {"port": 80, "name": "http"}]);
    let answer = cluster.post(services, &service).await;
    assert_eq!(answer.message().split(':').next(), Some("Service \"wrong\" is invalid"));
    assert_eq!(
        answer.causes(),
        [
            "Invalid spec.ports[0].port",
            "Invalid spec.ports[0].targetPort",
            "Required spec.ports[0].name"
        ]
    );
}

#[tokio::test]
async fn plain_kinds_are_kept_as_they_are() {
    let cluster = Cluster::fast();
    let path = "/api/v1/namespaces/team-a/secrets";
    let secret = json!({"metadata": {"name": "key"}, "stringData": {"a": "b"}});
    let answer = cluster.post(path, &secret).await;
    assert_eq!((answer.code, &answer.body["data"]["a"]), (201, &json!("Yg==")));
    assert_eq!(
        (&answer.body["kind"], &answer.body["type"]),
        (&json!("Secret"), &json!("Opaque"))
    );
    assert_eq!(cluster.delete(&format!("{path}/key"), &json!({})).await.code, 200);
    assert!(cluster.get(path).await.names().is_empty());
}

#[tokio::test]
async fn a_quota_by_count_is_kept_to() {
    let cluster = Cluster::fast();
    let jobs = "/apis/batch/v1/namespaces/batch-limited/jobs";
    for number in 0..5 {
        assert_eq!(
            cluster.post(jobs, &job(&format!("job-{number}"), "busybox")).await.code,
            201
        );
    }
    let answer = cluster
        .post(&format!("{jobs}?dryRun=All"), &job("one-more", "busybox"))
        .await;
    assert_eq!((answer.code, answer.reason()), (403, "Forbidden"));
    assert_eq!(
        answer.message(),
        "jobs.batch \"one-more\" is forbidden: exceeded quota: batch, requested: count/jobs.batch=1, \
         used: count/jobs.batch=5, limited: count/jobs.batch=5"
    );
}
