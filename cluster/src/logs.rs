//! What a container said.

use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use http_body_util::BodyExt;

use crate::call::Call;
use crate::error::{Error, of_answer, of_kube};
use crate::{Client, place};

/// Which part of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogRequest {
    /// Go on as the container does. Ends with it; a restarted container has another log.
    pub follow: bool,
    /// Only so many of its last lines.
    pub tail_lines: Option<u32>,
    /// Of the container's run before this one.
    pub previous: bool,
    /// Only from then on.
    pub since: Option<jiff::Timestamp>,
    /// A time (RFC 3339) and a blank before every line.
    pub timestamps: bool,
}

/// The log of a container, in pieces as they come; a piece may end within a line or a character. Dropping it closes
/// the connection.
///
/// A followed log may be silent before its first piece for as long as the container is.
pub async fn log(
    client: &Client,
    namespace: &str,
    pod: &str,
    container: &str,
    request: &LogRequest,
) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + use<>, Error> {
    let mut call = Call::get(place::pod_log(namespace, pod), client.limits().read)
        .accept("text/plain, application/json, */*")
        .query("container", container);
    for (name, wanted) in [
        ("follow", request.follow),
        ("previous", request.previous),
        ("timestamps", request.timestamps),
    ] {
        if wanted {
            call = call.query(name, "true");
        }
    }
    if let Some(lines) = request.tail_lines {
        call = call.query("tailLines", lines.to_string());
    }
    if let Some(since) = request.since {
        // The parameter counts whole seconds; what comes twice is the reader's to drop.
        call = call.query("sinceTime", format!("{since:.0}"));
    }
    let server = client.server().to_owned();
    let failed = |error: kube::Error| of_kube(&error, client.server()).error;
    let asked = client.calls().send(call.request().map_err(failed)?);
    let answer = if request.follow {
        asked.await
    } else {
        let limit = client.limits().read;
        tokio::time::timeout(limit, asked).await.map_err(|_| Error::Timeout {
            after_seconds: limit.as_secs(),
        })?
    };
    let (head, body) = answer.map_err(failed)?.into_parts();
    if !head.status.is_success() {
        let body = http_body_util::Limited::new(body, 1 << 20).collect();
        let body = tokio::time::timeout(client.limits().read, body).await;
        let body = body.map(|body| body.map(|body| body.to_bytes()).unwrap_or_default());
        let body = body.unwrap_or_default();
        return Err(of_answer(head.status, &head.headers, &body));
    }
    let pieces = body
        .into_data_stream()
        .map_err(move |error| of_kube(&error, &server).error);
    Ok(pieces.boxed())
}
