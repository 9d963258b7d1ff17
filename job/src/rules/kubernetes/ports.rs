//! A container's ports (`pkg/apis/core/validation/validation.go`: `validateContainerPorts`,
//! `AccumulateUniqueHostPorts`).

use super::{Found, schema};
use crate::rules::node::Node;
use crate::rules::seen::Seen;

pub(super) fn judge(ports: &Node, found: &mut Found) {
    let mut names = Seen::default();
    for port in ports.items() {
        found.fields(&port, schema::CONTAINER_PORT);
        let name = port.field("name");
        if name.has_text() {
            found.port(&name);
            if !names.add(name.text()) {
                found.duplicate(&name, name.text());
            }
        }
        let number = port.field("containerPort");
        match number.number() {
            None | Some(0) => found.require(&number),
            _ => found.port_number(&number),
        }
        let on_host = port.field("hostPort");
        if on_host.number().is_some_and(|number| number != 0) {
            found.port_number(&on_host);
        }
    }
}

/// No port of the host twice.
pub(super) fn on_host(ports: &Node, at: &Node, seen: &mut Seen, found: &mut Found) {
    for (index, port) in ports.items().enumerate() {
        let Some(number) = port.field("hostPort").number().filter(|number| *number != 0) else {
            continue;
        };
        let protocol = protocol(&port);
        let key = format!("{protocol}/{}/{number}", port.field("hostIP").text());
        if seen.has(&key) {
            found.duplicate(&at.item(index).field("hostPort"), &key);
        }
        seen.add(key);
    }
}

/// `SetDefaults_ServicePort` and the container's alike.
pub(super) fn protocol<'v>(port: &Node<'_, 'v>) -> &'v str {
    Some(port.field("protocol").text())
        .filter(|text| !text.is_empty())
        .unwrap_or("TCP")
}
