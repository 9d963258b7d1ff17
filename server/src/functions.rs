//! The way into the server functions: what may come in, how long it may take, and how errors go out.

use std::sync::Arc;
use std::time::Duration;

use app::api::{ApiError, ErrorKind, Port};
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use http_body_util::LengthLimitError;
use leptos::prelude::provide_context;

use crate::router::Effect;
use crate::session::Auth;
use crate::{Console, errors};

/// More than any draft: the API server takes no larger Job than 1.5 MiB or so.
const LARGEST_BODY: usize = 4 << 20;
/// An answer of ours.
const LARGEST_ERROR: usize = 1 << 20;
/// From the first byte of the body to the answer. A creation takes at most 10 s of dry run, 35 s of POST and 5 s of
/// reading back.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// For a body to arrive: a call that is sent drop by drop keeps another's place.
const BODY_WITHIN: Duration = Duration::from_secs(20);

/// Where a token that a cluster does not know is the answer, not a reason to ask for one.
const SIGN_IN: &str = <app::api::SignIn as server_fn::ServerFn>::PATH;

/// Runs a server function.
pub(crate) async fn call(State(console): State<Arc<Console>>, effect: Effect, request: Request) -> Response {
    let Ok(_permit) = console.calls.try_acquire() else {
        let words = format!("the console is busy with {} calls already", console.limits.calls);
        let busy = ApiError::console(ErrorKind::TooManyRequests, 429, words);
        return errors::answer(&ApiError {
            retry_after: Some(1),
            ..busy
        });
    };
    match tokio::time::timeout(TIME_LIMIT, taken_in(&console, request)).await {
        Ok(response) => response,
        Err(_) => {
            let kind = match effect {
                Effect::Reads => ErrorKind::Timeout,
                Effect::Changes => ErrorKind::AnswerLost,
            };
            let words = format!("no answer within {} s", TIME_LIMIT.as_secs());
            errors::answer(&ApiError::console(kind, 504, words))
        }
    }
}

async fn taken_in(console: &Console, request: Request) -> Response {
    if !is_json(request.headers()) {
        // The other types are those that a form of another site could send without asking.
        let words = "only application/json is taken";
        return errors::answer(&errors::refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, words));
    }
    let (mut head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let body = match tokio::time::timeout(BODY_WITHIN, to_bytes(body, LARGEST_BODY)).await {
        Err(_) => {
            let words = format!("the request did not arrive within {} s", BODY_WITHIN.as_secs());
            return errors::answer(&errors::refused(StatusCode::REQUEST_TIMEOUT, words));
        }
        Ok(Ok(body)) => body,
        Ok(Err(error)) if is_too_long(&error) => {
            let words = format!("more than {} MiB were sent", LARGEST_BODY >> 20);
            return errors::answer(&ApiError::console(ErrorKind::TooLarge, 413, words));
        }
        Ok(Err(_)) => return errors::answer(&errors::refused(StatusCode::BAD_REQUEST, "the request broke off")),
    };
    let (port, caller) = (console.port.clone(), console.auth.caller(&head.headers));
    // With these two, server functions answer as to a form: by sending the browser back to where it came from.
    head.headers.remove(header::ACCEPT);
    head.headers.remove(header::REFERER);
    let mut request = Request::from_parts(head, Body::from(body));
    // The body is measured already; axum's own limit is lower.
    DefaultBodyLimit::disable().apply(&mut request);
    let context = move || {
        provide_context::<Arc<dyn Port>>(port.clone());
        provide_context(caller.clone());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    let asks_who = matches!(*console.auth, Auth::Token { .. }) && path != SIGN_IN;
    outward(response, asks_who).await
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<LengthLimitError>())
}

/// Gives an error the form and the status that it has everywhere. What could not be read of a request comes as an
/// error of the console's own answer with 500; it is the request that was wrong.
///
/// With `asks_who`, credentials that a cluster does not know any more are to be given again.
async fn outward(response: Response, asks_who: bool) -> Response {
    if response.status().as_u16() < 400 {
        return response;
    }
    let status = response.status();
    let body = to_bytes(response.into_body(), LARGEST_ERROR).await.unwrap_or_default();
    let error = match serde_json::from_slice::<ApiError>(&body) {
        Ok(error) if error.kind == ErrorKind::ConsoleAnswer => {
            let why = error
                .words
                .split_once(": ")
                .map_or(error.words.as_str(), |(_, why)| why);
            errors::refused(StatusCode::BAD_REQUEST, format!("the request cannot be read: {why}"))
        }
        Ok(error) => errors::told(asks_who, error),
        Err(_) => ApiError::console(ErrorKind::ConsoleFailed, status.as_u16(), "the call failed"),
    };
    errors::answer(&error)
}
