//! The decision table, top down: the first row that holds is the status.
//!
//! Row 0 (the Job is gone) is the caller's: a Job that is gone cannot be observed.

use super::clock::Clock;
use super::failed::{failed, took};
use super::progress::progress;
use super::scene::Scene;
use super::{
    Cause, Condition, Derived, Failure, Memory, Millis, ObservedEvent, ObservedJob, ObservedPod, Phrase, Progress, Say,
    Word, causes, latch, reading, work,
};
use crate::Args;

const OWN_CONTROLLER: &str = "kubernetes.io/job-controller";
/// A deletion that takes longer is stuck.
const DELETION: i64 = 5 * 60;

/// The status of `job` at `now`, from what was seen of it, its Pods and the Events of all of them.
///
/// `before` is what was derived last for this uid: an outcome that was fixed then stays fixed.
pub fn derive(
    job: &ObservedJob,
    pods: &[&ObservedPod],
    events: &[&ObservedEvent],
    now: Millis,
    before: Option<&Derived>,
) -> Derived {
    let scene = Scene::new(job, pods, events, before);
    let mut clock = Clock::at(now);
    let memory = Memory::after(&scene, now);
    let mut derived = judge(&scene, &mut clock, &memory);
    derived.next_look = clock.next;
    derived.memory = memory;
    latch::keep(before, derived)
}

fn judge(scene: &Scene, clock: &mut Clock, memory: &Memory) -> Derived {
    let progress = progress(scene);
    let failure = reading::newest(scene);
    if let Some(fixed) = fixed(scene, clock, &progress, &failure, memory) {
        return fixed;
    }
    let open = Derived {
        progress,
        failure,
        ..Derived::default()
    };
    held(scene, clock, &open).unwrap_or_else(|| work::judge(scene, clock, open))
}

/// Rows 1 to 5: the outcome is fixed, or the Job is being deleted.
fn fixed(
    scene: &Scene,
    clock: &mut Clock,
    progress: &Progress,
    failure: &Option<Failure>,
    memory: &Memory,
) -> Option<Derived> {
    let badge = |say| Some(Phrase::new(say, Args::none()));
    let deleting = scene.job.deleted.and_then(|_| badge(Say::Deleting));
    if let Some(verdict) = scene.condition("Failed") {
        return Some(Derived {
            badge: deleting,
            ..failed(scene, verdict, progress.clone(), failure.clone(), memory)
        });
    }
    if let Some(verdict) = scene.condition("Complete") {
        return Some(Derived {
            badge: deleting,
            ..succeeded(scene, verdict, progress, failure)
        });
    }
    if let Some(deleted) = scene.job.deleted {
        let open = Derived {
            progress: progress.clone(),
            failure: failure.clone(),
            ..Derived::default()
        };
        return Some(terminating(scene, clock, deleted, open));
    }
    let (mut derived, finishing) = if let Some(verdict) = scene.condition("FailureTarget") {
        (
            failed(scene, verdict, progress.clone(), failure.clone(), memory),
            Say::StoppingPods,
        )
    } else {
        (
            succeeded(scene, scene.condition("SuccessCriteriaMet")?, progress, failure),
            Say::Finishing,
        )
    };
    derived.badge = badge(finishing);
    derived.causes.extend(causes::stuck_pods(scene, clock));
    Some(derived)
}

fn succeeded(scene: &Scene, verdict: &Condition, progress: &Progress, failure: &Option<Failure>) -> Derived {
    let job = scene.job;
    let early = || {
        let rule = super::text::after(&verdict.message, "index ").unwrap_or_default();
        Phrase::new(Say::SucceededEarly, Args::with("rule", rule))
    };
    let detail = match (job.failed_indexes.as_str(), progress.failed) {
        ("", ..=0) => None,
        ("", failed) => Some(Phrase::new(Say::FailedOnTheWay, Args::with("failed", failed))),
        (indexes, _) => Some(Phrase::new(Say::IndexesFailedOnTheWay, Args::with("indexes", indexes))),
    };
    let ended = job.completed.or(verdict.since);
    Derived {
        word: Word::Succeeded,
        reason: verdict.reason.clone(),
        headline: (verdict.reason == "SuccessPolicy").then(early),
        detail,
        since: ended,
        took: took(job.started, ended),
        progress: progress.clone(),
        failure: failure.clone(),
        ..Derived::default()
    }
}

/// Row 3.
fn terminating(scene: &Scene, clock: &mut Clock, deleted: Millis, open: Derived) -> Derived {
    let finalizers = &scene.job.finalizers;
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    let other = finalizers
        .iter()
        .find(|finalizer| !matches!(finalizer.as_str(), "foregroundDeletion" | "orphan"));
    let detail = if has("foregroundDeletion") {
        Some(Phrase::new(Say::WaitingForPods, Args::with("pods", scene.pods.len())))
    } else if has("orphan") {
        Some(Phrase::new(Say::PodsAreKept, Args::none()))
    } else {
        other.map(|finalizer| Phrase::new(Say::HeldByFinalizer, Args::with("finalizer", finalizer)))
    };
    let mut open = Derived {
        since: Some(deleted),
        detail,
        ..open
    };
    open.causes = causes::stuck_pods(scene, clock);
    if !clock.held(deleted, DELETION) {
        return Derived {
            word: Word::Terminating,
            ..open
        };
    }
    let what = match open.detail.take() {
        Some(detail) => detail,
        None => Phrase::new(Say::StuckDeletingWhat, Args::none()),
    };
    let advice = Phrase::new(Say::ReleaseFinalizers, Args::with("finalizers", finalizers.join(", ")));
    let stuck = Cause::blocking(Say::StuckDeleting, "stuck-deleting", what)
        .advice(advice)
        .since(deleted);
    open.causes.insert(0, stuck);
    work::abnormal(open)
}

/// Rows 6 to 9: another controller has it, or it is held.
fn held(scene: &Scene, clock: &mut Clock, open: &Derived) -> Option<Derived> {
    let job = scene.job;
    let phrase = |say| Some(Phrase::new(say, Args::none()));
    let controller = job
        .managed_by
        .as_deref()
        .filter(|by| !by.is_empty() && *by != OWN_CONTROLLER);
    if let Some(controller) = controller {
        let args = Args::with("controller", controller);
        let silent = job.started.is_none() && job.conditions.is_empty();
        return Some(Derived {
            word: Word::Managed,
            headline: Some(Phrase::new(Say::ManagedBy, args.clone())),
            detail: silent.then(|| Phrase::new(Say::WaitingForController, args)),
            badge: if job.suspend { phrase(Say::Paused) } else { None },
            since: job.started.or(Some(job.created)),
            ..open.clone()
        });
    }
    if job.suspend {
        let suspended = scene.condition("Suspended");
        let stopped = suspended.is_some() && job.active == 0 && job.terminating.unwrap_or(0) == 0;
        let made = job.succeeded > 0
            || open.progress.failed > 0
            || !scene.pods.is_empty()
            || scene.newest(&job.uid, &["SuccessfulCreate"]).is_some();
        return Some(Derived {
            word: Word::Suspended,
            detail: if made { None } else { phrase(Say::NeverStarted) },
            badge: if stopped { None } else { phrase(Say::Suspending) },
            since: suspended.and_then(|condition| condition.since),
            causes: causes::stuck_pods(scene, clock),
            ..open.clone()
        });
    }
    (job.parallelism == Some(0)).then(|| Derived {
        word: Word::Suspended,
        headline: phrase(Say::ParallelismZero),
        causes: causes::stuck_pods(scene, clock),
        ..open.clone()
    })
}
