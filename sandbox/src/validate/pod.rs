//! The spec of a Pod, in a template or by itself.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, container, metadata, names, volume};
use crate::object::{items, number, text};

/// Judges the spec of `pod` (a Pod or a template), which the API server calls `path`.
pub(super) fn check(pod: &Value, path: &str, causes: &mut Causes) {
    let volumes = volume::check(pod, path, causes);
    if items(pod, "/spec/containers").is_empty() {
        causes.required(format!("{path}.containers"), "");
    }
    let mut seen = HashSet::new();
    for list in ["containers", "initContainers"] {
        for (index, container) in items(pod, &format!("/spec/{list}")).iter().enumerate() {
            let field = format!("{path}.{list}[{index}]");
            let name = text(container, "/name");
            if !name.is_empty() && !seen.insert(name) {
                causes.duplicate(format!("{field}.name"), name);
            }
            container::check(container, &field, list == "initContainers", &volumes, causes);
        }
    }
    if !items(pod, "/spec/ephemeralContainers").is_empty() {
        let why = "ephemeral containers not allowed in pod template";
        causes.forbidden(format!("{path}.ephemeralContainers"), why);
    }
    causes.one_of(
        format!("{path}.restartPolicy"),
        text(pod, "/spec/restartPolicy"),
        &["Always", "OnFailure", "Never"],
    );
    causes.one_of(
        format!("{path}.dnsPolicy"),
        text(pod, "/spec/dnsPolicy"),
        &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
    );
    if let Some(deadline) =
        number(pod, "/spec/activeDeadlineSeconds").filter(|seconds| !(1..=i64::from(i32::MAX)).contains(seconds))
    {
        let why = "must be between 1 and 2147483647, inclusive";
        causes.invalid(format!("{path}.activeDeadlineSeconds"), deadline, why);
    }
    metadata::labels(pod, "/spec/nodeSelector", &format!("{path}.nodeSelector"), causes);
    for field in ["hostname", "subdomain"] {
        let value = text(pod, &format!("/spec/{field}"));
        if !value.is_empty() {
            causes.invalid_for(&format!("{path}.{field}"), value, names::label(value));
        }
    }
    for field in ["serviceAccountName", "priorityClassName", "nodeName"] {
        let value = text(pod, &format!("/spec/{field}"));
        if !value.is_empty() {
            causes.invalid_for(&format!("{path}.{field}"), value, names::subdomain(value));
        }
    }
    for (index, toleration) in items(pod, "/spec/tolerations").iter().enumerate() {
        tolerate(toleration, &format!("{path}.tolerations[{index}]"), causes);
    }
}

fn tolerate(toleration: &Value, field: &str, causes: &mut Causes) {
    let (key, operator) = (text(toleration, "/key"), text(toleration, "/operator"));
    let (value, effect) = (text(toleration, "/value"), text(toleration, "/effect"));
    if !key.is_empty() {
        causes.invalid_for(&format!("{field}.key"), key, names::qualified(key));
    } else if operator != "Exists" {
        let why = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        causes.invalid(format!("{field}.operator"), operator, why);
    }
    match operator {
        "" | "Equal" => causes.invalid_for(&format!("{field}.operator"), value, names::label_value(value)),
        "Exists" if !value.is_empty() => {
            let why = "value must be empty when `operator` is 'Exists'";
            causes.invalid(format!("{field}.operator"), value, why);
        }
        "Exists" => {}
        other => causes.unsupported(format!("{field}.operator"), other, &["Equal", "Exists"]),
    }
    causes.one_of(
        format!("{field}.effect"),
        effect,
        &["NoSchedule", "PreferNoSchedule", "NoExecute"],
    );
    if toleration.get("tolerationSeconds").is_some() && effect != "NoExecute" {
        let why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
        causes.invalid(format!("{field}.effect"), effect, why);
    }
}

/// Of a Pod only little may change; the practice cluster lets nothing but the deadline change.
pub(super) fn check_update(old: &Value, new: &Value, causes: &mut Causes) {
    let without = |pod: &Value| {
        let mut spec = pod["spec"].clone();
        crate::object::fields(&mut spec, "").remove("activeDeadlineSeconds");
        spec
    };
    if without(old) != without(new) {
        let why = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
        causes.forbidden("spec", why);
    }
}
