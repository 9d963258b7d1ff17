//! Watches of Jobs, Pods and Events are independent: however what happened interleaves on its way to
//! us, what is said at its end is the same. The stories are those of a real cluster.

use job::status::*;
use proptest::prelude::*;
use proptest::sample::select;

use crate::kubelet;
use crate::support::*;

/// What one watch tells, in its order. A Pod that is gone is `None`.
#[derive(Clone, Debug)]
enum Stream {
    Job(Vec<ObservedJob>),
    Pod(Vec<Option<ObservedPod>>),
    Events(Vec<ObservedEvent>),
}

impl Stream {
    fn len(&self) -> usize {
        match self {
            Self::Job(versions) => versions.len(),
            Self::Pod(versions) => versions.len(),
            Self::Events(events) => events.len(),
        }
    }
}

fn ends(reason: &str, from: ObservedJob) -> Vec<ObservedJob> {
    let kind = |kind: &str, from: &ObservedJob| {
        let mut job = from.clone();
        job.conditions.push(condition(kind, reason, "", 1060));
        job
    };
    let fixed = kind("FailureTarget", &from);
    let written = kind("Failed", &fixed);
    vec![from, fixed, written]
}

fn deleted(pod: &ObservedPod) -> ObservedPod {
    ObservedPod {
        deleted: Some(at(1061)),
        ..pod.clone()
    }
}

fn unhealthy(pod: &str) -> Stream {
    Stream::Events(vec![event(&format!("uid-{pod}"), "Unhealthy", kubelet::STARTUP, 1015)])
}

/// The retry limit is reached after two Pods.
fn gave_up() -> Vec<Stream> {
    let job = ObservedJob {
        backoff_limit: Some(1),
        ..job()
    };
    let failed_once = ObservedJob {
        failed: 1,
        ..job.clone()
    };
    let failed_twice = ObservedJob {
        failed: 2,
        ..job.clone()
    };
    let jobs = [vec![job, failed_once], ends("BackoffLimitExceeded", failed_twice)].concat();
    let pod = |name, end| {
        Stream::Pod(vec![
            Some(placed(name)),
            Some(running(name)),
            Some(failed(name, 3, "Error", end)),
        ])
    };
    vec![Stream::Job(jobs), pod("a", 1020), pod("b", 1040)]
}

/// Restarted in its Pod, which the controller then deletes.
fn out_of_memory() -> Vec<Stream> {
    let job = ObservedJob {
        backoff_limit: Some(2),
        restarts_in_place: true,
        ..job()
    };
    let gone = ObservedJob {
        failed: 1,
        ..job.clone()
    };
    let jobs = [vec![job], ends("BackoffLimitExceeded", gone)].concat();
    let state = |restarts, state, last_state| {
        let mut pod = ObservedPod {
            phase: Phase::Running,
            ..placed_with("a", state)
        };
        pod.containers[0].restarts = restarts;
        pod.containers[0].last_state = last_state;
        pod
    };
    let killed = |finished| ended(137, "OOMKilled", finished);
    let last = state(2, killed(1050), killed(1030));
    let pod = vec![
        Some(state(0, runs(1005), ContainerState::Unknown)),
        Some(state(1, killed(1030), killed(1010))),
        Some(last.clone()),
        Some(deleted(&last)),
        None,
    ];
    vec![Stream::Job(jobs), Stream::Pod(pod)]
}

fn late(pod: Vec<Option<ObservedPod>>) -> Vec<Stream> {
    let job = ObservedJob {
        active_deadline_seconds: Some(60),
        ..job()
    };
    let failed = ObservedJob {
        failed: 1,
        ..job.clone()
    };
    let jobs = [vec![job], ends("DeadlineExceeded", failed)].concat();
    vec![Stream::Job(jobs), Stream::Pod(pod)]
}

/// At work until the deadline.
fn ran_too_long() -> Vec<Stream> {
    let stopped = ObservedPod {
        deleted: Some(at(1061)),
        ..failed("a", 137, "Error", 1062)
    };
    late(vec![
        Some(placed("a")),
        Some(running("a")),
        Some(deleted(&running("a"))),
        Some(stopped),
        None,
    ])
}

/// Without an image until the deadline.
fn never_started() -> Vec<Stream> {
    let waiting = placed_with("a", waits("ErrImagePull", kubelet::WRONG_TAG));
    let unmade = failed_saying("a", 137, "ContainerStatusUnknown", kubelet::NOT_LOCATED, 1062);
    late(vec![
        Some(placed("a")),
        Some(waiting.clone()),
        Some(deleted(&waiting)),
        Some(deleted(&unmade)),
        None,
    ])
}

/// Stopped for a probe, after which the Event is all that tells.
fn unhealthy_once() -> Vec<Stream> {
    let failed_once = ObservedJob { failed: 1, ..job() };
    let jobs = [vec![job()], ends("BackoffLimitExceeded", failed_once)].concat();
    let pod = vec![
        Some(placed("a")),
        Some(running("a")),
        Some(failed("a", 137, "Error", 1020)),
    ];
    vec![Stream::Job(jobs), Stream::Pod(pod), unhealthy("a")]
}

/// A key is missing, then it is there and the task succeeds.
fn recovered() -> Vec<Stream> {
    let done = ObservedJob {
        succeeded: 1,
        completed: Some(at(1050)),
        ..job()
    };
    let with = |kinds: &[&str]| ObservedJob {
        conditions: kinds
            .iter()
            .map(|kind| condition(kind, "CompletionsReached", "", 1050))
            .collect(),
        ..done.clone()
    };
    let jobs = vec![
        job(),
        with(&["SuccessCriteriaMet"]),
        with(&["SuccessCriteriaMet", "Complete"]),
    ];
    let waiting = placed_with("a", waits("CreateContainerConfigError", kubelet::NO_KEY));
    let pod = vec![
        Some(placed("a")),
        Some(waiting),
        Some(running("a")),
        Some(succeeded("a", 1040)),
    ];
    vec![Stream::Job(jobs), Stream::Pod(pod)]
}

/// What is said after all was heard in that order. Each number chooses among the watches that have
/// something left to tell.
fn told(story: &[Stream], order: &[usize]) -> Derived {
    let mut heard = vec![0; story.len()];
    let mut choices = order.iter().copied().chain(std::iter::repeat(0));
    let mut before: Option<Derived> = None;
    loop {
        let open: Vec<usize> = (0..story.len()).filter(|at| heard[*at] < story[*at].len()).collect();
        if open.is_empty() {
            return before.expect("something was told");
        }
        let chosen = open[choices.next().expect("endless") % open.len()];
        heard[chosen] += 1;
        let (mut job, mut pods, mut events) = (None, Vec::new(), Vec::new());
        for (stream, heard) in story.iter().zip(&heard) {
            match stream {
                Stream::Job(versions) => job = versions[..*heard].last().cloned(),
                Stream::Pod(versions) => pods.extend(versions[..*heard].last().cloned().flatten()),
                Stream::Events(all) => events.extend_from_slice(&all[..*heard]),
            }
        }
        // Nobody looks at a Job that is not there yet.
        let Some(job) = job else { continue };
        let now = look_again(&job, &pods, &events, 1070, before.as_ref());
        if let Some(before) = before.filter(Derived::is_final) {
            assert_eq!(before.word, now.word, "an outcome regressed");
        }
        before = Some(now);
    }
}

#[test]
fn each_story_ends_as_it_should() {
    let cases = [
        (gave_up(), Word::Failed, Some(Say::GaveUp), Some(Say::ExitProgram)),
        (
            out_of_memory(),
            Word::Failed,
            Some(Say::GaveUp),
            Some(Say::ExitOutOfMemory),
        ),
        (ran_too_long(), Word::Failed, Some(Say::RanTooLong), None),
        (
            never_started(),
            Word::Failed,
            Some(Say::NeverStartedInTime),
            Some(Say::ImageNotFoundWhat),
        ),
        (
            unhealthy_once(),
            Word::Failed,
            Some(Say::GaveUpOnce),
            Some(Say::ExitUnstarted),
        ),
        (recovered(), Word::Succeeded, None, None),
    ];
    for (story, word, head, sub) in cases {
        let status = told(&story, &[]);
        assert_eq!((status.word, headline(&status), detail(&status)), (word, head, sub));
    }
}

proptest! {
    #[test]
    fn any_interleaving_of_a_story_ends_the_same(
        story in select(vec![gave_up(), out_of_memory(), ran_too_long(), never_started(), unhealthy_once(), recovered()]),
        order in proptest::collection::vec(0usize..6, 0..16),
    ) {
        // The Job was seen before its Pods were, as by a list; what follows comes in any order.
        let first = [vec![0], order].concat();
        prop_assert_eq!(told(&story, &first), told(&story, &[]));
    }
}
