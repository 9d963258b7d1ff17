//! The console's server: a thin, stateless proxy between browsers and Kubernetes API servers.
//!
//! ```text
//! settings ── what was asked for ──> start ──> serve (sockets, shutdown)
//!                                      │
//!     observe ─ security ─ router ─────┤   every request passes them in this order
//!                            │
//!          ┌─────────────┬───┴─────┬──────────┐
//!        assets       functions  stream     health
//!      page, files       │         │
//!                       port ─── cluster      the one place where a draft becomes a Job
//! ```
//!
//! It keeps nothing: what a person typed is in their browser, what runs is in the cluster.

pub mod assets;
pub mod check;
mod download;
pub mod errors;
mod functions;
mod given;
mod health;
pub mod link;
mod metrics;
pub mod observe;
pub mod operations;
pub mod port;
pub mod router;
pub mod security;
pub mod serve;
pub mod session;
pub mod settings;
pub mod start;
pub mod stream;

use std::sync::Arc;

use app::api::{ApiError, Caller, ErrorKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// What every request can reach.
pub struct Console {
    /// Everything that knows Kubernetes, for the server functions.
    pub port: Arc<dyn app::api::Port>,
    /// Whose credentials clusters are spoken to with.
    pub auth: Arc<session::Auth>,
    /// The clusters, for the streams.
    pub clusters: Arc<cluster::Clusters>,
    /// What goes on in the clusters, for the streams.
    pub hub: cluster::Hub,
    /// The page and its files.
    pub site: assets::Site,
    /// The names that this console answers to.
    pub hosts: security::Hosts,
    /// Turns true when the console is about to end.
    pub stop: watch::Receiver<bool>,
    /// How much may go on at once.
    pub limits: Limits,
    /// How many calls may be under way.
    pub calls: Arc<Semaphore>,
    /// How many streams may be open.
    pub streams: Arc<Semaphore>,
    /// How many logs.
    pub logs: Arc<Semaphore>,
}

/// How much may go on at once. What is more is told to come again, or waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Calls; each may hold a body in memory.
    pub calls: usize,
    /// Streams.
    pub streams: usize,
    /// Logs that are looked at or downloaded. They are apart: what they take must not keep anybody from their pages.
    pub logs: usize,
    /// Connections; one that became a stream is not counted any more.
    pub connections: usize,
}

impl Limits {
    /// For the browsers of one person.
    pub const ONE: Self = Self {
        calls: 64,
        streams: 256,
        logs: 64,
        connections: 1_024,
    };
    /// For thousands of people.
    pub const MANY: Self = Self {
        calls: 512,
        streams: 10_000,
        logs: 2_000,
        connections: 20_000,
    };

    /// Those that go with these credentials.
    fn of(auth: &session::Auth) -> Self {
        match auth {
            session::Auth::Local => Self::ONE,
            session::Auth::Token { .. } => Self::MANY,
        }
    }
}

impl Console {
    /// A console with the usual limits.
    pub fn new(
        port: Arc<dyn app::api::Port>,
        auth: Arc<session::Auth>,
        clusters: Arc<cluster::Clusters>,
        hub: cluster::Hub,
        site: assets::Site,
        hosts: security::Hosts,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let limits = Limits::of(&auth);
        Self {
            port,
            auth,
            clusters,
            hub,
            site,
            hosts,
            stop,
            limits,
            calls: Arc::new(Semaphore::new(limits.calls)),
            streams: Arc::new(Semaphore::new(limits.streams)),
            logs: Arc::new(Semaphore::new(limits.logs)),
        }
    }

    /// The way to a cluster as a person.
    async fn client(&self, caller: &Caller, cluster: &str) -> Result<cluster::Client, ApiError> {
        let identity = port::sign_in::identity(&self.clusters, caller, cluster)?;
        let client = self.clusters.client(cluster, &identity).await;
        client.map_err(|error| errors::of_cluster(cluster, &error))
    }

    /// A place for a page's stream.
    fn stream_permit(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        permit(&self.streams, self.limits.streams, "streams")
    }

    /// A place for a log.
    fn log_permit(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        permit(&self.logs, self.limits.logs, "logs")
    }
}

fn permit(all: &Arc<Semaphore>, most: usize, what: &str) -> Result<OwnedSemaphorePermit, ApiError> {
    all.clone().try_acquire_owned().map_err(|_| {
        let words = format!("the console has {most} {what} open already");
        ApiError::console(ErrorKind::TooManyRequests, 429, words)
    })
}
