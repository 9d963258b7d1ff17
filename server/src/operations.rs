//! What an operator's machines ask, on a socket of its own: probes and Prometheus name the console by an address
//! that no browser may use. Nothing of anybody is in the answers.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::header::CONTENT_TYPE;

use crate::{Console, health, metrics};

/// `/metrics`, `/healthz`, `/readyz`, `/version`.
pub fn router(console: Arc<Console>) -> Router {
    Router::new()
        .route("/metrics", get(scraped))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/version", get(health::version))
        .with_state(console)
}

async fn scraped(State(console): State<Arc<Console>>) -> ([(http::HeaderName, &'static str); 1], String) {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, kind)], metrics::text(&console))
}
