//! Events, and whose they are. They come before, after and without what they are about.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use job::status::ObservedEvent;

/// How many a task keeps.
const MOST_OF_A_TASK: usize = 200;
/// Trimmed in batches, so that it costs little.
const SLACK: usize = 50;
/// How many may wait for a Pod that was not seen: most are of Pods that belong to no Job.
const MOST_WAITING: usize = 20_000;

/// All events by task.
#[derive(Default)]
pub(super) struct EventBook {
    of_task: HashMap<String, HashMap<String, Arc<ObservedEvent>>>,
    /// Event -> task.
    homes: HashMap<String, String>,
    /// Of Pods that were not seen: Pod -> event.
    waiting: HashMap<String, HashMap<String, Arc<ObservedEvent>>>,
    /// In the order they came.
    queue: VecDeque<(String, String)>,
}

impl EventBook {
    /// Notes an event of a task; one without a task waits for its Pod. Returns the task that changed.
    pub(super) fn put(&mut self, event: ObservedEvent, task: Option<&str>) -> Option<String> {
        let Some(task) = self
            .homes
            .get(&event.uid)
            .map(String::as_str)
            .or(task)
            .map(str::to_owned)
        else {
            self.wait(event);
            return None;
        };
        let of_task = self.of_task.entry(task.clone()).or_default();
        if of_task.get(&event.uid).is_some_and(|known| **known == event) {
            return None;
        }
        self.homes.insert(event.uid.clone(), task.clone());
        of_task.insert(event.uid.clone(), Arc::new(event));
        if of_task.len() > MOST_OF_A_TASK + SLACK {
            let mut all: Vec<_> = of_task.drain().collect();
            all.sort_unstable_by_key(|(_, event)| std::cmp::Reverse(event.last_seen));
            for (uid, _) in all.drain(MOST_OF_A_TASK..) {
                self.homes.remove(&uid);
            }
            of_task.extend(all);
        }
        Some(task)
    }

    /// A Pod was seen: what waited for it is its task's.
    pub(super) fn adopt(&mut self, pod: &str, task: &str) {
        for (_, event) in self.waiting.remove(pod).into_iter().flatten() {
            self.put(Arc::unwrap_or_clone(event), Some(task));
        }
    }

    /// An event is gone. Returns the task that changed.
    pub(super) fn remove(&mut self, uid: &str, about: &str) -> Option<String> {
        if let Some(of_pod) = self.waiting.get_mut(about) {
            of_pod.remove(uid);
        }
        let task = self.homes.remove(uid)?;
        self.of_task.get_mut(&task)?.remove(uid)?;
        Some(task)
    }

    /// Only these of a kind are left. Returns the tasks that changed.
    pub(super) fn keep(&mut self, about_kind: &str, seen: &HashSet<String>) -> Vec<String> {
        let homes = &mut self.homes;
        let mut changed = Vec::new();
        for (task, events) in &mut self.of_task {
            let before = events.len();
            events.retain(|uid, event| {
                let stays = event.about_kind != about_kind || seen.contains(uid);
                if !stays {
                    homes.remove(uid);
                }
                stays
            });
            if events.len() != before {
                changed.push(task.clone());
            }
        }
        self.of_task.retain(|_, events| !events.is_empty());
        changed
    }

    /// A task is gone, and its events with it.
    pub(super) fn forget(&mut self, task: &str) {
        for uid in self.of_task.remove(task).into_iter().flatten().map(|(uid, _)| uid) {
            self.homes.remove(&uid);
        }
    }

    /// A task's events, newest last, at most 200.
    pub(super) fn of(&self, task: &str) -> Vec<Arc<ObservedEvent>> {
        let mut events: Vec<_> = self
            .of_task
            .get(task)
            .into_iter()
            .flat_map(HashMap::values)
            .cloned()
            .collect();
        events.sort_unstable_by(|a, b| (a.last_seen, &a.uid).cmp(&(b.last_seen, &b.uid)));
        events.drain(..events.len().saturating_sub(MOST_OF_A_TASK));
        events
    }

    fn wait(&mut self, event: ObservedEvent) {
        let of_pod = self.waiting.entry(event.about.clone()).or_default();
        let place = (event.about.clone(), event.uid.clone());
        if of_pod.insert(event.uid.clone(), Arc::new(event)).is_none() {
            self.queue.push_back(place);
        }
        if self.queue.len() > MOST_WAITING
            && let Some((pod, uid)) = self.queue.pop_front()
            && let Some(of_pod) = self.waiting.get_mut(&pod)
        {
            of_pod.remove(&uid);
            if of_pod.is_empty() {
                self.waiting.remove(&pod);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(uid: u32, about: &str) -> ObservedEvent {
        ObservedEvent {
            uid: uid.to_string(),
            about: about.to_owned(),
            about_kind: "Pod".to_owned(),
            last_seen: i64::from(uid),
            ..ObservedEvent::default()
        }
    }

    #[test]
    fn an_event_that_came_before_its_pod_is_found() {
        let mut book = EventBook::default();
        assert_eq!(book.put(event(1, "pod"), None), None);
        book.adopt("pod", "task");
        assert_eq!(book.of("task").len(), 1);
    }

    #[test]
    fn a_task_keeps_the_newest_200() {
        let mut book = EventBook::default();
        for uid in 0..1000 {
            book.put(event(uid, "pod"), Some("task"));
        }
        let kept = book.of("task");
        assert_eq!((kept.len(), kept[0].last_seen, kept[199].last_seen), (200, 800, 999));
        assert!(book.homes.len() <= MOST_OF_A_TASK + SLACK);
    }

    #[test]
    fn events_of_pods_that_never_come_do_not_pile_up() {
        let mut book = EventBook::default();
        for uid in 0..30_000 {
            book.put(event(uid, &format!("pod-{uid}")), None);
        }
        assert_eq!((book.waiting.len(), book.queue.len()), (MOST_WAITING, MOST_WAITING));
    }
}
