//! What keeps other sites, other machines and other names away from this console.
//!
//! Loopback alone does not: any page in the same browser can send requests to 127.0.0.1, and a name that resolves to
//! it (DNS rebinding) makes them look same-origin to the browser. So every request must name this console as its
//! host, and every request that does something must come from one of its own pages.

mod hosts;
mod policy;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use app::api::{ApiError, ErrorKind};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderMap, Method, StatusCode, header};

pub use self::hosts::{BadHost, Hosts};
pub use self::policy::{Nonce, headers};
use crate::{Console, errors};

/// The paths that do something although their method is GET: they open what goes on.
pub(crate) const STREAM: &str = "/api/stream";
/// The log of a container, as a file.
pub(crate) const LOG: &str = "/api/log";

/// Refuses requests that were not meant for this console: 421, since another server may be the right one.
pub async fn host(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = match (request.uri().authority(), named.next(), named.next()) {
        // A request line with an address in it wins over the header (RFC 9112, 3.2.2); both must be ours.
        (Some(authority), Some(host), None) if console.hosts.allows(authority.as_str()) => host.to_str().ok(),
        (None, Some(host), None) => host.to_str().ok(),
        _ => None,
    };
    if host.is_some_and(|host| console.hosts.allows(host)) {
        return next.run(request).await;
    }
    let sentence = "This console does not answer to that host name. Open it at the address that it printed at its \
                    start, or start it with --host NAME if the name is yours.";
    errors::refuse(request.uri().path(), StatusCode::MISDIRECTED_REQUEST, sentence)
}

/// Refuses requests that another site's page makes, if they could do something.
pub async fn origin(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
    let harmless =
        matches!(*request.method(), Method::GET | Method::HEAD) && ![STREAM, LOG].contains(&request.uri().path());
    match (harmless, foreign(&console.hosts, request.headers())) {
        (false, Some(sentence)) => errors::refuse(request.uri().path(), StatusCode::FORBIDDEN, sentence),
        _ => next.run(request).await,
    }
}

/// Why a request is not from one of our pages. What sends neither header is no browser of the last years, and has no
/// rights here that its user would not have without it.
fn foreign(hosts: &Hosts, headers: &HeaderMap) -> Option<&'static str> {
    let ours = |origin: &http::HeaderValue| origin.to_str().is_ok_and(|origin| hosts.allows_origin(origin));
    if !headers.get_all(header::ORIGIN).iter().all(ours) {
        return Some("The request comes from another site's page, which may not use this console.");
    }
    let same = |site: &http::HeaderValue| matches!(site.as_bytes(), b"same-origin" | b"none");
    if !headers.get_all("sec-fetch-site").iter().all(same) {
        return Some("The browser says that another site made this request, which may not use this console.");
    }
    None
}

/// A panic ends the request that caused it, and nothing else. What it said is in the log only.
pub async fn panics(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            let words = panic.downcast_ref::<&str>().copied();
            let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            tracing::error!(words = words.unwrap_or("no words"), "a request panicked");
            let sentence = "the console failed at this request; its log says more";
            if path.starts_with("/api/") {
                errors::answer(&ApiError::console(ErrorKind::ConsoleFailed, 500, sentence))
            } else {
                errors::refuse(&path, StatusCode::INTERNAL_SERVER_ERROR, sentence)
            }
        }
    }
}
