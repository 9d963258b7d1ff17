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
pub mod errors;
mod functions;
mod health;
pub mod observe;
pub mod port;
pub mod router;
pub mod security;
pub mod serve;
pub mod session;
pub mod settings;
pub mod start;
pub mod stream;

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

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
    /// How many calls may be under way.
    pub calls: Arc<Semaphore>,
    /// How many streams may be open.
    pub streams: Arc<Semaphore>,
}

impl Console {
    /// More calls at once than browsers of one person make; each may hold a body in memory.
    pub const MOST_CALLS: usize = 64;
    /// More streams than anybody has tabs.
    pub const MOST_STREAMS: usize = 256;

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
        Self {
            port,
            auth,
            clusters,
            hub,
            site,
            hosts,
            stop,
            calls: Arc::new(Semaphore::new(Self::MOST_CALLS)),
            streams: Arc::new(Semaphore::new(Self::MOST_STREAMS)),
        }
    }
}
