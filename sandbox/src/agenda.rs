//! A queue of things to do at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

/// What is to be done, by time. The number keeps things of one time apart and in order.
pub(crate) struct Agenda<T> {
    entries: BTreeMap<(Instant, u64), T>,
    next: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<T> Agenda<T> {
    pub(crate) fn after(&mut self, delay: Duration, item: T) {
        // A time that cannot be told is as good as never.
        if let Some(time) = Instant::now().checked_add(delay) {
            self.next += 1;
            self.entries.insert((time, self.next), item);
        }
    }

    /// The next thing whose time has come.
    pub(crate) fn due(&mut self) -> Option<T> {
        let entry = self.entries.first_entry()?;
        (entry.key().0 <= Instant::now()).then(|| entry.remove())
    }

    /// Waits for the time of the first thing; for ever if there is none.
    pub(crate) async fn wait(&self) {
        match self.entries.first_key_value() {
            Some(((time, _), _)) => tokio::time::sleep_until(*time).await,
            None => std::future::pending().await,
        }
    }
}
