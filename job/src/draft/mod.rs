//! All that a person has entered, valid or not.
//!
//! The draft mirrors the screen: numbers and quantities stay the text that was typed, a choice is
//! a kind beside all its payloads (so that switching back loses nothing), and every list item
//! carries a draft-local number as its key. It becomes the API's shape only in
//! [`crate::manifest`].

mod choice;
mod path;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::choice::{PullPolicy, RestartPolicy, Runs};
pub use self::path::{DraftPath, Step};
use crate::Defaults;

/// The version of the draft's own shape. Older drafts open: what they lack takes its default.
pub const VERSION: u16 = 1;

/// A draft-local number that names a list item for as long as the draft lives.
pub type Key = u32;

/// All that a person has entered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "reactive", derive(reactive_stores::Store, reactive_stores::Patch))]
#[serde(default)]
pub struct Draft {
    /// Shape of this draft, see [`VERSION`].
    pub version: u16,
    /// What the form shows.
    pub fields: Fields,
    /// Settings that the form does not show, by API path in the Job. `containers[#KEY]` stands for
    /// the container with that key. They are sent, and never override what the form says.
    #[cfg_attr(feature = "reactive", patch(|this, new| *this = new))]
    pub kept: BTreeMap<String, Value>,
}

/// What the form shows, by step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "reactive", derive(reactive_stores::Store, reactive_stores::Patch))]
#[serde(default)]
pub struct Fields {
    /// Step 1.
    pub basic: Basic,
    /// Step 2: one tab each.
    #[cfg_attr(feature = "reactive", store(key: Key = |container| container.key))]
    pub containers: Vec<Container>,
    /// Step 4.
    pub advanced: Advanced,
}

/// Step 1, Basic information.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "reactive", derive(reactive_stores::Store, reactive_stores::Patch))]
#[serde(default)]
pub struct Basic {
    /// Workload name.
    pub name: String,
    /// Cluster, by the name the console knows it by.
    pub cluster: String,
    /// Namespace.
    pub namespace: String,
    /// How the task runs.
    #[cfg_attr(feature = "reactive", patch(|this, new| *this = new))]
    pub runs: Runs,
    /// Indexed.
    pub indexed: bool,
    /// Number of Instances.
    pub instances: String,
    /// Description, at most 512 Unicode scalar values.
    pub description: String,
}

/// One tab of step 2, Container configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "reactive", derive(reactive_stores::Store, reactive_stores::Patch))]
#[serde(default)]
pub struct Container {
    /// What names this container while the draft lives, wherever it stands in the list.
    pub key: Key,
    /// Container Name.
    pub name: String,
    /// Container image.
    pub image: String,
    /// Update policy.
    #[cfg_attr(feature = "reactive", patch(|this, new| *this = new))]
    pub pull_policy: PullPolicy,
    /// Privileged container.
    pub privileged: bool,
    /// CPU request.
    pub cpu_request: String,
    /// CPU limit.
    pub cpu_limit: String,
    /// Memory request.
    pub memory_request: String,
    /// Memory limit.
    pub memory_limit: String,
}

/// Step 4, Advanced configuration: task settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "reactive", derive(reactive_stores::Store, reactive_stores::Patch))]
#[serde(default)]
pub struct Advanced {
    /// Parallel number; empty until edited: the smaller of 2 and Number of Instances.
    pub parallel: String,
    /// Timeout period in seconds; empty for none.
    pub timeout: String,
    /// Restart policy.
    #[cfg_attr(feature = "reactive", patch(|this, new| *this = new))]
    pub restart_policy: RestartPolicy,
    /// Number of retries; empty: the cluster's default, 6.
    pub retries: String,
}

impl Draft {
    /// A new draft, with one container.
    pub fn new(defaults: &Defaults) -> Self {
        Self {
            version: VERSION,
            fields: Fields {
                basic: Basic {
                    namespace: defaults.namespace.clone(),
                    instances: defaults.instances.clone(),
                    ..Basic::default()
                },
                containers: vec![Container::new(1, defaults)],
                advanced: Advanced {
                    parallel: String::new(),
                    timeout: defaults.timeout.clone(),
                    restart_policy: defaults.restart_policy,
                    retries: defaults.retries.clone(),
                },
            },
            kept: BTreeMap::new(),
        }
    }
}

impl Container {
    /// A container as the defaults want it, under that key.
    pub fn new(key: Key, defaults: &Defaults) -> Self {
        Self {
            key,
            name: defaults.container_name.clone(),
            image: String::new(),
            pull_policy: defaults.pull_policy,
            privileged: defaults.privileged,
            cpu_request: defaults.cpu_request.clone(),
            cpu_limit: defaults.cpu_limit.clone(),
            memory_request: defaults.memory_request.clone(),
            memory_limit: defaults.memory_limit.clone(),
        }
    }
}

impl Fields {
    /// The parallel number that will be sent: what was typed where it may be typed, else what the
    /// way of running fixes (one Pod: 1; work queue: Number of Instances), else the smaller of 2
    /// and Number of Instances.
    pub fn effective_parallel(&self) -> String {
        let typed = self.advanced.parallel.trim();
        match self.basic.runs {
            Runs::OnePod => "1".into(),
            Runs::WorkQueue => self.basic.instances.trim().to_owned(),
            Runs::FixedCount if !typed.is_empty() => typed.to_owned(),
            Runs::FixedCount => match self.basic.instances.trim().parse::<u32>() {
                Ok(instances) => instances.min(2).to_string(),
                Err(_) => "2".into(),
            },
        }
    }
}
