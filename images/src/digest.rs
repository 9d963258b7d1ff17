//! Content is what its digest says, or it is nothing.

use std::fmt::Write;

use http::HeaderMap;
use sha2::{Digest, Sha256, Sha512};

use crate::Error;
use crate::name::is_digest;
use crate::transport::Transport;

/// What a registry calls the content of an answer.
const HEADER: &str = "docker-content-digest";

/// The digest of some content; `sha512` when the one it is to be compared with is of that kind.
pub(crate) fn of(content: &[u8], like: &str) -> String {
    let (algorithm, hash) = match like.starts_with("sha512:") {
        true => ("sha512", Sha512::digest(content).to_vec()),
        false => ("sha256", Sha256::digest(content).to_vec()),
    };
    let mut text = format!("{algorithm}:");
    for byte in hash {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What the registry announced, where it is a digest.
pub(crate) fn announced(headers: &HeaderMap) -> Option<&str> {
    headers.get(HEADER)?.to_str().ok().filter(|text| is_digest(text))
}

impl Transport {
    /// That content is what was asked for.
    pub(crate) fn verify(&self, content: &[u8], wanted: &str) -> Result<(), Error> {
        let got = of(content, wanted);
        if got == wanted {
            return Ok(());
        }
        Err(Error::WrongDigest {
            registry: self.registry.name.clone(),
            wanted: wanted.to_owned(),
            got,
        })
    }
}
