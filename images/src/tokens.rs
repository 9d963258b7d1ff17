//! Tokens that were given, for as long as they hold. In memory only, and never printed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::Credentials;

/// More scopes and people than a console of this kind serves at once.
const MOST: usize = 4096;
/// A token's life where the service does not say, and the shortest there is (`spec/auth/token.md`).
pub(crate) const USUAL: Duration = Duration::from_secs(60);
/// Longer than this nothing is believed.
const LONGEST: Duration = Duration::from_secs(3600);
/// Taken off every life: the token must still hold when it arrives.
const MARGIN: Duration = Duration::from_secs(5);

/// What a token is for: a scope, and a person by the hash of the credentials. The registry is the map's owner.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    scope: String,
    whose: Option<[u8; 32]>,
}

impl Key {
    pub(crate) fn new(scope: &str, credentials: Option<&Credentials>) -> Self {
        Self {
            scope: scope.to_owned(),
            whose: credentials.map(Credentials::fingerprint),
        }
    }
}

/// What to send, and whether it is a token (else it is the credentials themselves).
#[derive(Clone)]
pub(crate) struct Pass {
    pub(crate) value: HeaderValue,
    pub(crate) is_token: bool,
}

#[derive(Default)]
pub(crate) struct Tokens(Mutex<HashMap<Key, (Pass, Instant)>>);

impl Tokens {
    pub(crate) fn get(&self, key: &Key) -> Option<Pass> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (pass, until) = kept.get(key)?;
        (*until > Instant::now()).then(|| pass.clone())
    }

    pub(crate) fn keep(&self, key: Key, pass: Pass, life: Duration) {
        let now = Instant::now();
        let until = now + life.min(LONGEST).saturating_sub(MARGIN);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|_, (_, until)| *until > now);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, (pass, until));
    }

    pub(crate) fn forget(&self, key: &Key) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
