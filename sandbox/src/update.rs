//! Replacing: PUT, and what a PATCH comes to.

use std::sync::Arc;

use serde_json::Value;

use crate::object::{self, fields, text};
use crate::resource::Kind;
use crate::status::Refusal;
use crate::store::{Key, Objects};
use crate::validate;

const MODIFIED: &str = "the object has been modified; please apply your changes to the latest version and try again";

/// Puts `new` (decoded, placed and filled in) in the place of what lies at `key`.
pub(crate) fn replace(
    objects: &mut Objects,
    kind: Kind,
    key: &Key,
    new: Value,
    dry: bool,
) -> Result<Arc<Value>, Refusal> {
    let resource = kind.resource();
    let given = object::name(&new);
    if given != key.name {
        return Err(Refusal::bad_request(format!(
            "the name of the object ({given}) does not match the name on the URL ({})",
            key.name
        )));
    }
    let old = objects
        .get(kind, key)
        .cloned()
        .ok_or_else(|| Refusal::not_found(resource, &key.name))?;
    let uid = object::uid(&new);
    if !uid.is_empty() && uid != object::uid(&old) {
        let why = format!(
            "Precondition failed: UID in precondition: {uid}, UID in object meta: {}",
            object::uid(&old)
        );
        return Err(Refusal::conflict(resource, &key.name, &why));
    }
    let version = text(&new, "/metadata/resourceVersion");
    if !version.is_empty() && version != text(&old, "/metadata/resourceVersion") {
        return Err(Refusal::conflict(resource, &key.name, MODIFIED));
    }
    let new = with_what_stays(&old, new);
    validate::replacement(kind, &old, &new).settle(|causes| Refusal::invalid(resource, &key.name, causes))?;
    Ok(if dry { Arc::new(new) } else { objects.put(kind, new) })
}

/// What a PATCH makes of another uid: unlike a PUT it has no precondition, the uid is a field like others.
pub(crate) fn same_uid(objects: &Objects, kind: Kind, key: &Key, new: &Value) -> Result<(), Refusal> {
    let uid = object::uid(new);
    let is_another = |old: &Arc<Value>| !uid.is_empty() && uid != object::uid(old);
    if objects.get(kind, key).is_some_and(is_another) {
        let mut causes = validate::Causes::default();
        causes.invalid("metadata.uid", uid, "field is immutable");
        return causes.settle(|causes| Refusal::invalid(kind.resource(), &key.name, causes));
    }
    Ok(())
}

/// The new object with what a client may not change as it was, its status too.
fn with_what_stays(old: &Value, mut new: Value) -> Value {
    for field in [
        "uid",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "generation",
        "generateName",
        "selfLink",
    ] {
        let metadata = fields(&mut new, "/metadata");
        match old["metadata"].get(field) {
            Some(value) => {
                metadata.insert(field.into(), value.clone());
            }
            None => {
                metadata.remove(field);
            }
        }
    }
    match old.get("status") {
        Some(status) => new["status"] = status.clone(),
        None => {
            fields(&mut new, "").remove("status");
        }
    }
    if old.get("spec") != new.get("spec")
        && let Some(generation) = object::number(old, "/metadata/generation")
    {
        new["metadata"]["generation"] = generation.saturating_add(1).into();
    }
    new
}
