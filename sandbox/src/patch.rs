//! Patches: merge patches, strategic ones treated as such, and JSON patches.

use json_patch::Patch;
use serde::Deserialize;
use serde_json::Value;

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
        let steps = Patch::deserialize(patch).map_err(|error| wrong(&error.to_string()))?;
        return json_patch::patch(object, &steps)
            .map_err(|error| Refusal::bad_request(format!("the patch cannot be applied: {error}")));
    }
    if !patch.is_object() {
        return Err(wrong("a merge patch is an object"));
    }
    json_patch::merge(object, patch);
    Ok(())
}
