//! Rows 10 to 18: what the Pods of an open Job do.

use super::clock::{Clock, SECOND};
use super::scene::Scene;
use super::{Cause, CauseSeverity, Derived, Millis, ObservedPod, Phase, Phrase, Say, Word, causes, reading, stage};
use crate::Args;

/// A Pod that ended well so recently counts as progress.
const FRESH: i64 = 60;

pub(super) fn judge(scene: &Scene, clock: &mut Clock, open: Derived) -> Derived {
    let causes = causes::find(scene, clock);
    let blocked = causes
        .first()
        .is_some_and(|cause| cause.severity == CauseSeverity::Blocking);
    let open = Derived { causes, ..open };
    if blocked && !makes_progress(scene, clock) {
        return abnormal(open);
    }
    let open = Derived {
        causes: softened(open.causes),
        ..open
    };
    let at_work: Vec<_> = scene
        .pods
        .iter()
        .copied()
        .filter(|pod| causes::is_at_work(pod, scene, clock))
        .collect();
    if !at_work.is_empty() {
        return running(scene, &at_work, open);
    }
    let live = scene.live().count();
    if live > 0 && scene.live().all(ObservedPod::is_done) {
        let done = open
            .progress
            .done
            .saturating_add(i32::try_from(live).unwrap_or(i32::MAX));
        // Between two Pods of several, others follow.
        return if done >= scene.job.completions.unwrap_or(1) {
            finalizing(scene, open)
        } else {
            running(scene, &[], open)
        };
    }
    if let Some(pod) = scene.live().find(|pod| pod.has_node()) {
        return waiting(Word::Waiting, stage::placed(scene, pod), open);
    }
    if let Some(pod) = scene.live().next() {
        let (word, told) = stage::unplaced(pod);
        return waiting(word, told, open);
    }
    no_live_pods(scene, clock, open)
}

/// Row 10: the worst cause speaks for the Job.
pub(super) fn abnormal(open: Derived) -> Derived {
    let Some(worst) = open.causes.first().cloned() else {
        return open;
    };
    Derived {
        word: Word::Abnormal,
        reason: worst.reason,
        headline: Some(Phrase::new(worst.title, Args::none())),
        detail: Some(worst.what),
        advice: worst.advice,
        since: worst.since,
        ..open
    }
}

/// A Pod is at work, or one ended well a moment ago.
fn makes_progress(scene: &Scene, clock: &mut Clock) -> bool {
    let at_work = scene.pods.iter().any(|pod| causes::is_at_work(pod, scene, clock));
    let succeeded = scene
        .pods
        .iter()
        .filter(|pod| pod.phase == Phase::Succeeded)
        .map(|pod| pod.finished())
        .max();
    at_work || succeeded.is_some_and(|finished| !clock.held(finished, FRESH))
}

/// While others go on, nothing is blocking.
fn softened(mut causes: Vec<Cause>) -> Vec<Cause> {
    for cause in &mut causes {
        cause.severity = CauseSeverity::Degraded;
    }
    causes
}

/// Row 11.
fn running(scene: &Scene, at_work: &[&ObservedPod], open: Derived) -> Derived {
    let waiting = scene.live().count().saturating_sub(at_work.len());
    let args = Args::with("running", at_work.len())
        .and("waiting", waiting)
        .and("done", open.progress.done);
    let detail = match open.progress.total {
        Some(total) => Phrase::new(Say::AtWorkOf, args.and("total", total)),
        None => Phrase::new(Say::AtWork, args),
    };
    let starts = at_work
        .iter()
        .flat_map(|pod| pod.regular())
        .filter_map(|container| container.state.running_since());
    Derived {
        word: Word::Running,
        detail: Some(detail),
        badge: running_badge(scene, at_work, &open),
        since: starts.min().or(scene.job.started),
        ..open
    }
}

fn running_badge(scene: &Scene, at_work: &[&ObservedPod], open: &Derived) -> Option<Phrase> {
    if let Some(cause) = open.causes.iter().find(|cause| cause.title != Say::AttemptFailed) {
        return Some(Phrase::new(cause.title, Args::none()));
    }
    if open.progress.failed > 0 {
        let limit = scene.job.backoff_limit.unwrap_or(6);
        return Some(Phrase::new(
            Say::Retrying,
            Args::with("failed", open.progress.failed).and("limit", limit),
        ));
    }
    let restarts: i32 = at_work
        .iter()
        .flat_map(|pod| &pod.containers)
        .map(|container| container.restarts)
        .sum();
    if restarts > 0 {
        return Some(Phrase::new(Say::Restarted, Args::with("restarts", restarts)));
    }
    let unready = at_work
        .iter()
        .any(|pod| pod.regular().any(|container| container.probed && !container.ready));
    unready.then(|| Phrase::new(Say::NotReady, Args::none()))
}

/// Rows 12 and 13.
fn waiting(word: Word, told: stage::Stage, open: Derived) -> Derived {
    Derived {
        word,
        reason: told.reason,
        headline: Some(told.headline),
        detail: told.detail,
        since: told.since,
        ..open
    }
}

/// Rows 14 to 18.
fn no_live_pods(scene: &Scene, clock: &mut Clock, open: Derived) -> Derived {
    let job = scene.job;
    let say = |word, say, args, since, open| Derived {
        word,
        headline: Some(Phrase::new(say, args)),
        since,
        ..open
    };
    if let Some(leaving) = scene.leaving().next() {
        return say(Word::Waiting, Say::ReplacingPods, Args::none(), leaving.deleted, open);
    }
    if all_succeeded(scene, &open) {
        return finalizing(scene, open);
    }
    let failed_pods = reading::failed_in_a_row(scene);
    if open.progress.failed > 0 || !failed_pods.is_empty() {
        return between_attempts(clock, &failed_pods, open);
    }
    if scene.condition("Suspended").is_some() {
        return say(Word::Pending, Say::Resuming, Args::none(), None, open);
    }
    match job.started {
        Some(started) => say(Word::Pending, Say::CreatingPods, Args::none(), Some(started), open),
        None => say(Word::Pending, Say::Accepted, Args::none(), Some(job.created), open),
    }
}

/// Row 15: what was to be done is done, and not all of the cluster has said so yet.
fn finalizing(scene: &Scene, open: Derived) -> Derived {
    Derived {
        word: Word::Running,
        headline: Some(Phrase::new(Say::Finalizing, Args::none())),
        since: scene.job.started,
        ..open
    }
}

/// Row 15: every wanted Pod succeeded and the controller has not said so yet.
fn all_succeeded(scene: &Scene, open: &Derived) -> bool {
    let visible = scene.pods.iter().filter(|pod| pod.phase == Phase::Succeeded).count();
    let done = open.progress.done.max(i32::try_from(visible).unwrap_or(i32::MAX));
    done > 0 && done >= scene.job.completions.unwrap_or(1)
}

/// Row 16: the controller waits before it makes the next Pod.
fn between_attempts(clock: &mut Clock, failed: &[&ObservedPod], open: Derived) -> Derived {
    let in_a_row = if failed.is_empty() {
        usize::try_from(open.progress.failed).unwrap_or(1)
    } else {
        failed.len()
    };
    let seconds = back_off(in_a_row);
    let last = failed.last().map(|pod| pod.finished());
    let last = last.or_else(|| open.failure.as_ref().and_then(|failure| failure.finished));
    let mut args = Args::with("seconds", seconds);
    if let Some(last) = last {
        let due = last.saturating_add(seconds.saturating_mul(SECOND));
        clock.reached(due);
        args = args.and("at", due);
    }
    Derived {
        word: Word::Waiting,
        headline: Some(Phrase::new(Say::BetweenAttempts, args)),
        detail: open.failure.as_ref().map(|failure| reading::read(failure).what),
        advice: open.failure.as_ref().map(|failure| reading::read(failure).advice),
        since: last,
        ..open
    }
}

/// 10 s, doubled with each failure in a row, at most 10 minutes.
fn back_off(failures: usize) -> Millis {
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(u32::MAX).min(6);
    (10 << doublings).min(600)
}
