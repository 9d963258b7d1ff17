//! Deleting: what goes at once, what waits, and for whom.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::object::{self, fields, number, stamp, text};
use crate::query::Query;
use crate::resource::Kind;
use crate::status::Refusal;
use crate::store::{Key, Objects};
use crate::validate::Causes;

/// What becomes of the objects that the deleted one owns.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Propagation {
    /// They go after it.
    Background,
    /// They go before it.
    Foreground,
    /// They stay.
    Orphan,
}

/// The options of a deletion.
pub(crate) struct DeleteOptions {
    pub(crate) dry: bool,
    propagation: Option<Propagation>,
    grace: Option<i64>,
    uid: String,
    version: String,
}

/// What a deletion came to.
pub(crate) enum Deleted {
    Gone(Arc<Value>),
    /// Something holds it still.
    Going(Arc<Value>),
}

impl DeleteOptions {
    /// Reads them from the body and, for what is missing there, from the query.
    pub(crate) fn parse(query: &Query, body: &[u8]) -> Result<Self, Refusal> {
        let options: Value = if body.is_empty() {
            json!({})
        } else {
            serde_json::from_slice(body).map_err(|error| Refusal::bad_request(error.to_string()))?
        };
        let mut causes = Causes::default();
        let mut dry = crate::options::dry_run(query, &mut causes);
        for value in object::items(&options, "/dryRun").iter().filter_map(Value::as_str) {
            dry = true;
            if value != "All" {
                causes.unsupported("dryRun", value, &["All"]);
            }
        }
        let given = match text(&options, "/propagationPolicy") {
            "" => query.get("propagationPolicy"),
            given => given,
        };
        let propagation = match given {
            "" => None,
            "Background" => Some(Propagation::Background),
            "Foreground" => Some(Propagation::Foreground),
            "Orphan" => Some(Propagation::Orphan),
            other => {
                causes.unsupported("propagationPolicy", other, &["Background", "Foreground", "Orphan"]);
                None
            }
        };
        causes.settle(|causes| Refusal::invalid_options("DeleteOptions", causes))?;
        Ok(Self {
            dry,
            propagation,
            grace: number(&options, "/gracePeriodSeconds").or_else(|| query.get("gracePeriodSeconds").parse().ok()),
            uid: text(&options, "/preconditions/uid").into(),
            version: text(&options, "/preconditions/resourceVersion").into(),
        })
    }
}

/// Deletes as a request asks for it.
pub(crate) fn delete(
    objects: &mut Objects,
    kind: Kind,
    key: &Key,
    options: &DeleteOptions,
) -> Result<Deleted, Refusal> {
    let resource = kind.resource();
    let found = objects
        .get(kind, key)
        .cloned()
        .ok_or_else(|| Refusal::not_found(resource, &key.name))?;
    let version = text(&found, "/metadata/resourceVersion");
    for (what, expected, is, perhaps) in [
        ("UID", &options.uid, object::uid(&found), "deleted and then recreated"),
        ("ResourceVersion", &options.version, version, "modified"),
    ] {
        if !expected.is_empty() && expected != is {
            let why = format!(
                "the {what} in the precondition ({expected}) does not match the {what} in record ({is}). \
                 The object might have been {perhaps}"
            );
            return Err(Refusal::unmet(resource, &key.name, &why));
        }
    }
    if kind == Kind::Namespace && matches!(key.name.as_str(), "default" | "kube-system") {
        return Err(Refusal::forbidden(
            resource,
            &key.name,
            "this namespace may not be deleted",
        ));
    }
    if options.dry {
        return Ok(Deleted::Gone(found));
    }
    // A Job keeps the old default of its API: its Pods stay unless one says otherwise.
    let usual = if kind == Kind::Job {
        Propagation::Orphan
    } else {
        Propagation::Background
    };
    let how = options.propagation.unwrap_or(usual);
    begin(objects, kind, key, how, options.grace).ok_or_else(|| Refusal::not_found(resource, &key.name))
}

/// Begins a deletion and ends it if nothing holds the object. Nothing if there is no such object.
pub(crate) fn begin(
    objects: &mut Objects,
    kind: Kind,
    key: &Key,
    how: Propagation,
    grace: Option<i64>,
) -> Option<Deleted> {
    let mut object = (**objects.get(kind, key)?).clone();
    object::remove_finalizer(&mut object, "foregroundDeletion");
    object::remove_finalizer(&mut object, "orphan");
    match how {
        Propagation::Background => {}
        Propagation::Foreground => object::add_finalizer(&mut object, "foregroundDeletion"),
        Propagation::Orphan => object::add_finalizer(&mut object, "orphan"),
    }
    let grace = if kind == Kind::Pod { grace_of(&object, grace) } else { 0 };
    let held = !object::items(&object, "/metadata/finalizers").is_empty();
    if grace == 0 && !held && kind != Kind::Namespace {
        return objects.remove(kind, key).map(Deleted::Gone);
    }
    let before = number(&object, "/metadata/deletionGracePeriodSeconds");
    let metadata = fields(&mut object, "/metadata");
    if before.is_none_or(|before| grace < before) {
        let seconds = u64::try_from(grace).unwrap_or(0).min(86_400 * 365);
        let time = Timestamp::now() + Duration::from_secs(seconds);
        object::default(metadata, "deletionTimestamp", stamp(time));
        // A namespace waits for what is in it, not for a time.
        if kind != Kind::Namespace {
            metadata.insert("deletionGracePeriodSeconds".into(), grace.into());
        }
    }
    if kind == Kind::Namespace {
        fields(&mut object, "/status").insert("phase".into(), "Terminating".into());
    }
    Some(Deleted::Going(objects.put(kind, object)))
}

/// How long a Pod has to stop: none if it does not run.
fn grace_of(pod: &Value, asked: Option<i64>) -> i64 {
    let idle = text(pod, "/spec/nodeName").is_empty() || matches!(text(pod, "/status/phase"), "Succeeded" | "Failed");
    if idle {
        return 0;
    }
    let usual = number(pod, "/spec/terminationGracePeriodSeconds").unwrap_or(30);
    asked.unwrap_or(usual).max(0)
}
