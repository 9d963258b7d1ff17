//! Clients that are kept for a while: making one costs a TLS handshake, and maybe a plugin's run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::{Client, Error};

/// Whose client to what: cluster and person.
pub(crate) type Key = (String, String);

/// Bounded, so that many people cannot fill the memory; idle ones go.
pub(crate) struct Cache {
    slots: Mutex<HashMap<Key, Slot>>,
    most: usize,
    idle: Duration,
}

/// When credentials failed last, and why.
type Failed = Mutex<Option<(Instant, String)>>;

/// So long a failure stands for the next one.
const STANDS: Duration = Duration::from_secs(15);

fn recent(failed: &Failed) -> Option<String> {
    let failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
    let (at, why) = failed.as_ref()?;
    (at.elapsed() < STANDS).then(|| why.clone())
}

struct Slot {
    /// Filled once, also when many ask at the same time.
    client: Arc<OnceCell<Client>>,
    failed: Arc<Failed>,
    used: Instant,
}

impl Default for Cache {
    fn default() -> Self {
        Self::new(256, Duration::from_secs(10 * 60))
    }
}

impl Cache {
    /// For thousands of people.
    pub(crate) fn for_many() -> Self {
        Self::new(16_384, Duration::from_secs(10 * 60))
    }

    pub(crate) fn new(most: usize, idle: Duration) -> Self {
        Self {
            slots: Mutex::default(),
            most,
            idle,
        }
    }

    /// The kept client, or the one that `make` makes. A plugin that failed is not run again at once, whoever asks:
    /// it may have opened a browser.
    pub(crate) async fn get(
        &self,
        key: Key,
        make: impl Future<Output = Result<Client, Error>>,
    ) -> Result<Client, Error> {
        let (client, failed) = self.slot(key);
        let made = client.get_or_try_init(|| async {
            if let Some(why) = recent(&failed) {
                return Err(Error::BadCredentials { why });
            }
            let made = make.await;
            if let Err(Error::BadCredentials { why }) = &made {
                *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), why.clone()));
            }
            made
        });
        made.await.cloned()
    }

    /// Lets go of all.
    pub(crate) fn clear(&self) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn slot(&self, key: Key) -> (Arc<OnceCell<Client>>, Arc<Failed>) {
        let now = Instant::now();
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| {
            now.duration_since(slot.used) < self.idle && !slot.client.get().is_some_and(Client::is_over)
        });
        if !slots.contains_key(&key) && slots.len() >= self.most {
            let oldest = slots
                .iter()
                .min_by_key(|(_, slot)| slot.used)
                .map(|(key, _)| key.clone());
            oldest.and_then(|oldest| slots.remove(&oldest));
        }
        let slot = slots.entry(key).or_insert_with(|| Slot {
            client: Arc::default(),
            failed: Arc::default(),
            used: now,
        });
        slot.used = now;
        (slot.client.clone(), slot.failed.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    async fn made(cache: &Cache, person: &str, count: &AtomicUsize) {
        let make = async {
            count.fetch_add(1, Ordering::SeqCst);
            let nobody = tower::service_fn(|_| async {
                Ok::<_, tower::BoxError>(http::Response::new(kube::client::Body::empty()))
            });
            Ok(Client::of(kube::Client::new(nobody, "default"), "test"))
        };
        cache.get(("a".to_owned(), person.to_owned()), make).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_is_made_once_and_again_after_it_was_idle() {
        let (cache, count) = (Cache::default(), AtomicUsize::new(0));
        made(&cache, "one", &count).await;
        made(&cache, "one", &count).await;
        assert_eq!(count.load(Ordering::SeqCst), 1);
        tokio::time::advance(Duration::from_secs(601)).await;
        made(&cache, "one", &count).await;
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_unused_longest_goes_when_there_are_too_many() {
        let (cache, count) = (Cache::new(2, Duration::from_secs(600)), AtomicUsize::new(0));
        for person in ["one", "two", "one", "three", "one"] {
            made(&cache, person, &count).await;
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        assert_eq!(count.load(Ordering::SeqCst), 3);
        made(&cache, "two", &count).await;
        assert_eq!(count.load(Ordering::SeqCst), 4);
    }
}
