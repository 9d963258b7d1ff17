//! The same service on a socket.

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tracing::debug;

use crate::service::PracticeService;

/// Serves every connection until the future is dropped, and then lets go of all.
pub(crate) async fn serve(service: PracticeService, listener: TcpListener) -> std::io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => accepted?,
            // Ended connections are collected, lest they pile up.
            Some(_) = connections.join_next() => continue,
        };
        let service = TowerToHyperService::new(service.clone());
        connections.spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                debug!(%peer, %error, "a connection to the practice cluster broke off");
            }
        });
    }
}
