//! One container: variables, resources, ports, mounts, probes.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, names};
use crate::object::{entries, items, number, text};
use crate::quantity;

pub(super) fn check(container: &Value, path: &str, init: bool, volumes: &HashSet<&str>, causes: &mut Causes) {
    let name = text(container, "/name");
    if name.is_empty() {
        causes.required(format!("{path}.name"), "");
    } else {
        causes.invalid_for(&format!("{path}.name"), name, names::label(name));
    }
    if text(container, "/image").is_empty() {
        causes.required(format!("{path}.image"), "");
    }
    for (field, supported) in [
        ("imagePullPolicy", &["Always", "IfNotPresent", "Never"][..]),
        ("terminationMessagePolicy", &["File", "FallbackToLogsOnError"]),
        ("restartPolicy", &["Always", "Never", "OnFailure"]),
    ] {
        causes.one_of(
            format!("{path}.{field}"),
            text(container, &format!("/{field}")),
            supported,
        );
    }
    variables(container, path, causes);
    resources(container, path, causes);
    ports(container, path, causes);
    mounts(container, path, volumes, causes);
    let forbidden = init && text(container, "/restartPolicy") != "Always";
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let Some(found) = container.get(name) else { continue };
        let field = format!("{path}.{name}");
        if forbidden {
            causes.forbidden(field, "may not be set for init containers without restartPolicy=Always");
        } else {
            probe(found, &field, name != "readinessProbe", causes);
        }
    }
    if forbidden && container.get("lifecycle").is_some() {
        let why = "may not be set for init containers without restartPolicy=Always";
        causes.forbidden(format!("{path}.lifecycle"), why);
    }
}

fn variables(container: &Value, path: &str, causes: &mut Causes) {
    for (index, variable) in items(container, "/env").iter().enumerate() {
        let field = format!("{path}.env[{index}]");
        let name = text(variable, "/name");
        if name.is_empty() {
            causes.required(format!("{field}.name"), "");
        } else {
            causes.invalid_for(&format!("{field}.name"), name, names::variable(name));
        }
        let Some(source) = variable.get("valueFrom") else {
            continue;
        };
        let why = match source.as_object().map_or(0, serde_json::Map::len) {
            0 => {
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            }
            _ if !text(variable, "/value").is_empty() => "may not be specified when `value` is not empty",
            1 => "",
            _ => "may not have more than one field specified at a time",
        };
        if !why.is_empty() {
            causes.invalid(format!("{field}.valueFrom"), "", why);
        }
        for kind in ["configMapKeyRef", "secretKeyRef"] {
            let Some(reference) = source.get(kind) else { continue };
            let field = format!("{field}.valueFrom.{kind}");
            let (name, key) = (text(reference, "/name"), text(reference, "/key"));
            causes.invalid_for(&format!("{field}.name"), name, names::subdomain(name));
            if key.is_empty() {
                causes.required(format!("{field}.key"), "");
            } else {
                causes.invalid_for(&format!("{field}.key"), key, names::config_key(key));
            }
        }
    }
}

fn resources(container: &Value, path: &str, causes: &mut Causes) {
    for side in ["limits", "requests"] {
        for (name, amount) in entries(container, &format!("/resources/{side}")) {
            let field = format!("{path}.resources.{side}[{name}]");
            let standard =
                matches!(name.as_str(), "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-");
            causes.invalid_for(&field, name, names::qualified(name));
            if !standard && !name.contains('/') {
                causes.invalid(&field, name.as_str(), "must be a standard resource for containers");
            } else if !standard && !extended(name) {
                causes.invalid(&field, name.as_str(), "doesn't follow extended resource name standard");
            }
            let amount = amount.as_str().unwrap_or("");
            if quantity::parse(amount).unwrap_or(0) < 0 {
                causes.invalid(field, amount, "must be greater than or equal to 0");
            }
        }
    }
    for (name, request) in entries(container, "/resources/requests") {
        let request = request.as_str().unwrap_or("");
        let limit = container
            .pointer("/resources/limits")
            .and_then(|limits| limits.get(name))
            .and_then(Value::as_str);
        if let Some(limit) = limit
            && quantity::parse(request).unwrap_or(0) > quantity::parse(limit).unwrap_or(0)
        {
            let why = format!("must be less than or equal to {name} limit of {limit}");
            causes.invalid(format!("{path}.resources.requests"), request, &why);
        }
    }
}

/// A resource that somebody added to Kubernetes, or that Kubernetes names in full.
fn extended(name: &str) -> bool {
    let native = name
        .split('/')
        .next()
        .is_some_and(|prefix| prefix.ends_with("kubernetes.io"));
    native || !name.starts_with("requests.") && names::qualified(&format!("requests.{name}")).is_empty()
}

fn ports(container: &Value, path: &str, causes: &mut Causes) {
    let mut seen = HashSet::new();
    for (index, port) in items(container, "/ports").iter().enumerate() {
        let field = format!("{path}.ports[{index}]");
        let name = text(port, "/name");
        if !name.is_empty() {
            let wrong = names::port_name(name);
            if wrong.is_empty() && !seen.insert(name) {
                causes.duplicate(format!("{field}.name"), name);
            }
            causes.invalid_for(&format!("{field}.name"), name, wrong);
        }
        match number(port, "/containerPort").unwrap_or(0) {
            0 => causes.required(format!("{field}.containerPort"), ""),
            number => {
                if let Some(why) = names::port_number(number) {
                    causes.invalid(format!("{field}.containerPort"), number, why);
                }
            }
        }
        if let Some(number) = number(port, "/hostPort").filter(|number| *number != 0)
            && let Some(why) = names::port_number(number)
        {
            causes.invalid(format!("{field}.hostPort"), number, why);
        }
        let protocols = ["SCTP", "TCP", "UDP"];
        causes.one_of(format!("{field}.protocol"), text(port, "/protocol"), &protocols);
    }
}

fn mounts(container: &Value, path: &str, volumes: &HashSet<&str>, causes: &mut Causes) {
    let mut seen = HashSet::new();
    for (index, mount) in items(container, "/volumeMounts").iter().enumerate() {
        let field = format!("{path}.volumeMounts[{index}]");
        let (name, place) = (text(mount, "/name"), text(mount, "/mountPath"));
        if name.is_empty() {
            causes.required(format!("{field}.name"), "");
        }
        if !volumes.contains(name) {
            causes.not_found(format!("{field}.name"), name);
        }
        if place.is_empty() {
            causes.required(format!("{field}.mountPath"), "");
        }
        if !seen.insert(place) {
            causes.invalid(format!("{field}.mountPath"), place, "must be unique");
        }
    }
}

fn probe(probe: &Value, field: &str, must_succeed_once: bool, causes: &mut Causes) {
    let mut handlers = 0;
    for kind in ["exec", "httpGet", "tcpSocket", "grpc"] {
        let Some(handler) = probe.get(kind) else { continue };
        handlers += 1;
        let field = format!("{field}.{kind}");
        if handlers > 1 {
            causes.forbidden(field, "may not specify more than 1 handler type");
            continue;
        }
        match kind {
            "exec" if items(handler, "/command").is_empty() => {
                causes.required(format!("{field}.command"), "");
            }
            "exec" => {}
            _ => {
                port(
                    handler.get("port").unwrap_or(&Value::from(0)),
                    &format!("{field}.port"),
                    causes,
                );
            }
        }
    }
    if handlers == 0 {
        causes.required(field, "must specify a handler type");
    }
    for name in [
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ] {
        causes.not_negative(format!("{field}.{name}"), number(probe, &format!("/{name}")));
    }
    let threshold = number(probe, "/successThreshold").unwrap_or(1);
    if must_succeed_once && threshold != 1 {
        causes.invalid(format!("{field}.successThreshold"), threshold, "must be 1");
    }
}

/// A port by number or by name.
pub(super) fn port(port: &Value, field: &str, causes: &mut Causes) {
    if let Some(name) = port.as_str() {
        causes.invalid_for(field, name, names::port_name(name));
    } else if let Some(number) = port.as_i64()
        && let Some(why) = names::port_number(number)
    {
        causes.invalid(field, number, why);
    }
}
