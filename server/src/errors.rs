//! What went wrong, as the browser is told. The one place that turns an error into a kind and a status.

use app::api::{ApiError, ErrorKind};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use cluster::Error;
use http::{HeaderValue, StatusCode, header};

use crate::metrics;

/// An error of a cluster, for the page. The status is the API server's where it gave one.
pub fn of_cluster(cluster: &str, error: &Error) -> ApiError {
    let (kind, own_status) = match error {
        Error::UnknownCluster { .. } => (ErrorKind::UnknownCluster, 404),
        Error::Unreachable { .. } => (ErrorKind::ClusterUnreachable, 502),
        Error::Tls { .. } => (ErrorKind::ClusterTls, 502),
        Error::BadCredentials { .. } => (ErrorKind::ClusterCredentials, 502),
        Error::Unauthorized(_) => (ErrorKind::Unauthorized, 401),
        Error::Forbidden(_) => (ErrorKind::Forbidden, 403),
        Error::NotFound(_) => (ErrorKind::NotFound, 404),
        Error::AlreadyExists(_) | Error::Conflict(_) => (ErrorKind::Conflict, 409),
        Error::TooLarge(_) => (ErrorKind::TooLarge, 413),
        Error::Invalid(_) => (ErrorKind::Refused, 422),
        Error::BadRequest(_) | Error::DryRunUnsupported(_) | Error::Other(_) => (ErrorKind::Refused, 400),
        Error::TooManyRequests { .. } => (ErrorKind::TooManyRequests, 429),
        Error::Timeout { .. } => (ErrorKind::Timeout, 504),
        Error::AnswerLost { .. } => (ErrorKind::AnswerLost, 504),
        Error::Internal(_) => (ErrorKind::ClusterFailed, 502),
        Error::NotKubernetes { .. } => (ErrorKind::NotKubernetes, 502),
    };
    if kind != ErrorKind::UnknownCluster
        && let Ok(serde_json::Value::String(kind)) = serde_json::to_value(kind)
    {
        metrics::cluster_error(cluster, &kind);
    }
    let words = match error {
        // Its words may be a plugin's or the system's, and name files that hold keys.
        Error::BadCredentials { .. } => without_secrets(&error.to_string()),
        _ => error.to_string(),
    };
    ApiError {
        kind,
        status: error
            .refusal()
            .map(|refusal| refusal.code)
            .filter(is_error)
            .unwrap_or(own_status),
        words,
        cluster: cluster.to_owned(),
        retry_after: error.retry_after_seconds(),
    }
}

/// An error, as who asked is told of it: of people who sign in, what the cluster does not know any more is to be given
/// again.
pub(crate) fn told(signs_in: bool, error: ApiError) -> ApiError {
    match error.kind {
        ErrorKind::Unauthorized if signs_in => ApiError {
            kind: ErrorKind::SignIn,
            ..error
        },
        _ => error,
    }
}

/// The console's own refusal of a request.
pub(crate) fn refused(status: StatusCode, words: impl Into<String>) -> ApiError {
    ApiError::console(ErrorKind::ConsoleRefused, status.as_u16(), words)
}

/// The answer that carries an error: its status, and itself as JSON.
pub(crate) fn answer(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status)
        .ok()
        .filter(|status| is_error(&status.as_u16()));
    let body = serde_json::to_vec(error).unwrap_or_default();
    let mut response = (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Body::from(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(seconds) = error.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A refusal, in the form that whoever asked can read: JSON for the API, a sentence for people.
pub(crate) fn refuse(path: &str, status: StatusCode, sentence: &str) -> Response {
    if path.starts_with("/api/") {
        answer(&refused(status, sentence))
    } else {
        (status, format!("{sentence}\n")).into_response()
    }
}

fn is_error(status: &u16) -> bool {
    (400..600).contains(status)
}

/// The words without paths of files and without anything that looks like a token.
fn without_secrets(words: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')' | '=' | ',' | ';');
    words
        .split_inclusive(is_edge)
        .map(|piece| {
            let (word, edge) = match piece.char_indices().next_back() {
                Some((at, last)) if is_edge(last) => piece.split_at(at),
                _ => (piece, ""),
            };
            if is_path(word) || is_token(word) {
                format!("…{edge}")
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

fn is_path(word: &str) -> bool {
    let rooted = word.starts_with('/') || word.starts_with("~/") || word.starts_with("./") || word.starts_with("../");
    rooted && word.len() > 1
}

/// Long, and of a token's letters only. Words of people are shorter, or hyphenated and without digits.
fn is_token(word: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/');
    word.len() >= 24 && word.chars().all(letters) && word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_tokens_are_left_out_of_the_words() {
        let words =
            "failed to read '/home/me/.kube/token': No such file (os error 2); said eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ";
        assert_eq!(
            without_secrets(words),
            "failed to read '…': No such file (os error 2); said …"
        );
        let harmless = "the plugin ended with exit status: 1: run `gcloud auth login`, see https://cloud.example/a/b";
        assert_eq!(without_secrets(harmless), harmless);
    }
}
