//! One test a cause: when it is seen, when it is not yet, what it says and which field would mend it.

use job::status::*;

use crate::support::*;

/// The worst cause, which must be blocking and be the headline.
fn blocking(pods: &[ObservedPod], events: &[ObservedEvent], now: i64) -> Cause {
    let status = look(&job(), pods, events, now);
    assert_eq!(status.word, Word::Abnormal, "{status:?}");
    let cause = status.causes.first().expect("a cause").clone();
    assert_eq!(headline(&status), Some(cause.title));
    assert!(!status.reason.is_empty() && !cause.reason.is_empty());
    cause
}

fn create(message: &str) -> Cause {
    blocking(
        &[],
        &[event(JOB, "FailedCreate", &format!("Error creating: {message}"), 1001)],
        1002,
    )
}

fn value(cause: &Cause, name: &str) -> String {
    cause.what.args.get(name).unwrap_or("(absent)").to_owned()
}

#[test]
fn a1_an_exceeded_quota_tells_its_numbers() {
    let cause = create(
        "pods \"nightly-x\" is forbidden: exceeded quota: compute, requested: limits.cpu=2,pods=1, used: limits.cpu=9,pods=4, limited: limits.cpu=10,pods=4",
    );
    assert_eq!(
        (cause.title, cause.mend.as_str()),
        (Say::QuotaExceeded, "spec.template.spec.containers[0].resources")
    );
    let told = ["quota", "requested", "used", "limited"].map(|name| value(&cause, name));
    assert_eq!(
        told,
        [
            "compute",
            "limits.cpu=2,pods=1",
            "limits.cpu=9,pods=4",
            "limits.cpu=10,pods=4"
        ]
    );
}

#[test]
fn a2_a_quota_that_needs_values_tells_which() {
    let cause = create("pods \"x\" is forbidden: failed quota: compute: must specify limits.cpu for: main");
    assert_eq!(
        (cause.title, value(&cause, "values").as_str()),
        (Say::QuotaNeedsValues, "limits.cpu for: main")
    );
}

#[test]
fn a3_a_limit_range_is_recognised() {
    for words in [
        "maximum cpu usage per Container is 1, but limit is 2",
        "cpu max limit to request ratio per Pod is 2",
    ] {
        let cause = create(&format!("pods \"x\" is forbidden: {words}"));
        assert_eq!(
            (cause.title, value(&cause, "text").as_str()),
            (Say::LimitRangeRefused, words)
        );
    }
}

#[test]
fn a4_pod_security_lists_its_violations() {
    let cause = create(
        "pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true (pod or container \"main\" must set securityContext.runAsNonRoot=true)",
    );
    assert_eq!(
        (cause.title, value(&cause, "level").as_str()),
        (Say::PodSecurityRefused, "restricted:latest")
    );
    assert!(value(&cause, "violations").starts_with("runAsNonRoot != true"));
}

#[test]
fn a5_a_missing_service_account_is_named() {
    let cause = create(
        "pods \"x\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" not found",
    );
    assert_eq!(
        (cause.title, value(&cause, "account").as_str()),
        (Say::ServiceAccountMissing, "robot")
    );
    assert_eq!(cause.mend, "spec.template.spec.serviceAccountName");
}

#[test]
fn a6_a_missing_class_is_named() {
    let cause = create("pods \"x\" is forbidden: no PriorityClass with name urgent was found");
    assert_eq!(
        (cause.title, value(&cause, "name").as_str()),
        (Say::ClassMissing, "urgent")
    );
    assert_eq!(cause.mend, "spec.template.spec.priorityClassName");
    let cause = create("pods \"x\" is forbidden: pod rejected: RuntimeClass \"gvisor\" not found");
    assert_eq!(
        (value(&cause, "kind").as_str(), value(&cause, "name").as_str()),
        ("RuntimeClass", "gvisor")
    );
}

#[test]
fn a7_an_invalid_pod_points_to_its_field() {
    let cause = create("Pod \"x\" is invalid: spec.containers[0].image: Required value");
    assert_eq!(
        (cause.title, cause.mend.as_str()),
        (Say::PodInvalid, "spec.template.spec.containers[0].image")
    );
    let cause =
        create("Pod \"x\" is invalid: [spec.volumes[0].name: Required value, spec.volumes[1].name: Required value]");
    assert_eq!(cause.mend, "spec.template.spec.volumes[0].name");
}

#[test]
fn a8_admission_is_told_apart() {
    let denied = create("admission webhook \"policy.example.com\" denied the request: no latest tags");
    assert_eq!(
        (denied.what.say, value(&denied, "text").as_str()),
        (Say::WebhookRefused, "no latest tags")
    );
    let broken = create("Internal error occurred: failed calling webhook \"policy.example.com\": connection refused");
    assert_eq!(
        (broken.title, value(&broken, "webhook").as_str()),
        (Say::WebhookFailed, "policy.example.com")
    );
    let policy = create(
        "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'tags' with binding 'all' denied request: no latest",
    );
    assert_eq!(
        (policy.what.say, value(&policy, "policy").as_str()),
        (Say::PolicyRefused, "tags")
    );
}

#[test]
fn a9_another_refusal_is_shown_verbatim() {
    let cause = create("etcdserver: request timed out");
    assert_eq!(
        (cause.title, value(&cause, "text").as_str()),
        (Say::PodsNotCreated, "etcdserver: request timed out")
    );
}

#[test]
fn a_refusal_that_was_followed_by_a_pod_is_over() {
    let events = [
        event(JOB, "FailedCreate", "Error creating: x", 1001),
        event(JOB, "SuccessfulCreate", "Created pod: a", 1005),
    ];
    assert_eq!(look(&job(), &[], &events, 1010).word, Word::Pending);
    let events = [event(JOB, "FailedCreate", "Error creating: x", 1001)];
    assert_eq!(look(&job(), &[running("a")], &events, 1010).word, Word::Running);
}

#[test]
fn b1_an_unschedulable_pod_is_abnormal_after_15_seconds() {
    let why =
        "0/3 nodes are available: 1 node(s) had untolerated taint {a: b}, 2 Insufficient memory. preemption: none";
    let pods = [ObservedPod {
        conditions: vec![not("PodScheduled", "Unschedulable", why, 1000)],
        ..pod("a")
    }];
    let early = look(&job(), &pods, &[], 1014);
    assert_eq!((early.word, early.next_look), (Word::Pending, Some(at(1015))));
    let cause = blocking(&pods, &[], 1015);
    assert_eq!((cause.title, cause.what.say), (Say::NoNodeFits, Say::NodesLackResource));
    assert_eq!(
        cause.mend,
        "spec.template.spec.containers[0].resources.requests[memory]"
    );
    assert_eq!(cause.evidence, why);
}

#[test]
fn b2_gates_are_no_cause() {
    let gated = ObservedPod {
        conditions: vec![not("PodScheduled", "SchedulingGated", "", 1000)],
        ..pod("a")
    };
    assert!(look(&job(), &[gated], &[], 9000).causes.is_empty());
}

#[test]
fn b3_a_silent_scheduler_is_abnormal_after_30_seconds() {
    assert_eq!(blocking(&[pod("a")], &[], 1030).title, Say::SchedulerSilent);
    assert_eq!(look(&job(), &[pod("a")], &[], 1029).word, Word::Pending);
}

#[test]
fn b4_a_scheduler_error_shows_its_message() {
    let pods = [ObservedPod {
        conditions: vec![not("PodScheduled", "SchedulerError", "plugin x", 1000)],
        ..pod("a")
    }];
    assert_eq!(look(&job(), &pods, &[], 1010).word, Word::Pending);
    let cause = blocking(&pods, &[], 1015);
    assert_eq!(
        (cause.title, cause.evidence.as_str()),
        (Say::SchedulerFailed, "plugin x")
    );
}

fn pull(reason: &str, message: &str, now: i64) -> Cause {
    blocking(&[placed_with("a", waits(reason, message))], &[], now)
}

#[test]
fn c1_c2_c5_c6_images_that_cannot_be_had_are_told_apart_at_once() {
    const IMAGE: &str = "spec.template.spec.containers[0].image";
    const SECRETS: &str = "spec.template.spec.imagePullSecrets";
    let cases = [
        (
            "failed to resolve reference \"busybox:1.63\": busybox:1.63: not found",
            Say::ImageNotFoundWhat,
            IMAGE,
        ),
        ("manifest unknown", Say::ImageNotFoundWhat, IMAGE),
        ("NAME_UNKNOWN: repository", Say::ImageNotFoundWhat, IMAGE),
        (
            "unexpected status from HEAD request: 401 Unauthorized",
            Say::ImageDeniedWhat,
            SECRETS,
        ),
        (
            "unexpected status from HEAD request: 403 Forbidden",
            Say::ImageDeniedWhat,
            SECRETS,
        ),
        (
            "pull access denied, repository does not exist or may require authorization",
            Say::ImageDeniedOrMissing,
            IMAGE,
        ),
        (
            "no match for platform in manifest: not found",
            Say::ImagePlatformWhat,
            IMAGE,
        ),
        ("write /var/lib: no space left on device", Say::NodeDiskFullWhat, ""),
    ];
    for (message, what, mend) in cases {
        let cause = pull("ErrImagePull", message, 1002);
        assert_eq!((cause.what.say, cause.mend.as_str()), (what, mend), "{message}");
        let cause = pull(
            "ImagePullBackOff",
            &format!("Back-off pulling image \"busybox:1.63\": ErrImagePull: {message}"),
            1002,
        );
        assert_eq!((cause.what.say, cause.evidence.as_str()), (what, message));
    }
}

#[test]
fn c2_a_pull_secret_that_is_missing_is_named() {
    let events = [event(
        "uid-a",
        "FailedToRetrieveImagePullSecret",
        "Unable to retrieve some image pull secrets (regcred); attempting",
        1002,
    )];
    let pods = [placed_with("a", waits("ErrImagePull", "401 Unauthorized"))];
    let cause = blocking(&pods, &events, 1003);
    assert_eq!(
        (cause.title, value(&cause, "secret").as_str()),
        (Say::ImageSecretMissing, "regcred")
    );
}

#[test]
fn c3_c4_a_registry_may_be_silent_for_a_minute() {
    let cases = [
        (
            "dial tcp: lookup registry.example: no such host",
            Say::RegistryUnreachable,
        ),
        (
            "x509: certificate signed by unknown authority",
            Say::RegistryUnreachable,
        ),
        (
            "429 Too Many Requests - toomanyrequests: pull rate limit",
            Say::RegistryLimits,
        ),
    ];
    for (message, title) in cases {
        let pods = [placed_with("a", waits("ErrImagePull", message))];
        let early = look(&job(), &pods, &[], 1060);
        assert_eq!(
            (early.word, headline(&early), early.next_look),
            (Word::Waiting, Some(Say::RetryingPull), Some(at(1061)))
        );
        assert_eq!(blocking(&pods, &[], 1061).title, title, "{message}");
    }
    assert_eq!(pull("RegistryUnavailable", "", 1061).title, Say::RegistryUnreachable);
}

#[test]
fn c7_c8_c9_other_image_reasons_are_known() {
    assert_eq!(pull("InvalidImageName", "", 1002).title, Say::ImageNameInvalid);
    let never = pull("ErrImageNeverPull", "", 1002);
    assert_eq!(
        (never.title, never.mend.as_str()),
        (
            Say::ImageNeverPulled,
            "spec.template.spec.containers[0].imagePullPolicy"
        )
    );
    for reason in ["ImageInspectError", "SignatureValidationFailed", "ErrImagePull"] {
        assert_eq!(pull(reason, "something new", 1031).title, Say::ImageFailed);
    }
}

#[test]
fn c10_a_slow_pull_is_a_mark_after_5_minutes() {
    let events = [event("uid-a", "Pulling", "Pulling image \"big:1\"", 1002)];
    let status = look(&job(), &[placed("a")], &events, 1302);
    assert_eq!(
        (status.word, status.causes.first().map(|cause| cause.title)),
        (Word::Waiting, Some(Say::ImageSlow))
    );
}

#[test]
fn an_old_kubelet_says_why_in_the_event() {
    let pods = [placed_with(
        "a",
        waits("ImagePullBackOff", "Back-off pulling image \"busybox:1.63\""),
    )];
    let events = [event(
        "uid-a",
        "Failed",
        "Failed to pull image \"busybox:1.63\": not found",
        1002,
    )];
    assert_eq!(blocking(&pods, &events, 1003).title, Say::ImageNotFound);
}

#[test]
fn the_name_of_an_image_is_not_read_as_a_message() {
    let mut pod = placed_with(
        "a",
        waits("ErrImagePull", "failed to pull \"not found/denied:1\": something new"),
    );
    pod.containers[0].image = "not found/denied:1".into();
    assert_eq!(blocking(&[pod], &[], 1031).title, Say::ImageFailed);
}

#[test]
fn an_image_cause_stays_ten_seconds_while_the_kubelet_tries_again() {
    let before = look(
        &job(),
        &[placed_with("a", waits("ErrImagePull", "not found"))],
        &[],
        1010,
    );
    let trying = [placed_with("a", waits("ContainerCreating", ""))];
    let then = look_again(&job(), &trying, &[], 1012, Some(&before));
    assert_eq!((then.word, then.next_look), (Word::Abnormal, Some(at(1022))));
    let then = look_again(&job(), &trying, &[], 1021, Some(&then));
    assert_eq!(then.word, Word::Abnormal);
    let then = look_again(&job(), &trying, &[], 1022, Some(&then));
    assert_eq!(then.word, Word::Waiting);
    let then = look_again(&job(), &[running("a")], &[], 1012, Some(&before));
    assert_eq!((then.word, then.causes.len()), (Word::Running, 0));
}

#[test]
fn d1_missing_configuration_is_named_after_5_seconds() {
    let pods = |message: &str| [placed_with("a", waits("CreateContainerConfigError", message))];
    assert_eq!(
        look(&job(), &pods("secret \"db\" not found"), &[], 1005).word,
        Word::Waiting
    );
    let cause = blocking(&pods("secret \"db\" not found"), &[], 1006);
    assert_eq!(
        (
            cause.title,
            value(&cause, "kind").as_str(),
            value(&cause, "name").as_str()
        ),
        (Say::ConfigMissing, "Secret", "db")
    );
    let cause = blocking(&pods("couldn't find key url in ConfigMap default/db"), &[], 1006);
    let told = ["key", "kind", "name"].map(|name| value(&cause, name));
    assert_eq!(told, ["url", "ConfigMap", "db"]);
}

#[test]
fn d2_an_image_that_runs_as_root_is_recognised_at_once() {
    let message = "container has runAsNonRoot and image will run as root";
    let cause = blocking(
        &[placed_with("a", waits("CreateContainerConfigError", message))],
        &[],
        1002,
    );
    assert_eq!(cause.title, Say::RootRefused);
    assert_eq!(cause.mend, "spec.template.spec.containers[0].securityContext.runAsUser");
}

#[test]
fn d3_runtime_errors_are_shown_after_10_seconds() {
    for reason in [
        "CreateContainerError",
        "RunContainerError",
        "PreCreateHookError",
        "PreStartHookError",
        "PostStartHookError",
    ] {
        let pods = [placed_with("a", waits(reason, "oci runtime"))];
        assert_eq!(look(&job(), &pods, &[], 1010).word, Word::Waiting);
        let cause = blocking(&pods, &[], 1011);
        assert_eq!((cause.title, cause.reason.as_str()), (Say::ContainerNotStarted, reason));
    }
}

#[test]
fn d4_a_command_that_cannot_be_run_is_abnormal_at_once() {
    let mut pod = placed_with("a", waits("CrashLoopBackOff", ""));
    pod.containers[0].last_state = ended(128, "StartError", 1010);
    let cause = blocking(&[pod], &[], 1011);
    assert_eq!(
        (cause.title, cause.mend.as_str()),
        (Say::StartFailure, "spec.template.spec.containers[0].command")
    );
    let cause = blocking(&[failed("a", 128, "StartError", 1010)], &[], 1011);
    assert_eq!(cause.title, Say::StartFailure);
}

#[test]
fn an_unknown_waiting_reason_is_a_mark() {
    let status = look(&job(), &[placed_with("a", waits("SomethingNew", "words"))], &[], 1011);
    assert_eq!(status.word, Word::Waiting);
    assert_eq!(
        status.causes.first().map(|cause| cause.evidence.as_str()),
        Some("words")
    );
}

#[test]
fn e1_a_missing_volume_source_is_named_after_20_seconds() {
    let message = "MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" not found";
    let events = [event("uid-a", "FailedMount", message, 1015)];
    assert_eq!(look(&job(), &[placed("a")], &events, 1020).word, Word::Waiting);
    let cause = blocking(&[placed("a")], &events, 1021);
    assert_eq!(
        (cause.title, value(&cause, "name").as_str()),
        (Say::VolumeMissing, "settings")
    );
    assert_eq!(cause.mend, "spec.template.spec.volumes");
}

#[test]
fn e2_a_failing_mount_is_abnormal_after_a_minute_while_it_is_fresh() {
    let events = [event("uid-a", "FailedAttachVolume", "timed out", 1030)];
    assert_eq!(look(&job(), &[placed("a")], &events, 1060).word, Word::Waiting);
    assert_eq!(blocking(&[placed("a")], &events, 1061).title, Say::VolumeFailing);
    assert_eq!(look(&job(), &[placed("a")], &events, 1210).word, Word::Waiting);
}

#[test]
fn e3_a_failing_network_is_abnormal_after_30_seconds() {
    let events = [event("uid-a", "FailedCreatePodSandBox", "cni", 1020)];
    assert_eq!(look(&job(), &[placed("a")], &events, 1030).word, Word::Waiting);
    assert_eq!(blocking(&[placed("a")], &events, 1031).title, Say::NetworkFailing);
    let pods = [placed_with("a", waits("CreatePodSandboxError", "cni"))];
    assert_eq!(blocking(&pods, &[], 1031).title, Say::NetworkFailing);
}

/// A Pod whose container ended badly so many times and is now in that state.
fn crashed(restarts: i32, state: ContainerState, reason: &str) -> ObservedPod {
    let mut pod = ObservedPod {
        phase: Phase::Running,
        ..placed_with("a", state)
    };
    pod.containers[0].restarts = restarts;
    pod.containers[0].last_state = ended(if reason == "OOMKilled" { 137 } else { 9 }, reason, 1050);
    pod
}

#[test]
fn f1_a_crash_loop_tells_its_exit_code() {
    let cause = blocking(
        &[crashed(1, waits("CrashLoopBackOff", "back-off 10s"), "Error")],
        &[],
        1055,
    );
    assert_eq!(
        (cause.title, cause.what.say, cause.reason.as_str()),
        (Say::CrashLoop, Say::ExitProgram, "CrashLoopBackOff")
    );
    assert_eq!(value(&cause, "code"), "9");
    assert_eq!(cause.advice.map(|advice| advice.say), Some(Say::ReadPreviousLogs));
}

#[test]
fn f1_a_crash_loop_is_over_when_the_container_has_run_for_one_back_off() {
    let pods = [crashed(3, runs(1060), "Error")];
    let status = look(&job(), &pods, &[], 1099);
    assert_eq!((status.word, status.next_look), (Word::Abnormal, Some(at(1100))));
    assert_eq!(look(&job(), &pods, &[], 1100).word, Word::Running);
    let once = look(&job(), &[crashed(1, runs(1060), "Error")], &[], 1061);
    assert_eq!((once.word, badge(&once)), (Word::Running, Some(Say::Restarted)));
}

#[test]
fn f2_out_of_memory_twice_is_blocking() {
    let cause = blocking(&[crashed(1, waits("CrashLoopBackOff", ""), "OOMKilled")], &[], 1055);
    assert_eq!(
        (cause.title, cause.mend.as_str()),
        (
            Say::OutOfMemory,
            "spec.template.spec.containers[0].resources.limits[memory]"
        )
    );
    let twice = [failed("a", 137, "OOMKilled", 1010), failed("b", 137, "OOMKilled", 1030)];
    let cause = blocking(&twice, &[], 1035);
    assert_eq!(
        (cause.title, cause.pods, cause.pod.as_str()),
        (Say::OutOfMemory, 2, "b")
    );
    let once = look(&ObservedJob { failed: 1, ..job() }, &twice[..1], &[], 1015);
    assert_eq!(
        (once.word, once.causes.first().map(|cause| cause.title)),
        (Word::Waiting, Some(Say::OutOfMemory))
    );
}

#[test]
fn f3_a_failed_attempt_is_a_mark_until_one_succeeds() {
    let pods = [failed("a", 2, "Error", 1010)];
    let status = look(&ObservedJob { failed: 1, ..job() }, &pods, &[], 1012);
    assert_eq!(
        status.causes.first().map(|cause| (cause.title, cause.severity)),
        Some((Say::AttemptFailed, CauseSeverity::Degraded))
    );
    let some_done = ObservedJob {
        failed: 1,
        succeeded: 1,
        completions: Some(3),
        ..job()
    };
    assert!(look(&some_done, &pods, &[], 1012).causes.is_empty());
}

#[test]
fn h1_a_lost_node_ends_the_claim_to_run() {
    let mut pod = running("a");
    pod.conditions.push(not("Ready", "", "", 1100));
    let events = [event("uid-a", "NodeNotReady", "Node is not ready", 1100)];
    assert_eq!(look(&job(), &[pod.clone()], &events, 1159).word, Word::Running);
    let cause = blocking(&[pod], &events, 1160);
    assert_eq!((cause.title, value(&cause, "node").as_str()), (Say::NodeLost, "node-1"));
}

#[test]
fn h2_a_pod_that_does_not_go_away_blocks_only_when_its_replacement_waits() {
    let pods = [ObservedPod {
        deleted: Some(at(1100)),
        ..running("a")
    }];
    let status = look(&job(), &pods, &[], 1190);
    assert_eq!(
        (status.word, status.causes.first().map(|cause| cause.title)),
        (Word::Waiting, Some(Say::PodStuck))
    );
    let job = ObservedJob {
        replaces_ended_only: true,
        ..job()
    };
    assert_eq!(look(&job, &pods, &[], 1189).word, Word::Waiting);
    let status = look(&job, &pods, &[], 1190);
    assert_eq!((status.word, status.reason.as_str()), (Word::Abnormal, "Terminating"));
}

#[test]
fn j1_an_init_container_is_named_and_mended_in_its_place() {
    let mut pod = placed("a");
    let image = |name: &str, state| ObservedContainer {
        init: true,
        state,
        ..container(name)
    };
    pod.containers.insert(0, image("one", ended(0, "Completed", 1002)));
    pod.containers.insert(1, image("two", waits("InvalidImageName", "")));
    let cause = blocking(&[pod], &[], 1003);
    assert_eq!((cause.container.as_str(), cause.init), ("two", true));
    assert_eq!(cause.mend, "spec.template.spec.initContainers[1].image");
}

#[test]
fn k1_a_helper_that_keeps_the_pod_alive_is_a_mark_after_5_minutes() {
    let mut pod = running("a");
    pod.containers.push(ObservedContainer {
        state: ended(0, "Completed", 1010),
        ..container("work")
    });
    assert!(look(&job(), &[pod.clone()], &[], 1309).causes.is_empty());
    let status = look(&job(), &[pod], &[], 1310);
    let cause = status.causes.first().expect("a cause");
    assert_eq!(
        (status.word, cause.title, cause.container.as_str()),
        (Word::Running, Say::HelperKeepsPod, "main")
    );
}

#[test]
fn l1_a_silent_controller_is_abnormal_after_30_seconds() {
    let job = ObservedJob { started: None, ..job() };
    assert_eq!(look(&job, &[], &[], 1029).word, Word::Pending);
    assert_eq!(headline(&look(&job, &[], &[], 1030)), Some(Say::ControllerSilent));
}

#[test]
fn m1_a_near_deadline_is_a_mark() {
    let job = ObservedJob {
        active_deadline_seconds: Some(100),
        ..job()
    };
    assert_eq!(look(&job, &[running("a")], &[], 1010).next_look, Some(at(1090)));
    let status = look(&job, &[running("a")], &[], 1090);
    assert_eq!((status.word, badge(&status)), (Word::Running, Some(Say::DeadlineNear)));
}
