//! Keeps one view up to date for as long as somebody looks.

use std::sync::{Arc, Weak};
use std::time::Duration;

use job::status::Millis;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::store::Store;
use super::upstream::News;
use super::view::View;
use super::{Key, Shared};
use crate::Client;

/// How much is taken in before the next look at the clock.
const BATCH: usize = 1024;
/// How long tasks wait for their Pods and events: statuses made without them would be wrong for a moment.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) struct Keeper {
    pub(super) hub: Weak<Shared>,
    pub(super) key: Key,
    pub(super) news: mpsc::Receiver<News>,
    pub(super) views: Arc<watch::Sender<Arc<View>>>,
    pub(super) pace: super::Pace,
}

impl Keeper {
    /// Runs until nobody has looked for a while.
    ///
    /// A change is published at once when none was for a while, else with the others of its window: one onlooker
    /// waits for nothing, and ten thousand Pods that change together make ten views a second.
    pub(super) async fn run(self) {
        let Self {
            hub,
            key,
            mut news,
            views,
            pace,
        } = self;
        let mut store = Store::new();
        let mut client: Option<Client> = None;
        let mut batch = Vec::with_capacity(BATCH);
        let mut published: Option<Instant> = None;
        let mut jobs_since: Option<Instant> = None;
        let mut lonely: Option<(Instant, u64)> = None;
        let joined = || hub.upgrade().map_or(0, |hub| hub.joined(&key));
        loop {
            // The API server's clock: what it writes may only be compared with that.
            let time = |client: &Option<Client>| -> Millis {
                (pace.clock)().saturating_add(client.as_ref().map_or(0, Client::clock_offset_ms))
            };
            let now = time(&client);
            let held = match jobs_since {
                _ if !store.is_starting() => None,
                Some(since) => Some(since + PATIENCE).filter(|until| *until > Instant::now()),
                None => Some(Instant::now() + PATIENCE),
            };
            let window = published.map_or_else(Instant::now, |published| published + pace.window);
            let publish = match held {
                _ if store.is_other_state() => Some(window),
                Some(held) if store.is_dirty() && store.has_jobs() => Some(window.max(held)),
                None if store.is_dirty() => Some(window),
                _ => None,
            };
            if publish.is_some_and(|at| at <= Instant::now()) {
                if let Some(view) = store.settle(now, held.is_none()) {
                    views.send_replace(view);
                    published = Some(Instant::now());
                }
                continue;
            }
            let look = store.next_look().map(|at| {
                let wait = u64::try_from(at.saturating_sub(now)).unwrap_or(0);
                // Not beyond a day: the sum must not overflow, and it is looked at again then.
                Instant::now() + Duration::from_millis(wait.min(86_400_000))
            });
            tokio::select! {
                count = news.recv_many(&mut batch, BATCH) => {
                    if count == 0 {
                        return;
                    }
                    let now = time(&client);
                    for said in batch.drain(..) {
                        if let News::Way(way) = &said {
                            client = Some(way.clone());
                        }
                        store.apply(said, now);
                    }
                    if store.has_jobs() && jobs_since.is_none() {
                        jobs_since = Some(Instant::now());
                    }
                }
                () = until(publish) => {}
                () = until(look) => store.look(now.max(store.next_look().unwrap_or(now))),
                () = views.closed(), if lonely.is_none() => {
                    lonely = Some((Instant::now() + pace.linger, joined()));
                }
                () = until(lonely.map(|(end, _)| end)) => {
                    let Some((_, before)) = lonely.take() else { continue };
                    let Some(hub) = hub.upgrade() else { return };
                    if hub.forget(&key, &views, before) {
                        return;
                    }
                }
            }
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
