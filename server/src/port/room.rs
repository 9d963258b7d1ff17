//! Room for each cluster: the calls to one that does not answer leave room for those to the others.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use app::api::{ApiError, ErrorKind};
use cluster::Client;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many calls to each cluster may be under way.
pub(super) struct Rooms {
    most: usize,
    rooms: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl Rooms {
    /// Room for so many calls to each.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            rooms: Mutex::default(),
        }
    }

    /// Takes a place for a call to a cluster that is known: names that anybody makes up would fill the memory.
    ///
    /// # Errors
    ///
    /// 429 when all places are taken.
    pub(super) fn enter(&self, cluster: &str) -> Result<OwnedSemaphorePermit, ApiError> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let room = rooms
            .entry(cluster.to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(self.most)));
        room.clone().try_acquire_owned().map_err(|_| {
            let words = format!("{} calls wait for the answer of this cluster already", self.most);
            ApiError {
                cluster: cluster.to_owned(),
                retry_after: Some(1),
                ..ApiError::console(ErrorKind::TooManyRequests, 429, words)
            }
        })
    }
}

/// A client of a cluster, and the place of the call that uses it.
pub(super) struct Guest {
    client: Client,
    _place: OwnedSemaphorePermit,
}

impl Guest {
    pub(super) fn new(client: Client, place: OwnedSemaphorePermit) -> Self {
        Self { client, _place: place }
    }
}

impl Deref for Guest {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}
