//! One request and its answer.

use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use kube::client::Body;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Failure, of_answer, of_kube};
use crate::{Client, place};

/// More than any answer that is asked for here; what is larger is not collected.
const LARGEST_ANSWER: usize = 64 << 20;

/// Asks for names and metadata instead of whole objects.
pub(crate) const METADATA_OF_LIST: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
/// The same for one object.
pub(crate) const METADATA: &str = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
const JSON: &str = "application/json";

/// Whether a request changes something, and so may not be lost silently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Asking again is harmless.
    None,
    /// What got lost may have happened.
    Changes,
}

/// A request to be made.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) accept: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) effect: Effect,
    pub(crate) limit: Duration,
}

impl Call {
    pub(crate) fn get(path: impl Into<String>, limit: Duration) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            accept: JSON,
            content_type: JSON,
            body: None,
            effect: Effect::None,
            limit,
        }
    }

    /// A request with a JSON body, which changes something unless it says otherwise.
    pub(crate) fn with_body(method: Method, path: impl Into<String>, body: &Value, limit: Duration) -> Self {
        let body = Some(body.to_string().into_bytes());
        Self {
            method,
            body,
            effect: Effect::Changes,
            ..Self::get(path, limit)
        }
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(crate) fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    pub(crate) fn effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// As kube's client wants it: with a relative address, which the client completes.
    pub(crate) fn request(&self) -> Result<Request<Body>, kube::Error> {
        let mut uri = self.path.clone();
        for (at, (name, value)) in self.query.iter().enumerate() {
            uri.push(if at == 0 { '?' } else { '&' });
            uri.push_str(name);
            uri.push('=');
            uri.push_str(&place::encode(value));
        }
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(uri)
            .header(header::ACCEPT, self.accept);
        if self.body.is_some() {
            request = request.header(header::CONTENT_TYPE, self.content_type);
        }
        request
            .body(Body::from(self.body.clone().unwrap_or_default()))
            .map_err(kube::Error::HttpError)
    }

    /// Makes it, once. Only a read whose connection broke is asked once more, within the same limit: servers and
    /// load balancers close idle connections, and one that was kept may close just as it is used again.
    pub(crate) async fn make(self, client: &Client) -> Result<Answer, Error> {
        let sent = async {
            match self.send(client).await {
                Err(Failure {
                    error: Error::Unreachable { .. },
                    may_have_left: true,
                }) if self.method == Method::GET => self.send(client).await,
                answer => answer,
            }
        };
        let answer = match tokio::time::timeout(self.limit, sent).await {
            Ok(answer) => answer,
            Err(_) if self.effect == Effect::None => {
                return Err(Error::Timeout {
                    after_seconds: self.limit.as_secs(),
                });
            }
            Err(_) => {
                return Err(Error::AnswerLost {
                    why: format!("no answer within {} s", self.limit.as_secs()),
                });
            }
        };
        match answer {
            Ok(answer) if answer.code.is_success() => Ok(answer),
            Ok(answer) => Err(of_answer(answer.code, &answer.headers, &answer.body)),
            Err(Failure { error, may_have_left }) if self.effect == Effect::Changes && may_have_left => {
                Err(Error::AnswerLost { why: error.to_string() })
            }
            Err(Failure { error, .. }) => Err(error),
        }
    }

    async fn send(&self, client: &Client) -> Result<Answer, Failure> {
        let failed = |error: kube::Error| of_kube(&error, client.server());
        let response = client
            .calls()
            .send(self.request().map_err(failed)?)
            .await
            .map_err(failed)?;
        client.note_date(response.headers());
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LARGEST_ANSWER).collect().await;
        let body = body.map_err(|error| failed(kube::Error::Service(error)))?.to_bytes();
        Ok(Answer {
            code: head.status,
            headers: head.headers,
            body,
        })
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) code: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body of a success. Whoever answers something else than JSON with 200 is no API server.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|error| {
            match of_answer(StatusCode::IM_A_TEAPOT, &self.headers, &self.body) {
                Error::NotKubernetes { why, .. } if !why.starts_with("JSON") => Error::NotKubernetes {
                    code: self.code.as_u16(),
                    why,
                },
                _ => Error::NotKubernetes {
                    code: self.code.as_u16(),
                    why: format!("cannot be read: {error}"),
                },
            }
        })
    }

    /// The texts of its `Warning` headers.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.headers
            .get_all(header::WARNING)
            .iter()
            .filter_map(warning)
            .collect()
    }
}

/// The text of `299 - "text"`, in which `"` and `\` are escaped.
fn warning(header: &HeaderValue) -> Option<String> {
    let header = String::from_utf8_lossy(header.as_bytes()).into_owned();
    let (_, quoted) = header.split_once('"')?;
    let mut text = String::new();
    let mut chars = quoted.chars();
    while let Some(next) = chars.next() {
        match next {
            '\\' => text.extend(chars.next()),
            '"' => break,
            other => text.push(other),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_read_without_its_code_and_quotes() {
        let header = HeaderValue::from_static(r#"299 - "unknown field \"spec.foo\"" "Mon, 01 Jan 2024 00:00:00 GMT""#);
        assert_eq!(warning(&header).as_deref(), Some(r#"unknown field "spec.foo""#));
        assert_eq!(warning(&HeaderValue::from_static("299 -")), None);
    }
}
