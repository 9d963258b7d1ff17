//! The one error of every call, with what happened, whose words, and when to try again.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// What went wrong, as the person has to act on it. Each kind has a sentence and an advice in
/// every catalogue (`error.<kind>`, `error.<kind>.next`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The browser did not reach the console.
    ConsoleUnreachable,
    /// Something between browser and console answered, or versions differ: reload.
    ConsoleAnswer,
    /// The console refused a cross-site or malformed request.
    ConsoleRefused,
    /// The console itself failed.
    ConsoleFailed,
    /// No cluster of that name.
    UnknownCluster,
    /// The cluster's API server cannot be reached.
    ClusterUnreachable,
    /// TLS with the API server failed.
    ClusterTls,
    /// The kubeconfig's credentials could not be used.
    ClusterCredentials,
    /// 401: the API server does not know these credentials.
    Unauthorized,
    /// 401: nobody signed in to the cluster yet.
    SignIn,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409: somebody else changed it meanwhile.
    Conflict,
    /// 413.
    TooLarge,
    /// 422 and 400: refused for what it says.
    Refused,
    /// 429, with when to try again.
    TooManyRequests,
    /// No answer in time.
    Timeout,
    /// The request may or may not have arrived.
    AnswerLost,
    /// 5xx of the API server.
    ClusterFailed,
    /// Something that is no Kubernetes API server answered.
    NotKubernetes,
}

impl ErrorKind {
    /// Whether a stream ends with it: nothing that the console or the page could do again would help.
    pub const fn ends_stream(self) -> bool {
        matches!(
            self,
            Self::Unauthorized | Self::SignIn | Self::Forbidden | Self::UnknownCluster
        )
    }
}

/// The error of every server function and of the stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// What it is.
    pub kind: ErrorKind,
    /// The HTTP status of the answer (the API server's where it gave one).
    pub status: u16,
    /// The words of the API server, of the network, or of the console, verbatim. No secret.
    pub words: String,
    /// The cluster it is about; empty for the console.
    #[serde(default)]
    pub cluster: String,
    /// Seconds until it makes sense to try again.
    #[serde(default)]
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// An error about the console itself.
    pub fn console(kind: ErrorKind, status: u16, words: impl Into<String>) -> Self {
        Self {
            kind,
            status,
            words: words.into(),
            cluster: String::new(),
            retry_after: None,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        let words = value.to_string();
        match value {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => {
                Self::console(ErrorKind::ConsoleUnreachable, 0, words)
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::console(ErrorKind::ConsoleRefused, 400, words)
            }
            ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::UnsupportedRequestMethod(_) => {
                Self::console(ErrorKind::ConsoleAnswer, 502, words)
            }
            _ => Self::console(ErrorKind::ConsoleFailed, 500, words),
        }
    }
}
