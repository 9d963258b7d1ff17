//! What an object becomes, and that it comes back.

use job::{Draft, import, manifests};
use serde_json::{Value, json};

#[path = "oracle/drafts.rs"]
mod drafts;

/// What Kubernetes 1.37.2 said of these objects.
const CASES: &str = include_str!("cases/api-server-1.37.2.jsonl");

fn back(job: &Value) -> (Draft, Value) {
    let draft = import::job(job);
    let made = manifests(&draft).job;
    (draft, made)
}

/// What the form says of every Job, and the API server would, is not a difference.
fn spelled_out(mut job: Value) -> Value {
    let null = |value: &Value| value.is_null();
    let spec = &mut job["spec"];
    let both = spec["completions"].is_null() && spec["parallelism"].is_null();
    if both {
        spec["completions"] = json!(1);
    }
    if both || null(&spec["parallelism"]) && !null(&spec["completions"]) {
        spec["parallelism"] = json!(1);
    }
    if null(&spec["completions"]) {
        spec.as_object_mut().unwrap().remove("completions");
    }
    job
}

#[test]
fn every_job_that_an_api_server_takes_comes_back_as_it_was() {
    let mut seen = 0;
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let object = &case["object"];
        // The form has no other way to a name than to write it.
        let is_named = object["metadata"]["name"].is_string();
        if object["kind"] != "Job" || case["expect"]["accepted"] != true || !is_named {
            continue;
        }
        let (draft, made) = back(object);
        let wanted = spelled_out(object.clone());
        assert_eq!(made, wanted, "{}\nkept {:?}", case["title"], draft.kept);
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn what_the_form_made_becomes_the_same_fields() {
    let all = drafts::any_draft();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut read = 0;
    for _ in 0..300 {
        let draft = drafts::next(&all, &mut runner);
        let made = manifests(&draft).job;
        let (again, twice) = back(&made);
        read += usize::from(again.kept.is_empty());
        assert_eq!(twice, spelled_out(made), "kept {:?}", again.kept);
    }
    // Of drafts of every odd shape, most are read into fields as a whole.
    assert!(read > 200, "{read} of 300");
}

#[test]
fn what_a_controller_made_of_a_job_is_left_behind() {
    let live = json!({
        "apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "nightly", "namespace": "default", "uid": "1", "resourceVersion": "7", "generation": 1,
            "creationTimestamp": "2026-01-01T00:00:00Z", "managedFields": [{"manager": "slipway"}],
            "annotations": {"slipway.dev/attempt": "x", "kubernetes.io/description": "Every night."},
            "labels": {"app": "nightly", "job-name": "nightly", "batch.kubernetes.io/job-name": "nightly"}},
        "spec": {"completions": 3, "parallelism": 2, "completionMode": "NonIndexed", "suspend": false,
            "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": "1"}},
            "template": {"metadata": {"creationTimestamp": null, "labels": {"app": "nightly",
                "controller-uid": "1", "batch.kubernetes.io/controller-uid": "1", "team": "data"}},
                "spec": {"containers": [{"name": "main", "image": "busybox:1.36"}], "restartPolicy": "Never"}}},
        "status": {"active": 1},
    });
    let (draft, made) = back(&live);
    assert_eq!(
        (
            draft.text("basic.name"),
            draft.text("basic.instances"),
            draft.text("advanced.parallel")
        ),
        ("nightly", "3", "2")
    );
    assert_eq!(draft.text("basic.description"), "Every night.");
    assert!(draft.kept.is_empty(), "{:?}", draft.kept);
    let text = made.to_string();
    assert!(
        !text.contains("-uid") && !text.contains("job-name") && !text.contains("status"),
        "{text}"
    );
    assert_eq!(
        made["spec"]["template"]["metadata"]["labels"],
        json!({"app": "nightly", "team": "data"})
    );
}

#[test]
fn what_is_kept_of_a_row_goes_with_the_row() {
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly"}, "spec": {"template": {"spec": {
        "restartPolicy": "Never",
        "containers": [{"name": "main", "image": "busybox", "tty": true}],
        "volumes": [{"name": "share", "nfs": {"server": "files", "path": "/"}}, {"name": "tmp", "emptyDir": {}}],
    }}}});
    let (mut draft, made) = back(&job);
    assert_eq!(
        made["spec"]["template"]["spec"]["volumes"],
        job["spec"]["template"]["spec"]["volumes"]
    );
    let first = draft.rows_at("pod.volumes").next().unwrap().key();
    draft.remove(&format!("pod.volumes.{first}"));
    let made = manifests(&draft).job;
    assert_eq!(
        made["spec"]["template"]["spec"]["volumes"],
        json!([{"name": "tmp", "emptyDir": {}}])
    );
    assert_eq!(made["spec"]["template"]["spec"]["containers"][0]["tty"], json!(true));
}

#[test]
fn a_job_without_the_label_of_the_form_does_not_get_it() {
    let job = |own: Value, pods: Value| {
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly", "labels": own},
            "spec": {"completions": 1, "parallelism": 1, "template": {"metadata": {"labels": pods},
                "spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}})
    };
    let (none, same, other) = (json!({"team": "x"}), json!({"app": "nightly"}), json!({"app": "other"}));
    for own in [&none, &same, &other] {
        for pods in [&none, &same, &other] {
            let job = job(own.clone(), pods.clone());
            let (draft, made) = back(&job);
            assert_eq!(made, job, "kept {:?}", draft.kept);
        }
    }
    let (mut draft, _) = back(&job(none.clone(), none));
    draft.set("basic.name", "weekly");
    assert_eq!(manifests(&draft).job["metadata"]["labels"], json!({"team": "x"}));
    let (mut draft, _) = back(&job(same.clone(), same));
    draft.set("basic.name", "weekly");
    assert_eq!(manifests(&draft).job["metadata"]["labels"], json!({"app": "weekly"}));
}

#[test]
fn what_a_server_fills_in_is_left_out_only_of_what_a_server_answered() {
    let written = json!({
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly", "labels": {"app": "nightly"}},
        "spec": {"completions": 1, "parallelism": 1, "completionMode": "NonIndexed", "suspend": false,
            "backoffLimit": 6, "manualSelector": false, "podReplacementPolicy": "TerminatingOrFailed",
            "template": {"metadata": {"labels": {"app": "nightly"}}, "spec": {
                "restartPolicy": "Never", "dnsPolicy": "ClusterFirst", "schedulerName": "default-scheduler",
                "securityContext": {}, "terminationGracePeriodSeconds": 30,
                "serviceAccount": "robot", "serviceAccountName": "robot",
                "containers": [
                    {"name": "main", "image": "busybox", "imagePullPolicy": "Always", "resources": {},
                        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                        "ports": [{"containerPort": 80, "protocol": "TCP"}],
                        "livenessProbe": {"httpGet": {"port": 80, "path": "/", "scheme": "HTTP"}, "timeoutSeconds": 1,
                            "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}},
                    {"name": "side", "image": "busybox:1.37", "imagePullPolicy": "Always"}],
                "volumes": [{"name": "a", "downwardAPI": {"defaultMode": 420}}]}}},
    });
    let (_, made) = back(&written);
    assert_eq!(made, written);
    let mut answered = written;
    answered["metadata"]["uid"] = json!("1");
    let (draft, made) = back(&answered);
    let pod = json!({"restartPolicy": "Never", "serviceAccountName": "robot",
        "containers": [
            {"name": "main", "image": "busybox", "ports": [{"containerPort": 80}], "livenessProbe": {"httpGet": {"port": 80}}},
            {"name": "side", "image": "busybox:1.37", "imagePullPolicy": "Always"}],
        "volumes": [{"name": "a", "downwardAPI": {}}]});
    let spec = json!({"completions": 1, "parallelism": 1,
        "template": {"metadata": {"labels": {"app": "nightly"}}, "spec": pod}});
    assert_eq!(made["spec"], spec);
    assert_eq!(draft.kept.len(), 2, "{:?}", draft.kept);
}
