//! Containers (`pkg/apis/core/validation/validation.go`: `validateContainers`,
//! `validateInitContainers`, `validateContainerCommon`).

use super::pod_spec::Pod;
use super::probe::{lifecycle, probes};
use super::{Found, env, mounts, ports, resources, schema, security};
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// Most rules of a container's own restart policy, and most exit codes of one.
const RULES: usize = 20;
const EXIT_CODES: usize = 255;

pub(super) fn judge(pod: &Pod, found: &mut Found) {
    let (containers, first) = (pod.spec.field("containers"), pod.spec.field("initContainers"));
    if containers.len() == 0 {
        found.error(&containers, Code::NoContainer, Args::none());
    }
    let (mut names, mut host_ports) = (Seen::default(), Seen::default());
    for container in containers.items() {
        common(&container, pod, &mut names, found);
        ports::on_host(
            &container.field("ports"),
            &container.field("ports"),
            &mut host_ports,
            found,
        );
        lifecycle(&container.field("lifecycle"), pod.grace(), found);
        probes(&container, found);
    }
    for container in first.items() {
        common(&container, pod, &mut names, found);
        // Each for itself, since they run one by one; reported as if it were the first.
        let at = first.item(0);
        ports::on_host(
            &container.field("ports"),
            &at.field("ports"),
            &mut Seen::default(),
            found,
        );
        const SIDECAR: &str = "restartPolicy: Always";
        if container.field("restartPolicy").is("Always") {
            lifecycle(&container.field("lifecycle"), pod.grace(), found);
            probes(&container, found);
            continue;
        }
        for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            found.forbid(&container.field(name), SIDECAR);
        }
        for policy in container.field("resizePolicy").items() {
            let at = policy.field("restartPolicy");
            if at.is("RestartContainer") {
                found.only_with(&at, SIDECAR);
            }
        }
    }
}

/// `validateContainerCommon`, and that its name is its own.
fn common<'v>(container: &Node<'_, 'v>, pod: &Pod, names: &mut Seen<'v>, found: &mut Found) {
    let name = container.field("name");
    if found.needs(&name) {
        found.label(&name);
        if !names.add(name.text()) {
            found.duplicate(&name, name.text());
        }
    }
    found.needs(&container.field("image"));
    found.fields(container, schema::CONTAINER);
    ports::judge(&container.field("ports"), found);
    env::judge(&container.field("env"), pod, found);
    env::from(&container.field("envFrom"), found);
    mounts::judge(container, pod, found);
    resources::of_container(&container.field("resources"), &pod.claims, found);
    resize_policy(&container.field("resizePolicy"), pod, found);
    security::of_container(&container.field("securityContext"), pod, found);
    restart_rules(container, found);
}

/// `validateResizePolicy`
fn resize_policy(list: &Node, pod: &Pod, found: &mut Found) {
    let mut seen = Seen::default();
    for policy in list.items() {
        let (resource, restart) = (
            policy.field("resourceName").text(),
            policy.field("restartPolicy").text(),
        );
        if !seen.add(resource) {
            found.duplicate(&policy, resource);
        }
        let is_never = pod.spec.field("restartPolicy").is("Never");
        // Everything else is reported at the list.
        for (value, allowed) in [
            (resource, "cpu, memory"),
            (
                restart,
                if is_never {
                    "NotRequired"
                } else {
                    "NotRequired, RestartContainer"
                },
            ),
        ] {
            found.one_of_at(list, value, allowed);
        }
    }
}

/// `validateContainerRestartPolicy`
fn restart_rules(container: &Node, found: &mut Found) {
    let (policy, rules) = (container.field("restartPolicy"), container.field("restartPolicyRules"));
    if rules.len() == 0 {
        return;
    }
    if !policy.is_set() {
        found.require(&policy);
    }
    found.too_many(&rules, RULES);
    for rule in rules.items() {
        found.one_of(&rule.field("action"), "Restart, RestartAllContainers");
        let codes = rule.field("exitCodes");
        if codes.is_set() {
            found.one_of(&codes.field("operator"), "In, NotIn");
            found.too_many(&codes.field("values"), EXIT_CODES);
        } else {
            found.require(&codes);
        }
    }
}
