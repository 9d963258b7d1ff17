//! The volumes of a Pod.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, names};
use crate::object::{items, text};

/// Judges the volumes and returns the names of those that may be mounted.
pub(super) fn check<'a>(pod: &'a Value, path: &str, causes: &mut Causes) -> HashSet<&'a str> {
    let mut fine = HashSet::new();
    for (index, volume) in items(pod, "/spec/volumes").iter().enumerate() {
        let field = format!("{path}.volumes[{index}]");
        let before = causes.0.len();
        let name = text(volume, "/name");
        if name.is_empty() {
            causes.required(format!("{field}.name"), "");
        } else {
            causes.invalid_for(&format!("{field}.name"), name, names::label(name));
        }
        if fine.contains(name) {
            causes.duplicate(format!("{field}.name"), name);
        }
        source(volume, &field, causes);
        // A volume with a fault counts as missing for those who mount it.
        if causes.0.len() == before {
            fine.insert(name);
        }
    }
    fine
}

fn source(volume: &Value, field: &str, causes: &mut Causes) {
    let kinds = volume
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(kind, _)| *kind != "name");
    for (kind, _) in kinds.skip(1) {
        causes.forbidden(format!("{field}.{kind}"), "may not specify more than 1 volume type");
    }
    for (kind, name) in [
        ("secret", "secretName"),
        ("configMap", "name"),
        ("persistentVolumeClaim", "claimName"),
        ("hostPath", "path"),
    ] {
        let Some(source) = volume.get(kind) else { continue };
        let value = text(source, &format!("/{name}"));
        if value.is_empty() {
            causes.required(format!("{field}.{kind}.{name}"), "");
        } else if kind == "hostPath" && value.split('/').any(|part| part == "..") {
            causes.invalid(format!("{field}.{kind}.{name}"), value, "must not contain '..'");
        }
        if let Some(mode) = source
            .get("defaultMode")
            .and_then(Value::as_i64)
            .filter(|mode| !(0..=0o777).contains(mode))
        {
            let why = "must be a number between 0 and 0777 (octal), both inclusive";
            causes.invalid(format!("{field}.{kind}.defaultMode"), mode, why);
        }
        for (index, item) in items(source, "/items").iter().enumerate() {
            for part in ["key", "path"] {
                if text(item, &format!("/{part}")).is_empty() {
                    causes.required(format!("{field}.{kind}.items[{index}].{part}"), "");
                }
            }
        }
    }
}
