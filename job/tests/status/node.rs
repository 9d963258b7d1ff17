//! Causes as a real node shows them, in its own words.

use job::status::*;

use crate::kubelet;
use crate::support::*;

/// The worst cause of a Pod in that state.
fn cause(pod: ObservedPod, events: &[ObservedEvent], now: i64) -> Cause {
    let status = look(&job(), &[pod], events, now);
    assert_eq!(status.word, Word::Abnormal, "{status:?}");
    status.causes.first().expect("a cause").clone()
}

/// A container that waits for an image which the kubelet cannot pull, at its first try or later.
fn pulls(image: &str, reason: &str, words: &str) -> ObservedPod {
    let message = match reason {
        "ImagePullBackOff" => format!("Back-off pulling image \"{image}\": ErrImagePull: {words}"),
        _ => words.to_owned(),
    };
    let mut pod = placed_with("a", waits(reason, &message));
    pod.containers[0].image = image.into();
    pod
}

const BUSYBOX: &str = "127.0.0.1:5000/slipway/busybox:wrong";
const PRIVATE: &str = "127.0.0.1:5001/private/busybox:1.36";

#[test]
fn c1_a_wrong_tag_is_named_at_the_first_refusal_and_while_the_kubelet_backs_off() {
    for reason in ["ErrImagePull", "ImagePullBackOff"] {
        let cause = cause(pulls(BUSYBOX, reason, kubelet::WRONG_TAG), &[], 1002);
        assert_eq!((cause.title, cause.reason.as_str()), (Say::ImageNotFound, reason));
        assert_eq!(cause.evidence, kubelet::WRONG_TAG);
    }
}

#[test]
fn c2_wrong_credentials_are_told_from_none_and_from_a_secret_that_is_missing() {
    let pod = || pulls(PRIVATE, "ErrImagePull", kubelet::UNAUTHORIZED);
    let with_secret = || ObservedPod {
        pull_secrets: vec!["registry".into()],
        ..pod()
    };
    let advice = |cause: &Cause| cause.advice.as_ref().map(|advice| advice.say);
    let none = cause(pod(), &[], 1002);
    assert_eq!(
        (none.title, advice(&none)),
        (Say::ImageDenied, Some(Say::CheckPullSecret))
    );
    let wrong = cause(with_secret(), &[], 1002);
    assert_eq!(
        (wrong.title, advice(&wrong)),
        (Say::ImageDenied, Some(Say::MendPullSecret))
    );
    assert_eq!(arg(&wrong.advice, "secrets"), "registry");
    let events = [event(
        "uid-a",
        "FailedToRetrieveImagePullSecret",
        kubelet::NO_PULL_SECRET,
        1001,
    )];
    let missing = cause(with_secret(), &events, 1002);
    assert_eq!(
        (missing.title, advice(&missing)),
        (Say::ImageSecretMissing, Some(Say::CreateObject))
    );
    assert_eq!(arg(&missing.advice, "name"), "registry");
}

#[test]
fn c3_a_registry_without_a_listener_and_a_node_without_a_network_are_unreachable() {
    let cases = [
        ("127.0.0.1:1/slipway/busybox:1.36", kubelet::REFUSED),
        ("registry.example.test/slipway/busybox:1.36", kubelet::NO_NETWORK),
    ];
    for (image, words) in cases {
        let pod = pulls(image, "ImagePullBackOff", words);
        assert_eq!(look(&job(), std::slice::from_ref(&pod), &[], 1060).word, Word::Waiting);
        let cause = cause(pod, &[], 1061);
        assert_eq!(
            (cause.title, cause.evidence.as_str()),
            (Say::RegistryUnreachable, words)
        );
    }
}

#[test]
fn c7_c8_a_name_that_is_none_and_an_image_that_is_never_pulled_have_their_words() {
    let name = cause(pulls("UPPER//x", "InvalidImageName", kubelet::BAD_NAME), &[], 1002);
    assert_eq!(
        (name.title, name.evidence.as_str()),
        (Say::ImageNameInvalid, kubelet::BAD_NAME)
    );
    let never = cause(pulls(BUSYBOX, "ErrImageNeverPull", kubelet::NEVER_PULLED), &[], 1002);
    assert_eq!(
        (never.title, never.evidence.as_str()),
        (Say::ImageNeverPulled, kubelet::NEVER_PULLED)
    );
}

#[test]
fn d1_a_missing_key_is_named_and_forgotten_when_the_pod_has_recovered() {
    let waiting = placed_with("a", waits("CreateContainerConfigError", kubelet::NO_KEY));
    let before = look(&job(), &[waiting], &[], 1010);
    assert_eq!((before.word, detail(&before)), (Word::Abnormal, Some(Say::KeyMissing)));
    let recovered = look_again(&job(), &[running("a")], &[], 1020, Some(&before));
    assert_eq!((recovered.word, recovered.causes.len()), (Word::Running, 0));
    let map = placed_with("a", waits("CreateContainerConfigError", kubelet::NO_CONFIG_MAP));
    assert_eq!(cause(map, &[], 1010).what.say, Say::ObjectMissing);
}

#[test]
fn d2_an_image_whose_user_is_a_name_is_not_said_to_run_as_root() {
    let refused = |words| cause(placed_with("a", waits("CreateContainerConfigError", words)), &[], 1002);
    let root = refused(kubelet::ROOT);
    assert_eq!((root.title, root.what.say), (Say::RootRefused, Say::RootRefusedWhat));
    let named = refused(kubelet::NAMED_USER);
    assert_eq!((named.title, named.what.say), (Say::RootRefused, Say::UserUnknownWhat));
    assert_eq!(arg(&Some(named.what), "user"), "app");
}

#[test]
fn d4_the_runtime_tells_why_a_command_could_not_be_started() {
    let cases = [
        (kubelet::NO_PROGRAM, Say::StartNotFound),
        (kubelet::NO_PATH, Say::StartNotFound),
        (kubelet::NOT_EXECUTABLE, Say::StartNotPermitted),
        (kubelet::BAD_FOLDER, Say::StartRefused),
    ];
    for (words, what) in cases {
        let told = cause(failed_saying("a", 128, "StartError", words, 1010), &[], 1011);
        assert_eq!(
            (told.title, told.what.say, told.evidence.as_str()),
            (Say::StartFailure, what, words)
        );
        // Restarted in its Pod, it waits as RunContainerError or CrashLoopBackOff.
        for (reason, message) in [("RunContainerError", words), ("CrashLoopBackOff", kubelet::BACK_OFF)] {
            let mut pod = placed_with("a", waits(reason, message));
            pod.containers[0].last_state = ended_saying(128, "StartError", words, 1010);
            assert_eq!(cause(pod, &[], 1011).what.say, what, "{reason}");
        }
    }
}

#[test]
fn e1_a_volume_of_a_missing_config_map_waits_in_container_creating() {
    let events = [event("uid-a", "FailedMount", kubelet::NO_VOLUME_SOURCE, 1015)];
    let cause = cause(placed_with("a", waits("ContainerCreating", "")), &events, 1021);
    assert_eq!(
        (cause.title, cause.evidence.as_str()),
        (Say::VolumeMissing, kubelet::NO_VOLUME_SOURCE)
    );
}

#[test]
fn b1_a_claim_that_does_not_exist_is_named() {
    let conditions = vec![not("PodScheduled", "Unschedulable", kubelet::NO_CLAIM, 1000)];
    let cause = cause(ObservedPod { conditions, ..pod("a") }, &[], 1015);
    assert_eq!(
        (cause.title, cause.what.say, arg(&cause.advice, "name")),
        (Say::VolumeMissing, Say::ObjectMissing, "data")
    );
}

/// A container that was stopped at 1020, and what the kubelet said of its probe.
fn stopped(words: &str, seen: i64) -> [ObservedEvent; 1] {
    [event("uid-a", "Unhealthy", words, seen)]
}

#[test]
fn i2_a_container_that_was_stopped_for_a_probe_says_so_with_the_probes_words() {
    let verdict = || ObservedJob {
        failed: 1,
        conditions: vec![condition("Failed", "BackoffLimitExceeded", "", 1030)],
        ..job()
    };
    let cases = [
        (kubelet::STARTUP, 137, Say::ExitUnstarted, "startupProbe"),
        (kubelet::LIVENESS, 143, Say::ExitUnhealthy, "livenessProbe"),
    ];
    for (words, code, what, field) in cases {
        let status = look(
            &verdict(),
            &[failed("a", code, "Error", 1020)],
            &stopped(words, 1015),
            1031,
        );
        let cause = status.causes.first().expect("a cause");
        assert_eq!((cause.title, cause.what.say), (Say::CheckFails, what));
        assert_eq!(cause.evidence, words.trim());
        assert_eq!(cause.mend, format!("spec.template.spec.containers[0].{field}"));
        // Events go after an hour, Pods with a later attempt.
        for pods in [vec![failed("a", code, "Error", 1020)], vec![]] {
            let later = look_again(&verdict(), &pods, &[], 9000, Some(&status));
            assert_eq!(later.causes.first().expect("a cause").what.say, what);
        }
    }
}

#[test]
fn i2_a_probe_explains_neither_another_end_nor_one_long_after_it() {
    let ends = [
        (failed("a", 3, "Error", 1020), kubelet::LIVENESS, Say::ExitProgram),
        (
            failed("a", 137, "OOMKilled", 1020),
            kubelet::LIVENESS,
            Say::ExitOutOfMemory,
        ),
        (failed("a", 137, "Error", 1100), kubelet::LIVENESS, Say::ExitKilled),
        (
            failed("a", 137, "Error", 1020),
            "Readiness probe failed: busy\n",
            Say::ExitKilled,
        ),
    ];
    for (pod, words, what) in ends {
        let status = look(&job(), &[pod], &stopped(words, 1015), 1101);
        assert_eq!(status.causes.first().map(|cause| cause.what.say), Some(what));
    }
}

#[test]
fn i2_a_probe_explains_neither_the_end_of_another_container_nor_that_of_an_earlier_run() {
    let mut of_another = stopped(kubelet::LIVENESS, 1015);
    of_another[0].about_container = "sidecar".into();
    let of_later = stopped(kubelet::LIVENESS, 1060);
    for events in [of_another, of_later] {
        let status = look(&job(), &[failed("a", 137, "Error", 1020)], &events, 1101);
        assert_eq!(status.causes.first().map(|cause| cause.what.say), Some(Say::ExitKilled));
    }
    let mut its_own = stopped(kubelet::LIVENESS, 1015);
    its_own[0].about_container = failed("a", 137, "Error", 1020).containers[0].name.clone();
    let status = look(&job(), &[failed("a", 137, "Error", 1020)], &its_own, 1101);
    assert_eq!(
        status.causes.first().map(|cause| cause.what.say),
        Some(Say::ExitUnhealthy)
    );
}

#[test]
fn i2_a_container_that_is_stopped_again_and_again_for_its_probe_is_abnormal() {
    let mut pod = placed_with("a", waits("CrashLoopBackOff", kubelet::BACK_OFF));
    pod.phase = Phase::Running;
    pod.containers[0].restarts = 2;
    pod.containers[0].last_state = ended(137, "Error", 1020);
    let told = cause(pod.clone(), &stopped(kubelet::STARTUP, 1015), 1021);
    assert_eq!((told.title, told.what.say), (Say::CheckFails, Say::ExitUnstarted));
    // Once is no more than a mark.
    pod.containers[0].restarts = 1;
    pod.containers[0].state = runs(1021);
    let status = look(&job(), &[pod], &stopped(kubelet::STARTUP, 1015), 1022);
    assert_eq!((status.word, badge(&status)), (Word::Running, Some(Say::CheckFails)));
}

#[test]
fn f1_the_evidence_of_a_program_without_words_is_its_reason_and_code() {
    let status = look(&job(), &[failed("a", 3, "Error", 1010)], &[], 1011);
    assert_eq!(status.causes.first().expect("a cause").evidence, "Error (exit code 3)");
    let said = failed_saying("a", 3, "Error", "why it ended\n", 1010);
    assert_eq!(
        look(&job(), &[said], &[], 1011)
            .causes
            .first()
            .expect("a cause")
            .evidence,
        "why it ended"
    );
}
