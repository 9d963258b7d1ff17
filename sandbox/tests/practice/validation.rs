use serde_json::{Value, json};

use crate::cluster::{Cluster, JOBS, job};

/// Tries a Job that is changed at some places.
async fn tried(changes: &[(&str, Value)]) -> crate::cluster::Answer {
    let mut wrong = job("wrong", "busybox");
    wrong["spec"]["template"]["metadata"] = json!({"labels": {}});
    for (pointer, value) in changes {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        let parent = wrong.pointer_mut(parent).expect("a parent");
        match parent {
            Value::Array(list) => list.push(value.clone()),
            other => other[field] = value.clone(),
        }
    }
    Cluster::fast()
        .post(&format!("{JOBS}?dryRun=All&fieldValidation=Strict"), &wrong)
        .await
}

async fn causes(changes: &[(&str, Value)]) -> Vec<String> {
    let answer = tried(changes).await;
    assert_eq!((answer.code, answer.reason()), (422, "Invalid"), "{}", answer.text);
    answer.causes()
}

const SPEC: &str = "/spec/template/spec";
const CONTAINER: &str = "/spec/template/spec/containers/0";

async fn container_causes(field: &str, value: Value) -> Vec<String> {
    let prefix = "spec.template.spec.containers[0]";
    let found = causes(&[(&format!("{CONTAINER}/{field}"), value)]).await;
    found.into_iter().map(|cause| cause.replace(prefix, "c")).collect()
}

#[tokio::test]
async fn a_name_of_64_characters_breaks_the_label_made_of_it() {
    let found = causes(&[("/metadata/name", "a".repeat(64).into())]).await;
    assert_eq!(found, ["Invalid spec.template.labels"]);
}

#[tokio::test]
async fn a_name_is_lower_case() {
    assert_eq!(
        causes(&[("/metadata/name", "Wrong".into())]).await,
        ["Invalid metadata.name"]
    );
}

#[tokio::test]
async fn a_job_has_containers() {
    let found = causes(&[(&format!("{SPEC}/containers"), json!([]))]).await;
    assert_eq!(found, ["Required spec.template.spec.containers"]);
}

#[tokio::test]
async fn a_container_has_a_name_and_an_image() {
    let found = causes(&[(&format!("{SPEC}/containers"), json!([{}]))]).await;
    let path = "spec.template.spec.containers[0]";
    assert_eq!(
        found,
        [format!("Required {path}.image"), format!("Required {path}.name")]
    );
}

#[tokio::test]
async fn two_containers_have_two_names() {
    let twin = json!({"name": "main", "image": "b"});
    let found = causes(&[(&format!("{SPEC}/containers/-"), twin)]).await;
    assert_eq!(found, ["Duplicate spec.template.spec.containers[1].name"]);
}

#[tokio::test]
async fn a_job_restarts_on_failure_or_never() {
    for policy in [json!("Always"), Value::Null] {
        let found = causes(&[(&format!("{SPEC}/restartPolicy"), policy)]).await;
        assert_eq!(found, ["Required spec.template.spec.restartPolicy"]);
    }
}

#[tokio::test]
async fn numbers_are_not_negative() {
    for field in [
        "parallelism",
        "completions",
        "backoffLimit",
        "activeDeadlineSeconds",
        "ttlSecondsAfterFinished",
    ] {
        let found = causes(&[(&format!("/spec/{field}"), json!(-1))]).await;
        assert_eq!(found, [format!("Invalid spec.{field}")]);
    }
}

#[tokio::test]
async fn an_indexed_job_has_completions() {
    let found = causes(&[
        ("/spec/completionMode", "Indexed".into()),
        ("/spec/parallelism", 2.into()),
    ])
    .await;
    assert_eq!(found, ["Required spec.completions"]);
}

#[tokio::test]
async fn a_request_is_not_above_its_limit() {
    let found = container_causes(
        "resources",
        json!({"requests": {"cpu": "2"}, "limits": {"cpu": "1500m"}}),
    )
    .await;
    assert_eq!(found, ["Invalid c.resources.requests"]);
    let found = container_causes("resources", json!({"limits": {"cpu": "-1", "storage": "1"}})).await;
    assert_eq!(
        found,
        [
            "Invalid c.resources.limits[cpu]",
            "Invalid c.resources.limits[storage]",
            "Invalid c.resources.limits[storage]",
        ]
    );
}

#[tokio::test]
async fn what_is_no_quantity_cannot_be_read() {
    let resources = json!({"limits": {"memory": "1GiB"}});
    let answer = tried(&[(&format!("{CONTAINER}/resources"), resources)]).await;
    assert_eq!((answer.code, answer.reason()), (400, "BadRequest"));
    assert!(answer.message().contains("quantities must match"), "{}", answer.text);
}

#[tokio::test]
async fn ports_lie_between_1_and_65535() {
    let ports = json!([{"containerPort": 0}, {"containerPort": 65536}]);
    let found = container_causes("ports", ports).await;
    assert_eq!(
        found,
        ["Invalid c.ports[1].containerPort", "Required c.ports[0].containerPort"]
    );
}

#[tokio::test]
async fn a_variable_has_no_equals_sign() {
    let found = container_causes("env", json!([{"name": "A=B", "value": "c"}])).await;
    assert_eq!(found, ["Invalid c.env[0].name"]);
}

#[tokio::test]
async fn only_volumes_that_are_there_are_mounted() {
    let found = container_causes("volumeMounts", json!([{"name": "none", "mountPath": "/x"}])).await;
    assert_eq!(found, ["NotFound c.volumeMounts[0].name"]);
}

#[tokio::test]
async fn a_probe_has_a_handler_and_liveness_succeeds_once() {
    let found = container_causes("readinessProbe", json!({})).await;
    assert_eq!(found, ["Required c.readinessProbe"]);
    let probe = json!({"exec": {"command": ["true"]}, "successThreshold": 2});
    let found = container_causes("livenessProbe", probe).await;
    assert_eq!(found, ["Invalid c.livenessProbe.successThreshold"]);
}

#[tokio::test]
async fn labels_and_annotations_have_their_form() {
    let found = causes(&[("/metadata/labels", json!({"a": "b".repeat(64)}))]).await;
    assert_eq!(found, ["Invalid metadata.labels"]);
    let found = causes(&[("/metadata/annotations", json!({"a/b/c": ""}))]).await;
    assert_eq!(found, ["Invalid metadata.annotations"]);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let answer = tried(&[
        ("/metadata/name", "Wrong".into()),
        ("/spec/parallelism", (-1).into()),
        (&format!("{SPEC}/restartPolicy"), "Always".into()),
    ])
    .await;
    assert_eq!(answer.causes().len(), 3);
    assert!(
        answer.message().starts_with("Job.batch \"Wrong\" is invalid: ["),
        "{}",
        answer.message()
    );
    assert_eq!(answer.body["details"]["kind"], "Job");
}
