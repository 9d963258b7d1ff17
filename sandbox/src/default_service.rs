//! What the API server fills into Services, and the addresses it gives them.

use serde_json::{Map, Value, json};

use crate::object::{default, fields, hash, name, namespace, number, text};

/// Fills in a Service and gives it an address and node ports.
pub(crate) fn service(service: &mut Value) {
    let kind = match text(service, "/spec/type") {
        "" => "ClusterIP".to_owned(),
        given => given.to_owned(),
    };
    let address = hash(&format!("{}/{}", namespace(service), name(service)));
    let external = kind == "NodePort" || kind == "LoadBalancer";
    let headless = text(service, "/spec/clusterIP") == "None";
    let by_client = text(service, "/spec/sessionAffinity") == "ClientIP";
    let spec = fields(service, "/spec");
    default(spec, "type", kind.as_str());
    default(spec, "sessionAffinity", "None");
    if by_client {
        let config = spec.entry("sessionAffinityConfig").or_insert(json!({}));
        default(fields(config, "/clientIP"), "timeoutSeconds", 10_800);
    }
    for (index, port) in spec
        .get_mut("ports")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let number = number(port, "/port").unwrap_or(0);
        let map = fields(port, "");
        default(map, "protocol", "TCP");
        if map.get("targetPort").is_some_and(|target| *target == 0) {
            map.remove("targetPort");
        }
        default(map, "targetPort", number);
        if external {
            default(map, "nodePort", 30_000 + (address + index as u64) % 2768);
        }
    }
    if kind == "ExternalName" {
        return;
    }
    default(spec, "internalTrafficPolicy", "Cluster");
    // Whatever stands behind a Service without address and selector may have both families.
    let unselected = spec
        .get("selector")
        .and_then(Value::as_object)
        .is_none_or(Map::is_empty);
    let (families, policy) = if headless && unselected {
        (json!(["IPv4", "IPv6"]), "RequireDualStack")
    } else {
        (json!(["IPv4"]), "SingleStack")
    };
    default(spec, "ipFamilies", families);
    default(spec, "ipFamilyPolicy", policy);
    if external {
        default(spec, "externalTrafficPolicy", "Cluster");
    }
    if kind == "LoadBalancer" {
        default(spec, "allocateLoadBalancerNodePorts", true);
    }
    let address = format!("10.96.{}.{}", 1 + (address >> 8) % 254, 1 + address % 254);
    default(spec, "clusterIP", if headless { "None".into() } else { address });
    let first = spec.get("clusterIP").cloned();
    default(spec, "clusterIPs", json!([first]));
}
