//! Names, labels, annotations, finalizers and owners.

use serde_json::Value;

use super::{Causes, names};
use crate::object::{entries, flag, items, text};
use crate::resource::Kind;

/// How long all annotations together may be.
const ANNOTATIONS: usize = 262_144;

pub(super) fn check(kind: Kind, object: &Value, causes: &mut Causes) {
    let format = match kind {
        Kind::Service | Kind::Namespace => names::label,
        _ => names::subdomain,
    };
    let name = text(object, "/metadata/name");
    let generate = text(object, "/metadata/generateName");
    if !generate.is_empty() {
        // What is generated is put behind the dash, which alone would be no end of a name.
        let masked = generate.strip_suffix('-').filter(|base| !base.is_empty()).map(|base| {
            let mut base = base.to_owned();
            base.pop();
            base + "a"
        });
        let wrong = format(masked.as_deref().unwrap_or(generate));
        causes.invalid_for("metadata.generateName", generate, wrong);
    }
    if name.is_empty() {
        causes.required("metadata.name", "name or generateName is required");
    } else {
        causes.invalid_for("metadata.name", name, format(name));
    }
    labels(object, "/metadata/labels", "metadata.labels", causes);
    annotations(object, "/metadata/annotations", "metadata.annotations", causes);
    for (index, finalizer) in items(object, "/metadata/finalizers").iter().enumerate() {
        let finalizer = finalizer.as_str().unwrap_or("");
        let standard = matches!(finalizer, "kubernetes" | "orphan" | "foregroundDeletion");
        causes.invalid_for("metadata.finalizers", finalizer, names::qualified(finalizer));
        if !standard && !finalizer.contains('/') {
            let why = "name is neither a standard finalizer name nor is it fully qualified";
            causes.invalid(format!("metadata.finalizers[{index}]"), finalizer, why);
        }
    }
    owners(object, causes);
}

fn owners(object: &Value, causes: &mut Causes) {
    let owners = items(object, "/metadata/ownerReferences");
    for (index, owner) in owners.iter().enumerate() {
        for field in ["apiVersion", "kind", "name", "uid"] {
            if text(owner, &format!("/{field}")).is_empty() {
                causes.required(
                    format!("metadata.ownerReferences[{index}].{field}"),
                    "must not be empty",
                );
            }
        }
    }
    if owners.iter().filter(|owner| flag(owner, "/controller")).count() > 1 {
        let why = "Only one reference can have Controller set to true";
        causes.invalid("metadata.ownerReferences", Value::Array(owners.to_vec()), why);
    }
}

/// Judges labels; `field` is what the API server calls the place.
pub(super) fn labels(object: &Value, pointer: &str, field: &str, causes: &mut Causes) {
    for (key, value) in entries(object, pointer) {
        let value = value.as_str().unwrap_or("");
        causes.invalid_for(field, key, names::qualified(key));
        causes.invalid_for(field, value, names::label_value(value));
    }
}

pub(super) fn annotations(object: &Value, pointer: &str, field: &str, causes: &mut Causes) {
    let mut size = 0;
    for (key, value) in entries(object, pointer) {
        causes.invalid_for(field, key, names::qualified(&key.to_lowercase()));
        size += key.len() + value.as_str().map_or(0, str::len);
    }
    if size > ANNOTATIONS {
        causes.too_long(field, ANNOTATIONS);
    }
}
