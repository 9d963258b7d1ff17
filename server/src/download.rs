//! `GET /api/log`: the whole log of a container, as a file. It passes through as fast as it is taken: nothing of it
//! waits here.

use std::sync::Arc;

use app::api::{ApiError, ErrorKind, StreamRequest};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use cluster::logs::{LogRequest, log};
use futures::StreamExt;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::port::sign_in::identity;
use crate::{Console, errors};

/// Answers with the log, or why there is none.
pub(crate) async fn answer(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    asked: Result<Query<StreamRequest>, QueryRejection>,
) -> Response {
    let asked = match asked {
        Ok(Query(asked)) => asked,
        Err(error) => return errors::answer(&errors::refused(StatusCode::BAD_REQUEST, error.body_text())),
    };
    whole(&console, &headers, &asked)
        .await
        .unwrap_or_else(|error| errors::answer(&error))
}

async fn whole(console: &Console, headers: &HeaderMap, asked: &StreamRequest) -> Result<Response, ApiError> {
    let permit = console.streams.clone().try_acquire_owned().map_err(|_| {
        let words = format!("the console has {} streams open already", console.limits.streams);
        ApiError::console(ErrorKind::TooManyRequests, 429, words)
    })?;
    let caller = console.auth.caller(headers);
    let identity = identity(&console.clusters, &caller, &asked.cluster)?;
    let failed = |error| errors::of_cluster(&asked.cluster, &error);
    let client = console
        .clusters
        .client(&asked.cluster, &identity)
        .await
        .map_err(failed)?;
    let request = LogRequest {
        previous: asked.previous,
        ..LogRequest::default()
    };
    let pieces = log(&client, &asked.namespace, &asked.name, &asked.container, &request);
    let pieces = pieces.await.map_err(failed)?.map(move |piece| {
        let _held = &permit;
        piece
    });
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let run = if asked.previous { "-previous" } else { "" };
    let named = format!(
        "attachment; filename=\"{}-{}{run}.log\"",
        plain(&asked.name),
        plain(&asked.container)
    );
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

/// What can be part of a file's name everywhere. Names of Pods and containers are that anyway.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect()
}
