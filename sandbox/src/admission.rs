//! What is asked of a new object beyond its own validity: a namespace, an account, room.

use serde_json::{Value, json};

use crate::object::{self, entries, fields, namespace, text};
use crate::quantity;
use crate::resource::Kind;
use crate::status::{Cause, Refusal};
use crate::store::{Key, Objects};

/// How much may be stored: memory is not endless.
const ROOM: usize = 12_000;
const BYTES: usize = 768 * 1024 * 1024;

/// The namespace must be there and not on its way out.
pub(crate) fn namespace_lives(objects: &Objects, kind: Kind, object: &Value) -> Result<(), Refusal> {
    let resource = kind.resource();
    let name = namespace(object);
    if !resource.namespaced {
        return Ok(());
    }
    let Some(found) = objects.get(Kind::Namespace, &Key::new("", name)) else {
        return Err(Refusal::not_found(Kind::Namespace.resource(), name));
    };
    if object::is_deleting(found) {
        let why = format!("unable to create new content in namespace {name} because it is being terminated");
        let cause = Cause {
            reason: "NamespaceTerminating",
            field: "metadata.namespace".into(),
            message: format!("namespace {name} is being terminated"),
        };
        return Err(Refusal::forbidden(resource, object::name(object), &why).because(cause));
    }
    Ok(())
}

/// A Pod runs under an account of its namespace.
pub(crate) fn service_account(objects: &Objects, pod: &mut Value) -> Result<(), Refusal> {
    let spec = fields(pod, "/spec");
    object::default(spec, "serviceAccountName", "default");
    let account = text(pod, "/spec/serviceAccountName").to_owned();
    fields(pod, "/spec").insert("serviceAccount".into(), account.as_str().into());
    let place = namespace(pod);
    if objects
        .get(Kind::ServiceAccount, &Key::new(place, account.as_str()))
        .is_none()
    {
        let why = format!("error looking up service account {place}/{account}: serviceaccount {account:?} not found");
        let name = Some(object::name(pod)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| text(pod, "/metadata/generateName"));
        return Err(Refusal::forbidden(Kind::Pod.resource(), name, &why));
    }
    Ok(())
}

/// Quotas by count, and the room that the cluster itself has.
pub(crate) fn quota(objects: &Objects, kind: Kind, object: &Value) -> Result<(), Refusal> {
    if objects.count(kind) >= ROOM || objects.weight() >= BYTES {
        return Err(Refusal::full());
    }
    let place = namespace(object);
    for quota in objects
        .list(Kind::ResourceQuota, place, None)
        .filter(|_| !place.is_empty())
    {
        for (item, hard) in entries(quota, "/spec/hard").filter(|(item, _)| counts(item, kind)) {
            let hard = hard.as_str().unwrap_or("");
            let used = used(objects, kind, place);
            if i128::from(used) >= quantity::units(hard) {
                let why = format!(
                    "exceeded quota: {}, requested: {item}=1, used: {item}={used}, limited: {item}={hard}",
                    object::name(quota)
                );
                return Err(Refusal::forbidden(kind.resource(), object::name(object), &why));
            }
        }
    }
    Ok(())
}

fn counts(item: &str, kind: Kind) -> bool {
    let resource = kind.resource();
    item.strip_prefix("count/")
        .is_some_and(|name| name == resource.qualified())
        || resource.group.is_empty() && item == resource.plural
}

/// Pods that are done use nothing.
fn used(objects: &Objects, kind: Kind, namespace: &str) -> u32 {
    let counted = |object: &&std::sync::Arc<Value>| {
        kind != Kind::Pod || !matches!(text(object, "/status/phase"), "Succeeded" | "Failed")
    };
    let count = objects.list(kind, namespace, None).filter(counted).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Writes into every quota what is used of it.
pub(crate) fn recount(objects: &mut Objects) {
    let quotas: Vec<_> = objects.list(Kind::ResourceQuota, "", None).cloned().collect();
    for quota in quotas {
        let mut status = json!({"hard": quota["spec"]["hard"], "used": {}});
        for (item, _) in entries(&quota, "/spec/hard") {
            if let Some(kind) = Kind::all().find(|kind| counts(item, *kind)) {
                status["used"][item] = used(objects, kind, namespace(&quota)).to_string().into();
            }
        }
        let mut quota = (*quota).clone();
        quota["status"] = status;
        objects.put(Kind::ResourceQuota, quota);
    }
}
