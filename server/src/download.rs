//! `GET /api/log`: the whole log of a container, as a file. It passes through as fast as it is taken: nothing of it
//! waits here.

use std::sync::Arc;
use std::time::Duration;

use app::api::{ApiError, StreamRequest};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use cluster::Error;
use cluster::logs::{LogRequest, log};
use futures::{Stream, StreamExt};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::sync::mpsc;

use crate::{Console, errors};

/// For a piece to be taken.
const PATIENCE: Duration = Duration::from_secs(60);

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

async fn whole(console: &Arc<Console>, headers: &HeaderMap, asked: &StreamRequest) -> Result<Response, ApiError> {
    let permit = console.log_permit()?;
    let caller = console.auth.caller(headers);
    let failed = |error| errors::of_cluster(&asked.cluster, &error);
    let client = console.client(&caller, &asked.cluster).await?;
    let request = LogRequest {
        previous: asked.previous,
        ..LogRequest::default()
    };
    let pieces = log(&client, &asked.namespace, &asked.name, &asked.container, &request);
    let pieces = pieces.await.map_err(failed)?;
    let (to, from) = mpsc::channel(1);
    let mut stop = console.stop.clone();
    tokio::spawn(async move {
        let _permit = permit;
        tokio::select! {
            () = pass(pieces, to) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    });
    let mut response = Body::from_stream(passed(from)).into_response();
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

/// A piece of the log; nothing at its end.
type Passed = Result<Option<Bytes>, Error>;

/// Hands on piece by piece, to whom takes them in time: who does not keeps no place.
async fn pass(pieces: impl Stream<Item = Result<Bytes, Error>> + Send, to: mpsc::Sender<Passed>) {
    let pieces = pieces.map(|piece| piece.map(Some));
    let mut pieces = std::pin::pin!(pieces.chain(futures::stream::iter([Ok(None)])));
    while let Some(piece) = pieces.next().await {
        let is_over = piece.is_err();
        let taken = tokio::time::timeout(PATIENCE, to.send(piece)).await;
        if is_over || !matches!(taken, Ok(Ok(()))) {
            return;
        }
    }
}

/// What was handed on. Without its end it is an error: a file that is cut must not look whole.
fn passed(from: mpsc::Receiver<Passed>) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    futures::stream::unfold(Some(from), |from| async move {
        let mut from = from?;
        match from.recv().await {
            Some(Ok(Some(piece))) => Some((Ok(piece), Some(from))),
            Some(Ok(None)) => None,
            Some(Err(error)) => Some((Err(error), None)),
            None => {
                let why = "the log was broken off".to_owned();
                Some((Err(Error::AnswerLost { why }), None))
            }
        }
    })
}

/// What can be part of a file's name everywhere. Names of Pods and containers are that anyway.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect()
}
