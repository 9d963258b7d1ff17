//! The Pod as a whole (`pkg/apis/core/validation/validation.go`: `ValidatePodSpec` and the small
//! functions that it calls).

use super::metadata::labels;
use super::volume::Volumes;
use super::{
    Found, WHOLE, affinity, container, network, os, pod_resources, resources, schema, security, spread, toleration,
    volume,
};
use crate::rules::node::Node;
use crate::rules::seen::Seen;

/// What the containers' rules know of their Pod.
pub(super) struct Pod<'n, 'v> {
    pub(super) spec: &'n Node<'n, 'v>,
    pub(super) volumes: Volumes<'v>,
    pub(super) claims: Seen<'v>,
}

/// `DefaultTerminationGracePeriodSeconds`
const GRACE: i64 = 30;

impl Pod<'_, '_> {
    /// How long a container may take to stop, in seconds.
    pub(super) fn grace(&self) -> i64 {
        self.spec
            .field("terminationGracePeriodSeconds")
            .number()
            .unwrap_or(GRACE)
    }
}

pub(super) fn judge(spec: &Node, found: &mut Found) {
    let pod = Pod {
        spec,
        volumes: volume::judge(&spec.field("volumes"), found),
        claims: if WHOLE {
            claims(&spec.field("resourceClaims"), found)
        } else {
            Seen::default()
        },
    };
    container::judge(&pod, found);
    if WHOLE && spec.field("resources").is_set() {
        pod_resources::judge(&pod, found);
    }
    found.fields(spec, schema::POD_SPEC);
    let selector = spec.field("nodeSelector");
    labels(&selector, None, &selector, found);
    affinity::judge(&spec.field("affinity"), found);
    toleration::judge(&spec.field("tolerations"), found);
    if WHOLE {
        beyond_the_form(spec, found);
    }
}

/// What the form does not ask.
fn beyond_the_form(spec: &Node, found: &mut Found) {
    security::of_pod(spec, found);
    spread::judge(&spec.field("topologySpreadConstraints"), found);
    network::judge(spec, found);
    os::judge(spec, found);
    host(spec, found);
    gates(spec, found);
    found.range(&spec.field("activeDeadlineSeconds"), 1, i32::MAX.into());
    let class = spec.field("runtimeClassName");
    if class.is_set() {
        found.subdomain(&class);
    }
    account(spec, found);
    resources::overhead(&spec.field("overhead"), found);
}

/// `SetDefaults_PodSpec`: the old name of the field counts when the new one is empty.
fn account(spec: &Node, found: &mut Found) {
    let (name, old) = (spec.field("serviceAccountName"), spec.field("serviceAccount"));
    if !name.has_text() && old.has_text() && !super::format::is_subdomain(old.text()) {
        found.name(&name, false, crate::Code::DnsSubdomain);
    }
}

/// `validateHostUsers`, `validateShareProcessNamespace`
fn host(spec: &Node, found: &mut Found) {
    const NEEDS: &str = "hostUsers: true";
    if spec.field("hostUsers").is_false() {
        for (name, at) in [
            ("hostNetwork", "hostNetwork"),
            ("hostPID", "HostPID"),
            ("hostIPC", "HostIPC"),
        ] {
            if spec.field(name).is_true() {
                found.only_with(&spec.field(at), NEEDS);
            }
        }
        for list in ["containers", "initContainers"] {
            for container in spec.field(list).items() {
                let devices = container.field("volumeDevices");
                if devices.len() > 0 {
                    found.only_with(&devices, NEEDS);
                }
            }
        }
    }
    let share = spec.field("shareProcessNamespace");
    if share.is_true() && spec.field("hostPID").is_true() {
        found.only_with(&share, "hostPID: false");
    }
}

/// `validateReadinessGates`, `validateSchedulingGates`
fn gates(spec: &Node, found: &mut Found) {
    for gate in spec.field("readinessGates").items() {
        found.qualified(&gate.field("conditionType"));
    }
    let mut seen = Seen::default();
    for gate in spec.field("schedulingGates").items() {
        let name = gate.field("name").text();
        found.form(&gate, super::format::is_qualified_name(name), "name: example.com/name");
        if !seen.add(name) {
            found.duplicate(&gate, name);
        }
    }
}

/// `validatePodResourceClaims`; their names.
fn claims<'v>(claims: &Node<'_, 'v>, found: &mut Found) -> Seen<'v> {
    let mut seen = Seen::default();
    for claim in claims.items() {
        let name = claim.field("name");
        if found.needs(&name) {
            if seen.add(name.text()) {
                found.label(&name);
            } else {
                found.duplicate(&name, name.text());
            }
        }
        let sources = [
            claim.field("resourceClaimName"),
            claim.field("resourceClaimTemplateName"),
        ];
        let count = sources.iter().filter(|source| source.is_set()).count();
        found.exactly_one(&claim, count, "resourceClaimName, resourceClaimTemplateName");
        for source in sources.iter().filter(|source| source.is_set()) {
            found.subdomain(source);
        }
    }
    seen
}
