//! What a container refers to and what may be missing.

use serde_json::Value;

use crate::object::{flag, items, text};
use crate::resource::Kind;
use crate::store::{Key, Objects};

/// Why the container cannot be configured, if something it refers to is not there.
pub(super) fn missing(objects: &Objects, namespace: &str, container: &Value) -> Option<String> {
    let values = items(container, "/env").iter().flat_map(|variable| {
        [
            (Kind::Secret, variable.pointer("/valueFrom/secretKeyRef")),
            (Kind::ConfigMap, variable.pointer("/valueFrom/configMapKeyRef")),
        ]
    });
    let whole = items(container, "/envFrom").iter().flat_map(|source| {
        [
            (Kind::Secret, source.get("secretRef")),
            (Kind::ConfigMap, source.get("configMapRef")),
        ]
    });
    for (kind, reference) in values.chain(whole) {
        let Some(reference) = reference.filter(|reference| !flag(reference, "/optional")) else {
            continue;
        };
        let (name, key) = (text(reference, "/name"), text(reference, "/key"));
        let Some(object) = objects.get(kind, &Key::new(namespace, name)) else {
            return Some(format!("{} {name:?} not found", kind.resource().kind.to_lowercase()));
        };
        if !key.is_empty() && object["data"].get(key).is_none() {
            let what = kind.resource().kind;
            return Some(format!("couldn't find key {key} in {what} {namespace}/{name}"));
        }
    }
    None
}
