//! Services (`pkg/apis/core/validation/validation.go`: `validateService` and what it calls).

use super::address::{address, is_network};
use super::metadata::{LABEL_NAME, labels};
use super::network::ADDRESS;
use super::{Found, WHOLE, cluster_ips, metadata, node_ports, ports, schema};
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// `MaxClientIPServiceAffinitySeconds`
const AFFINITY_SECONDS: i64 = 86400;
const MODE: &str = "service.kubernetes.io/topology-mode";
const HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const BALANCER: &str = "type: LoadBalancer";

pub(super) fn judge(service: &Node, found: &mut Found) {
    let (meta, spec) = (service.field("metadata"), service.field("spec"));
    // Addresses and ports are allocated first, and nothing else is looked at when that fails.
    if WHOLE {
        cluster_ips::judge(&spec, found);
    }
    if !found.0.is_empty() {
        return;
    }
    // `SetDefaults_Service`
    let kind = Some(spec.field("type").text())
        .filter(|kind| !kind.is_empty())
        .unwrap_or("ClusterIP");
    let Some(on_nodes) = node_ports::given_out(&spec, kind, found) else {
        return;
    };
    metadata::judge(&meta, &LABEL_NAME, found);
    for words in [meta.field("labels"), spec.field("selector")] {
        labels(&words, None, &words, found);
    }
    found.fields(&spec, schema::SERVICE_SPEC);
    if matches!(spec.field("type").text(), "NodePort" | "LoadBalancer") && cluster_ips::is_headless(&spec) {
        found.only_with(&spec.field("clusterIPs").item(0), "type: ClusterIP");
    }
    let is_balancer = kind == "LoadBalancer";
    let annotations = meta.field("annotations");
    let (mode, hints) = (annotations.text_of(MODE), annotations.text_of(HINTS));
    if mode.is_some() && hints.is_some() && mode != hints {
        found.together(&annotations.entry(MODE), MODE, HINTS);
    }
    all_ports(&spec, kind, &on_nodes, found);
    if kind == "ExternalName" {
        let name = spec.field("externalName");
        if found.needs(&name) {
            let cname = name.text().strip_suffix('.').unwrap_or(name.text());
            found.name(&name, super::format::is_subdomain(cname), Code::DnsSubdomain);
        }
    }
    if spec.field("sessionAffinity").is("ClientIP") {
        let config = spec.field("sessionAffinityConfig");
        found.range(&config.field("clientIP").field("timeoutSeconds"), 1, AFFINITY_SECONDS);
    }
    if WHOLE {
        for ip in spec.field("externalIPs").items() {
            let is_right = address(ip.text()).is_some_and(|address| !address.is_special());
            found.form(&ip, is_right, ADDRESS);
        }
        source_ranges(&spec, &annotations, is_balancer, found);
    }
    let class = spec.field("loadBalancerClass");
    if is_balancer {
        if class.is_set() {
            found.qualified(&class);
        }
    } else {
        found.forbid(&class, BALANCER);
        found.forbid(&spec.field("allocateLoadBalancerNodePorts"), BALANCER);
    }
    traffic(&spec, kind, found);
}

fn all_ports(spec: &Node, kind: &str, given: &[i64], found: &mut Found) {
    let ports = spec.field("ports");
    if kind != "ExternalName" && !cluster_ips::is_headless(spec) {
        found.needs(&ports);
    }
    let (mut names, mut pairs, mut on_nodes) = (Seen::default(), Seen::default(), Seen::default());
    for (port, &allocated) in ports.items().zip(given) {
        one_port(&port, ports.len() > 1, &mut names, found);
        let protocol = ports::protocol(&port);
        let key = |number: &Node| format!("{protocol} {}", number.number().unwrap_or(0));
        let (number, on_node) = (port.field("port"), port.field("nodePort"));
        if !pairs.add(key(&number)) {
            found.duplicate(&port, &key(&number));
        }
        if kind == "ClusterIP" && on_node.number().is_some_and(|number| number != 0) {
            found.only_with(&on_node, "type: NodePort");
        }
        let key = format!("{protocol} {allocated}");
        if allocated != 0 && !on_nodes.add(key.clone()) {
            found.duplicate(&on_node, &key);
        }
    }
}

/// `validateServicePort`
fn one_port<'v>(port: &Node<'_, 'v>, needs_name: bool, names: &mut Seen<'v>, found: &mut Found) {
    found.fields(port, schema::SERVICE_PORT);
    let (name, number, target) = (port.field("name"), port.field("port"), port.field("targetPort"));
    if name.has_text() {
        found.label(&name);
        if !names.add(name.text()) {
            found.duplicate(&name, name.text());
        }
    } else if needs_name {
        found.require(&name);
    }
    found.port_number(&number);
    // `SetDefaults_Service`: zero and an empty name mean the port itself.
    let is_unset = target.number().is_none_or(|number| number == 0) && !target.has_text();
    found.port(&target.alias(if is_unset { &number } else { &target }));
    let protocol = port.field("appProtocol");
    if protocol.is_set() {
        found.qualified(&protocol);
    }
}

fn source_ranges(spec: &Node, annotations: &Node, is_balancer: bool, found: &mut Found) {
    const NETWORK: &str = "10.9.8.0/24";
    let ranges = spec.field("loadBalancerSourceRanges");
    let (list, note) = (
        spec.field("LoadBalancerSourceRanges").alias(&ranges),
        annotations.entry(RANGES),
    );
    let at = if ranges.len() > 0 { &list } else { &note };
    if !is_balancer && at.is_set() && (ranges.len() > 0 || annotations.text_of(RANGES).is_some()) {
        found.only_with(at, BALANCER);
    }
    for range in list.items() {
        found.form(&range, is_network(range.text().trim()), NETWORK);
    }
    if ranges.len() == 0 && !note.text().trim().is_empty() {
        let is_right = note.text().split(',').all(|range| is_network(range.trim()));
        found.form(&note, is_right, NETWORK);
    }
}

/// `validateServiceExternalTrafficPolicy`
fn traffic(spec: &Node, kind: &str, found: &mut Found) {
    let (policy, check) = (spec.field("externalTrafficPolicy"), spec.field("healthCheckNodePort"));
    let is_external =
        matches!(kind, "LoadBalancer" | "NodePort") || (kind == "ClusterIP" && spec.field("externalIPs").len() > 0);
    if policy.has_text() {
        if is_external {
            found.one_of(&policy, "Cluster, Local");
        } else {
            found.only_with(&policy, "type: NodePort");
        }
    }
    if check.number().is_none_or(|number| number == 0) {
        return;
    }
    if kind == "LoadBalancer" && policy.is("Local") {
        found.port_number(&check);
    } else {
        found.error(
            &check,
            Code::OnlyWith,
            Args::with("needs", "externalTrafficPolicy: Local"),
        );
    }
}
