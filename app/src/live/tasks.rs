//! The live list of tasks: a signal a row, so that one change touches one row.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Link, connect};
use crate::api::{FrameBody, StreamPage, StreamRequest, TaskRow};
use crate::browser::{Clock, next_frame};
use crate::state::State;

/// The tasks of a cluster (or one namespace), live.
#[derive(Clone, Copy)]
pub struct TaskList {
    /// A signal a task, by uid. The map changes only when tasks come and go.
    pub rows: State<BTreeMap<String, ArcRwSignal<TaskRow>>>,
    /// Told when rows changed where they are.
    pub changed: State<()>,
    /// The first snapshot is here.
    pub loaded: State<bool>,
    /// How the stream is doing.
    pub link: Link,
}

/// Watches until the page is left.
pub fn watch_tasks(cluster: String, namespace: String, clock: Clock) -> TaskList {
    let rows = State::new(BTreeMap::<String, ArcRwSignal<TaskRow>>::new());
    let (loaded, changed) = (State::new(false), State::new(()));
    let request = StreamRequest {
        page: StreamPage::Tasks,
        cluster,
        namespace,
        ..StreamRequest::default()
    };
    let link = connect(request, clock, move |body| {
        let FrameBody::Tasks { snapshot, upsert, gone } = body else {
            return;
        };
        let known = rows
            .try_with_untracked(|rows| upsert.iter().all(|row| rows.contains_key(&row.uid)))
            .unwrap_or(true);
        if !snapshot && gone.is_empty() && known {
            // Only rows changed: the list itself stays as it is.
            rows.try_with_untracked(|rows| {
                for row in upsert {
                    if let Some(signal) = rows.get(&row.uid) {
                        signal.set(row);
                    }
                }
            });
        } else {
            rows.update(|rows| replace(rows, snapshot, upsert, &gone));
        }
        changed.set(());
        loaded.set(true);
    });
    // To let go of ten thousand rows takes its time: whoever leaves the page does not wait for it.
    on_cleanup(move || {
        let held = untrack(|| rows.read());
        leptos::task::spawn_local(async move {
            next_frame().await;
            drop(held);
        });
    });
    TaskList {
        rows,
        changed,
        loaded,
        link,
    }
}

fn replace(rows: &mut BTreeMap<String, ArcRwSignal<TaskRow>>, snapshot: bool, upsert: Vec<TaskRow>, gone: &[String]) {
    let mut before = if snapshot {
        std::mem::take(rows)
    } else {
        BTreeMap::new()
    };
    for uid in gone {
        rows.remove(uid);
    }
    for row in upsert {
        // Rows that stay keep their signals, and so their place on the page.
        let known = rows.get(&row.uid).cloned().or_else(|| before.remove(&row.uid));
        let uid = row.uid.clone();
        let signal = match known {
            Some(signal) => {
                signal.set(row);
                signal
            }
            None => ArcRwSignal::new(row),
        };
        rows.insert(uid, signal);
    }
}
