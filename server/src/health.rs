//! Whether the process lives (`/healthz`), whether it can serve (`/readyz`), and what it is (`/version`).

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::Console;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The site is loaded (nothing listens before), the hub answers, and the console is not about to end.
pub(crate) async fn ready(State(console): State<Arc<Console>>) -> (StatusCode, String) {
    if *console.stop.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    let watched = console.hub.watched();
    (StatusCode::OK, format!("ok\nplaces watched: {watched}\n"))
}

/// The release that this is.
pub(crate) async fn version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), "\n")
}
