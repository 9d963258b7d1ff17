//! The make-believe node: Pods are bound, started, run by the tag of their image, and stopped.

mod config;
pub(crate) mod log;
mod phase;
mod pod;
mod schedule;
mod script;
mod slot;
mod tell;

use std::collections::HashMap;

use crate::agenda::Agenda;
use crate::object::{is_deleting, text, uid};
use crate::pace::Pace;
use crate::resource::Kind;
use crate::store::{Key, Store};

use pod::{Life, Step};

/// How many steps are taken under one lock: with thousands of Pods others must get their turn.
const BATCH: usize = 64;

/// Runs the node for ever.
pub(crate) async fn run(store: Store, pace: Pace) {
    let mut bell = store.listen();
    let mut agenda: Agenda<(Key, String, Step)> = Agenda::default();
    let mut lives: HashMap<String, Life> = HashMap::new();
    loop {
        bell.borrow_and_update();
        let pods = store.write(|objects| std::mem::take(&mut objects.notices.pods));
        store.read(|objects| {
            for key in pods {
                let Some(pod) = objects.get(Kind::Pod, &key) else {
                    continue;
                };
                let ended = matches!(text(pod, "/status/phase"), "Succeeded" | "Failed");
                let new = !ended && !lives.contains_key(uid(pod));
                let life = lives.entry(uid(pod).into()).or_default();
                if new {
                    agenda.after(pace.span(0.05), (key.clone(), uid(pod).into(), Step::Bind));
                }
                if is_deleting(pod) && !life.stopping {
                    life.stopping = true;
                    agenda.after(pace.span(1.0), (key, uid(pod).into(), Step::Stop));
                }
            }
        });
        loop {
            let due: Vec<_> = std::iter::from_fn(|| agenda.due()).take(BATCH).collect();
            if due.is_empty() {
                break;
            }
            store.write(|objects| {
                for (key, uid, step) in due {
                    let Some(life) = lives.get_mut(&uid) else { continue };
                    for (delay, next) in pod::act(objects, &key, &uid, step, life, pace) {
                        agenda.after(delay, (key.clone(), uid.clone(), next));
                    }
                }
            });
            tokio::task::yield_now().await;
        }
        // Lives of Pods that are gone are dropped now and then, when half of them may be.
        store.read(|objects| {
            if lives.len() > 2 * objects.count(Kind::Pod) + BATCH {
                lives.retain(|uid, _| objects.find(uid).is_some());
            }
        });
        tokio::select! {
            () = agenda.wait() => {}
            rung = bell.changed() => if rung.is_err() { return },
        }
    }
}
