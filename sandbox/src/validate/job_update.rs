//! What of a Job may change, and when.

use serde_json::Value;

use super::Causes;
use crate::object::{self, fields, flag, items, number, text};

const IMMUTABLE: &str = "field is immutable";

pub(super) fn check(old: &Value, new: &Value, causes: &mut Causes) {
    for field in [
        "selector",
        "completionMode",
        "podFailurePolicy",
        "successPolicy",
        "backoffLimitPerIndex",
        "managedBy",
    ] {
        unchanged(field, old, new, causes);
    }
    let completions = number(new, "/spec/completions");
    if text(new, "/spec/completionMode") != "Indexed" {
        unchanged("completions", old, new, causes);
    } else if completions != number(old, "/spec/completions") && completions != number(new, "/spec/parallelism") {
        let why = "can only be modified in tandem with spec.parallelism";
        causes.invalid("spec.completions", completions, why);
    }
    if old.pointer("/spec/template") == new.pointer("/spec/template") {
        return;
    }
    if !safely_suspended(old) {
        causes.invalid("spec.template", new["spec"]["template"].clone(), IMMUTABLE);
    } else if without_scheduling(old) != without_scheduling(new) {
        causes.invalid("spec.template.spec", new["spec"]["template"]["spec"].clone(), IMMUTABLE);
    }
}

fn unchanged(field: &str, old: &Value, new: &Value, causes: &mut Causes) {
    let pointer = format!("/spec/{field}");
    if old.pointer(&pointer) != new.pointer(&pointer) {
        causes.invalid(format!("spec.{field}"), new.pointer(&pointer).cloned(), IMMUTABLE);
    }
}

/// Suspended so that no Pod could notice a change of the template.
fn safely_suspended(job: &Value) -> bool {
    let told = items(job, "/status/conditions")
        .iter()
        .any(|condition| condition["type"] == "Suspended" && condition["status"] == "True");
    let started = !text(job, "/status/startTime").is_empty();
    flag(job, "/spec/suspend") && (told || !started) && number(job, "/status/active").unwrap_or(0) == 0
}

/// The template without what may change while the Job is suspended.
fn without_scheduling(job: &Value) -> Value {
    let mut template = job.pointer("/spec/template").cloned().unwrap_or_default();
    object::fields(&mut template, "").remove("metadata");
    let spec = fields(&mut template, "/spec");
    for field in ["nodeSelector", "tolerations", "schedulingGates"] {
        spec.remove(field);
    }
    if let Some(affinity) = spec.get_mut("affinity").and_then(Value::as_object_mut) {
        affinity.remove("nodeAffinity");
    }
    if spec
        .get("affinity")
        .and_then(Value::as_object)
        .is_some_and(|affinity| affinity.is_empty())
    {
        spec.remove("affinity");
    }
    for list in ["containers", "initContainers"] {
        for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            fields(container, "").remove("resources");
        }
    }
    template
}
