//! An HTTP answer that is no success -> [`Error`]. The one place that knows what codes and bodies mean.

use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

use super::{Error, Refusal};

/// A text that is no `Status` is cut here: enough to recognise it by.
const LONGEST_WORDS: usize = 500;

/// What an answer that is no success says.
pub(crate) fn of_answer(code: StatusCode, headers: &HeaderMap, body: &[u8]) -> Error {
    let (refusal, retry_after) = match serde_json::from_slice::<Status>(body) {
        Ok(status) if status.kind == "Status" => status.into_refusal(code.as_u16()),
        _ => match plain_words(code, headers, body) {
            // Flow control (429), an answering panic (500) and shutdown (503) are plain text of the API server's.
            Ok(message) => (
                Refusal {
                    code: code.as_u16(),
                    message,
                    ..Refusal::default()
                },
                None,
            ),
            Err(why) => {
                return Error::NotKubernetes {
                    code: code.as_u16(),
                    why,
                };
            }
        },
    };
    classify(refusal, retry_after.or_else(|| retry_after_header(headers)))
}

/// The error of a `Status` that came inside a watch.
pub(crate) fn of_status(status: &kube::core::Status) -> Error {
    let details = status.details.as_ref();
    let refusal = Refusal {
        code: status.code,
        reason: status.reason.clone(),
        message: status.message.clone(),
        causes: Vec::new(),
        kind: details.map(|details| details.kind.clone()).unwrap_or_default(),
        name: details.map(|details| details.name.clone()).unwrap_or_default(),
    };
    classify(
        refusal,
        details
            .map(|details| details.retry_after_seconds)
            .filter(|seconds| *seconds > 0),
    )
}

fn classify(refusal: Refusal, retry_after_seconds: Option<u32>) -> Error {
    let refusal = Box::new(refusal);
    match refusal.code {
        400 if refusal.message.contains("does not support dry run") => Error::DryRunUnsupported(refusal),
        400 => Error::BadRequest(refusal),
        401 => Error::Unauthorized(refusal),
        403 => Error::Forbidden(refusal),
        404 => Error::NotFound(refusal),
        409 if refusal.reason == "AlreadyExists" => Error::AlreadyExists(refusal),
        409 => Error::Conflict(refusal),
        413 => Error::TooLarge(refusal),
        422 => Error::Invalid(refusal),
        429 => Error::TooManyRequests {
            refusal,
            retry_after_seconds,
        },
        500.. => Error::Internal(refusal),
        _ => Error::Other(refusal),
    }
}

/// The words of a body that is no `Status`, if they may be an API server's; else what came instead.
fn plain_words(code: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<String, String> {
    if code.is_redirection() {
        let to = headers
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok())
            .unwrap_or_default();
        // Without the query: sign-in redirects carry one-time values there.
        let to = to.split(['?', '#']).next().unwrap_or_default();
        return Err(format!("redirects to {to}"));
    }
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let html = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if html || text.starts_with('<') {
        return Err(title(text).map_or_else(|| "a web page".to_owned(), |title| format!("a web page: {title}")));
    }
    if text.starts_with(['{', '[']) {
        return Err("JSON that is no Status".to_owned());
    }
    if text.is_empty() && !code.is_server_error() && code != StatusCode::TOO_MANY_REQUESTS {
        return Err("nothing at all".to_owned());
    }
    Ok(text.chars().take(LONGEST_WORDS).collect())
}

fn title(html: &str) -> Option<String> {
    let start = html.find("<title>")? + "<title>".len();
    let end = start + html.get(start..)?.find("</title>")?;
    Some(html.get(start..end)?.trim().chars().take(100).collect())
}

fn retry_after_header(headers: &HeaderMap) -> Option<u32> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// `meta/v1.Status`, as leniently as possible: every field may be missing.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Status {
    kind: String,
    reason: String,
    message: String,
    details: Option<Details>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Details {
    kind: String,
    name: String,
    causes: Vec<Cause>,
    retry_after_seconds: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Cause {
    reason: String,
    message: String,
    field: String,
}

impl Status {
    fn into_refusal(self, code: u16) -> (Refusal, Option<u32>) {
        let details = self.details.unwrap_or_default();
        let causes = details
            .causes
            .into_iter()
            .map(|cause| job::ServerCause {
                reason: cause.reason,
                message: cause.message,
                field: cause.field,
            })
            .collect();
        let refusal = Refusal {
            code,
            reason: self.reason,
            message: self.message,
            causes,
            kind: details.kind,
            name: details.name,
        };
        (refusal, details.retry_after_seconds.filter(|seconds| *seconds > 0))
    }
}
