//! The log: how it is written, and a line for every request.

use std::io::IsTerminal;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;

use crate::metrics;
use crate::settings::LogFormat;

/// What is logged unless `SLIPWAY_LOG` says otherwise (in the syntax of `tracing`'s `EnvFilter`).
const USUAL: &str = "warn,server=info,cluster=info,sandbox=info,audit=info";

/// Starts the log on stderr.
pub fn start(format: LogFormat) -> Result<(), String> {
    let asked = std::env::var("SLIPWAY_LOG").unwrap_or_default();
    let asked = if asked.is_empty() { USUAL } else { &asked };
    let filter = EnvFilter::try_new(asked).map_err(|error| format!("SLIPWAY_LOG cannot be used: {error}"))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|error| format!("the log cannot be started: {error}"))
}

/// Logs a request by its route. Never its query, body or headers: they hold what people type, and names.
pub async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    // Every line that is logged on the way has it, and so has the answer: what a person reports can be found.
    let id = id();
    let span = tracing::info_span!(target: "server", "request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let _entered = span.entered();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    let ms = began.elapsed().as_millis();
    let status = response.status().as_u16();
    let matched = route.as_ref().map_or("site", |route| route.as_str());
    metrics::request(matched, status, began.elapsed().as_secs_f64());
    match &route {
        // Asked every few seconds by whoever looks after the process.
        Some(route) if route.as_str() == "/healthz" || route.as_str() == "/readyz" => {
            tracing::debug!(%method, route = route.as_str(), status, ms, "request");
        }
        Some(route) if status < 500 => tracing::info!(%method, route = route.as_str(), status, ms, "request"),
        Some(route) => tracing::warn!(%method, route = route.as_str(), status, ms, "request"),
        // Pages and files: many, and of no news.
        None => tracing::debug!(%method, route = "site", status, ms, "request"),
    }
    response
}

fn id() -> String {
    let mut bytes = [0; 8];
    // Without random bytes it is one that means nothing.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
