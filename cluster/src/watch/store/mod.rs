//! All that was seen of one place, and the tasks that are made of it. No I/O and no clock.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use job::status::{Derived, Millis, ObservedEvent, ObservedJob, ObservedPod, derive};

use super::events::EventBook;
use super::streams::Streams;
use super::upstream::{Kind, News, Object};
use super::view::{Task, View};
use crate::Error;

/// How many deleted tasks are shown.
const MOST_GONE: usize = 64;
/// A status that wants to be looked at again at once is not looked at more often than this.
const SHORTEST_LOOK_MS: Millis = 50;

pub(super) struct Store {
    streams: Streams,
    /// What was seen since a stream began anew.
    seen: HashMap<Kind, HashSet<String>>,
    jobs: HashMap<String, Arc<ObservedJob>>,
    /// Job -> its Pods, also of Jobs that were not seen yet.
    pods: HashMap<String, HashMap<String, Arc<ObservedPod>>>,
    /// Pod -> Job.
    owners: HashMap<String, String>,
    events: EventBook,
    dirty: HashSet<String>,
    looks: BTreeSet<(Millis, String)>,
    look_of: HashMap<String, Millis>,
    view: View,
}

impl Store {
    pub(super) fn new() -> Self {
        Self {
            streams: Streams::default(),
            seen: HashMap::new(),
            jobs: HashMap::new(),
            pods: HashMap::new(),
            owners: HashMap::new(),
            events: EventBook::default(),
            dirty: HashSet::new(),
            looks: BTreeSet::new(),
            look_of: HashMap::new(),
            view: View::default(),
        }
    }

    pub(super) fn apply(&mut self, news: News, now: Millis) {
        match news {
            News::Way(_) => {}
            News::Beginning(kind) => drop(self.seen.insert(kind, HashSet::new())),
            News::Seen(kind, object) => {
                let uid = match object {
                    Object::Job(job) => self.put_job(job),
                    Object::Pod(pod) => self.put_pod(pod),
                    Object::Event(event) => self.put_event(event),
                };
                if let Some(seen) = self.seen.get_mut(&kind) {
                    seen.insert(uid);
                }
            }
            News::Gone(Object::Job(job)) => self.end_job(job, now),
            News::Gone(Object::Pod(pod)) => self.drop_pod(&pod.uid),
            News::Gone(Object::Event(event)) => self.dirty.extend(self.events.remove(&event.uid, &event.about)),
            News::Complete(kind) => {
                let seen = self.seen.remove(&kind).unwrap_or_default();
                self.keep(kind, &seen);
                self.streams.live(kind);
            }
            News::Failed(kind, error) => self.fail(kind, error, now),
        }
    }

    /// Whether a stream has neither delivered nor failed yet.
    pub(super) fn is_starting(&self) -> bool {
        self.streams.is_any_starting()
    }

    pub(super) fn has_jobs(&self) -> bool {
        self.streams.is_live(Kind::Jobs)
    }

    /// Whether the tasks wait for [`Store::settle`].
    pub(super) fn is_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    /// Whether the state is another one than shown.
    pub(super) fn is_other_state(&self) -> bool {
        self.view.state != self.streams.state() || self.view.limits != self.streams.limits()
    }

    /// When a status is to be looked at again although nothing comes.
    pub(super) fn next_look(&self) -> Option<Millis> {
        self.looks.first().map(|(at, _)| *at)
    }

    /// Statuses whose time has come wait for [`Store::settle`].
    pub(super) fn look(&mut self, now: Millis) {
        let later = self.looks.split_off(&(now + 1, String::new()));
        self.dirty.extend(
            std::mem::replace(&mut self.looks, later)
                .into_iter()
                .map(|(_, uid)| uid),
        );
    }

    /// Makes the tasks anew that changed, and the view if it is another one.
    pub(super) fn settle(&mut self, now: Millis, with_tasks: bool) -> Option<Arc<View>> {
        let revision = self.view.revision + 1;
        let mut changed = self.is_other_state();
        if with_tasks {
            for uid in std::mem::take(&mut self.dirty) {
                changed |= self.remake(&uid, now, revision);
            }
        }
        if !changed {
            return None;
        }
        self.view.revision = revision;
        self.view.state = self.streams.state();
        self.view.limits = self.streams.limits();
        Some(Arc::new(self.view.clone()))
    }

    fn remake(&mut self, uid: &str, now: Millis, revision: u64) -> bool {
        if let Some(look) = self.look_of.remove(uid) {
            self.looks.remove(&(look, uid.to_owned()));
        }
        let Some(job) = self.jobs.get(uid) else {
            return self.view.tasks.remove(uid).is_some();
        };
        let task = self.task(job.clone(), now, revision);
        if let Some(look) = task.derived.next_look {
            let look = look.max(now + SHORTEST_LOOK_MS);
            self.look_of.insert(uid.to_owned(), look);
            self.looks.insert((look, uid.to_owned()));
        }
        let before = self.view.tasks.get(uid);
        let same = before.is_some_and(|before| {
            before.job == task.job
                && before.pods == task.pods
                && before.events == task.events
                && before.derived == task.derived
        });
        if !same {
            self.view.tasks.insert(uid.into(), Arc::new(task));
        }
        !same
    }

    fn task(&self, job: Arc<ObservedJob>, now: Millis, revision: u64) -> Task {
        let mut pods: Vec<_> = self
            .pods
            .get(&job.uid)
            .into_iter()
            .flat_map(HashMap::values)
            .cloned()
            .collect();
        pods.sort_unstable_by(|a, b| (a.created, &a.name).cmp(&(b.created, &b.name)));
        let events = self.events.of(&job.uid);
        let before: Option<&Derived> = self.view.tasks.get(job.uid.as_str()).map(|task| &task.derived);
        let all_pods: Vec<&ObservedPod> = pods.iter().map(Arc::as_ref).collect();
        let all_events: Vec<&ObservedEvent> = events.iter().map(Arc::as_ref).collect();
        let derived = derive(&job, &all_pods, &all_events, now, before);
        Task {
            revision,
            job,
            pods,
            events,
            derived,
        }
    }
    fn put_job(&mut self, job: ObservedJob) -> String {
        let uid = job.uid.clone();
        if self.jobs.get(&uid).is_none_or(|known| **known != job) {
            self.jobs.insert(uid.clone(), Arc::new(job));
            self.dirty.insert(uid.clone());
        }
        uid
    }

    fn put_pod(&mut self, pod: ObservedPod) -> String {
        let (uid, job) = (pod.uid.clone(), pod.job_uid.clone());
        if self.owners.get(&uid).is_some_and(|owner| *owner != job) {
            self.drop_pod(&uid);
        }
        if job.is_empty() {
            return uid;
        }
        let of_job = self.pods.entry(job.clone()).or_default();
        match of_job.get(&uid) {
            Some(known) if **known == pod => return uid,
            Some(_) => {}
            None => {
                self.owners.insert(uid.clone(), job.clone());
                self.events.adopt(&uid, &job);
            }
        }
        of_job.insert(uid.clone(), Arc::new(pod));
        self.touch(job);
        uid
    }

    fn put_event(&mut self, event: ObservedEvent) -> String {
        let uid = event.uid.clone();
        let task = if event.about_kind == "Job" {
            Some(&event.about)
        } else {
            self.owners.get(&event.about)
        };
        let task = task.cloned();
        if let Some(task) = self.events.put(event, task.as_deref()) {
            self.touch(task);
        }
        uid
    }

    /// Its last state is shown once more, among those that are gone.
    fn end_job(&mut self, job: ObservedJob, now: Millis) {
        let uid = job.uid.clone();
        if self.jobs.remove(&uid).is_some() {
            let last = self.task(Arc::new(job), now, self.view.revision + 1);
            self.view.gone.push(Arc::new(last));
            let surplus = self.view.gone.len().saturating_sub(MOST_GONE);
            self.view.gone.drain(..surplus);
        }
        self.events.forget(&uid);
        self.dirty.insert(uid);
    }

    fn drop_pod(&mut self, uid: &str) {
        // Its events stay: they say why it is gone.
        let Some(job) = self.owners.remove(uid) else { return };
        if let Some(of_job) = self.pods.get_mut(&job) {
            of_job.remove(uid);
            if of_job.is_empty() {
                self.pods.remove(&job);
            }
        }
        self.touch(job);
    }

    /// Only these of a kind are left.
    fn keep(&mut self, kind: Kind, seen: &HashSet<String>) {
        match kind {
            Kind::Jobs => {
                let ended: Vec<String> = self.jobs.keys().filter(|uid| !seen.contains(*uid)).cloned().collect();
                for uid in ended {
                    self.jobs.remove(&uid);
                    self.events.forget(&uid);
                    self.dirty.insert(uid);
                }
            }
            Kind::Pods => {
                let ended: Vec<String> = self.owners.keys().filter(|uid| !seen.contains(*uid)).cloned().collect();
                ended.iter().for_each(|uid| self.drop_pod(uid));
            }
            Kind::JobEvents => self.dirty.extend(self.events.keep("Job", seen)),
            Kind::PodEvents => self.dirty.extend(self.events.keep("Pod", seen)),
        }
    }

    fn fail(&mut self, kind: Kind, error: Error, now: Millis) {
        self.seen.remove(&kind);
        if error.is_forbidden() {
            // Who may not see it any more does not see what is left of it either.
            self.keep(kind, &HashSet::new());
        }
        self.streams.failed(kind, error, now);
    }

    fn touch(&mut self, task: String) {
        if self.jobs.contains_key(&task) {
            self.dirty.insert(task);
        }
    }
}
