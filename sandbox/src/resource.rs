//! The table of the kinds that the cluster keeps.

use k8s_openapi::api::{batch::v1 as batch, core::v1 as core};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A kind of objects. Its position is its row in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Namespace,
    Node,
    Pod,
    Service,
    Event,
    Secret,
    ConfigMap,
    ServiceAccount,
    PersistentVolumeClaim,
    ResourceQuota,
    LimitRange,
    Job,
}

/// What is fixed about a kind.
pub(crate) struct Resource {
    pub(crate) which: Kind,
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) plural: &'static str,
    pub(crate) short: &'static str,
    pub(crate) namespaced: bool,
    /// The fields that a field selector may name, besides name and namespace.
    pub(crate) selectable: &'static [&'static str],
    /// Reads the object into its type and writes it again: what the type does not know is then missing.
    pub(crate) through_type: fn(Value) -> Result<Value, String>,
}

fn through<T: DeserializeOwned + Serialize>(object: Value) -> Result<Value, String> {
    let typed: T = serde_json::from_value(object).map_err(|error| error.to_string())?;
    serde_json::to_value(typed).map_err(|error| error.to_string())
}

macro_rules! row {
    ($group:literal, $module:ident :: $kind:ident, $plural:literal, $short:literal, $namespaced:literal, $selectable:expr) => {
        Resource {
            which: Kind::$kind,
            group: $group,
            kind: stringify!($kind),
            plural: $plural,
            short: $short,
            namespaced: $namespaced,
            selectable: $selectable,
            through_type: through::<$module::$kind>,
        }
    };
}

/// In the order of [`Kind`].
pub(crate) static RESOURCES: [Resource; 12] = [
    row!("", core::Namespace, "namespaces", "ns", false, &["status.phase"]),
    row!("", core::Node, "nodes", "no", false, &["spec.unschedulable"]),
    row!("", core::Pod, "pods", "po", true, POD_FIELDS),
    row!(
        "",
        core::Service,
        "services",
        "svc",
        true,
        &["spec.clusterIP", "spec.type"]
    ),
    row!("", core::Event, "events", "ev", true, EVENT_FIELDS),
    row!("", core::Secret, "secrets", "", true, &["type"]),
    row!("", core::ConfigMap, "configmaps", "cm", true, &[]),
    row!("", core::ServiceAccount, "serviceaccounts", "sa", true, &[]),
    row!(
        "",
        core::PersistentVolumeClaim,
        "persistentvolumeclaims",
        "pvc",
        true,
        &[]
    ),
    row!("", core::ResourceQuota, "resourcequotas", "quota", true, &[]),
    row!("", core::LimitRange, "limitranges", "limits", true, &[]),
    row!("batch", batch::Job, "jobs", "", true, &["status.successful"]),
];

const POD_FIELDS: &[&str] = &[
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
];

const EVENT_FIELDS: &[&str] = &[
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
];

impl Kind {
    pub(crate) fn resource(self) -> &'static Resource {
        &RESOURCES[self as usize]
    }

    pub(crate) fn all() -> impl Iterator<Item = Kind> {
        RESOURCES.iter().map(|resource| resource.which)
    }
}

impl Resource {
    pub(crate) fn find(group: &str, plural: &str) -> Option<&'static Resource> {
        RESOURCES
            .iter()
            .find(|resource| resource.group == group && resource.plural == plural)
    }

    pub(crate) fn api_version(&self) -> String {
        if self.group.is_empty() {
            "v1".into()
        } else {
            format!("{}/v1", self.group)
        }
    }

    /// `jobs.batch`, as messages call it.
    pub(crate) fn qualified(&self) -> String {
        self.with_group(self.plural)
    }

    /// `Job.batch`, as messages about validity call it.
    pub(crate) fn qualified_kind(&self) -> String {
        self.with_group(self.kind)
    }

    fn with_group(&self, name: &str) -> String {
        if self.group.is_empty() {
            name.into()
        } else {
            format!("{name}.{}", self.group)
        }
    }
}
