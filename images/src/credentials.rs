//! Who asks.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use sha2::{Digest, Sha256};

/// A user name and a password, which is often a token. They come with each call: whose they are is the caller's
/// business. They are sent to the registry and to its `auth-hosts`, and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// None when they cannot be sent: the user's name holds a `:` (RFC 7617), or either a control character.
    pub fn new(user: &str, password: &str) -> Option<Self> {
        let sendable = !user.contains(':') && !user.chars().chain(password.chars()).any(char::is_control);
        sendable.then(|| Self {
            user: user.to_owned(),
            password: password.to_owned(),
        })
    }

    /// `Basic …`; base64 always fits into a header.
    pub(crate) fn basic(&self) -> Option<HeaderValue> {
        authorization("Basic", &STANDARD.encode(format!("{}:{}", self.user, self.password)))
    }

    /// To tell whose answer is whose without keeping the password.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.user.as_bytes());
        hash.update([0]); // in neither, see `new`
        hash.update(self.password.as_bytes());
        hash.finalize().into()
    }
}

/// Says nothing.
impl fmt::Debug for Credentials {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Credentials")
    }
}

/// A value of `Authorization`, marked so that nothing prints it.
pub(crate) fn authorization(scheme: &str, secret: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("{scheme} {secret}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_say_nothing() {
        let credentials = Credentials::new("ann", "s3cret").unwrap();
        assert_eq!(format!("{credentials:?}"), "Credentials");
        assert_eq!(format!("{:?}", credentials.basic()), "Some(Sensitive)");
        assert_eq!(Credentials::new("a:b", "c"), None);
        assert_eq!(Credentials::new("a", "b\r\nHost: c"), None);
    }
}
