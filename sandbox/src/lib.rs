//! The practice cluster: enough of Kubernetes 1.37 to try the console, to show it and to test it fast.
//!
//! [`Practice`] is spoken to through the same client as a real cluster, either in process (it is a tower
//! service that `kube::Client::new` accepts) or over HTTP on a loopback port. It keeps its objects in memory,
//! judges Jobs and Services as the API server does, runs a small Job controller and a make-believe node.
//!
//! What a container does is decided by the tag of its image; [`node`](#the-node) below lists the tags.
//!
//! # The node
//!
//! | tag | what happens |
//! |---|---|
//! | (any other) | runs 5 to 10 seconds, exits 0 |
//! | `quick`, `slow`, `forever` | runs 1 second, 60 seconds, or until it is stopped |
//! | `fail`, `exit-N` | runs as usual, exits 1 or N |
//! | `crash` | starts and exits 1 at once |
//! | `oom` | is killed for memory (137, `OOMKilled`) |
//! | `missing` | cannot be pulled |
//!
//! # Who asks
//!
//! Without a token one is `practice-admin` and may do everything. A token is the name of its person: `practice-admin`,
//! `practice-editor` (works in `default`), `practice-viewer` (may only look) and `practice-none`. Any other is refused.

mod access;
mod admission;
mod agenda;
mod controller;
mod create;
mod decode;
mod default_job;
mod default_service;
mod delete;
mod discovery;
mod events;
mod list;
mod listen;
mod node;
mod object;
mod options;
mod pace;
mod patch;
mod quantity;
mod query;
mod resource;
mod route;
mod seed;
mod selector;
mod service;
mod status;
mod store;
mod update;
mod validate;
mod watch;

use std::sync::Arc;

use tokio::task::JoinHandle;

pub use pace::Pace;
pub use service::{PracticeBody, PracticeService};

use store::Store;

/// The practice cluster: clone is cheap, all clones are one cluster.
///
/// Its controller and node stop when the last clone (and the last service made of one) is dropped.
#[derive(Clone)]
pub struct Practice {
    store: Store,
    pace: Pace,
    _work: Arc<Work>,
}

/// How a practice cluster behaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How long things take.
    pub pace: Pace,
}

/// The tasks of controller and node, ended with the cluster.
struct Work([JoinHandle<()>; 2]);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

impl Practice {
    /// Starts store, controller and node. Must be called inside a tokio runtime.
    pub fn start(options: Options) -> Self {
        let store = Store::default();
        store.write(seed::plant);
        let work = Work([
            tokio::spawn(controller::run(store.clone(), options.pace)),
            tokio::spawn(node::run(store.clone(), options.pace)),
        ]);
        Self {
            store,
            pace: options.pace,
            _work: Arc::new(work),
        }
    }

    /// A tower service that `kube::Client::new` accepts.
    pub fn service(&self) -> PracticeService {
        PracticeService::new(self.clone())
    }

    /// Serves the same over HTTP/1.1 until the future is dropped, for kubectl and for tests.
    ///
    /// Whoever reaches the listener is `practice`: bind it to loopback only.
    pub async fn serve(&self, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        listen::serve(self.service(), listener).await
    }
}
