//! The values a new draft starts with: a policy of the house, not constants.
//!
//! Two are built in. `safe` is shipped; `dce` follows the document to the letter. They differ only
//! where the document's value would fail or surprise: privileged, timeout, namespace.

use serde::{Deserialize, Serialize};

use crate::draft::{PullPolicy, RestartPolicy};

/// What a new draft starts with. Read by the server (`--defaults FILE`), sent to the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Defaults {
    /// Namespace; empty: last used, else the context's, else `default` if allowed, else the first allowed.
    pub namespace: String,
    /// Number of Instances, as it would be typed.
    pub instances: String,
    /// Name of the first container.
    pub container_name: String,
    /// Update policy of the image.
    pub pull_policy: PullPolicy,
    /// Privileged container.
    pub privileged: bool,
    /// CPU request, as Kubernetes writes it; empty for none.
    pub cpu_request: String,
    /// CPU limit.
    pub cpu_limit: String,
    /// Memory request.
    pub memory_request: String,
    /// Memory limit.
    pub memory_limit: String,
    /// Timeout period in seconds; empty for none.
    pub timeout: String,
    /// Restart policy of the Pods.
    pub restart_policy: RestartPolicy,
    /// Number of retries.
    pub retries: String,
}

impl Defaults {
    /// The shipped policy.
    pub fn safe() -> Self {
        Self {
            namespace: String::new(),
            instances: "2".into(),
            container_name: "container-1".into(),
            pull_policy: PullPolicy::Always,
            privileged: false,
            cpu_request: "250m".into(),
            cpu_limit: "250m".into(),
            memory_request: "512Mi".into(),
            memory_limit: "512Mi".into(),
            timeout: String::new(),
            restart_policy: RestartPolicy::Never,
            retries: "6".into(),
        }
    }

    /// The document to the letter: privileged on, three seconds to finish, namespace `default`.
    pub fn dce() -> Self {
        Self {
            namespace: "default".into(),
            privileged: true,
            timeout: "3".into(),
            ..Self::safe()
        }
    }
}

impl Default for Defaults {
    fn default() -> Self {
        Self::safe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safe_and_dce_differ_only_where_the_document_surprises() {
        let safe = Defaults::safe();
        let dce = Defaults {
            namespace: safe.namespace.clone(),
            privileged: safe.privileged,
            timeout: safe.timeout.clone(),
            ..Defaults::dce()
        };
        assert_eq!(safe, dce);
        assert_ne!(safe, Defaults::dce());
    }
}
