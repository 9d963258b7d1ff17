//! What is seen of the API's objects.

use cluster::observe;
use job::status::{ContainerState, Phase};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Event, Pod};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_job_is_seen_with_its_numbers_and_conditions() {
    let job: Job = read(json!({
        "metadata": {
            "name": "a", "namespace": "n", "uid": "u", "creationTimestamp": "1970-01-01T00:00:01Z",
            "annotations": {"slipway.dev/attempt": "t", "kubernetes.io/description": "d", "other": "x"},
        },
        "spec": {
            "completions": 4, "parallelism": 2, "completionMode": "Indexed", "backoffLimit": 6, "suspend": true,
            "activeDeadlineSeconds": 60, "managedBy": "example.com/x", "podReplacementPolicy": "Failed",
            "template": {"spec": {"restartPolicy": "OnFailure", "containers": [{"name": "c", "image": "i"}]}},
        },
        "status": {
            "active": 1, "ready": 1, "terminating": 2, "succeeded": 1, "failed": 3, "startTime": "1970-01-01T00:00:02Z",
            "completedIndexes": "0", "failedIndexes": "2", "uncountedTerminatedPods": {"succeeded": ["x"], "failed": []},
            "conditions": [{"type": "Suspended", "status": "True", "reason": "JobSuspended", "message": "m"}],
        },
    }));
    let seen = observe::job(job);
    assert_eq!((seen.created, seen.started, seen.completed), (1000, Some(2000), None));
    assert_eq!(
        (seen.attempt.as_deref(), seen.description.as_deref()),
        (Some("t"), Some("d"))
    );
    assert_eq!(
        (seen.completions, seen.parallelism, seen.backoff_limit),
        (Some(4), Some(2), Some(6))
    );
    assert!(seen.indexed && seen.suspend && seen.restarts_in_place && seen.replaces_ended_only);
    assert_eq!(
        (seen.active, seen.ready, seen.terminating, seen.succeeded, seen.failed),
        (1, Some(1), Some(2), 1, 3)
    );
    assert_eq!((seen.uncounted_succeeded, seen.uncounted_failed), (1, 0));
    assert_eq!(
        (seen.completed_indexes.as_str(), seen.failed_indexes.as_str()),
        ("0", "2")
    );
    assert!(seen.conditions[0].is_true && seen.conditions[0].kind == "Suspended");
    assert_eq!(seen.images, ["i"]);
}

#[test]
fn a_pod_is_seen_with_every_container_that_it_declares() {
    let pod: Pod = read(json!({
        "metadata": {
            "name": "a-1", "uid": "p", "annotations": {"batch.kubernetes.io/job-completion-index": "3"},
            "ownerReferences": [
                {"apiVersion": "v1", "kind": "Other", "name": "o", "uid": "o"},
                {"apiVersion": "batch/v1", "kind": "Job", "name": "a", "uid": "j", "controller": true},
            ],
        },
        "spec": {
            "nodeName": "node", "schedulingGates": [{"name": "gate"}],
            "initContainers": [{"name": "first"}, {"name": "side", "restartPolicy": "Always"}],
            "containers": [{"name": "work", "image": "i", "readinessProbe": {"tcpSocket": {"port": 1}}}, {"name": "new"}],
        },
        "status": {
            "phase": "Running", "reason": "r", "message": "m",
            "initContainerStatuses": [
                {"name": "side", "ready": true, "started": true, "restartCount": 0, "image": "", "imageID": "",
                    "state": {"running": {"startedAt": "1970-01-01T00:00:01Z"}}},
                {"name": "first", "ready": true, "restartCount": 0, "image": "", "imageID": "",
                    "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}},
            ],
            "containerStatuses": [{"name": "work", "ready": false, "restartCount": 2, "image": "", "imageID": "",
                "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                "lastState": {"terminated": {"exitCode": 137, "signal": 9, "reason": "OOMKilled",
                    "finishedAt": "1970-01-01T00:00:05Z"}}}],
        },
    }));
    let seen = observe::pod(pod);
    assert_eq!(
        (seen.job_uid.as_str(), seen.index, seen.phase),
        ("j", Some(3), Phase::Running)
    );
    assert_eq!(
        (seen.node.as_deref(), seen.gates.as_slice()),
        (Some("node"), ["gate".to_owned()].as_slice())
    );
    let names: Vec<_> = seen
        .containers
        .iter()
        .map(|c| (c.name.as_str(), c.init, c.sidecar, c.probed))
        .collect();
    let expected = [
        ("first", true, false, false),
        ("side", true, true, false),
        ("work", false, false, true),
        ("new", false, false, false),
    ];
    assert_eq!(names, expected);
    assert_eq!(seen.containers[1].state, ContainerState::Running { since: Some(1000) });
    let work = &seen.containers[2];
    assert_eq!((work.restarts, work.ready, work.image.as_str()), (2, false, "i"));
    assert!(matches!(&work.state, ContainerState::Waiting { reason, .. } if reason == "CrashLoopBackOff"));
    assert!(matches!(
        &work.last_state,
        ContainerState::Terminated {
            exit_code: 137,
            signal: Some(9),
            finished: Some(5000),
            ..
        }
    ));
    assert_eq!(seen.containers[3].state, ContainerState::Unknown);
}

#[test]
fn a_pod_without_a_job_belongs_to_none() {
    let pod: Pod = read(json!({"metadata": {"ownerReferences": [
        {"apiVersion": "batch/v1", "kind": "Job", "name": "a", "uid": "j"},
    ]}}));
    assert_eq!(observe::pod(pod).job_uid, "");
}

#[test]
fn the_newest_time_of_an_event_counts() {
    let times = json!({
        "metadata": {"uid": "e", "creationTimestamp": "1970-01-01T00:00:01Z"},
        "involvedObject": {"kind": "Pod", "uid": "p", "name": "a-1"},
        "type": "Warning", "reason": "BackOff", "message": "m",
        "eventTime": "1970-01-01T00:00:02.000000Z", "lastTimestamp": "1970-01-01T00:00:03Z", "count": 4,
        "series": {"count": 9, "lastObservedTime": "1970-01-01T00:00:04.500000Z"},
    });
    let without = |fields: &[&str]| {
        let mut left = times.clone();
        fields
            .iter()
            .for_each(|field| drop(left.as_object_mut().unwrap().remove(*field)));
        let seen = observe::event(read::<Event>(left));
        (seen.last_seen, seen.count)
    };
    assert_eq!(without(&[]), (4500, 9));
    assert_eq!(without(&["series"]), (3000, 4));
    assert_eq!(without(&["series", "lastTimestamp", "count"]), (2000, 1));
    assert_eq!(without(&["series", "lastTimestamp", "eventTime"]), (1000, 4));
    let seen = observe::event(read::<Event>(times));
    assert!(seen.warning && seen.about == "p" && seen.about_kind == "Pod" && seen.about_name == "a-1");
}
