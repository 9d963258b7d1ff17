//! From settings to a console that serves.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use cluster::{Clusters, Hub, Sources};
use sandbox::Practice;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Semaphore, watch};

use crate::assets::{NoSite, Site};
use crate::port::{Images, Kubernetes};
use crate::router::router;
use crate::security::{BadHost, Hosts};
use crate::session::{Auth, BadKeys, Keys};
use crate::settings::{AuthMode, Settings};
use crate::{Console, operations, serve};

/// Connections of probes and Prometheus.
const PROBES: usize = 64;
/// Connections that may wait to be accepted; the system may allow fewer.
const BACKLOG: u32 = 4_096;
/// How often it is looked whether a kubeconfig was written.
const RELOAD: std::time::Duration = std::time::Duration::from_secs(2);

/// Why it does not start. One sentence each.
#[derive(Debug, thiserror::Error)]
pub enum NoStart {
    /// The site.
    #[error(transparent)]
    Site(#[from] NoSite),
    /// A `--host`.
    #[error(transparent)]
    Host(#[from] BadHost),
    /// The session keys.
    #[error(transparent)]
    Keys(#[from] BadKeys),
    /// Certificates of a registry.
    #[error(transparent)]
    Registries(#[from] images::SettingsError),
    /// The socket.
    #[error("cannot listen on {address}: {why}; if another program has the port, choose one with {flag}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's words.
        why: io::Error,
        /// The flag that chooses another.
        flag: &'static str,
    },
}

/// A console that listens.
pub struct Running {
    address: SocketAddr,
    listener: TcpListener,
    console: Arc<Console>,
    stop: watch::Sender<bool>,
    operations: Option<TcpListener>,
    practice: Option<(Practice, Option<TcpListener>)>,
}

/// Does everything up to listening. Contacts no cluster.
pub async fn start(settings: Settings) -> Result<Running, NoStart> {
    let site = Site::load(&settings.site)?;
    let (listener, address) = listen(settings.listen, "--listen").await?;
    let operations = match settings.operations_listen {
        Some(address) => Some(listen(address, "--operations-listen").await?.0),
        None => None,
    };
    let auth = Arc::new(auth(&settings)?);
    let sources = Sources {
        kubeconfigs: settings.kubeconfigs,
        addresses_only: settings.auth != AuthMode::Local,
        ..Sources::default()
    };
    let mut clusters = Clusters::load(sources).await;
    for problem in clusters.problems() {
        tracing::warn!(%problem, "a cluster is left out");
    }
    let mut practice = None;
    if settings.practice {
        let cluster = Practice::start(sandbox::Options {
            pace: sandbox::Pace::faster(settings.practice_pace),
        });
        clusters = clusters.with_practice(kube::Client::new(cluster.service(), "default"));
        let listener = match settings.practice_listen {
            Some(address) => Some(listen(address, "--practice-listen").await?.0),
            None => None,
        };
        practice = Some((cluster, listener));
    }
    let clusters = Arc::new(clusters);
    let hub = Hub::new(clusters.clone());
    let registries = images::Client::new(settings.registries, images::Limits::default())?;
    let port = Kubernetes::new(
        clusters.clone(),
        settings.defaults,
        settings.node_ports,
        auth.clone(),
        Images::new(registries),
    );
    let hosts = Hosts::new(address, &settings.hosts)?;
    let (stop, stopped) = watch::channel(false);
    let console = Console::new(Arc::new(port), auth, clusters, hub, site, hosts, stopped);
    Ok(Running {
        address,
        listener,
        console: Arc::new(console),
        stop,
        operations,
        practice,
    })
}

fn auth(settings: &Settings) -> Result<Auth, BadKeys> {
    if settings.auth == AuthMode::Local {
        return Ok(Auth::Local);
    }
    let keys = match &settings.session_keys {
        Some(file) => Keys::read(file)?,
        None => {
            tracing::warn!("without --session-keys everybody is signed out when the console ends");
            Keys::random()?
        }
    };
    let secure = settings.secure_cookies;
    Ok(Auth::Token {
        keys: Box::new(keys),
        secure,
    })
}

impl Running {
    /// Where the console is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the practice cluster's API is, if it is served.
    pub fn practice_address(&self) -> Option<SocketAddr> {
        let (_, listener) = self.practice.as_ref()?;
        listener.as_ref()?.local_addr().ok()
    }

    /// Serves until the process is told to end. Told twice, it ends without waiting.
    pub async fn until_stopped(self) {
        let Self {
            listener,
            console,
            stop,
            practice,
            operations,
            ..
        } = self;
        let practice = practice.map(|(cluster, listener)| {
            let serving = listener.map(|listener| {
                let cluster = cluster.clone();
                tokio::spawn(async move {
                    if let Err(error) = cluster.serve(listener).await {
                        tracing::error!(%error, "the practice cluster is not served any more");
                    }
                })
            });
            (cluster, serving)
        });
        // Probes are told that it stops for as long as it does: theirs is the last socket to close.
        let (_while_it_serves, never) = watch::channel(false);
        if let Some(listener) = operations {
            let streams = Arc::new(Semaphore::new(0));
            let router = operations::router(console.clone());
            tokio::spawn(serve::serve(listener, router, PROBES, streams, never));
        }
        // kubectl and others write kubeconfigs while the console runs.
        let clusters = console.clusters.clone();
        let reloading = tokio::spawn(async move {
            loop {
                tokio::time::sleep(RELOAD).await;
                if clusters.reload().await {
                    tracing::info!("kubeconfigs were read again");
                }
            }
        });
        // Before the first connection is taken: who was answered may tell the process to end.
        let mut ends = Ends::listen();
        let signals = async {
            ends.told().await;
            tracing::info!("stopping");
            stop.send_replace(true);
            ends.told().await;
        };
        let stopped = console.stop.clone();
        let serving = serve::serve(
            listener,
            router(console.clone()),
            console.limits.connections,
            console.streams.clone(),
            stopped,
        );
        tokio::select! {
            () = serving => {}
            () = signals => {}
        }
        reloading.abort();
        if let Some((_, Some(serving))) = practice {
            serving.abort();
        }
    }
}

async fn listen(address: SocketAddr, flag: &'static str) -> Result<(TcpListener, SocketAddr), NoStart> {
    let failed = |why| NoStart::Listen { address, why, flag };
    let listener = bound(address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// As `TcpListener::bind` does, but with room for a crowd: of more than wait to be accepted, the system takes no
/// notice for a second.
fn bound(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// SIGINT and SIGTERM, heard from the moment this is made.
struct Ends(Vec<Signal>);

impl Ends {
    fn listen() -> Self {
        let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
        Self(kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect())
    }

    /// One of them came.
    async fn told(&mut self) {
        let each = self.0.iter_mut().map(|signal| Box::pin(signal.recv()));
        if each.len() == 0 {
            return std::future::pending().await;
        }
        futures::future::select_all(each).await;
    }
}
