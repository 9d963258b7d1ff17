//! The phase and the conditions of a Pod, as its containers make them.

use serde_json::{Value, json};

use crate::object::{fields, items, now, number, text};

use super::slot::Slot;

/// Brings phase and conditions of a bound Pod up to date.
pub(super) fn settle(pod: &mut Value) {
    let phase = phase(pod);
    let mains = Slot::all(pod, false);
    let unready: Vec<&str> = mains
        .iter()
        .filter(|slot| !slot.running(pod))
        .map(|slot| slot.name(pod))
        .collect();
    let message = format!("containers with unready status: [{}]", unready.join(" "));
    let ready = unready.is_empty() && phase == "Running";
    let (reason, message) = match phase {
        "Succeeded" => ("PodCompleted", String::new()),
        "Failed" => ("PodFailed", String::new()),
        _ if ready => ("", String::new()),
        _ => ("ContainersNotReady", message),
    };
    let done = phase == "Succeeded" || phase == "Failed";
    let prepared = phase == "Succeeded" || prepared(pod);
    condition(pod, "PodReadyToStartContainers", !done, "", "");
    let why = if phase == "Succeeded" {
        "PodCompleted"
    } else if prepared {
        ""
    } else {
        "ContainersNotInitialized"
    };
    condition(pod, "Initialized", prepared, why, "");
    condition(pod, "Ready", ready, reason, &message);
    condition(pod, "ContainersReady", ready, reason, &message);
    fields(pod, "/status").insert("phase".into(), phase.into());
}

fn prepared(pod: &Value) -> bool {
    Slot::all(pod, true).iter().all(|slot| {
        if slot.sidecar(pod) {
            slot.running(pod)
        } else {
            slot.exit(pod) == Some(0)
        }
    })
}

fn phase(pod: &Value) -> &'static str {
    let (inits, mains) = (Slot::all(pod, true), Slot::all(pod, false));
    // What ended and starts again has not ended, unless the Pod was stopped.
    let stopped = number(pod, "/metadata/deletionGracePeriodSeconds") == Some(0);
    let ended = |slot: &&Slot| slot.exit(pod).filter(|exit| stopped || !slot.restarts(pod, *exit));
    if inits.iter().filter_map(|slot| ended(&slot)).any(|exit| exit != 0) {
        return "Failed";
    }
    let ends: Vec<i64> = mains.iter().filter_map(|slot| ended(&slot)).collect();
    if ends.len() == mains.len() {
        return if ends.iter().all(|exit| *exit == 0) {
            "Succeeded"
        } else {
            "Failed"
        };
    }
    let began = mains.iter().any(|slot| {
        let status = slot.status(pod);
        slot.running(pod) || slot.exit(pod).is_some() || status.pointer("/lastState/terminated").is_some()
    });
    if began { "Running" } else { "Pending" }
}

/// Sets a condition; its time changes only when it does.
pub(super) fn condition(pod: &mut Value, kind: &str, holds: bool, reason: &str, message: &str) {
    let status = if holds { "True" } else { "False" };
    let before = items(pod, "/status/conditions")
        .iter()
        .find(|condition| condition["type"] == kind);
    let since = match before {
        Some(before) if before["status"] == status => text(before, "/lastTransitionTime").to_owned(),
        _ => now(),
    };
    let mut condition = json!({"type": kind, "status": status, "lastProbeTime": null, "lastTransitionTime": since});
    for (field, value) in [("reason", reason), ("message", message)] {
        if !value.is_empty() {
            condition[field] = value.into();
        }
    }
    let list = fields(pod, "/status").entry("conditions").or_insert(json!([]));
    if let Some(list) = list.as_array_mut() {
        match list.iter_mut().find(|condition| condition["type"] == kind) {
            Some(place) => *place = condition,
            None => list.push(condition),
        }
    }
}
