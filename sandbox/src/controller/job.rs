//! One look at one Job, as the real Job controller takes it.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::conditions::{self, Verdict};
use super::indexes;
use super::pods::{self, MOST, Pods, SPEAKER};
use crate::delete::{self, Propagation};
use crate::events::{self, Happening};
use crate::object::{self, fields, flag, now, number, seconds_since, text};
use crate::pace::Pace;
use crate::resource::Kind;
use crate::store::{Key, Objects};

/// What the controller remembers of a Job between two looks.
#[derive(Default)]
pub(super) struct Memory {
    /// Pods that failed since one succeeded, and when the last of them did.
    failures: u32,
    failed_at: Option<Instant>,
    /// How often in a row a Pod could not be created.
    refusals: u32,
}

/// A look at a Job: what is there, and what the status is to say.
struct Look<'a> {
    objects: &'a mut Objects,
    memory: &'a mut Memory,
    pace: Pace,
    job: Value,
    pods: Pods,
    active: usize,
    ready: usize,
    terminating: usize,
    succeeded: i64,
    failed: i64,
    /// Of an Indexed Job: what is completed.
    completed: Option<BTreeSet<i64>>,
    wake: Option<Duration>,
}

/// Looks at a Job, and says after what time it must be looked at again.
pub(super) fn sync(
    objects: &mut Objects,
    key: &Key,
    memories: &mut HashMap<String, Memory>,
    pace: Pace,
) -> Option<Duration> {
    let job = (**objects.get(Kind::Job, key)?).clone();
    let manager = text(&job, "/spec/managedBy");
    if !matches!(manager, "" | "kubernetes.io/job-controller") {
        return None;
    }
    if let Some(condition) = conditions::finished(&job) {
        let ended = seconds_since(condition, "/lastTransitionTime").unwrap_or(0.0);
        return after_the_end(objects, key, &job, ended);
    }
    let pods = Pods::of(objects, &job);
    let mut look = Look {
        memory: memories.entry(object::uid(&job).into()).or_default(),
        pace,
        active: pods.active.len(),
        ready: pods.ready(),
        terminating: pods.terminating,
        succeeded: number(&job, "/status/succeeded").unwrap_or(0),
        failed: number(&job, "/status/failed").unwrap_or(0),
        completed: (text(&job, "/spec/completionMode") == "Indexed")
            .then(|| indexes::parse(text(&job, "/status/completedIndexes"))),
        wake: None,
        objects,
        job,
        pods,
    };
    look.count();
    look.decide();
    look.wake
}

/// A finished Job stays until its time to live is over.
fn after_the_end(objects: &mut Objects, key: &Key, job: &Value, ended: f64) -> Option<Duration> {
    for pod in Pods::of(objects, job).failed {
        pods::release(objects, &pod);
    }
    #[allow(clippy::cast_precision_loss)] // seconds, far below what a float holds
    let left = number(job, "/spec/ttlSecondsAfterFinished")? as f64 - ended;
    if left > 0.0 {
        return Duration::try_from_secs_f64(left).ok();
    }
    if !object::is_deleting(job) {
        delete::begin(objects, Kind::Job, key, Propagation::Foreground, None);
    }
    None
}

impl Look<'_> {
    fn suspended(&self) -> bool {
        flag(&self.job, "/spec/suspend")
    }

    fn completions(&self) -> Option<i64> {
        number(&self.job, "/spec/completions")
    }

    /// Counts the Pods that ended since the last look and lets go of them.
    fn count(&mut self) {
        let (succeeded, failed) = (
            std::mem::take(&mut self.pods.succeeded),
            std::mem::take(&mut self.pods.failed),
        );
        let mut failures = failed.len();
        match &mut self.completed {
            Some(completed) => {
                let end = number(&self.job, "/spec/completions").unwrap_or(0);
                let within = |index: &i64| (0..end).contains(index);
                completed.extend(succeeded.iter().filter_map(|pod| pods::index(pod)).filter(within));
                failures = failed.iter().filter_map(|pod| pods::index(pod)).filter(within).count();
                self.succeeded = i64::try_from(completed.len()).unwrap_or(i64::MAX);
            }
            None => self.succeeded += i64::try_from(succeeded.len()).unwrap_or(i64::MAX),
        }
        self.failed += i64::try_from(failures).unwrap_or(i64::MAX);
        if !succeeded.is_empty() {
            self.memory.failures = 0;
        } else if failures > 0 {
            let more = u32::try_from(failures).unwrap_or(u32::MAX);
            self.memory.failures = self.memory.failures.saturating_add(more);
            self.memory.failed_at = Some(Instant::now());
        }
        for pod in succeeded.iter().chain(&failed) {
            pods::release(self.objects, pod);
        }
    }

    fn decide(&mut self) {
        if !self.suspended() && text(&self.job, "/status/startTime").is_empty() {
            fields(&mut self.job, "/status").insert("startTime".into(), now().into());
        }
        let announced = Verdict::of(&self.job);
        let verdict = announced.clone().or_else(|| self.failure());
        let verdict = match verdict {
            Some(verdict) => {
                self.stop(&verdict);
                Some(verdict)
            }
            None => {
                // With some Pods uncounted it is not known how many are missing.
                if !object::is_deleting(&self.job) && !self.pods.more {
                    self.manage();
                }
                self.success()
            }
        };
        match verdict {
            // The verdict is to be seen before the end is: the end waits for another look.
            Some(verdict) if announced.is_none() => {
                verdict.announce(&mut self.job);
                self.write();
            }
            Some(verdict) if self.active == 0 && self.terminating == 0 && !self.pods.more => {
                verdict.conclude(&mut self.job);
                self.write();
                let event = if verdict.success {
                    Happening::normal(SPEAKER, "Completed", "Job completed")
                } else {
                    Happening::warning(SPEAKER, &verdict.reason, verdict.message.as_str())
                };
                events::record(self.objects, &self.job, event);
            }
            Some(_) => self.write(),
            None => {
                if !object::is_deleting(&self.job) {
                    self.tell_suspension();
                }
                self.write();
            }
        }
    }

    /// Whether the Job has failed by now.
    fn failure(&mut self) -> Option<Verdict> {
        let limit = number(&self.job, "/spec/backoffLimit").unwrap_or(6);
        let restarts = self.pods.restarts();
        let worn =
            text(&self.job, "/spec/template/spec/restartPolicy") == "OnFailure" && restarts > 0 && restarts >= limit;
        if self.failed > limit || worn {
            return Some(Verdict::failed(
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
            ));
        }
        let deadline = number(&self.job, "/spec/activeDeadlineSeconds").filter(|_| !self.suspended())?;
        #[allow(clippy::cast_precision_loss)] // seconds, far below what a float holds
        let left = deadline as f64 - seconds_since(&self.job, "/status/startTime").unwrap_or(0.0);
        if left <= 0.0 {
            let message = "Job was active longer than specified deadline";
            return Some(Verdict::failed("DeadlineExceeded", message));
        }
        self.wake_after(Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX));
        None
    }

    /// Whether the Job has succeeded by now.
    fn success(&self) -> Option<Verdict> {
        let enough = match self.completions() {
            Some(wanted) => self.succeeded >= wanted,
            None => self.succeeded > 0,
        };
        (enough && self.active == 0).then(Verdict::completed)
    }

    /// Ends the Pods of a Job whose end is decided. With a failure they count as failed.
    fn stop(&mut self, verdict: &Verdict) {
        for pod in std::mem::take(&mut self.pods.active) {
            self.let_go(&pod);
            if !verdict.success {
                self.failed += 1;
            }
        }
    }

    /// Deletes a Pod without waiting to count it.
    fn let_go(&mut self, pod: &Value) {
        pods::release(self.objects, pod);
        pods::delete(self.objects, &self.job, pod);
        self.active -= 1;
        self.ready = self.ready.min(self.active);
        let still = self.objects.get(Kind::Pod, &Key::of(pod)).is_some();
        self.terminating += usize::from(still);
    }

    /// Makes and deletes Pods until there are as many as there should be.
    fn manage(&mut self) {
        let parallelism = number(&self.job, "/spec/parallelism").unwrap_or(1);
        let wanted = match self.completions() {
            _ if self.suspended() => 0,
            // One success says that the work is done: whatever runs may end, nothing is added.
            None if self.succeeded > 0 => self.active,
            None => usize::try_from(parallelism).unwrap_or(0),
            Some(all) => usize::try_from(parallelism.min(all - self.succeeded)).unwrap_or(0),
        };
        if self.active > wanted {
            // Those that have done the least work go first.
            let mut pods = std::mem::take(&mut self.pods.active);
            pods.sort_by_key(|pod| {
                (
                    text(pod, "/status/phase") != "Pending",
                    text(pod, "/status/startTime").to_owned(),
                )
            });
            for pod in pods.iter().take((self.active - wanted).min(MOST)) {
                self.let_go(pod);
            }
            return;
        }
        let only_failed = text(&self.job, "/spec/podReplacementPolicy") == "Failed";
        let going = if only_failed { self.terminating } else { 0 };
        let missing = wanted.saturating_sub(self.active + going);
        if missing == 0 {
            return;
        }
        if let (Some(failed_at), 1..) = (self.memory.failed_at, self.memory.failures) {
            let delay = self.pace.back_off(10.0, 600.0, self.memory.failures - 1);
            let left = delay.saturating_sub(failed_at.elapsed());
            if !left.is_zero() {
                return self.wake_after(left);
            }
        }
        self.make(missing.min(MOST));
        if missing > MOST {
            self.wake_after(self.pace.span(0.1));
        }
    }

    fn make(&mut self, count: usize) {
        let indexes: Vec<Option<i64>> = match &self.completed {
            None => vec![None; count],
            Some(completed) => {
                let running = self.pods.indexes();
                (0..self.completions().unwrap_or(0))
                    .filter(|index| !completed.contains(index) && !running.contains(index))
                    .take(count)
                    .map(Some)
                    .collect()
            }
        };
        for index in indexes {
            if let Err(refusal) = pods::make(self.objects, &self.job, index) {
                let message = format!("Error creating: {}", refusal.message);
                events::record(
                    self.objects,
                    &self.job,
                    Happening::warning(SPEAKER, "FailedCreate", message),
                );
                let delay = self.pace.back_off(1.0, 60.0, self.memory.refusals);
                self.memory.refusals += 1;
                return self.wake_after(delay);
            }
            self.memory.refusals = 0;
            self.active += 1;
        }
    }

    fn tell_suspension(&mut self) {
        let suspended = self.suspended();
        let (reason, message) = if suspended {
            ("JobSuspended", "Job suspended")
        } else {
            ("JobResumed", "Job resumed")
        };
        if !conditions::set(&mut self.job, "Suspended", suspended, reason, message) {
            return;
        }
        let status = fields(&mut self.job, "/status");
        if suspended {
            status.remove("startTime");
        } else {
            status.insert("startTime".into(), now().into());
        }
        let event = if suspended { "Suspended" } else { "Resumed" };
        events::record(self.objects, &self.job, Happening::normal(SPEAKER, event, message));
        if !suspended {
            // The deadline counts anew from here.
            self.wake_after(Duration::from_millis(10));
        }
    }

    fn wake_after(&mut self, delay: Duration) {
        self.wake = Some(self.wake.map_or(delay, |wake| wake.min(delay)));
    }

    /// Writes the status, which leaves out what is 0 as the API does.
    fn write(&mut self) {
        let counts = [
            ("active", i64::try_from(self.active).unwrap_or(i64::MAX)),
            ("succeeded", self.succeeded),
            ("failed", self.failed),
        ];
        let completed = self
            .completed
            .as_ref()
            .map(indexes::write)
            .filter(|text| !text.is_empty());
        let status = fields(&mut self.job, "/status");
        for (field, count) in counts {
            if count == 0 {
                status.remove(field);
            } else {
                status.insert(field.into(), count.into());
            }
        }
        if let Some(completed) = completed {
            status.insert("completedIndexes".into(), completed.into());
        }
        status.insert("ready".into(), self.ready.into());
        status.insert("terminating".into(), self.terminating.into());
        status.insert("uncountedTerminatedPods".into(), json!({}));
        self.objects.put(Kind::Job, self.job.clone());
    }
}
