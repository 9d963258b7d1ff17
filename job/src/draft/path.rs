//! Where in the draft something is.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Key;

/// A place in the draft: `basic.name`, `containers.3.image` (3 is the container's key, not its
/// position), `advanced.parallel`, or a whole step (`service`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftPath(Cow<'static, str>);

/// A step of the wizard, in the document's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Basic information.
    #[default]
    Basic,
    /// Container configuration.
    Containers,
    /// Service configuration.
    Service,
    /// Advanced configuration.
    Advanced,
}

impl Step {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Basic, Self::Containers, Self::Service, Self::Advanced];

    /// The word in addresses and draft paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Containers => "containers",
            Self::Service => "service",
            Self::Advanced => "advanced",
        }
    }
}

impl DraftPath {
    /// Workload name.
    pub const NAME: Self = Self::fixed("basic.name");
    /// Cluster.
    pub const CLUSTER: Self = Self::fixed("basic.cluster");
    /// Namespace.
    pub const NAMESPACE: Self = Self::fixed("basic.namespace");
    /// How the task runs.
    pub const RUNS: Self = Self::fixed("basic.runs");
    /// Indexed.
    pub const INDEXED: Self = Self::fixed("basic.indexed");
    /// Number of Instances.
    pub const INSTANCES: Self = Self::fixed("basic.instances");
    /// Description.
    pub const DESCRIPTION: Self = Self::fixed("basic.description");
    /// The list of containers.
    pub const CONTAINERS: Self = Self::fixed("containers");
    /// Parallel number.
    pub const PARALLEL: Self = Self::fixed("advanced.parallel");
    /// Timeout period.
    pub const TIMEOUT: Self = Self::fixed("advanced.timeout");
    /// Restart policy.
    pub const RESTART_POLICY: Self = Self::fixed("advanced.restart-policy");
    /// Number of retries.
    pub const RETRIES: Self = Self::fixed("advanced.retries");
    /// The task as a whole: what belongs to no field.
    pub const TASK: Self = Self::fixed("task");
    /// What the form does not show.
    pub const KEPT: Self = Self::fixed("kept");

    const fn fixed(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }

    /// The field of that name in the group or row at a path.
    pub fn within(group: &str, field: &str) -> Self {
        Self(Cow::Owned(format!("{group}.{field}")))
    }

    /// A field of the container with that key, such as `image`.
    pub fn container(key: Key, field: &str) -> Self {
        Self(Cow::Owned(format!("containers.{key}.{field}")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The step on whose screen it is; the task as a whole and what is kept belong to none.
    pub fn step(&self) -> Option<Step> {
        let first = match self.0.split('.').next() {
            Some("pod") => Step::Containers.as_str(),
            Some("services") => Step::Service.as_str(),
            other => other.unwrap_or_default(),
        };
        Step::ALL.into_iter().find(|step| step.as_str() == first)
    }

    /// The container in whose tab it is.
    pub fn container_key(&self) -> Option<Key> {
        let mut parts = self.0.split('.');
        (parts.next() == Some(Step::Containers.as_str()))
            .then(|| parts.next()?.parse().ok())
            .flatten()
    }

    /// The id of the field's control in the page: made of keys, so that it survives reordering.
    pub fn dom_id(&self) -> String {
        format!("field-{}", self.0.replace('.', "-"))
    }
}

impl From<String> for DraftPath {
    fn from(path: String) -> Self {
        Self(Cow::Owned(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_its_step_its_tab_and_its_control() {
        let path = DraftPath::container(3, "image");
        assert_eq!((path.step(), path.container_key()), (Some(Step::Containers), Some(3)));
        assert_eq!(path.dom_id(), "field-containers-3-image");
        assert_eq!((DraftPath::TASK.step(), DraftPath::NAME.container_key()), (None, None));
    }
}
