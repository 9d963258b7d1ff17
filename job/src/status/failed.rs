//! A Job that has failed: what ended it, and why its Pods failed.

use super::scene::Scene;
use super::text::{after, between};
use super::{Cause, CauseSeverity, Condition, Derived, Failure, Memory, Millis, Phrase, Progress, Say, Word};
use crate::Args;

/// The status of a Job with condition `Failed` or `FailureTarget`.
pub(super) fn failed(
    scene: &Scene,
    verdict: &Condition,
    progress: Progress,
    failure: Option<Failure>,
    memory: &Memory,
) -> Derived {
    let job = scene.job;
    let root = failure.as_ref().map(|failure| root(scene, failure));
    let mut told = match verdict.reason.as_str() {
        "BackoffLimitExceeded" => gave_up(scene, progress.failed, root),
        "DeadlineExceeded" => ran_too_long(scene, verdict, root, memory),
        "PodFailurePolicy" => by_policy(verdict, root),
        "MaxFailedIndexesExceeded" | "FailedIndexes" => indexes_failed(scene, verdict, root),
        _ => other(verdict, root),
    };
    if told.advice.is_none() {
        told.advice = told.causes.first().and_then(|cause| cause.advice.clone());
    }
    let reason = if verdict.reason.is_empty() {
        verdict.kind.clone()
    } else {
        verdict.reason.clone()
    };
    Derived {
        word: Word::Failed,
        reason,
        since: verdict.since,
        took: took(job.started, verdict.since),
        progress,
        failure,
        ..told
    }
}

/// Why the last attempt failed. Nobody can read the logs of a Pod that the controller has deleted.
fn root(scene: &Scene, failure: &Failure) -> Cause {
    let cause = failure.cause(CauseSeverity::Blocking);
    let says_logs = cause
        .advice
        .as_ref()
        .is_some_and(|advice| matches!(advice.say, Say::ReadLogs | Say::ReadPreviousLogs));
    let gone = !scene.pods.iter().any(|pod| pod.uid == failure.pod_uid);
    if says_logs && gone && scene.job.restarts_in_place {
        return cause
            .advise(Say::KeepFailedPods)
            .mend("spec.template.spec.restartPolicy");
    }
    cause
}

/// How long it ran, when both times are known.
pub(super) fn took(started: Option<Millis>, ended: Option<Millis>) -> Option<Millis> {
    Some(ended?.saturating_sub(started?).max(0))
}

fn told(headline: Phrase, root: Option<Cause>) -> Derived {
    Derived {
        headline: Some(headline),
        detail: root.as_ref().map(|cause| cause.what.clone()),
        causes: root.into_iter().collect(),
        ..Derived::default()
    }
}

fn verbatim(text: &str) -> Option<Phrase> {
    (!text.is_empty()).then(|| Phrase::new(Say::Verbatim, Args::with("text", text)))
}

fn gave_up(scene: &Scene, failed: i32, root: Option<Cause>) -> Derived {
    // With OnFailure the restarts count, which are in no counter of the Job.
    let restarts = if scene.job.restarts_in_place {
        scene.job.backoff_limit.unwrap_or_default()
    } else {
        0
    };
    let root = root.or_else(|| Some(nothing_left(scene)));
    match failed.max(restarts) {
        ..=1 => told(Phrase::new(Say::GaveUpOnce, Args::none()), root),
        attempts => told(Phrase::new(Say::GaveUp, Args::with("attempts", attempts)), root),
    }
}

/// With OnFailure the controller deletes the Pods that would tell.
fn nothing_left(scene: &Scene) -> Cause {
    let what = Phrase::new(Say::NothingLeftToTell, Args::none());
    let cause = Cause::blocking(Say::AttemptFailed, "BackoffLimitExceeded", what);
    match scene.job.restarts_in_place {
        true => cause
            .advise(Say::KeepFailedPods)
            .mend("spec.template.spec.restartPolicy"),
        false => cause,
    }
}

fn ran_too_long(scene: &Scene, verdict: &Condition, root: Option<Cause>, memory: &Memory) -> Derived {
    let seconds = scene.job.active_deadline_seconds.unwrap_or_default();
    let args = Args::with("seconds", seconds);
    let advice = Some(Phrase::new(Say::RaiseDeadline, args.clone()));
    match memory.held.as_deref().filter(|_| root.is_none()).cloned() {
        Some(cause) => told(Phrase::new(Say::NeverStartedInTime, args), Some(cause)),
        None => {
            let what = Phrase::new(Say::DeadlinePassedWhat, args.clone());
            let late = Cause::blocking(Say::DeadlinePassed, "DeadlineExceeded", what);
            let late = Cause {
                advice: advice.clone(),
                since: verdict.since,
                ..late
            };
            let late = late.evidence(&verdict.message).mend("spec.activeDeadlineSeconds");
            let root = root.map(|cause| Cause {
                severity: CauseSeverity::Degraded,
                ..cause
            });
            let detail = root.as_ref().map(|cause| cause.what.clone());
            let causes = [late].into_iter().chain(root).collect();
            Derived {
                detail,
                causes,
                advice,
                ..told(Phrase::new(Say::RanTooLong, args), None)
            }
        }
    }
}

/// `Container c for pod ns/p failed with exit code N matching FailJob rule at index i`, or
/// `Pod ns/p has condition DisruptionTarget matching FailJob rule at index i`.
fn by_policy(verdict: &Condition, root: Option<Cause>) -> Derived {
    let message = verdict.message.as_str();
    let Some(rule) = after(message, "rule at index ") else {
        let mut by_policy = told(Phrase::new(Say::StoppedByPolicy, Args::none()), root);
        by_policy.detail = verbatim(message).or(by_policy.detail);
        return by_policy;
    };
    let mut by_policy = told(Phrase::new(Say::StoppedByRule, Args::with("rule", rule)), root);
    let pod = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    let exit = between(message, "Container ", " for pod ").and_then(|container| {
        let name = between(message, " for pod ", " failed with exit code ")?;
        let code = between(message, "exit code ", " ")?;
        Some(Phrase::new(
            Say::PolicyExit,
            Args::with("container", container)
                .and("pod", pod(name))
                .and("code", code),
        ))
    });
    let disrupted = || {
        let name = between(message, "Pod ", " has condition ")?;
        let condition = between(message, " has condition ", " ")?;
        Some(Phrase::new(
            Say::PolicyCondition,
            Args::with("pod", pod(name)).and("condition", condition),
        ))
    };
    by_policy.detail = exit.or_else(disrupted).or_else(|| verbatim(message));
    by_policy
}

fn indexes_failed(scene: &Scene, verdict: &Condition, root: Option<Cause>) -> Derived {
    let say = match verdict.reason.as_str() {
        "MaxFailedIndexesExceeded" => Say::TooManyIndexesFailed,
        _ => Say::IndexesFailed,
    };
    told(Phrase::new(say, Args::with("indexes", &scene.job.failed_indexes)), root)
}

fn other(verdict: &Condition, root: Option<Cause>) -> Derived {
    let headline = match verdict.reason.as_str() {
        "" => Phrase::new(Say::FailedWithoutReason, Args::none()),
        reason => Phrase::new(Say::FailedOtherwise, Args::with("reason", reason)),
    };
    let mut other = told(headline, root);
    other.detail = verbatim(&verdict.message).or(other.detail);
    other
}
