//! Failed Jobs: what ended them, and what exit codes say.

use job::status::*;

use crate::kubelet;
use crate::support::*;

fn verdict(reason: &str, message: &str) -> ObservedJob {
    ObservedJob {
        failed: 7,
        conditions: vec![condition("Failed", reason, message, 1400)],
        ..job()
    }
}

#[test]
fn backoff_limit_exceeded_counts_the_attempts_and_reads_the_last_one() {
    let pods = [failed("a", 3, "Error", 1100), failed("b", 127, "Error", 1200)];
    let status = look(&verdict("BackoffLimitExceeded", ""), &pods, &[], 1500);
    assert_eq!(
        (headline(&status), arg(&status.headline, "attempts")),
        (Some(Say::GaveUp), "7")
    );
    assert_eq!(detail(&status), Some(Say::ExitNotFound));
    let cause = status.causes.first().expect("the root cause");
    assert_eq!(
        (cause.pod.as_str(), cause.mend.as_str()),
        ("b", "spec.template.spec.containers[0].command")
    );
    assert_eq!(status.failure.expect("the last failure").exit_code, Some(127));
}

#[test]
fn backoff_limit_exceeded_after_one_attempt_is_said_in_the_singular() {
    let job = ObservedJob {
        failed: 1,
        ..verdict("BackoffLimitExceeded", "")
    };
    assert_eq!(
        headline(&look(&job, &[failed("a", 1, "Error", 1100)], &[], 1500)),
        Some(Say::GaveUpOnce)
    );
}

#[test]
fn backoff_limit_exceeded_is_not_for_pods_that_the_controller_stopped() {
    let stopped = ObservedPod {
        deleted: Some(at(1430)),
        ..failed("b", 137, "Error", 1401)
    };
    let status = look(
        &verdict("BackoffLimitExceeded", ""),
        &[failed("a", 3, "Error", 1399), stopped],
        &[],
        1500,
    );
    assert_eq!(
        (detail(&status), arg(&status.detail, "code")),
        (Some(Say::ExitProgram), "3")
    );
}

#[test]
fn backoff_limit_exceeded_tells_the_last_failure_after_its_pod_is_gone() {
    let job = ObservedJob {
        restarts_in_place: true,
        ..job()
    };
    let mut crashing = placed_with("a", waits("CrashLoopBackOff", "back-off 40s"));
    crashing.phase = Phase::Running;
    crashing.containers[0].restarts = 3;
    crashing.containers[0].last_state = ended(5, "Error", 1300);
    let before = look(&job, &[crashing], &[], 1310);
    let job = ObservedJob {
        restarts_in_place: true,
        failed: 1,
        ..verdict("BackoffLimitExceeded", "")
    };
    let status = look_again(&job, &[], &[], 1500, Some(&before));
    assert_eq!(
        (arg(&status.headline, "attempts"), arg(&status.detail, "code")),
        ("6", "5")
    );
    assert_eq!(status.advice.expect("advice").say, Say::KeepFailedPods);
}

#[test]
fn backoff_limit_exceeded_sends_nobody_to_the_logs_of_a_pod_that_was_deleted() {
    let restarts = || ObservedJob {
        restarts_in_place: true,
        failed: 1,
        ..verdict("BackoffLimitExceeded", "")
    };
    let mut pod = failed("a", 3, "Error", 1300);
    pod.deleted = Some(at(1301));
    pod.containers[0].last_state = ended(3, "Error", 1290);
    let stopping = look(&restarts(), &[pod], &[], 1301);
    assert_eq!(
        stopping.advice.as_ref().map(|advice| advice.say),
        Some(Say::ReadPreviousLogs)
    );
    let gone = look_again(&restarts(), &[], &[], 1305, Some(&stopping));
    assert_eq!(detail(&gone), Some(Say::ExitProgram));
    assert_eq!(gone.advice.map(|advice| advice.say), Some(Say::KeepFailedPods));
}

#[test]
fn backoff_limit_exceeded_without_a_trace_advises_to_keep_failed_pods() {
    let job = ObservedJob {
        restarts_in_place: true,
        ..verdict("BackoffLimitExceeded", "")
    };
    let status = look(&job, &[], &[], 1500);
    assert_eq!(detail(&status), Some(Say::NothingLeftToTell));
    assert_eq!(
        status.causes.first().expect("a cause").mend,
        "spec.template.spec.restartPolicy"
    );
}

#[test]
fn deadline_exceeded_says_its_seconds_and_where_to_raise_them() {
    let job = ObservedJob {
        active_deadline_seconds: Some(400),
        ..verdict("DeadlineExceeded", "")
    };
    let status = look(&job, &[failed("a", 1, "Error", 1300)], &[], 1500);
    assert_eq!(
        (headline(&status), arg(&status.headline, "seconds")),
        (Some(Say::RanTooLong), "400")
    );
    assert_eq!(
        status.causes.first().expect("a cause").mend,
        "spec.activeDeadlineSeconds"
    );
    assert_eq!(status.advice.expect("advice").say, Say::RaiseDeadline);
}

#[test]
fn deadline_exceeded_before_any_pod_ran_shows_what_held_the_job() {
    let job = ObservedJob {
        active_deadline_seconds: Some(400),
        ..job()
    };
    let before = look(&job, &[placed_with("a", waits("InvalidImageName", ""))], &[], 1100);
    let ended = ObservedJob {
        active_deadline_seconds: Some(400),
        failed: 1,
        ..verdict("DeadlineExceeded", "")
    };
    let status = look_again(&ended, &[], &[], 1500, Some(&before));
    assert_eq!(
        (headline(&status), detail(&status)),
        (Some(Say::NeverStartedInTime), Some(Say::ImageNameInvalidWhat))
    );
}

#[test]
fn deadline_exceeded_of_a_job_at_work_is_so_too_when_its_pod_is_gone() {
    let job = ObservedJob {
        active_deadline_seconds: Some(400),
        ..job()
    };
    let before = look(&job, &[running("a")], &[], 1100);
    let ended = ObservedJob {
        active_deadline_seconds: Some(400),
        ..verdict("DeadlineExceeded", "")
    };
    let leaving = ObservedPod {
        deleted: Some(at(1401)),
        ..running("a")
    };
    let stopping = look_again(&ended, &[leaving], &[], 1400, Some(&before));
    let gone = look_again(&ended, &[], &[], 1405, Some(&stopping));
    let later = look_again(&ended, &[], &[], 1500, Some(&gone));
    for status in [stopping, gone, later] {
        assert_eq!(headline(&status), Some(Say::RanTooLong));
        assert_eq!(status.causes.len(), 1);
    }
}

#[test]
fn deadline_exceeded_is_told_the_same_however_long_its_pods_are_left() {
    // Found by the properties: what a Pod comes to after the deadline has not held the Job.
    let ended = ObservedJob {
        conditions: vec![condition("FailureTarget", "DeadlineExceeded", "", 1040)],
        ..job()
    };
    let conditions = vec![not(
        "PodScheduled",
        "Unschedulable",
        "0/1 nodes are available: 1 x",
        1037,
    )];
    let left = [ObservedPod { conditions, ..pod("a") }];
    for now in [1000, 1040, 1060, 1200, 9000] {
        assert_eq!(
            headline(&look(&ended, &left, &[], now)),
            Some(Say::RanTooLong),
            "at {now}"
        );
    }
}

#[test]
fn deadline_exceeded_is_not_for_a_container_that_was_never_made() {
    let job = ObservedJob {
        active_deadline_seconds: Some(20),
        ..job()
    };
    let waiting = placed_with("a", waits("ErrImagePull", kubelet::WRONG_TAG));
    let before = look(&job, &[waiting], &[], 1010);
    let unmade = ObservedPod {
        deleted: Some(at(1021)),
        ..failed_saying("a", 137, "ContainerStatusUnknown", kubelet::NOT_LOCATED, 1021)
    };
    let ended = ObservedJob {
        active_deadline_seconds: Some(20),
        ..verdict("DeadlineExceeded", "")
    };
    let status = look_again(&ended, &[unmade], &[], 1022, Some(&before));
    assert_eq!(
        (headline(&status), detail(&status), status.failure),
        (Some(Say::NeverStartedInTime), Some(Say::ImageNotFoundWhat), None)
    );
}

#[test]
fn pod_failure_policy_names_its_rule_container_and_code() {
    let message = "Container main for pod default/nightly-x failed with exit code 42 matching FailJob rule at index 1";
    let status = look(&verdict("PodFailurePolicy", message), &[], &[], 1500);
    assert_eq!(
        (headline(&status), arg(&status.headline, "rule")),
        (Some(Say::StoppedByRule), "1")
    );
    let told = ["container", "pod", "code"].map(|name| arg(&status.detail, name));
    assert_eq!(told, ["main", "nightly-x", "42"]);

    let message = "Pod default/nightly-x has condition DisruptionTarget matching FailJob rule at index 0";
    let status = look(&verdict("PodFailurePolicy", message), &[], &[], 1500);
    assert_eq!(
        (detail(&status), arg(&status.detail, "condition")),
        (Some(Say::PolicyCondition), "DisruptionTarget")
    );

    let status = look(&verdict("PodFailurePolicy", "in other words"), &[], &[], 1500);
    assert_eq!(
        (headline(&status), detail(&status)),
        (Some(Say::StoppedByPolicy), Some(Say::Verbatim))
    );
}

#[test]
fn failed_indexes_and_max_failed_indexes_exceeded_list_the_indexes() {
    let job = ObservedJob {
        failed_indexes: "1,4-6".into(),
        ..verdict("FailedIndexes", "Job has failed indexes")
    };
    let status = look(&job, &[], &[], 1500);
    assert_eq!(
        (headline(&status), arg(&status.headline, "indexes")),
        (Some(Say::IndexesFailed), "1,4-6")
    );
    let status = look(&verdict("MaxFailedIndexesExceeded", ""), &[], &[], 1500);
    assert_eq!(headline(&status), Some(Say::TooManyIndexesFailed));
}

#[test]
fn another_reason_is_shown_verbatim() {
    let status = look(&verdict("Preempted", "by the queue"), &[], &[], 1500);
    assert_eq!(
        (headline(&status), detail(&status)),
        (Some(Say::FailedOtherwise), Some(Say::Verbatim))
    );
    assert_eq!(arg(&status.detail, "text"), "by the queue");
    let status = look(&verdict("", ""), &[], &[], 1500);
    assert_eq!(
        (status.reason.as_str(), headline(&status)),
        ("Failed", Some(Say::FailedWithoutReason))
    );
}

#[test]
fn every_exit_code_has_its_reading() {
    let cases = [
        (1, "Error", Say::ExitProgram, Say::ReadLogs),
        (125, "Error", Say::ExitProgram, Say::ReadLogs),
        (126, "Error", Say::ExitNotExecutable, Say::CheckCommand),
        (127, "Error", Say::ExitNotFound, Say::CheckCommand),
        (128, "StartError", Say::StartRefused, Say::CheckCommand),
        (127, "ContainerCannotRun", Say::StartRefused, Say::CheckCommand),
        (137, "OOMKilled", Say::ExitOutOfMemory, Say::RaiseMemory),
        (137, "Error", Say::ExitKilled, Say::LookForKiller),
        (143, "Error", Say::ExitStopped, Say::LookForKiller),
        (134, "Error", Say::ExitAborted, Say::ReadLogs),
        (139, "Error", Say::ExitSegfault, Say::ReadLogs),
        (137, "ContainerStatusUnknown", Say::ExitLost, Say::CheckNode),
    ];
    for (code, reason, what, advice) in cases {
        let status = look(
            &verdict("BackoffLimitExceeded", ""),
            &[failed("a", code, reason, 1300)],
            &[],
            1500,
        );
        assert_eq!(
            (detail(&status), status.advice.map(|advice| advice.say)),
            (Some(what), Some(advice)),
            "{code} {reason}"
        );
    }
}

#[test]
fn a_start_error_is_read_from_its_message() {
    let cases = [
        ("exec: \"x\": executable file not found in $PATH", Say::StartNotFound),
        ("exec /x: permission denied", Say::StartNotPermitted),
        ("exec /x: exec format error", Say::StartWrongPlatform),
    ];
    for (words, what) in cases {
        let state = ContainerState::Terminated {
            exit_code: 128,
            signal: None,
            reason: "StartError".into(),
            message: words.into(),
            finished: Some(at(1300)),
        };
        let pod = ObservedPod {
            phase: Phase::Failed,
            ..placed_with("a", state)
        };
        let status = look(&verdict("BackoffLimitExceeded", ""), &[pod], &[], 1500);
        assert_eq!(detail(&status), Some(what), "{words}");
        assert_eq!(status.causes.first().expect("a cause").evidence, words);
    }
}

#[test]
fn a_reason_of_the_pod_is_stronger_than_its_exit_codes() {
    let cases = [
        ("Evicted", Say::PodEvicted),
        ("DeadlineExceeded", Say::PodRanTooLong),
        ("OutOfcpu", Say::PodFailedBecause),
    ];
    for (reason, what) in cases {
        let pod = ObservedPod {
            reason: reason.into(),
            ..failed("a", 137, "Error", 1300)
        };
        assert_eq!(
            detail(&look(&verdict("BackoffLimitExceeded", ""), &[pod], &[], 1500)),
            Some(what)
        );
    }
}

#[test]
fn a_restart_of_all_containers_is_no_failure() {
    let pod = ObservedPod {
        phase: Phase::Running,
        ..placed_with("a", ended(143, "RestartingAllContainers", 1300))
    };
    assert_eq!(look(&job(), &[pod], &[], 1310).failure, None);
}
