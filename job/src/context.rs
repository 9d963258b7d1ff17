//! What is known of the place where a draft is to run.

use serde::{Deserialize, Serialize};

/// A Kubernetes minor version, `1.minor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minor(pub u16);

impl Minor {
    /// The oldest minor version that is supported.
    pub const OLDEST: Self = Self(33);
    /// The newest minor version that is supported, and the one that is assumed when none is known.
    pub const NEWEST: Self = Self(37);

    /// Reads `v1.37.2`, `1.36.0-gke.100` and the like.
    pub fn of_version(git_version: &str) -> Option<Self> {
        let rest = git_version.trim_start_matches('v').strip_prefix("1.")?;
        let digits: &str = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok().map(Self)
    }

    /// Whether the console was tested with it.
    pub fn is_supported(self) -> bool {
        (Self::OLDEST..=Self::NEWEST).contains(&self)
    }
}

/// The ports of the nodes that Services may be given, first and last; the API server's
/// `--service-node-port-range`, which it tells nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodePorts(pub [u16; 2]);

impl Default for NodePorts {
    /// The API server's own default.
    fn default() -> Self {
        Self([30_000, 32_767])
    }
}

impl std::str::FromStr for NodePorts {
    type Err = String;

    /// Reads `30000-32767`.
    fn from_str(text: &str) -> Result<Self, String> {
        let ports = text
            .split_once('-')
            .and_then(|(first, last)| Some([first.parse().ok()?, last.parse().ok()?]));
        let ordered = ports.filter(|[first, last]| 0 < *first && first <= last);
        ordered
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no range of ports such as 30000-32767"))
    }
}

/// What is known of the place. What is not known is `None` and judged leniently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The cluster's version; fields and rules are gated by it.
    pub version: Option<Minor>,
    /// Names of namespaces, where the person may list them.
    pub namespaces: Option<Vec<String>>,
    /// A task of this name exists in this namespace (looked up while typing).
    pub taken: Option<TakenName>,
    /// The ports of the nodes that Services may be given.
    pub node_ports: NodePorts,
}

/// A name that was looked up and is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenName {
    /// The namespace that was asked.
    pub namespace: String,
    /// The name that is taken there.
    pub name: String,
    /// One that is free.
    pub free: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_every_vendor_are_read() {
        assert_eq!(Minor::of_version("v1.37.2"), Some(Minor(37)));
        assert_eq!(Minor::of_version("1.33.1-gke.1050"), Some(Minor(33)));
        assert_eq!(Minor::of_version("v1.34+"), Some(Minor(34)));
        assert_eq!(Minor::of_version("v0.0.0-master"), None);
        assert!(!Minor(32).is_supported() && Minor(33).is_supported());
    }
}
