//! Containers (`pkg/apis/core/validation/validation.go`: `validateContainers`,
//! `validateContainerCommon`).

use std::collections::HashSet;

use serde_json::Value;

use super::format::{LABEL, is_label};
use super::{Found, resources, text};
use crate::{Args, Code};

pub(super) fn judge(job: &Value, found: &mut Found) {
    let path = "spec.template.spec.containers";
    let containers = job.pointer("/spec/template/spec/containers").and_then(Value::as_array);
    let Some(containers) = containers.filter(|containers| !containers.is_empty()) else {
        return found.error(path, Code::NoContainer, Args::none());
    };
    let mut names = HashSet::new();
    for (index, container) in containers.iter().enumerate() {
        let at = format!("{path}[{index}]");
        let name = text(container, "/name").unwrap_or_default();
        if name.is_empty() {
            found.error(format!("{at}.name"), Code::Required, Args::none());
        } else if !is_label(name) || name.len() > LABEL {
            found.error(format!("{at}.name"), Code::DnsLabel, Args::with("name", name));
        } else if !names.insert(name) {
            found.error(format!("{at}.name"), Code::DuplicateName, Args::with("name", name));
        }
        if text(container, "/image").unwrap_or_default().is_empty() {
            found.error(format!("{at}.image"), Code::Required, Args::none());
        }
        if let Some(policy) = text(container, "/imagePullPolicy")
            && !matches!(policy, "" | "Always" | "IfNotPresent" | "Never")
        {
            let args = Args::with("value", policy).and("allowed", "Always, IfNotPresent, Never");
            found.error(format!("{at}.imagePullPolicy"), Code::NotSupported, args);
        }
        resources::judge(container, &format!("{at}.resources"), found);
    }
}
