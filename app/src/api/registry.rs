//! What the calls about registries carry.

use std::fmt;

use job::image::Unseen;
use serde::{Deserialize, Serialize};

use super::TaskAddress;

/// A registry that the operator named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryInfo {
    /// As it stands in image names; `docker.io` for Docker Hub.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// It is asked for its repositories; else names are typed.
    pub lists: bool,
}

/// A registry, and as whom it is to be asked: with one of the task's pull secrets, where the person may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsWhom {
    /// Where the secrets are.
    pub task: TaskAddress,
    /// Names of pull secrets; the first that knows the registry counts.
    pub secrets: Vec<String>,
    /// The registry.
    pub registry: String,
}

/// What a registry said, or why it said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked<T> {
    /// What was found.
    pub found: Option<T>,
    /// Why nothing was.
    pub trouble: Option<RegistryTrouble>,
    /// The pull secret that it was asked with; empty for none.
    pub secret: String,
    /// Why pull secrets were not used: they may not be read, are not there, or cannot be understood.
    pub unread: Vec<String>,
}

/// Why a registry said nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryTrouble {
    /// What it is.
    pub why: Unseen,
    /// The words of the registry, of the network or of the console. No secret.
    pub words: String,
}

/// Names in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameList {
    /// The names.
    pub names: Vec<String>,
    /// There are more.
    pub more: bool,
}

/// A pull secret to be made. Its password goes to the registry, which is asked whether it is right, and into the
/// Secret; it is kept nowhere else.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullSecret {
    /// Name of the Secret.
    pub name: String,
    /// The registry that it is for.
    pub registry: String,
    /// User name there.
    pub user: String,
    /// Password, or token.
    pub password: String,
    /// Make it although the registry did not take them, or could not be asked.
    pub anyway: bool,
}

impl fmt::Debug for PullSecret {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "PullSecret({} for {}, …)", self.name, self.registry)
    }
}
