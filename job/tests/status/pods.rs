//! Pods are called what kubectl calls them.

use job::status::*;

use crate::support::*;

fn text(pod: &ObservedPod) -> String {
    pod_phrase(pod).text
}

fn with_init(state: ContainerState) -> ObservedPod {
    let mut pod = placed_with("a", waits("PodInitializing", ""));
    pod.containers.insert(
        0,
        ObservedContainer {
            init: true,
            state,
            ..container("init")
        },
    );
    pod
}

#[test]
fn a_pod_without_a_node_is_pending_and_notes_why() {
    assert_eq!(text(&pod("a")), "Pending");
    let unschedulable = ObservedPod {
        conditions: vec![not("PodScheduled", "Unschedulable", "", 1000)],
        ..pod("a")
    };
    let phrase = pod_phrase(&unschedulable);
    assert_eq!(
        (phrase.text.as_str(), phrase.note.as_str()),
        ("Pending", "Unschedulable")
    );
    let gated = ObservedPod {
        conditions: vec![not("PodScheduled", "SchedulingGated", "", 1000)],
        ..pod("a")
    };
    assert_eq!(text(&gated), "SchedulingGated");
}

#[test]
fn a_pod_with_init_containers_without_status_is_pending() {
    let mut pod = pod("a");
    pod.containers.insert(
        0,
        ObservedContainer {
            init: true,
            ..container("init")
        },
    );
    assert_eq!(text(&pod), "Pending");
}

#[test]
fn init_steps_are_told_as_kubectl_does() {
    assert_eq!(text(&with_init(runs(1002))), "Init:0/1");
    assert_eq!(text(&with_init(waits("PodInitializing", ""))), "Init:0/1");
    assert_eq!(text(&with_init(waits("ImagePullBackOff", ""))), "Init:ImagePullBackOff");
    assert_eq!(text(&with_init(ended(1, "Error", 1002))), "Init:Error");
    assert_eq!(text(&with_init(ended(3, "", 1002))), "Init:ExitCode:3");
    assert_eq!(text(&with_init(ended(0, "Completed", 1002))), "PodInitializing");
}

#[test]
fn a_sidecar_that_has_started_counts_as_done() {
    let mut pod = with_init(runs(1002));
    pod.containers[0].sidecar = true;
    assert_eq!(text(&pod), "Init:0/1");
    pod.containers[0].started = true;
    assert_eq!(text(&pod), "PodInitializing");
}

#[test]
fn containers_give_their_reason() {
    assert_eq!(
        text(&placed_with("a", waits("ContainerCreating", ""))),
        "ContainerCreating"
    );
    assert_eq!(
        text(&placed_with("a", waits("CrashLoopBackOff", ""))),
        "CrashLoopBackOff"
    );
    assert_eq!(text(&running("a")), "Running");
    assert_eq!(text(&succeeded("a", 1010)), "Completed");
    assert_eq!(text(&failed("a", 137, "OOMKilled", 1010)), "OOMKilled");
    assert_eq!(text(&failed("a", 4, "", 1010)), "ExitCode:4");
    assert_eq!(pod_phrase(&failed("a", 4, "Error", 1010)).exit_code, Some(4));
    let evicted = ObservedPod {
        phase: Phase::Failed,
        reason: "Evicted".into(),
        ..placed("a")
    };
    assert_eq!(text(&evicted), "Evicted");
}

#[test]
fn a_pod_that_is_deleted_is_terminating_or_unknown() {
    let leaving = ObservedPod {
        deleted: Some(at(1030)),
        ..running("a")
    };
    assert_eq!(text(&leaving), "Terminating");
    assert_eq!(
        text(&ObservedPod {
            reason: "NodeLost".into(),
            ..leaving.clone()
        }),
        "Unknown"
    );
    assert_eq!(
        text(&ObservedPod {
            deleted: Some(at(1030)),
            ..succeeded("a", 1010)
        }),
        "Completed"
    );
}

#[test]
fn half_done_pods_are_not_ready() {
    let mut pod = running("a");
    let done = ObservedContainer {
        state: ended(0, "Completed", 1010),
        ..container("done")
    };
    pod.containers[0].ready = true;
    pod.containers.insert(0, done);
    assert_eq!(text(&pod), "NotReady");
    pod.conditions.push(condition("Ready", "", "", 1010));
    assert_eq!(text(&pod), "Running");
}

#[test]
fn tones_are_told_apart() {
    let tone = |pod: &ObservedPod| pod_phrase(pod).tone;
    assert_eq!(tone(&pod("a")), PodTone::Waiting);
    assert_eq!(tone(&with_init(runs(1002))), PodTone::Waiting);
    assert_eq!(tone(&running("a")), PodTone::Working);
    assert_eq!(tone(&succeeded("a", 1010)), PodTone::Done);
    assert_eq!(tone(&failed("a", 1, "Error", 1010)), PodTone::Bad);
    assert_eq!(tone(&placed_with("a", waits("ImagePullBackOff", ""))), PodTone::Bad);
    assert_eq!(
        tone(&ObservedPod {
            deleted: Some(at(1030)),
            ..running("a")
        }),
        PodTone::Leaving
    );
}
