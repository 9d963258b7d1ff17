//! Patches: merge patches, strategic ones treated as such, and JSON patches.

use serde_json::{Map, Value};

use crate::status::Refusal;

const STEPS: &str = "application/json-patch+json";
const MERGES: [&str; 2] = ["application/merge-patch+json", "application/strategic-merge-patch+json"];

/// Refuses what is none of the known kinds of patches.
pub(crate) fn accept(content_type: &str) -> Result<(), Refusal> {
    if content_type == STEPS || MERGES.contains(&content_type) {
        return Ok(());
    }
    Err(Refusal::unsupported_media_type(&format!(
        "{STEPS}, {}",
        MERGES.join(", ")
    )))
}

/// Applies a patch of an accepted content type.
pub(crate) fn apply(content_type: &str, object: &mut Value, patch: &Value) -> Result<(), Refusal> {
    let wrong = |what: &str| Refusal::bad_request(format!("error decoding patch: {what}"));
    if content_type == STEPS {
        let steps = patch.as_array().ok_or_else(|| wrong("a JSON patch is a list"))?;
        return steps.iter().try_for_each(|step| {
            operate(object, step).ok_or_else(|| Refusal::bad_request(format!("the patch cannot be applied: {step}")))
        });
    }
    if !patch.is_object() {
        return Err(wrong("a merge patch is an object"));
    }
    merge(object, patch);
    Ok(())
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
