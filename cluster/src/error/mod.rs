//! What went wrong between here and an API server.

mod answer;
mod transport;

use std::fmt;

pub(crate) use self::answer::{of_answer, of_status};
pub(crate) use self::transport::{Failure, of_build, of_kube};

/// What went wrong. One enum for the whole crate; every place that can fail says it with this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No cluster has that name.
    #[error("there is no cluster called {name}")]
    UnknownCluster {
        /// The name that was asked for.
        name: String,
    },
    /// No connection came about, or it broke while nothing was being changed.
    #[error("{server} cannot be reached: {why}")]
    Unreachable {
        /// The API server's address.
        server: String,
        /// The innermost reason, such as `Connection refused`.
        why: String,
    },
    /// The server was there, a trusted connection to it was not.
    #[error("no trusted connection to {server}: {why}")]
    Tls {
        /// The API server's address.
        server: String,
        /// What the handshake failed at.
        why: String,
    },
    /// The kubeconfig's credentials cannot be used: an exec plugin failed, a key or a token file cannot be read.
    #[error("the credentials cannot be used: {why}")]
    BadCredentials {
        /// What is wrong with them.
        why: String,
    },
    /// 401: the credentials are not, or no longer, accepted.
    #[error("{0}")]
    Unauthorized(Box<Refusal>),
    /// 403: this person may not do that; or an admission check said no.
    #[error("{0}")]
    Forbidden(Box<Refusal>),
    /// 404: no such object, or no such namespace.
    #[error("{0}")]
    NotFound(Box<Refusal>),
    /// 409: an object of that name exists.
    #[error("{0}")]
    AlreadyExists(Box<Refusal>),
    /// 409: it changed meanwhile, or a precondition (such as the uid) does not hold.
    #[error("{0}")]
    Conflict(Box<Refusal>),
    /// 413: more than the server accepts in one request.
    #[error("{0}")]
    TooLarge(Box<Refusal>),
    /// 422: fields are wrong; the causes say which.
    #[error("{0}")]
    Invalid(Box<Refusal>),
    /// 400: not understood, such as an unknown field; has no causes.
    #[error("{0}")]
    BadRequest(Box<Refusal>),
    /// 400: a webhook of this cluster cannot judge a dry run, so it could not be made.
    #[error("{0}")]
    DryRunUnsupported(Box<Refusal>),
    /// 429: asked too often.
    #[error("{refusal}")]
    TooManyRequests {
        /// The server's words.
        refusal: Box<Refusal>,
        /// How long it wants to be left alone.
        retry_after_seconds: Option<u32>,
    },
    /// No answer in time to a question that changes nothing.
    #[error("no answer within {after_seconds} s")]
    Timeout {
        /// How long was waited.
        after_seconds: u64,
    },
    /// The answer to a change was lost: it may have been made, or not. Read back before trying again.
    #[error("the answer was lost: {why}")]
    AnswerLost {
        /// How it got lost.
        why: String,
    },
    /// 5xx: the server, or one that it needs (etcd, a webhook), failed.
    #[error("{0}")]
    Internal(Box<Refusal>),
    /// Any other refusal, such as 405 or 410.
    #[error("{0}")]
    Other(Box<Refusal>),
    /// Somebody answered who does not speak Kubernetes: a login page, a proxy's error page.
    #[error("not an API server's answer ({code}): {why}")]
    NotKubernetes {
        /// The HTTP status of the answer.
        code: u16,
        /// What came instead.
        why: String,
    },
}

impl Error {
    /// The API server's words, when it said something.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Unauthorized(refusal)
            | Self::Forbidden(refusal)
            | Self::NotFound(refusal)
            | Self::AlreadyExists(refusal)
            | Self::Conflict(refusal)
            | Self::TooLarge(refusal)
            | Self::Invalid(refusal)
            | Self::BadRequest(refusal)
            | Self::DryRunUnsupported(refusal)
            | Self::TooManyRequests { refusal, .. }
            | Self::Internal(refusal)
            | Self::Other(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// How long the server wants to be left alone, where it said so.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::TooManyRequests {
                retry_after_seconds, ..
            } => *retry_after_seconds,
            _ => None,
        }
    }

    /// Whether the person is known and may not.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Forbidden(_))
    }

    /// Whether what was asked for is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound(_))
    }
}

/// An API server's no, as its `Status` object carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub code: u16,
    /// `Forbidden`, `Invalid` and the like; empty when it is none of Kubernetes' own words.
    pub reason: String,
    /// The words, verbatim.
    pub message: String,
    /// What is wrong where.
    pub causes: Vec<job::ServerCause>,
    /// The kind (or resource) that it is about; may be empty.
    pub kind: String,
    /// The object that it is about; may be empty.
    pub name: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() {
            write!(to, "{} {}", self.code, self.reason)
        } else {
            to.write_str(&self.message)
        }
    }
}
