//! What can be known before Create beyond the dry run of the Job: its Pods' admission, quotas, and
//! whether what it refers to is there. Nothing here changes anything.

use std::collections::BTreeMap;

use http::Method;
use job::rules::cluster::limit_range::Limit;
use job::rules::cluster::nodes::{Node, Taint, UNSCHEDULABLE};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};

use crate::call::{Call, Effect, METADATA, METADATA_OF_LIST};
use crate::create::Purpose;
use crate::{Client, Error, place};

/// A namespace: whether it can take a task, and how strict it is with its Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namespace {
    /// It is being deleted and takes nothing new.
    pub is_terminating: bool,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

/// Asks for a namespace.
///
/// # Errors
///
/// [`Error::NotFound`] when there is none of that name.
pub async fn namespace(client: &Client, name: &str) -> Result<Namespace, Error> {
    #[derive(Deserialize)]
    struct Answer {
        metadata: Metadata,
        #[serde(default)]
        status: Status,
    }
    #[derive(Default, Deserialize)]
    struct Status {
        #[serde(default)]
        phase: String,
    }
    let path = format!("{}/{}", place::NAMESPACES, place::encode(name));
    let answer: Answer = Call::get(path, client.limits().read).make(client).await?.json()?;
    Ok(Namespace {
        is_terminating: answer.status.phase == "Terminating",
        labels: answer.metadata.labels,
    })
}

/// What is read of an object's metadata.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    name: String,
    labels: BTreeMap<String, String>,
}

/// A LimitRange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRange {
    /// Its name.
    pub name: String,
    /// What it fills in and bounds.
    pub limits: Vec<Limit>,
}

/// The limit ranges of a namespace.
pub async fn limit_ranges(client: &Client, namespace: &str) -> Result<Vec<LimitRange>, Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Spec {
        /// The API writes `null` for none.
        limits: Option<Vec<Limit>>,
    }
    let items = list(client, place::of_core(namespace, "limitranges"), "").await?;
    let range = |item: Object<Spec, IgnoredAny>| LimitRange {
        name: item.metadata.name,
        limits: item.spec.limits.unwrap_or_default(),
    };
    Ok(items.into_iter().map(range).collect())
}

/// The nodes: what decides whether a Pod fits.
pub async fn nodes(client: &Client) -> Result<Vec<Node>, Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Spec {
        taints: Vec<Taint>,
        unschedulable: bool,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Status {
        allocatable: BTreeMap<String, String>,
    }
    let node = |mut item: Object<Spec, Status>| {
        let is_said = item.spec.taints.iter().any(|taint| taint.key == UNSCHEDULABLE);
        // The scheduler takes a node that was cordoned for one with this taint.
        if item.spec.unschedulable && !is_said {
            item.spec.taints.push(Taint {
                key: UNSCHEDULABLE.to_owned(),
                value: String::new(),
                effect: "NoSchedule".to_owned(),
            });
        }
        Node {
            name: item.metadata.name,
            labels: item.metadata.labels,
            taints: item.spec.taints,
            allocatable: item.status.allocatable,
        }
    };
    // There may be thousands: as the API server has them at hand.
    let items = list(client, place::NODES.to_owned(), "0").await?;
    Ok(items.into_iter().map(node).collect())
}

/// The platforms of the nodes, `linux/amd64`, each once, by the labels that the kubelet gives them
/// (`pkg/kubelet/kubelet_node_status.go`: `initialNode`). None where a node does not say.
pub async fn platforms(client: &Client) -> Result<Vec<String>, Error> {
    let call = Call::get(place::NODES, client.limits().read)
        .accept(METADATA_OF_LIST)
        .query("resourceVersion", "0");
    let list: List<Object<IgnoredAny, IgnoredAny>> = call.make(client).await?.json()?;
    let platform = |item: Object<IgnoredAny, IgnoredAny>| {
        let label = |name: &str| item.metadata.labels.get(name).cloned();
        Some(format!(
            "{}/{}",
            label("kubernetes.io/os")?,
            label("kubernetes.io/arch")?
        ))
    };
    let platforms: Option<std::collections::BTreeSet<_>> = list.items.into_iter().map(platform).collect();
    Ok(platforms.unwrap_or_default().into_iter().collect())
}

/// What is read of an object of Kubernetes.
#[derive(Deserialize)]
struct Object<Spec, Status> {
    metadata: Metadata,
    #[serde(default)]
    spec: Spec,
    #[serde(default)]
    status: Status,
}

#[derive(Deserialize)]
struct List<Item> {
    #[serde(default = "Vec::new")]
    items: Vec<Item>,
}

/// The items of a list: at least as new as that version, or the newest.
async fn list<Item: DeserializeOwned>(client: &Client, path: String, version: &str) -> Result<Vec<Item>, Error> {
    let call = Call::get(path, client.limits().read);
    let list: List<Item> = call.query("resourceVersion", version).make(client).await?.json()?;
    Ok(list.items)
}

/// Has the API server judge the Pods of a Job: a Job's own dry run does not exercise their admission (quota,
/// limit ranges, Pod Security, webhooks). Gives the warnings.
pub async fn dry_run_pod(client: &Client, namespace: &str, job: &Value) -> Result<Vec<String>, Error> {
    let mut pod = job.pointer("/spec/template").cloned().unwrap_or_default();
    let name = job
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    pod["apiVersion"] = json!("v1");
    pod["kind"] = json!("Pod");
    pod["metadata"]["generateName"] = json!(format!("{name}-"));
    let call = Call::with_body(Method::POST, place::pods(namespace), &pod, client.limits().dry_run)
        .query("dryRun", "All")
        .query("fieldManager", Purpose::Check.manager())
        .query("fieldValidation", "Strict")
        .effect(Effect::None);
    Ok(call.make(client).await?.warnings())
}

/// What a quota allows and what is used of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its name.
    pub name: String,
    /// By resource, as Kubernetes writes them: `requests.cpu`, `pods`.
    pub hard: BTreeMap<String, String>,
    /// The same for what is used.
    pub used: BTreeMap<String, String>,
    /// It counts some Pods only, so that what a task takes of it is not known here.
    pub scoped: bool,
}

/// The quotas of a namespace.
pub async fn quotas(client: &Client, namespace: &str) -> Result<Vec<Quota>, Error> {
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Spec {
        hard: BTreeMap<String, String>,
        scopes: Vec<String>,
        scope_selector: Option<Value>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Status {
        hard: BTreeMap<String, String>,
        used: BTreeMap<String, String>,
    }
    let items = list(client, place::of_core(namespace, "resourcequotas"), "").await?;
    let quota = |item: Object<Spec, Status>| Quota {
        name: item.metadata.name,
        // Just made, it has no status yet; it holds all the same.
        hard: if item.status.hard.is_empty() {
            item.spec.hard
        } else {
            item.status.hard
        },
        used: item.status.used,
        scoped: !item.spec.scopes.is_empty() || item.spec.scope_selector.is_some(),
    };
    Ok(items.into_iter().map(quota).collect())
}

/// Whether an object is there, and with it the keys that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is not there.
    Missing,
    /// It is there; its keys where they were asked for.
    There(Vec<String>),
}

/// Looks for an object that a task refers to. `resource` is `configmaps`, `secrets`, `persistentvolumeclaims` or
/// `serviceaccounts`. With `keys` the object itself is fetched; of its values nothing leaves this function.
pub async fn look_for(
    client: &Client,
    namespace: &str,
    resource: &str,
    name: &str,
    keys: bool,
) -> Result<Found, Error> {
    let call = Call::get(place::core(namespace, resource, name), client.limits().read);
    let call = if keys { call } else { call.accept(METADATA) };
    match call.make(client).await {
        Ok(answer) => {
            let object: Keyed = answer.json()?;
            let of_data = object.data.into_keys().chain(object.binary_data.into_keys());
            Ok(Found::There(of_data.collect()))
        }
        Err(Error::NotFound(_)) => Ok(Found::Missing),
        Err(error) => Err(error),
    }
}

/// The keys of a ConfigMap or a Secret. Values are passed over while reading and never kept.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Keyed {
    data: BTreeMap<String, serde::de::IgnoredAny>,
    binary_data: BTreeMap<String, serde::de::IgnoredAny>,
}
