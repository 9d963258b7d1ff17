//! Lists, and the shape in which objects are shown.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::options::ListOptions;
use crate::resource::{Kind, Resource};
use crate::status::Refusal;
use crate::store::{Key, Store};

/// In which shape an object is wanted.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Whole,
    /// Kind and metadata only.
    Metadata,
}

impl Shape {
    pub(crate) fn of(accept: &str) -> Self {
        let first = accept.split(',').next().unwrap_or("");
        if first.contains("as=PartialObjectMetadata") {
            Self::Metadata
        } else {
            Self::Whole
        }
    }
}

/// An object in a shape; within a list a whole object does not repeat its kind.
pub(crate) struct Shown<'a> {
    pub(crate) object: &'a Value,
    pub(crate) shape: Shape,
    pub(crate) listed: bool,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.shape == Shape::Metadata {
            map.serialize_entry("kind", "PartialObjectMetadata")?;
            map.serialize_entry("apiVersion", "meta.k8s.io/v1")?;
            map.serialize_entry("metadata", &self.object["metadata"])?;
        } else {
            for (field, value) in self.object.as_object().into_iter().flatten() {
                if !(self.listed && matches!(field.as_str(), "kind" | "apiVersion")) {
                    map.serialize_entry(field, value)?;
                }
            }
        }
        map.end()
    }
}

/// A list: what is in it, and what its metadata says.
struct List<'a> {
    resource: &'static Resource,
    metadata: Value,
    items: &'a [Arc<Value>],
    shape: Shape,
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items: Vec<Shown<'_>> = self
            .items
            .iter()
            .map(|object| Shown {
                object,
                shape: self.shape,
                listed: true,
            })
            .collect();
        let mut map = serializer.serialize_map(None)?;
        match self.shape {
            Shape::Whole => {
                map.serialize_entry("kind", &format!("{}List", self.resource.kind))?;
                map.serialize_entry("apiVersion", &self.resource.api_version())?;
            }
            Shape::Metadata => {
                map.serialize_entry("kind", "PartialObjectMetadataList")?;
                map.serialize_entry("apiVersion", "meta.k8s.io/v1")?;
            }
        }
        map.serialize_entry("metadata", &self.metadata)?;
        map.serialize_entry("items", &items)?;
        map.end()
    }
}

/// The list that was asked for, as JSON.
pub(crate) fn list(
    store: &Store,
    kind: Kind,
    namespace: &str,
    options: &ListOptions,
    shape: Shape,
) -> Result<Vec<u8>, Refusal> {
    let resource = kind.resource();
    let limit = if options.limit == 0 { usize::MAX } else { options.limit };
    // Under the lock references are taken only; to write them out takes longer and needs no lock.
    let (items, metadata) = store.read(|objects| {
        let current = objects.revision();
        let asked = options.version.unwrap_or(0);
        if asked > current {
            return Err(Refusal::too_large_version(asked, current));
        }
        if options.exact && asked < current {
            let message = format!("The resourceVersion for the provided list is too old: {asked} ({current})");
            return Err(Refusal::expired(message));
        }
        let (version, after) = if options.continue_at.is_empty() {
            (current, None)
        } else {
            let (version, key) = read_token(&options.continue_at)?;
            if objects.changes(kind, version, 0).is_err() {
                return Err(Refusal::expired_continue(token(current, &key)));
            }
            (version, Some(key))
        };
        let mut rest = objects
            .list(kind, namespace, after)
            .filter(|object| options.matches(object));
        let items: Vec<Arc<Value>> = rest.by_ref().take(limit).cloned().collect();
        let remaining = rest.count();
        let mut metadata = json!({"resourceVersion": version.to_string()});
        if let Some(last) = items.last().filter(|_| remaining > 0) {
            metadata["continue"] = token(version, &Key::of(last)).into();
            // The API server does not count what it would have to filter first.
            if options.labels.is_empty() && options.fields.is_empty() {
                metadata["remainingItemCount"] = remaining.into();
            }
        }
        Ok((items, metadata))
    })?;
    let list = List {
        resource,
        metadata,
        items: &items,
        shape,
    };
    Ok(serde_json::to_vec(&list).unwrap_or_default())
}

/// Where a list goes on: opaque, and safe in a URL.
fn token(version: u64, after: &Key) -> String {
    let text = format!("{version}/{}/{}", after.namespace, after.name);
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read_token(token: &str) -> Result<(u64, Key), Refusal> {
    let wrong = || Refusal::bad_request("continue key is not valid");
    let digits = token.as_bytes();
    let bytes: Option<Vec<u8>> = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let text = String::from_utf8(bytes.ok_or_else(wrong)?).map_err(|_| wrong())?;
    let mut parts = text.splitn(3, '/');
    match (
        parts.next().and_then(|version| version.parse().ok()),
        parts.next(),
        parts.next(),
    ) {
        (Some(version), Some(namespace), Some(name)) => Ok((version, Key::new(namespace, name))),
        _ => Err(wrong()),
    }
}
