//! One test a row of the decision table.

use job::status::*;

use crate::support::*;

#[test]
fn row_1_a_failed_job_says_why_and_since_when() {
    let job = ObservedJob {
        failed: 7,
        conditions: vec![condition(
            "Failed",
            "BackoffLimitExceeded",
            "Job has reached the specified backoff limit",
            1400,
        )],
        ..job()
    };
    let status = look(&job, &[failed("a", 1, "Error", 1390)], &[], 2000);
    assert_eq!(status.word, Word::Failed);
    assert_eq!(status.reason, "BackoffLimitExceeded");
    assert_eq!(status.since, Some(at(1400)));
    assert_eq!(status.took, Some(at(400)));
    assert_eq!(status.badge, None);
    assert_eq!(status.next_look, None);
}

#[test]
fn row_1_a_failed_job_that_is_deleted_stays_failed_with_a_mark() {
    let conditions = vec![condition("Failed", "DeadlineExceeded", "", 1400)];
    let status = look(
        &ObservedJob {
            deleted: Some(at(1500)),
            conditions,
            ..job()
        },
        &[],
        &[],
        1501,
    );
    assert_eq!((status.word, badge(&status)), (Word::Failed, Some(Say::Deleting)));
}

#[test]
fn row_2_a_complete_job_succeeded_and_tells_how_long_it_took() {
    let conditions = vec![condition("Complete", "CompletionsReached", "", 1101)];
    let job = ObservedJob {
        succeeded: 1,
        failed: 2,
        completed: Some(at(1100)),
        conditions,
        ..job()
    };
    let status = look(&job, &[], &[], 2000);
    assert_eq!((status.word, headline(&status)), (Word::Succeeded, None));
    assert_eq!(status.took, Some(at(100)));
    assert_eq!(detail(&status), Some(Say::FailedOnTheWay));
}

#[test]
fn row_2_success_by_policy_is_early_and_names_the_rule() {
    let conditions = vec![condition("Complete", "SuccessPolicy", "Matched rules at index 2", 1101)];
    let status = look(
        &ObservedJob {
            conditions,
            failed_indexes: "3".into(),
            ..job()
        },
        &[],
        &[],
        2000,
    );
    assert_eq!(headline(&status), Some(Say::SucceededEarly));
    assert_eq!(arg(&status.headline, "rule"), "2");
    assert_eq!(detail(&status), Some(Say::IndexesFailedOnTheWay));
}

#[test]
fn row_3_a_job_in_foreground_deletion_waits_for_its_pods() {
    let job = ObservedJob {
        deleted: Some(at(1100)),
        finalizers: vec!["foregroundDeletion".into()],
        ..job()
    };
    let status = look(&job, &[running("a"), running("b")], &[], 1110);
    assert_eq!(
        (status.word, detail(&status)),
        (Word::Terminating, Some(Say::WaitingForPods))
    );
    assert_eq!(arg(&status.detail, "pods"), "2");
    assert_eq!(status.next_look, Some(at(1400)));
}

#[test]
fn row_3_other_finalizers_are_named() {
    let with = |finalizer: &str| {
        let job = ObservedJob {
            deleted: Some(at(1100)),
            finalizers: vec![finalizer.into()],
            ..job()
        };
        look(&job, &[], &[], 1110)
    };
    assert_eq!(detail(&with("orphan")), Some(Say::PodsAreKept));
    assert_eq!(arg(&with("example.com/audit").detail, "finalizer"), "example.com/audit");
}

#[test]
fn row_3_a_deletion_of_more_than_five_minutes_is_abnormal() {
    let job = ObservedJob {
        deleted: Some(at(1100)),
        finalizers: vec!["example.com/audit".into()],
        ..job()
    };
    let status = look(&job, &[], &[], 1400);
    assert_eq!(
        (status.word, status.reason.as_str()),
        (Word::Abnormal, "stuck-deleting")
    );
    assert_eq!(headline(&status), Some(Say::StuckDeleting));
}

#[test]
fn row_4_a_fixed_failure_is_failed_while_pods_stop() {
    let conditions = vec![condition("FailureTarget", "BackoffLimitExceeded", "", 1100)];
    let leaving = ObservedPod {
        deleted: Some(at(1130)),
        ..running("a")
    };
    let status = look(
        &ObservedJob {
            conditions,
            failed: 7,
            ..job()
        },
        std::slice::from_ref(&leaving),
        &[],
        1110,
    );
    assert_eq!((status.word, badge(&status)), (Word::Failed, Some(Say::StoppingPods)));
    assert_eq!(status.next_look, Some(at(1220)), "then the Pod is overdue");

    let conditions = vec![condition("FailureTarget", "BackoffLimitExceeded", "", 1100)];
    let status = look(
        &ObservedJob {
            conditions,
            failed: 7,
            ..job()
        },
        &[leaving],
        &[],
        1220,
    );
    assert!(
        status
            .causes
            .iter()
            .any(|cause| cause.title == Say::PodStuck && cause.node == "node-1")
    );
}

#[test]
fn row_5_a_fixed_success_is_succeeded_while_pods_stop() {
    let conditions = vec![condition("SuccessCriteriaMet", "CompletionsReached", "", 1100)];
    let status = look(&ObservedJob { conditions, ..job() }, &[], &[], 1110);
    assert_eq!((status.word, badge(&status)), (Word::Succeeded, Some(Say::Finishing)));
}

#[test]
fn row_6_a_job_of_another_controller_is_managed() {
    let job = ObservedJob {
        managed_by: Some("kueue.x-k8s.io/multikueue".into()),
        started: None,
        suspend: true,
        ..job()
    };
    let status = look(&job, &[], &[], 9000);
    assert_eq!(
        (status.word, detail(&status)),
        (Word::Managed, Some(Say::WaitingForController))
    );
    assert_eq!(arg(&status.headline, "controller"), "kueue.x-k8s.io/multikueue");
    assert_eq!(badge(&status), Some(Say::Paused));
}

#[test]
fn row_6_the_built_in_controller_is_no_other_controller() {
    let job = ObservedJob {
        managed_by: Some("kubernetes.io/job-controller".into()),
        ..job()
    };
    assert_eq!(look(&job, &[running("a")], &[], 1010).word, Word::Running);
}

#[test]
fn row_7_a_suspended_job_that_never_ran_says_so() {
    let conditions = vec![condition("Suspended", "JobSuspended", "Job suspended", 1001)];
    let status = look(
        &ObservedJob {
            suspend: true,
            started: None,
            conditions,
            ..job()
        },
        &[],
        &[],
        5000,
    );
    assert_eq!(
        (status.word, detail(&status), badge(&status)),
        (Word::Suspended, Some(Say::NeverStarted), None)
    );
}

#[test]
fn row_8_a_job_whose_pods_still_stop_is_suspending() {
    let job = ObservedJob {
        suspend: true,
        active: 1,
        ..job()
    };
    let status = look(&job, &[running("a")], &[], 1010);
    assert_eq!((status.word, badge(&status)), (Word::Suspended, Some(Say::Suspending)));
    assert_eq!(detail(&status), None);
}

#[test]
fn row_9_parallelism_zero_is_a_pause() {
    let status = look(
        &ObservedJob {
            parallelism: Some(0),
            ..job()
        },
        &[],
        &[],
        1010,
    );
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Suspended, Some(Say::ParallelismZero))
    );
}

#[test]
fn row_10_a_blocking_cause_without_progress_is_abnormal() {
    let pull = waits("ErrImagePull", "docker.io/library/x: not found");
    let status = look(&job(), &[placed_with("a", pull)], &[], 1010);
    assert_eq!((status.word, status.reason.as_str()), (Word::Abnormal, "ErrImagePull"));
    assert_eq!(headline(&status), Some(Say::ImageNotFound));
    assert_eq!(detail(&status), Some(Say::ImageNotFoundWhat));
}

#[test]
fn row_10_the_cause_of_the_most_pods_speaks() {
    let unschedulable = |name: &str| ObservedPod {
        conditions: vec![not(
            "PodScheduled",
            "Unschedulable",
            "0/1 nodes are available: 1 Too many pods.",
            1000,
        )],
        ..pod(name)
    };
    let pods = [
        placed_with("a", waits("InvalidImageName", "")),
        unschedulable("b"),
        unschedulable("c"),
    ];
    let status = look(
        &ObservedJob {
            parallelism: Some(3),
            completions: Some(3),
            ..job()
        },
        &pods,
        &[],
        1100,
    );
    assert_eq!(headline(&status), Some(Say::NoNodeFits));
    assert_eq!(status.causes.iter().map(|cause| cause.pods).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn row_10_a_pod_that_succeeded_a_moment_ago_is_progress() {
    let job = ObservedJob {
        completions: Some(2),
        succeeded: 1,
        ..job()
    };
    let pods = [succeeded("a", 1050), placed_with("b", waits("InvalidImageName", ""))];
    assert_eq!(look(&job, &pods, &[], 1060).word, Word::Waiting);
    assert_eq!(look(&job, &pods, &[], 1110).word, Word::Abnormal);
}

#[test]
fn row_11_a_pod_at_work_is_running() {
    let job = ObservedJob {
        parallelism: Some(2),
        completions: Some(10),
        succeeded: 5,
        uncounted_succeeded: 1,
        ..job()
    };
    let status = look(&job, &[running("a"), placed("b")], &[], 1010);
    assert_eq!((status.word, detail(&status)), (Word::Running, Some(Say::AtWorkOf)));
    for (name, value) in [("running", "1"), ("waiting", "1"), ("done", "6"), ("total", "10")] {
        assert_eq!(arg(&status.detail, name), value, "{name}");
    }
    assert_eq!(status.since, Some(at(1005)));
}

#[test]
fn row_11_trouble_of_other_pods_is_a_mark() {
    let pods = [running("a"), placed_with("b", waits("InvalidImageName", ""))];
    let status = look(
        &ObservedJob {
            parallelism: Some(2),
            completions: Some(2),
            ..job()
        },
        &pods,
        &[],
        1010,
    );
    assert_eq!(
        (status.word, badge(&status)),
        (Word::Running, Some(Say::ImageNameInvalid))
    );
    assert!(
        status
            .causes
            .iter()
            .all(|cause| cause.severity == CauseSeverity::Degraded)
    );
}

#[test]
fn row_11_failed_attempts_are_a_mark() {
    let status = look(
        &ObservedJob { failed: 1, ..job() },
        &[failed("a", 1, "Error", 1003), running("b")],
        &[],
        1010,
    );
    assert_eq!((status.word, badge(&status)), (Word::Running, Some(Say::Retrying)));
    assert_eq!((arg(&status.badge, "failed"), arg(&status.badge, "limit")), ("1", "6"));
}

#[test]
fn row_11_a_probed_container_that_is_not_ready_is_a_mark() {
    let mut pod = running("a");
    pod.containers[0].probed = true;
    assert_eq!(badge(&look(&job(), &[pod], &[], 1010)), Some(Say::NotReady));
}

#[test]
fn row_12_a_pod_on_a_node_is_waiting_and_says_for_what() {
    let head = |pod: ObservedPod, events: &[ObservedEvent]| {
        let status = look(&job(), &[pod], events, 1005);
        assert_eq!(status.word, Word::Waiting);
        headline(&status)
    };
    assert_eq!(head(placed("a"), &[]), Some(Say::Starting));
    assert_eq!(
        head(placed_with("a", waits("ContainerCreating", "")), &[]),
        Some(Say::Starting)
    );
    let mut preparing = placed("a");
    preparing
        .conditions
        .push(not("PodReadyToStartContainers", "", "", 1001));
    assert_eq!(head(preparing, &[]), Some(Say::PreparingNode));
    let pulling = [event("uid-a", "Pulling", "Pulling image \"busybox:1.63\"", 1002)];
    assert_eq!(head(placed("a"), &pulling), Some(Say::PullingImage));
    let retry = waits("ErrImagePull", "dial tcp: lookup registry: no such host");
    assert_eq!(head(placed_with("a", retry), &[]), Some(Say::RetryingPull));
}

#[test]
fn row_12_a_container_that_failed_is_restarted_only_with_on_failure() {
    let ending = || ObservedPod {
        phase: Phase::Running,
        ..placed_with("a", ended(3, "Error", 1040))
    };
    let status = look(&job(), &[ending()], &[], 1041);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Waiting, Some(Say::AttemptEnding))
    );
    let restarts = ObservedJob {
        restarts_in_place: true,
        ..job()
    };
    let status = look(&restarts, &[ending()], &[], 1041);
    assert_eq!((status.word, headline(&status)), (Word::Waiting, Some(Say::Restarting)));
}

#[test]
fn row_12_the_init_container_at_work_is_named() {
    let init = |name: &str, state| ObservedContainer {
        init: true,
        state,
        ..container(name)
    };
    let mut pod = placed("a");
    pod.containers.insert(0, init("fetch", ended(0, "Completed", 1002)));
    pod.containers.insert(1, init("unpack", runs(1003)));
    let status = look(&job(), &[pod], &[], 1005);
    assert_eq!(headline(&status), Some(Say::InitStep));
    let told = ["step", "steps", "container"].map(|name| arg(&status.headline, name));
    assert_eq!(told, ["2", "2", "unpack"]);
}

#[test]
fn row_13_a_pod_without_a_node_is_pending() {
    let status = look(&job(), &[pod("a")], &[], 1005);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Pending, Some(Say::QueuedForScheduling))
    );
    assert_eq!(status.next_look, Some(at(1030)));

    let why = "0/3 nodes are available: 3 Insufficient cpu.";
    let pod = ObservedPod {
        conditions: vec![not("PodScheduled", "Unschedulable", why, 1000)],
        ..pod("a")
    };
    let status = look(&job(), &[pod], &[], 1005);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Pending, Some(Say::WaitingForNode))
    );
    assert_eq!(detail(&status), Some(Say::NodesLackResource));
}

#[test]
fn row_13_a_gated_pod_is_waiting() {
    let gated = ObservedPod {
        conditions: vec![not("PodScheduled", "SchedulingGated", "", 1000)],
        gates: vec!["kueue.x-k8s.io/admission".into()],
        ..pod("a")
    };
    let status = look(&job(), &[gated], &[], 9000);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Waiting, Some(Say::HeldByNamedGates))
    );
    assert_eq!(arg(&status.headline, "gates"), "kueue.x-k8s.io/admission");
}

#[test]
fn row_14_only_pods_that_leave_are_being_replaced() {
    let leaving = ObservedPod {
        deleted: Some(at(1040)),
        ..running("a")
    };
    let status = look(&job(), &[leaving], &[], 1020);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Waiting, Some(Say::ReplacingPods))
    );
}

#[test]
fn row_15_success_that_is_not_counted_yet_is_running() {
    for job in [
        job(),
        ObservedJob {
            uncounted_succeeded: 1,
            ..job()
        },
    ] {
        let status = look(&job, &[succeeded("a", 1020)], &[], 1021);
        assert_eq!((status.word, headline(&status)), (Word::Running, Some(Say::Finalizing)));
    }
}

#[test]
fn row_15_pods_whose_containers_are_done_are_not_starting() {
    let done = ObservedPod {
        phase: Phase::Running,
        ..placed_with("a", ended(0, "Completed", 1040))
    };
    let status = look(&job(), &[done], &[], 1041);
    assert_eq!((status.word, headline(&status)), (Word::Running, Some(Say::Finalizing)));
}

#[test]
fn row_16_between_attempts_the_job_waits_and_says_how_long() {
    let pods = [
        failed("a", 1, "Error", 1010),
        failed("b", 1, "Error", 1030),
        failed("c", 2, "Error", 1060),
    ];
    let status = look(&ObservedJob { failed: 3, ..job() }, &pods, &[], 1065);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Waiting, Some(Say::BetweenAttempts))
    );
    assert_eq!(arg(&status.headline, "seconds"), "40");
    assert_eq!(status.next_look, Some(at(1100)));
    assert_eq!(
        (detail(&status), arg(&status.detail, "code")),
        (Some(Say::ExitProgram), "2")
    );
}

#[test]
fn row_17_a_started_job_without_pods_is_creating_them() {
    let status = look(&job(), &[], &[], 1001);
    assert_eq!(
        (status.word, headline(&status)),
        (Word::Pending, Some(Say::CreatingPods))
    );
}

#[test]
fn row_18_a_job_that_nobody_touched_is_accepted_then_abnormal() {
    let job = ObservedJob { started: None, ..job() };
    let status = look(&job, &[], &[], 1001);
    assert_eq!((status.word, headline(&status)), (Word::Pending, Some(Say::Accepted)));
    assert_eq!(status.next_look, Some(at(1030)));
    let status = look(&job, &[], &[], 1030);
    assert_eq!(
        (status.word, status.reason.as_str()),
        (Word::Abnormal, "controller-silent")
    );
}

#[test]
fn a_job_that_is_being_resumed_says_so() {
    let conditions = vec![condition("Suspended", "JobSuspended", "", 1001)];
    let status = look(
        &ObservedJob {
            started: None,
            conditions,
            ..job()
        },
        &[],
        &[],
        5000,
    );
    assert_eq!((status.word, headline(&status)), (Word::Pending, Some(Say::Resuming)));
}

#[test]
fn pods_of_another_job_of_that_name_do_not_count() {
    let stranger = ObservedPod {
        job_uid: "the-one-before".into(),
        ..running("a")
    };
    assert_eq!(look(&job(), &[stranger], &[], 1010).word, Word::Pending);
}

#[test]
fn an_indexed_job_counts_its_indexes_and_a_work_queue_has_no_total() {
    let indexed = ObservedJob {
        indexed: true,
        completions: Some(8),
        completed_indexes: "0-3,7".into(),
        ..job()
    };
    let status = look(&indexed, &[running("a")], &[], 1010);
    assert_eq!((status.progress.done, status.progress.total), (5, Some(8)));
    let queue = ObservedJob {
        completions: None,
        succeeded: 3,
        ..job()
    };
    let status = look(&queue, &[running("a")], &[], 1010);
    assert_eq!((detail(&status), status.progress.total), (Some(Say::AtWork), None));
}

#[test]
fn row_0_an_outcome_that_was_seen_stays_also_when_the_job_is_gone() {
    let conditions = vec![condition("Complete", "CompletionsReached", "", 1100)];
    let done = look(
        &ObservedJob {
            succeeded: 1,
            conditions,
            ..job()
        },
        &[],
        &[],
        1101,
    );
    assert_eq!(
        look_again(&job(), &[running("a")], &[], 1102, Some(&done)).word,
        Word::Succeeded
    );
    let gone = Derived {
        word: Word::Gone,
        ..Derived::default()
    };
    assert_eq!(
        look_again(&job(), &[running("a")], &[], 1102, Some(&gone)).word,
        Word::Gone
    );
}
