//! Creating: the stages of the API server's pipeline, in its order.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::object::{self, fields, items, now, text};
use crate::resource::Kind;
use crate::status::Refusal;
use crate::store::{Key, Objects};
use crate::{admission, default_job, default_service, validate};

/// How much of a `generateName` is kept before the generated end.
const BASE: usize = 58;

/// Puts the object into the namespace of the URL, unless it names another.
pub(crate) fn place(kind: Kind, namespace: &str, object: &mut Value) -> Result<(), Refusal> {
    let metadata = fields(object, "/metadata");
    let given = metadata.get("namespace").and_then(Value::as_str).unwrap_or("");
    if !given.is_empty() && given != namespace && kind.resource().namespaced {
        return Err(Refusal::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    if kind.resource().namespaced {
        metadata.insert("namespace".into(), namespace.into());
    } else {
        metadata.remove("namespace");
    }
    Ok(())
}

/// Fills in what the kind's defaults say.
pub(crate) fn default(kind: Kind, object: &mut Value) {
    match kind {
        Kind::Job => default_job::job(object),
        Kind::Pod => default_job::pod(object),
        Kind::Service => default_service::service(object),
        _ => {}
    }
}

/// Creates an object that was decoded, placed and filled in; when `dry`, everything but stores it.
pub(crate) fn create(objects: &mut Objects, kind: Kind, mut object: Value, dry: bool) -> Result<Arc<Value>, Refusal> {
    let resource = kind.resource();
    let versioned = !text(&object, "/metadata/resourceVersion").is_empty();
    admission::namespace_lives(objects, kind, &object)?;
    if kind == Kind::Pod {
        admission::service_account(objects, &mut object)?;
    }
    generate_name(&mut object);
    prepare(kind, &mut object);
    let name = object::name(&object).to_owned();
    validate::creation(kind, &object).settle(|causes| Refusal::invalid(resource, &name, causes))?;
    admission::quota(objects, kind, &object)?;
    if versioned && !dry {
        return Err(Refusal::versioned());
    }
    let key = Key::of(&object);
    if let Some(other) = objects.get(kind, &key) {
        return Err(Refusal::already_exists(resource, &name, object::is_deleting(other)));
    }
    if kind == Kind::Job {
        // Defaults are filled in once more when the API server reads what it stored, or would have, and by then
        // the template has labels in any case.
        default_job::labels(&mut object);
    }
    if dry {
        return Ok(Arc::new(object));
    }
    let stored = objects.put(kind, object);
    if kind == Kind::Namespace {
        furnish(objects, &name);
    }
    Ok(stored)
}

fn generate_name(object: &mut Value) {
    let base = text(object, "/metadata/generateName").to_owned();
    if base.is_empty() || !object::name(object).is_empty() {
        return;
    }
    let mut end = base.len().min(BASE);
    while !base.is_char_boundary(end) {
        end -= 1;
    }
    let name = format!("{}{}", &base[..end], object::suffix());
    fields(object, "/metadata").insert("name".into(), name.into());
}

/// Sets what only the server may set.
fn prepare(kind: Kind, object: &mut Value) {
    let metadata = fields(object, "/metadata");
    for field in [
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
        "resourceVersion",
    ] {
        metadata.remove(field);
    }
    metadata.insert("uid".into(), object::new_uid().into());
    metadata.insert("creationTimestamp".into(), now().into());
    match kind {
        Kind::Job => {
            fields(object, "/metadata").insert("generation".into(), 1.into());
            object["status"] = json!({});
            default_job::selector(object);
        }
        Kind::Pod => {
            fields(object, "/metadata").insert("generation".into(), 1.into());
            let class = quality(object);
            object["status"] = json!({"phase": "Pending", "qosClass": class});
        }
        Kind::Service => object["status"] = json!({"loadBalancer": {}}),
        Kind::Namespace => {
            let name = object::name(object).to_owned();
            fields(object, "/metadata/labels").insert("kubernetes.io/metadata.name".into(), name.into());
            object["spec"] = json!({"finalizers": ["kubernetes"]});
            object["status"] = json!({"phase": "Active"});
        }
        Kind::PersistentVolumeClaim => object["status"] = json!({"phase": "Pending"}),
        Kind::Secret => {
            // What was written in the clear joins the rest in base64 when stored.
            let clear = fields(object, "").remove("stringData");
            for (key, value) in clear.as_ref().and_then(Value::as_object).into_iter().flatten() {
                let bytes = k8s_openapi::ByteString(value.as_str().unwrap_or("").into());
                let encoded = serde_json::to_value(bytes).unwrap_or_default();
                fields(object, "/data").insert(key.clone(), encoded);
            }
            object::default(fields(object, ""), "type", "Opaque");
        }
        _ => {}
    }
}

/// The class of a Pod by what its containers ask for.
fn quality(pod: &Value) -> &'static str {
    let containers = || {
        ["containers", "initContainers"]
            .iter()
            .flat_map(|list| items(pod, &format!("/spec/{list}")))
    };
    let amount =
        |container: &Value, side: &str, name: &str| text(container, &format!("/resources/{side}/{name}")).to_owned();
    let guaranteed = containers().all(|container| {
        ["cpu", "memory"].iter().all(|name| {
            let limit = amount(container, "limits", name);
            !limit.is_empty() && limit == amount(container, "requests", name)
        })
    });
    let nothing = containers().all(|container| {
        ["limits", "requests"].iter().all(|side| {
            object::entries(container, &format!("/resources/{side}"))
                .next()
                .is_none()
        })
    });
    match (nothing, guaranteed) {
        (true, _) => "BestEffort",
        (false, true) => "Guaranteed",
        (false, false) => "Burstable",
    }
}

/// Gives a new namespace what controllers would.
fn furnish(objects: &mut Objects, namespace: &str) {
    for (kind, name, extra) in [
        (Kind::ServiceAccount, "default", json!({})),
        (Kind::ConfigMap, "kube-root-ca.crt", json!({"ca.crt": "(practice)"})),
    ] {
        let mut object = json!({
            "apiVersion": "v1",
            "kind": kind.resource().kind,
            "metadata": {"name": name, "namespace": namespace, "uid": object::new_uid(), "creationTimestamp": now()},
        });
        if kind == Kind::ConfigMap {
            object["data"] = extra;
        }
        objects.put(kind, object);
    }
}
