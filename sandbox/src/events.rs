//! Events: made here for controller and node, counted together, and forgotten in time.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::object::{self, fields, hash, now};
use crate::resource::Kind;
use crate::store::{Key, Objects};

/// How many events there are at most; the oldest go first.
const KEPT: usize = 4000;
/// As long as the API server keeps an event.
const LIFETIME: f64 = 3600.0;
/// How many events of one reason an object gets, as clients of the API limit themselves.
const BURST: u32 = 25;

/// Who speaks in the newer form of events: with a series instead of a count, and its own times.
pub(crate) const SCHEDULER: &str = "default-scheduler";

/// What happened.
pub(crate) struct Happening<'a> {
    pub(crate) reason: &'a str,
    pub(crate) message: String,
    /// A warning, or quite normal.
    pub(crate) warning: bool,
    /// Who says so, and on which node.
    pub(crate) component: &'a str,
    pub(crate) host: &'a str,
    /// Which part of the object it is about.
    pub(crate) field: &'a str,
}

impl<'a> Happening<'a> {
    /// Something normal.
    pub(crate) fn normal(component: &'a str, reason: &'a str, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            warning: false,
            component,
            host: "",
            field: "",
        }
    }

    /// Something that is not.
    pub(crate) fn warning(component: &'a str, reason: &'a str, message: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::normal(component, reason, message)
        }
    }
}

/// Which events there are of what, so that the same happening is counted up and not told again.
#[derive(Default)]
pub(crate) struct Ledger {
    known: HashMap<u64, Key>,
    order: VecDeque<(u64, Key, Timestamp)>,
    bursts: HashMap<u64, u32>,
}

/// Tells what happened to an object.
pub(crate) fn record(objects: &mut Objects, about: &Value, what: Happening<'_>) {
    let (namespace, uid) = (object::namespace(about), object::uid(about));
    let identity = hash(&format!("{uid} {} {} {}", what.reason, what.field, what.message));
    if let Some(key) = objects.ledger.known.get(&identity)
        && let Some(known) = objects.get(Kind::Event, key)
    {
        let mut event = (**known).clone();
        if what.component == SCHEDULER {
            let count = object::number(&event, "/series/count").unwrap_or(1);
            event["series"] = json!({"count": count.saturating_add(1), "lastObservedTime": moment()});
        } else {
            let count = object::number(&event, "/count").unwrap_or(1);
            event["count"] = count.saturating_add(1).into();
            event["lastTimestamp"] = now().into();
        }
        objects.put(Kind::Event, event);
        return;
    }
    let burst = hash(&format!("{uid} {}", what.reason));
    let told = objects.ledger.bursts.entry(burst).or_insert(0);
    *told += 1;
    if *told > BURST {
        return;
    }
    let name = format!("{}.{:016x}", object::name(about), rand::random::<u64>());
    let mut involved = json!({
        "kind": about["kind"],
        "namespace": namespace,
        "name": object::name(about),
        "uid": uid,
        "apiVersion": about["apiVersion"],
        "resourceVersion": about["metadata"]["resourceVersion"],
    });
    if !what.field.is_empty() {
        involved["fieldPath"] = what.field.into();
    }
    let mut event = json!({
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": name, "namespace": namespace, "uid": object::new_uid(), "creationTimestamp": now()},
        "involvedObject": involved,
        "reason": what.reason,
        "message": what.message,
        "source": {},
        "firstTimestamp": null,
        "lastTimestamp": null,
        "type": if what.warning { "Warning" } else { "Normal" },
        "eventTime": null,
        "reportingComponent": what.component,
        "reportingInstance": what.host,
    });
    if what.component == SCHEDULER {
        event["eventTime"] = moment().into();
        event["action"] = if what.warning { "Scheduling" } else { "Binding" }.into();
        event["reportingInstance"] = "default-scheduler-practice".into();
    } else {
        event["source"] = json!({"component": what.component});
        event["firstTimestamp"] = now().into();
        event["lastTimestamp"] = now().into();
        event["count"] = 1.into();
    }
    if !what.host.is_empty() {
        fields(&mut event, "/source").insert("host".into(), what.host.into());
    }
    let key = Key::of(&event);
    objects.put(Kind::Event, event);
    objects.ledger.known.insert(identity, key.clone());
    objects.ledger.order.push_back((identity, key, Timestamp::now()));
    forget(objects);
}

/// The time as the newer events have it.
fn moment() -> String {
    format!("{:.6}", Timestamp::now())
}

/// Lets go of events that are too many or too old.
pub(crate) fn forget(objects: &mut Objects) {
    while let Some((identity, key, time)) = objects.ledger.order.front() {
        let age = Timestamp::now().duration_since(*time).as_secs_f64();
        if objects.ledger.order.len() <= KEPT && age < LIFETIME {
            break;
        }
        let (identity, key) = (*identity, key.clone());
        objects.ledger.order.pop_front();
        objects.ledger.known.remove(&identity);
        objects.remove(Kind::Event, &key);
    }
    // The tallies are only worth something while their objects live; starting anew now and then does no harm.
    if objects.ledger.bursts.len() > 4 * KEPT {
        objects.ledger.bursts.clear();
    }
}
