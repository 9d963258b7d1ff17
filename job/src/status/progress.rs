//! How far a Job is. Totals come from the Job's counters, never from the Pods that can be seen:
//! those may be gone.

use super::scene::Scene;
use super::{ObservedPod, Progress};

pub(super) fn progress(scene: &Scene) -> Progress {
    let job = scene.job;
    let counted = job.succeeded.saturating_add(job.uncounted_succeeded);
    let indexes = if job.indexed {
        count_indexes(&job.completed_indexes)
    } else {
        None
    };
    Progress {
        done: indexes.unwrap_or(counted),
        total: job.completions,
        active: job.active,
        running: count(scene, ObservedPod::is_at_work),
        ready: job
            .ready
            .unwrap_or_else(|| count(scene, |pod| pod.is_live() && is_ready(pod))),
        failed: job.failed.saturating_add(job.uncounted_failed),
        terminating: job
            .terminating
            .unwrap_or_else(|| count(scene, |pod| pod.deleted.is_some() && !pod.is_over())),
    }
}

pub(super) fn is_ready(pod: &ObservedPod) -> bool {
    pod.condition("Ready").is_some_and(|condition| condition.is_true)
}

fn count(scene: &Scene, which: impl Fn(&ObservedPod) -> bool) -> i32 {
    i32::try_from(scene.pods.iter().filter(|pod| which(pod)).count()).unwrap_or(i32::MAX)
}

/// How many indexes `0-3,7` names; `None` when it is not of that form.
fn count_indexes(intervals: &str) -> Option<i32> {
    let mut total: i32 = 0;
    for interval in intervals
        .split(',')
        .map(str::trim)
        .filter(|interval| !interval.is_empty())
    {
        let (first, last) = interval.split_once('-').unwrap_or((interval, interval));
        let (first, last): (i32, i32) = (first.parse().ok()?, last.parse().ok()?);
        total = total.saturating_add(last.checked_sub(first).filter(|span| *span >= 0)?.saturating_add(1));
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::count_indexes;

    #[test]
    fn intervals_are_counted() {
        assert_eq!(count_indexes(""), Some(0));
        assert_eq!(count_indexes("0-3,7"), Some(5));
        assert_eq!(count_indexes("2147483647"), Some(1));
    }

    #[test]
    fn nonsense_is_not_counted() {
        for text in ["x", "3-1", "1-", "-", "1--2"] {
            assert_eq!(count_indexes(text), None, "{text}");
        }
    }
}
