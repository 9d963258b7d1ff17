//! The spec of a Service.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, container, metadata, names};
use crate::object::{items, number, text};

pub(super) fn check(service: &Value, causes: &mut Causes) {
    let kind = text(service, "/spec/type");
    let headless = text(service, "/spec/clusterIP") == "None";
    let ports = items(service, "/spec/ports");
    let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    causes.one_of("spec.type", kind, &types);
    causes.one_of(
        "spec.sessionAffinity",
        text(service, "/spec/sessionAffinity"),
        &["ClientIP", "None"],
    );
    if ports.is_empty() && !headless && kind != "ExternalName" {
        causes.required("spec.ports", "");
    }
    if headless && (kind == "NodePort" || kind == "LoadBalancer") {
        let why = format!("may not be set to 'None' for {kind} services");
        causes.invalid("spec.clusterIPs[0]", "None", &why);
    }
    if kind == "ExternalName" {
        let name = text(service, "/spec/externalName");
        let name = name.strip_suffix('.').unwrap_or(name);
        if name.is_empty() {
            causes.required("spec.externalName", "");
        } else {
            causes.invalid_for("spec.externalName", name, names::subdomain(name));
        }
    }
    metadata::labels(service, "/spec/selector", "spec.selector", causes);
    let mut seen_names = HashSet::new();
    let mut seen_ports = HashSet::new();
    for (index, port) in ports.iter().enumerate() {
        let field = format!("spec.ports[{index}]");
        let (name, protocol) = (text(port, "/name"), text(port, "/protocol"));
        if name.is_empty() {
            if ports.len() > 1 {
                causes.required(format!("{field}.name"), "");
            }
        } else {
            causes.invalid_for(&format!("{field}.name"), name, names::label(name));
            if !seen_names.insert(name) {
                causes.duplicate(format!("{field}.name"), name);
            }
        }
        let given = number(port, "/port").unwrap_or(0);
        if let Some(why) = names::port_number(given) {
            causes.invalid(format!("{field}.port"), given, why);
        }
        container::port(&port["targetPort"], &format!("{field}.targetPort"), causes);
        causes.one_of(format!("{field}.protocol"), protocol, &["SCTP", "TCP", "UDP"]);
        if kind == "ClusterIP" && number(port, "/nodePort").unwrap_or(0) != 0 {
            causes.forbidden(
                format!("{field}.nodePort"),
                "may not be used when `type` is 'ClusterIP'",
            );
        }
        if !seen_ports.insert((protocol, given)) {
            causes.duplicate(field, port.clone());
        }
    }
}
