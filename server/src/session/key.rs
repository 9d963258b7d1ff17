//! What sessions are sealed with: a key, and the one before it, so that a change signs nobody out.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};

/// Bytes of a key.
const LENGTH: usize = 32;

/// The keys.
pub struct Keys {
    current: LessSafeKey,
    previous: Option<LessSafeKey>,
}

/// A file of keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadKeys {
    /// It cannot be read.
    #[error("the session keys in {} cannot be read: {why}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// It holds something else.
    #[error(
        "{} holds no session keys: one key a line, the current one first and the previous one below it, each 32 bytes \
         in base64 (openssl rand -base64 32)",
        .0.display()
    )]
    Form(PathBuf),
    /// The system gives no random bytes.
    #[error("no random bytes for a session key")]
    NoRandom,
}

impl Keys {
    /// Reads a file: the current key in base64, and below it the previous one, if there is one.
    pub fn read(file: &Path) -> Result<Self, BadKeys> {
        let text = std::fs::read_to_string(file).map_err(|why| BadKeys::Unreadable {
            file: file.to_owned(),
            why,
        })?;
        let key = |line: &str| <[u8; LENGTH]>::try_from(BASE64_STANDARD.decode(line.trim()).ok()?).ok();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(key);
        let wrong = || BadKeys::Form(file.to_owned());
        let current = lines.next().flatten().ok_or_else(wrong)?;
        let previous = lines.next().map(|key| key.ok_or_else(wrong)).transpose()?;
        if lines.next().is_some() {
            return Err(wrong());
        }
        Self::of(&current, previous).ok_or_else(wrong)
    }

    /// A key that nobody knows: whoever signed in does so again after a restart.
    pub fn random() -> Result<Self, BadKeys> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).map_err(|_| BadKeys::NoRandom)?;
        Self::of(&bytes, None).ok_or(BadKeys::NoRandom)
    }

    pub(super) fn of(current: &[u8; LENGTH], previous: Option<[u8; LENGTH]>) -> Option<Self> {
        let key = |bytes: &[u8]| UnboundKey::new(&AES_256_GCM, bytes).ok().map(LessSafeKey::new);
        Some(Self {
            current: key(current)?,
            previous: match previous {
                Some(bytes) => Some(key(&bytes)?),
                None => None,
            },
        })
    }

    pub(super) fn current(&self) -> &LessSafeKey {
        &self.current
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &LessSafeKey> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}
