//! How it stands with the streams, and what that makes of the whole.

use std::collections::HashMap;

use job::status::Millis;

use super::upstream::Kind;
use super::view::State;
use crate::Error;

#[derive(Clone, Debug, PartialEq)]
enum Stream {
    Live,
    /// Not allowed; only without Jobs is nothing left to show.
    Denied,
    Broken {
        error: Error,
        since: Millis,
    },
}

/// The streams by kind; one that is not here is starting.
#[derive(Default)]
pub(super) struct Streams(HashMap<Kind, Stream>);

impl Streams {
    pub(super) fn live(&mut self, kind: Kind) {
        self.0.insert(kind, Stream::Live);
    }

    pub(super) fn failed(&mut self, kind: Kind, error: Error, now: Millis) {
        let since = match self.0.get(&kind) {
            Some(Stream::Broken { since, .. }) => *since,
            _ => now,
        };
        let denied = error.is_forbidden() && kind != Kind::Jobs;
        self.0.insert(
            kind,
            if denied {
                Stream::Denied
            } else {
                Stream::Broken { error, since }
            },
        );
    }

    pub(super) fn is_live(&self, kind: Kind) -> bool {
        self.0.get(&kind) == Some(&Stream::Live)
    }

    pub(super) fn is_any_starting(&self) -> bool {
        self.0.len() < Kind::ALL.len()
    }

    pub(super) fn state(&self) -> State {
        let broken = Kind::ALL.iter().find_map(|kind| match self.0.get(kind) {
            Some(Stream::Broken { error, since }) => Some(State::Broken {
                error: error.clone(),
                since_ms: *since,
            }),
            _ => None,
        });
        broken.unwrap_or(if self.is_any_starting() {
            State::Connecting
        } else {
            State::Live
        })
    }

    pub(super) fn limits(&self) -> Vec<String> {
        let denied = |kind| self.0.get(&kind) == Some(&Stream::Denied);
        let pods = denied(Kind::Pods).then(|| "pods".to_owned());
        let events = (denied(Kind::JobEvents) || denied(Kind::PodEvents)).then(|| "events".to_owned());
        pods.into_iter().chain(events).collect()
    }
}
