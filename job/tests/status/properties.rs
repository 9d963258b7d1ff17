//! What holds for every Job.

use job::status::*;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::*;

fn state() -> impl Strategy<Value = ContainerState> {
    let reasons = [
        "",
        "ContainerCreating",
        "ErrImagePull",
        "ImagePullBackOff",
        "CrashLoopBackOff",
        "CreateContainerError",
        "New",
    ];
    let messages = [
        "",
        "not found",
        "no such host",
        "401 Unauthorized",
        "secret \"x\" not found",
    ];
    let ends = ["", "Error", "OOMKilled", "StartError", "RestartingAllContainers"];
    prop_oneof![
        Just(ContainerState::Unknown),
        (
            select(reasons.to_vec()).prop_map(str::to_owned),
            select(messages.to_vec()).prop_map(str::to_owned)
        )
            .prop_map(|(reason, message)| ContainerState::Waiting { reason, message }),
        (900i64..1300).prop_map(runs),
        (select(vec![0, 1, 127, 137, 143]), select(ends.to_vec()), 900i64..1300)
            .prop_map(|(code, reason, finished)| ended(code, reason, finished)),
    ]
}

fn some_pod() -> impl Strategy<Value = ObservedPod> {
    let phases = vec![
        Phase::Pending,
        Phase::Running,
        Phase::Succeeded,
        Phase::Failed,
        Phase::Unknown,
    ];
    let containers = proptest::collection::vec((state(), state(), 0..5, any::<bool>()), 0..3);
    let scheduled = select(vec!["", "Unschedulable", "SchedulingGated", "SchedulerError"]);
    (
        0..6,
        1000i64..1200,
        proptest::option::of(1000i64..1300),
        any::<bool>(),
        select(phases),
        containers,
        scheduled,
    )
        .prop_map(|(number, created, deleted, placed, phase, states, scheduled)| {
            let containers = states
                .into_iter()
                .enumerate()
                .map(|(index, (state, last_state, restarts, init))| {
                    let name = format!("c{index}");
                    ObservedContainer {
                        state,
                        last_state,
                        restarts,
                        init: init && index == 0,
                        ..container(&name)
                    }
                });
            ObservedPod {
                created: at(created),
                deleted: deleted.map(at),
                node: placed.then(|| "node-1".to_owned()),
                phase,
                containers: containers.collect(),
                conditions: vec![
                    not("PodScheduled", scheduled, "0/1 nodes are available: 1 x", created),
                    not("Ready", "", "", created),
                ],
                ..pod(&format!("p{number}"))
            }
        })
}

/// Pods with different uids.
fn some_pods() -> impl Strategy<Value = Vec<ObservedPod>> {
    proptest::collection::vec(some_pod(), 0..5).prop_map(|mut pods| {
        pods.sort_by(|a, b| a.uid.cmp(&b.uid));
        pods.dedup_by(|a, b| a.uid == b.uid);
        pods
    })
}

fn some_events() -> impl Strategy<Value = Vec<ObservedEvent>> {
    let about = select(vec![JOB, "uid-p0", "uid-p1", "uid-p2"]);
    let reasons = vec![
        "FailedCreate",
        "SuccessfulCreate",
        "FailedMount",
        "Pulling",
        "Pulled",
        "NodeNotReady",
        "Failed",
    ];
    let one = (
        about,
        select(reasons),
        1000i64..1300,
        select(vec!["exceeded quota: q", "secret \"x\" not found", "\"i\""]),
    );
    proptest::collection::vec(one, 0..6).prop_map(|events| {
        let numbered = events.into_iter().enumerate();
        let event = |(number, (about, reason, seen, message))| ObservedEvent {
            uid: format!("e{number}"),
            ..event(about, reason, message, seen)
        };
        numbered.map(event).collect()
    })
}

fn some_job() -> impl Strategy<Value = ObservedJob> {
    let outcomes = vec![
        "",
        "",
        "",
        "Failed",
        "Complete",
        "FailureTarget",
        "SuccessCriteriaMet",
        "Suspended",
    ];
    let reasons = select(vec![
        "",
        "BackoffLimitExceeded",
        "DeadlineExceeded",
        "PodFailurePolicy",
        "FailedIndexes",
    ]);
    let numbers = (
        0..4i32,
        0..4i32,
        0..2i32,
        proptest::option::of(0..4i32),
        proptest::option::of(1..5i32),
    );
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        proptest::option::of(1000i64..1100),
        proptest::option::of(1000i64..1300),
    );
    (select(outcomes), reasons, numbers, flags).prop_map(|(outcome, reason, numbers, flags)| {
        let (succeeded, failed, active, parallelism, completions) = numbers;
        let (suspend, restarts_in_place, replaces_ended_only, started, deleted) = flags;
        let conditions = if outcome.is_empty() {
            vec![]
        } else {
            vec![condition(outcome, reason, "", 1200)]
        };
        ObservedJob {
            suspend: suspend && active > 0,
            succeeded,
            failed,
            active,
            parallelism,
            completions,
            restarts_in_place,
            replaces_ended_only,
            started: started.map(at),
            deleted: deleted.filter(|_| restarts_in_place).map(at),
            conditions,
            active_deadline_seconds: deleted.map(|deleted| deleted - 900),
            ..job()
        }
    })
}

proptest! {
    #[test]
    fn the_order_of_pods_and_events_changes_nothing(
        job in some_job(), pods in some_pods(), events in some_events(), now in 1000i64..2000, turn in 0usize..5,
    ) {
        let straight = look(&job, &pods, &events, now);
        let (mut pods, mut events) = (pods, events);
        pods.reverse();
        events.reverse();
        if !pods.is_empty() { let by = turn % pods.len(); pods.rotate_left(by); }
        if !events.is_empty() { let by = turn % events.len(); events.rotate_left(by); }
        // The same thing twice, as after a list that follows a watch.
        pods.extend(pods.first().cloned());
        events.extend(events.first().cloned());
        prop_assert_eq!(straight, look(&job, &pods, &events, now));
    }

    #[test]
    fn an_outcome_never_regresses(
        jobs in proptest::collection::vec((some_job(), some_pods(), some_events()), 1..6), start in 1000i64..1300,
    ) {
        let mut before: Option<Derived> = None;
        for (step, (job, pods, events)) in jobs.iter().enumerate() {
            let now = start + 5 * step as i64;
            let after = look_again(job, pods, events, now, before.as_ref());
            if let Some(before) = before.filter(Derived::is_final) {
                prop_assert_eq!(before.word, after.word);
            }
            before = Some(after);
        }
    }

    #[test]
    fn bad_news_always_has_a_reason_and_a_headline(
        job in some_job(), pods in some_pods(), events in some_events(), now in 1000i64..2000,
    ) {
        let status = look(&job, &pods, &events, now);
        if matches!(status.word, Word::Failed | Word::Abnormal) {
            prop_assert!(!status.reason.is_empty(), "{:?}", status);
            prop_assert!(status.headline.is_some());
        }
        if status.word == Word::Abnormal {
            prop_assert!(status.advice.is_some(), "{:?}", status);
        }
        if matches!(status.word, Word::Pending | Word::Waiting) {
            prop_assert!(status.headline.is_some());
        }
    }

    #[test]
    fn the_next_look_is_later_and_before_it_nothing_changes(
        job in some_job(), pods in some_pods(), events in some_events(), now in 1000i64..2000,
    ) {
        let status = look(&job, &pods, &events, now);
        let next = status.next_look.unwrap_or(at(100_000));
        prop_assert!(next > at(now));
        let later = look(&job, &pods, &events, (next - 1) / 1000);
        let pods: Vec<_> = pods.iter().collect();
        let events: Vec<_> = events.iter().collect();
        let just_before = derive(&job, &pods, &events, next - 1, None);
        prop_assert_eq!(&status.word, &later.word);
        prop_assert_eq!(&status.word, &just_before.word);
        prop_assert_eq!(&status.headline, &just_before.headline);
    }

    #[test]
    fn whatever_came_between_the_same_state_ends_in_the_same_status(
        job in some_job(), pods in some_pods(), events in some_events(), stages in some_pods(), now in 1300i64..1400,
    ) {
        let stage = look(&job, &[], &events, now);
        let stage = look_again(&job, &stages, &events, now + 1, Some(&stage));
        let settled = look_again(&job, &pods, &events, now + 2, Some(&stage));
        let settled = look_again(&job, &pods, &events, now + 60, Some(&settled));
        let at_once = look(&job, &pods, &events, now + 60);
        prop_assert_eq!(settled.word, at_once.word);
        if settled.word == Word::Abnormal {
            prop_assert_eq!(settled.headline, at_once.headline);
        }
    }

    #[test]
    fn any_words_of_the_cluster_are_taken(message in ".{0,80}", reason in "[A-Za-z]{0,20}") {
        let told = [
            placed_with("a", waits(&reason, &message)),
            ObservedPod { conditions: vec![not("PodScheduled", "Unschedulable", &message, 1000)], ..pod("b") },
            ObservedPod { phase: Phase::Failed, reason: reason.clone(), message: message.clone(), ..placed("c") },
        ];
        let events = [event(JOB, "FailedCreate", &message, 1010), event("uid-a", "FailedMount", &message, 1010)];
        for pod in &told {
            pod_phrase(pod);
        }
        let job = ObservedJob { parallelism: Some(9), completions: Some(9), completed_indexes: message.clone(), indexed: true, ..job() };
        look(&job, &told, &events, 1100);
        let failed = ObservedJob { conditions: vec![condition("Failed", "PodFailurePolicy", &message, 1100)], ..job };
        look(&failed, &told, &events, 1100);
    }
}
