//! An answer -> what it says, or an [`Error`].

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::error::words;
use crate::transport::{Answer, Transport};

/// A refusal (OCI distribution specification, "Error codes").
#[derive(Deserialize)]
struct Refusal {
    errors: Vec<Reason>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reason {
    code: Option<String>,
    message: Option<String>,
}

/// The body of a success.
pub(crate) fn json<T: DeserializeOwned>(transport: &Transport, answer: &Answer) -> Result<T, Error> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        let why = page(&answer.headers, &answer.body).unwrap_or_else(|| match error.is_data() {
            true => format!("JSON of another kind: {}", words(&error.to_string())),
            false => "no JSON".to_owned(),
        });
        transport.no_registry(answer.code.as_u16(), why)
    })
}

/// Whether the registry says in its own words that it does not know this kind of question.
pub(crate) fn is_unsupported(answer: &Answer) -> bool {
    let known = reason(answer).and_then(|reason| reason.code);
    matches!(answer.code.as_u16(), 404 | 405 | 501) || known.as_deref() == Some("UNSUPPORTED")
}

/// An answer that is no success. `what` is what was asked for.
pub(crate) fn refusal(transport: &Transport, answer: &Answer, what: &str) -> Error {
    let registry = transport.registry.name.clone();
    let code = answer.code.as_u16();
    let said = reason(answer).map(|reason| {
        let said = [reason.code, reason.message].into_iter().flatten().collect::<Vec<_>>();
        words(&said.join(": "))
    });
    let web = page(&answer.headers, &answer.body);
    let why = said.clone().or(web.clone()).filter(|why| !why.is_empty());
    match answer.code {
        StatusCode::UNAUTHORIZED => Error::Unauthorized {
            registry,
            why: why.unwrap_or_else(|| "credentials are missing, or not accepted".to_owned()),
        },
        StatusCode::FORBIDDEN => Error::Forbidden {
            registry,
            why: why.unwrap_or_else(|| "it does not say why".to_owned()),
        },
        StatusCode::TOO_MANY_REQUESTS => Error::TooManyRequests {
            registry,
            retry_after: retry_after(&answer.headers),
        },
        // Every server has pages that it has not; a registry says it in its own words, or with none.
        StatusCode::NOT_FOUND => match web {
            Some(web) if said.is_none() => transport.no_registry(code, web),
            _ => Error::NotFound {
                registry,
                what: words(what),
            },
        },
        _ => Error::Failed {
            registry,
            code,
            why: why.unwrap_or_else(|| "nothing that can be read".to_owned()),
        },
    }
}

fn reason(answer: &Answer) -> Option<Reason> {
    let refusal: Refusal = serde_json::from_slice(&answer.body).ok()?;
    refusal.errors.into_iter().next()
}

/// `a web page`, with its title, where it is one.
pub(crate) fn page(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let html = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A title is at the start or nowhere.
    let start = String::from_utf8_lossy(body.get(..4096).unwrap_or(body));
    if !html && !start.trim_start().starts_with('<') {
        return None;
    }
    let title = start
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"));
    Some(match title {
        Some((title, _)) => format!("a web page: {}", words(title)),
        None => "a web page".to_owned(),
    })
}

/// Seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(jiff::Timestamp::now())).unwrap_or_default())
}
