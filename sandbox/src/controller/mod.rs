//! The controllers: Jobs, garbage, and the broom that keeps memory bounded.

mod conditions;
mod garbage;
mod indexes;
mod job;
mod pods;
mod sweep;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use crate::agenda::Agenda;
use crate::pace::Pace;
use crate::store::{Key, Store};

/// What waits for its time.
enum Task {
    Job(Key),
    Owners,
    Sweep,
}

/// How long changes are gathered before a Job is looked at, in seconds.
const BATCH: f64 = 0.5;
/// How often the broom goes round, in seconds.
const ROUND: f64 = 10.0;

/// Runs the controllers for ever.
pub(crate) async fn run(store: Store, pace: Pace) {
    let mut bell = store.listen();
    let mut agenda = Agenda::default();
    // Jobs that will be looked at soon anyway; what happens to them meanwhile is seen then.
    let mut soon: HashSet<Key> = HashSet::new();
    let mut owners: HashSet<String> = HashSet::new();
    let mut alarms: HashMap<Key, Instant> = HashMap::new();
    let mut memories: HashMap<String, job::Memory> = HashMap::new();
    agenda.after(pace.span(ROUND), Task::Sweep);
    loop {
        bell.borrow_and_update();
        let (jobs, gone) = store.write(|objects| {
            let notices = &mut objects.notices;
            (std::mem::take(&mut notices.jobs), std::mem::take(&mut notices.owners))
        });
        for key in jobs {
            if soon.insert(key.clone()) {
                agenda.after(pace.span(BATCH), Task::Job(key));
            }
        }
        if owners.is_empty() && !gone.is_empty() {
            agenda.after(pace.span(BATCH / 5.0), Task::Owners);
        }
        owners.extend(gone);
        while let Some(task) = agenda.due() {
            match task {
                Task::Job(key) => {
                    soon.remove(&key);
                    if alarms.get(&key).is_some_and(|time| *time <= Instant::now()) {
                        alarms.remove(&key);
                    }
                    let delay = store.write(|objects| job::sync(objects, &key, &mut memories, pace));
                    if let Some(delay) = delay.filter(|delay| set(&mut alarms, &key, *delay)) {
                        agenda.after(delay, Task::Job(key));
                    }
                }
                Task::Owners => {
                    let uids = std::mem::take(&mut owners);
                    let waiting = store.write(|objects| garbage::collect(objects, uids));
                    if !waiting.is_empty() {
                        agenda.after(pace.span(BATCH), Task::Owners);
                        owners.extend(waiting);
                    }
                }
                Task::Sweep => {
                    store.write(|objects| {
                        sweep::sweep(objects);
                        memories.retain(|uid, _| objects.find(uid).is_some());
                    });
                    agenda.after(pace.span(ROUND), Task::Sweep);
                }
            }
            // A big Job holds the store for a moment; others get their turn in between.
            tokio::task::yield_now().await;
        }
        tokio::select! {
            () = agenda.wait() => {}
            rung = bell.changed() => if rung.is_err() { return },
        }
    }
}

/// Sets the alarm of a Job, unless it will be woken by then anyway: else every look would add one.
fn set(alarms: &mut HashMap<Key, Instant>, key: &Key, delay: Duration) -> bool {
    let Some(time) = Instant::now().checked_add(delay) else {
        return false;
    };
    if alarms.get(key).is_some_and(|known| *known <= time) {
        return false;
    }
    alarms.insert(key.clone(), time);
    true
}
