//! Room for each cluster: the calls to those that do not answer leave room for those to the others.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use app::api::{ApiError, ErrorKind};
use cluster::Client;

use crate::metrics;

/// How many calls are under way, to which cluster.
pub(super) struct Rooms {
    most: usize,
    taken: Mutex<HashMap<String, usize>>,
}

impl Rooms {
    /// Room for so many calls in all.
    pub(super) fn new(most: usize) -> Arc<Self> {
        let taken = Mutex::default();
        Arc::new(Self { most, taken })
    }

    /// Takes a place for a call to a cluster that is known: names that anybody makes up would fill the memory. A
    /// cluster may hold as many places as are left free by all: the first that hangs takes a half, the second half of
    /// the rest. One call to each is always let in, however many others hang: they are as many more as there are
    /// clusters.
    ///
    /// # Errors
    ///
    /// 429 when its places are taken.
    pub(super) fn enter(self: &Arc<Self>, cluster: &str) -> Result<Place, ApiError> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let free = self.most.saturating_sub(taken.values().sum());
        let own = taken.entry(cluster.to_owned()).or_default();
        if *own >= free.max(1) {
            let words = format!("{own} calls wait for the answer of this cluster already");
            return Err(ApiError {
                cluster: cluster.to_owned(),
                retry_after: Some(1),
                ..ApiError::console(ErrorKind::TooManyRequests, 429, words)
            });
        }
        *own += 1;
        Ok(Place {
            rooms: self.clone(),
            cluster: cluster.to_owned(),
            since: Instant::now(),
        })
    }
}

/// A call under way. It is counted, and how long it took, when it ends.
pub(super) struct Place {
    rooms: Arc<Rooms>,
    cluster: String,
    since: Instant,
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::cluster_call(&self.cluster, self.since.elapsed().as_secs_f64());
        let mut taken = self.rooms.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.cluster) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.remove(&self.cluster);
            }
        }
    }
}

/// A client of a cluster, and the place of the call that uses it.
pub(super) struct Guest {
    client: Client,
    _place: Place,
}

impl Guest {
    pub(super) fn new(client: Client, place: Place) -> Self {
        Self { client, _place: place }
    }
}

impl Deref for Guest {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}
