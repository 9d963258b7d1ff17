//! Sockets: accepting, limits of a connection, and the end in order.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// From the connection, or the answer before, to the end of a request's head. Idle connections end by it too.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Of a request's head: longer than any that a browser sends here.
const LARGEST_HEAD: usize = 64 << 10;
/// What is under way when the console stops may end within this.
const FAREWELL: Duration = Duration::from_secs(5);
/// After an error of the system, such as too many open files, which the next try would meet as well.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until `stop` turns true; then ends streams at once, and other requests within five seconds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    most_connections: usize,
    streams: Arc<Semaphore>,
    mut stop: watch::Receiver<bool>,
) {
    let permits = Arc::new(Semaphore::new(most_connections));
    let all_streams = u32::try_from(streams.available_permits()).unwrap_or(u32::MAX);
    let mut connections = JoinSet::new();
    loop {
        let accept = async {
            // Never closed, so there is always one to come.
            let permit = permits.clone().acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (socket, permit) = tokio::select! {
            accepted = accept => accepted,
            Some(_) = connections.join_next() => continue,
            () = told(&mut stop) => break,
        };
        match socket {
            Ok((socket, _)) => {
                let (router, stop) = (router.clone(), stop.clone());
                connections.spawn(async move {
                    let _permit = permit;
                    connection(socket, router, stop).await;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    let all_ended = async {
        while connections.join_next().await.is_some() {}
        let _ = streams.acquire_many(all_streams).await;
    };
    if tokio::time::timeout(FAREWELL, all_ended).await.is_err() {
        tracing::warn!("requests that were under way are broken off");
    }
}

async fn connection(socket: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    // Frames of a stream are small, and to be seen now.
    let _ = socket.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(socket), TowerToHyperService::new(router))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = told(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// Waits until the console is to stop, or until whoever could say so is gone.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
