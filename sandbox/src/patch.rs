//! Patches: merge patches, strategic ones treated as such, and JSON patches.

use serde_json::{Map, Value};

use crate::status::Refusal;

pub(crate) const ACCEPTED: &str =
    "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json";

/// Applies a patch of the given content type.
pub(crate) fn apply(content_type: &str, object: &mut Value, patch: &Value) -> Result<(), Refusal> {
    match content_type {
        "application/merge-patch+json" | "application/strategic-merge-patch+json" => {
            if !patch.is_object() {
                return Err(Refusal::bad_request("error decoding patch: a merge patch is an object"));
            }
            merge(object, patch);
            Ok(())
        }
        "application/json-patch+json" => {
            let steps = patch
                .as_array()
                .ok_or_else(|| Refusal::bad_request("error decoding patch: a JSON patch is a list"))?;
            steps.iter().try_for_each(|step| {
                operate(object, step)
                    .ok_or_else(|| Refusal::bad_request(format!("the patch cannot be applied: {step}")))
            })
        }
        _ => Err(Refusal::unsupported_media_type(ACCEPTED)),
    }
}

/// RFC 7386: null removes, objects merge, everything else replaces.
fn merge(target: &mut Value, patch: &Value) {
    let Some(fields) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(map) = target.as_object_mut() else { return };
    for (field, value) in fields {
        if value.is_null() {
            map.remove(field);
        } else {
            merge(map.entry(field).or_insert(Value::Null), value);
        }
    }
}

/// One step of RFC 6902, as far as consoles use it.
fn operate(object: &mut Value, step: &Value) -> Option<()> {
    let path = step["path"].as_str()?;
    let operation = step["op"].as_str()?;
    if operation == "test" {
        return (object.pointer(path)? == &step["value"]).then_some(());
    }
    let (parent, last) = path.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    match (object.pointer_mut(parent)?, operation) {
        (Value::Object(map), "add") => {
            map.insert(last, step["value"].clone());
        }
        (Value::Object(map), "replace") => *map.get_mut(&last)? = step["value"].clone(),
        (Value::Object(map), "remove") => {
            map.remove(&last)?;
        }
        (Value::Array(list), "add") => {
            let index = if last == "-" { list.len() } else { last.parse().ok()? };
            if index > list.len() {
                return None;
            }
            list.insert(index, step["value"].clone());
        }
        (Value::Array(list), "replace") => *list.get_mut(last.parse::<usize>().ok()?)? = step["value"].clone(),
        (Value::Array(list), "remove") => {
            let index = last.parse().ok()?;
            if index >= list.len() {
                return None;
            }
            list.remove(index);
        }
        _ => return None,
    }
    Some(())
}
