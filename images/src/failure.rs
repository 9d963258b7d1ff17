//! A request without an answer -> [`Error`].

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy::Error as HyperError;

use crate::transport::{LARGEST_HEAD, Transport};
use crate::{Error, error};

impl Transport {
    /// The one place that reads the errors of hyper, rustls and the connector.
    pub(crate) fn failed(&self, error: &HyperError) -> Error {
        let mut next: Option<&(dyn StdError + 'static)> = Some(error);
        while let Some(current) = next {
            if let Some(known) = current.downcast_ref::<Error>() {
                return known.clone();
            }
            if let Some(tls) = current.downcast_ref::<rustls::Error>() {
                let (registry, why) = (self.registry.name.clone(), tls.to_string());
                return Error::Tls { registry, why };
            }
            if current
                .downcast_ref::<hyper::Error>()
                .is_some_and(hyper::Error::is_parse_too_large)
            {
                return Error::TooLarge {
                    registry: self.registry.name.clone(),
                    limit: LARGEST_HEAD as u64,
                };
            }
            if current
                .downcast_ref::<hyper::Error>()
                .is_some_and(hyper::Error::is_parse)
            {
                return self.no_registry(0, format!("no HTTP: {}", innermost(current)));
            }
            next = source(current);
        }
        self.unreachable(innermost(error))
    }
}

/// Whether a connection ended before anything of an answer came.
pub(crate) fn connection_broke(error: &HyperError) -> bool {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(current) = next {
        let hyper = current.downcast_ref::<hyper::Error>();
        let ended =
            hyper.is_some_and(|error| error.is_incomplete_message() || error.is_canceled() || error.is_closed());
        let io = current.downcast_ref::<io::Error>().map(io::Error::kind);
        if ended || matches!(io, Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)) {
            return !error.is_connect();
        }
        next = source(current);
    }
    false
}

/// `source()` of an `io::Error` skips the error that it holds.
fn source<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|held| held as &(dyn StdError + 'static)),
        None => error.source(),
    }
}

pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
    let mut last = error;
    while let Some(next) = source(last) {
        last = next;
    }
    error::words(&last.to_string())
}
