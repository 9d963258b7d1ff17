//! Whose credentials a call is made with.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The person on whose behalf a cluster is spoken to.
///
/// Every way to a cluster takes one, so that no call can forget to ask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The one person at this machine: the kubeconfig's own credentials, exec plugins included.
    Local,
    /// A person with a bearer token. It belongs to the cluster that checked it: whoever makes one says which.
    Token(Bearer),
}

/// A bearer token and whom it stands for. Shown without the token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Bearer {
    /// Who it is, as [`Person::key`] of the cluster's answer says.
    pub person: String,
    /// Where the token may be sent: [`ClusterInfo::destination`](crate::ClusterInfo::destination) of the cluster
    /// that checked it.
    destination: String,
    token: Arc<str>,
}

impl Bearer {
    /// A token that the cluster there took for that person's.
    pub fn new(destination: impl Into<String>, person: impl Into<String>, token: &str) -> Self {
        Self {
            person: person.into(),
            destination: destination.into(),
            token: token.into(),
        }
    }

    pub(crate) fn destination(&self) -> &str {
        &self.destination
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Bearer({}, …)", self.person)
    }
}

impl Identity {
    /// What tells this person from every other one: what they look at together is kept under it. Holds no secret.
    pub fn person(&self) -> &str {
        match self {
            Self::Local => "local",
            Self::Token(bearer) => &bearer.person,
        }
    }

    /// What tells these credentials from every other ones: two tokens of a person have a client each. No secret.
    pub(crate) fn credentials(&self) -> String {
        match self {
            Self::Local => "local".to_owned(),
            Self::Token(bearer) => hex(&Sha256::digest(bearer.token.as_bytes())[..12]),
        }
    }
}

/// Who a cluster says that somebody is (`authentication.k8s.io/v1`: `UserInfo`).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name.
    pub username: String,
    /// An id that no two people ever had, where the cluster has such.
    pub uid: String,
    /// What they belong to.
    pub groups: Vec<String>,
    /// What else the authenticator says; it may narrow what they may do.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Person {
    /// A short name of everything that decides what the person may do.
    pub fn key(&self) -> String {
        let mut groups = self.groups.clone();
        groups.sort_unstable();
        let all = serde_json::json!([self.username, self.uid, groups, self.extra]);
        hex(&Sha256::digest(all.to_string())[..12])
    }
}

/// Bytes as they are written in names.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_may_do_different_things_are_different() {
        let of = |username: &str, groups: &[&str]| Person {
            username: username.into(),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
            ..Person::default()
        };
        assert_eq!(of("a", &["x", "y"]).key(), of("a", &["y", "x"]).key());
        assert_ne!(of("a", &["x"]).key(), of("a", &["y"]).key());
        assert_ne!(of("a", &[]).key(), of("b", &[]).key());
    }

    #[test]
    fn a_token_is_never_shown() {
        let identity = Identity::Token(Bearer::new("there", "someone", "s3cr3t-token"));
        assert!(!format!("{identity:?} {} {}", identity.person(), identity.credentials()).contains("s3cr3t"));
    }
}
