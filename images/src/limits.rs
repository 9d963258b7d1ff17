//! How long, how much, how many.

use std::time::Duration;

use tokio::time::timeout;

use crate::page::List;
use crate::transport::Transport;
use crate::{Credentials, Error, Names};

/// How long to wait for what, and how much to take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the whole of a call, however many requests it takes.
    pub whole: Duration,
    /// For a connection to one address, without TLS.
    pub connect: Duration,
    /// The largest answer, in bytes.
    pub answer: usize,
    /// Requests to one registry at once; others wait, within their time.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            whole: Duration::from_secs(3),
            connect: Duration::from_secs(1),
            answer: 4 << 20,
            at_once: 8,
        }
    }
}

impl Transport {
    /// A call, for as long as it may take.
    pub(crate) async fn within<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match timeout(self.limits.whole, call).await {
            Ok(answer) => answer,
            Err(_) => Err(self.timeout()),
        }
    }

    /// A whole list, or what came of it while there was time.
    pub(crate) async fn names(&self, list: List<'_>, credentials: Option<&Credentials>) -> Result<Names, Error> {
        let mut names = Names::default();
        match timeout(self.limits.whole, self.all(list, credentials, &mut names)).await {
            Ok(answer) => answer?,
            Err(_) if names.names.is_empty() => return Err(self.timeout()),
            Err(_) => {}
        }
        Ok(names)
    }

    fn timeout(&self) -> Error {
        Error::Timeout {
            registry: self.registry.name.clone(),
            after: self.limits.whole,
        }
    }
}
