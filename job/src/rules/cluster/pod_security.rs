//! Pod Security: what a namespace's level forbids its Pods
//! (`k8s.io/pod-security-admission/policy/check_*.go`, one function here for each check there).
//! A Job is taken all the same; its Pods are refused.

use serde_json::Value;

use super::{CONTAINERS, finding};
use crate::context::Minor;
use crate::rules::node::Node;
use crate::{Args, Code, Finding, Severity};

/// How strict a namespace is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything is allowed.
    Privileged,
    /// Known ways to the node are forbidden.
    Baseline,
    /// And a Pod has to say that it does without them.
    Restricted,
}

impl Level {
    /// As the label `pod-security.kubernetes.io/enforce` has it.
    pub fn of_label(text: &str) -> Option<Self> {
        [Self::Privileged, Self::Baseline, Self::Restricted]
            .into_iter()
            .find(|level| level.word() == text)
    }

    /// Its word in labels and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// What a level forbids the Pods of a Job, as that version of the policy has it. Argument `reason` is the
/// API server's word for the check.
pub fn judge(job: &Value, level: Level, version: Minor, severity: Severity) -> Vec<Finding> {
    let mut found = Found {
        findings: Vec::new(),
        level: level.word(),
        severity,
    };
    let root = Node::root(job);
    let spec = root.field("spec");
    let template = spec.field("template");
    let pod = template.field("spec");
    if level >= Level::Baseline {
        baseline(&template, &pod, level, version, &mut found);
    }
    if level == Level::Restricted {
        restricted(&pod, version, &mut found);
    }
    found.findings
}

struct Found {
    findings: Vec<Finding>,
    level: &'static str,
    severity: Severity,
}

impl Found {
    fn say(&mut self, at: &Node, code: Code, reason: &str, value: &str) {
        let args = Args::with("level", self.level)
            .and("reason", reason)
            .and("value", value);
        self.findings.push(finding(at, self.severity, code, args));
    }

    fn forbids(&mut self, at: &Node, reason: &str, value: &str) {
        self.say(at, Code::PodSecurityForbids, reason, value);
    }

    fn needs(&mut self, at: &Node, reason: &str, value: &str) {
        self.say(at, Code::PodSecurityNeeds, reason, value);
    }
}

/// In a user namespace of its own, root is nobody on the node (from 1.35 on).
fn is_relaxed(pod: &Node, version: Minor) -> bool {
    version >= Minor(35) && pod.field("hostUsers").is_false()
}

fn baseline(template: &Node, pod: &Node, level: Level, version: Minor, found: &mut Found) {
    for name in ["hostNetwork", "hostPID", "hostIPC"] {
        let at = pod.field(name);
        if at.is_true() {
            found.forbids(&at, "host namespaces", &format!("{name}: true"));
        }
    }
    apparmor(template, found);
    sysctls(pod, version, found);
    let of_pod = pod.field("securityContext");
    selinux(&of_pod, version, found);
    windows(&of_pod, found);
    // What restricted has a stricter check for, it says itself.
    if level == Level::Baseline {
        seccomp_value(&of_pod, found);
        for volume in pod.field("volumes").items() {
            let at = volume.field("hostPath");
            if at.is_set() {
                found.forbids(&at, "hostPath volumes", "hostPath");
            }
        }
    }
    for list in CONTAINERS {
        for container in pod.field(list).items() {
            let context = container.field("securityContext");
            let privileged = context.field("privileged");
            if privileged.is_true() {
                found.forbids(&privileged, "privileged", "privileged: true");
            }
            for port in container.field("ports").items() {
                let at = port.field("hostPort");
                if at.number().is_some_and(|port| port != 0) {
                    found.forbids(
                        &at,
                        "hostPort",
                        &format!("hostPort {}", at.number().unwrap_or_default()),
                    );
                }
            }
            if version >= Minor(34) {
                hosts(&container, found);
            }
            proc_mount(&context, pod, level, version, found);
            selinux(&context, version, found);
            windows(&context, found);
            if level == Level::Baseline {
                capabilities(&context, &BASELINE_CAPABILITIES, "non-default capabilities", found);
                seccomp_value(&context, found);
            }
        }
    }
}

const BASELINE_CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn capabilities(context: &Node, allowed: &[&str], reason: &str, found: &mut Found) {
    let capabilities = context.field("capabilities");
    let add = capabilities.field("add");
    for capability in add.items() {
        if !allowed.contains(&capability.text()) {
            found.forbids(&add, reason, capability.text());
        }
    }
}

/// A probe or a hook that calls another host than its own Pod.
fn hosts(container: &Node, found: &mut Found) {
    let lifecycle = container.field("lifecycle");
    let handlers = [
        container.field("livenessProbe"),
        container.field("readinessProbe"),
        container.field("startupProbe"),
        lifecycle.field("postStart"),
        lifecycle.field("preStop"),
    ];
    for handler in handlers {
        for kind in ["httpGet", "tcpSocket"] {
            let request = handler.field(kind);
            let at = request.field("host");
            if at.has_text() {
                found.forbids(&at, "probe or lifecycle host", at.text());
            }
        }
    }
}

fn proc_mount(context: &Node, pod: &Node, level: Level, version: Minor, found: &mut Found) {
    let at = context.field("procMount");
    let is_allowed = level == Level::Baseline && is_relaxed(pod, version);
    if at.is_set() && !at.is("Default") && !is_allowed {
        found.forbids(&at, "procMount", at.text());
    }
}

fn selinux(context: &Node, version: Minor, found: &mut Found) {
    const REASON: &str = "seLinuxOptions";
    let options = context.field("seLinuxOptions");
    let kind = options.field("type");
    let is_allowed = match kind.text() {
        "" | "container_t" | "container_init_t" | "container_kvm_t" => true,
        "container_engine_t" => version >= Minor(31),
        _ => false,
    };
    if !is_allowed {
        found.forbids(&kind, REASON, kind.text());
    }
    for name in ["user", "role"] {
        let at = options.field(name);
        if at.has_text() {
            found.forbids(&at, REASON, at.text());
        }
    }
}

fn windows(context: &Node, found: &mut Found) {
    let options = context.field("windowsOptions");
    let at = options.field("hostProcess");
    if at.is_true() {
        found.forbids(&at, "hostProcess", "hostProcess: true");
    }
}

/// A profile that is named is one that confines.
fn seccomp_value(context: &Node, found: &mut Found) {
    let profile = context.field("seccompProfile");
    let at = profile.field("type");
    if profile.is_set() && !confines(&at) {
        found.forbids(&at, "seccompProfile", at.text());
    }
}

fn confines(profile: &Node) -> bool {
    matches!(profile.text(), "RuntimeDefault" | "Localhost")
}

fn apparmor(template: &Node, found: &mut Found) {
    const REASON: &str = "forbidden AppArmor profile";
    const PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";
    let pod = template.field("spec");
    let mut of_context = |context: &Node| {
        let profile = context.field("appArmorProfile");
        let at = profile.field("type");
        if profile.is_set() && !confines(&at) {
            found.forbids(&at, REASON, at.text());
        }
    };
    of_context(&pod.field("securityContext"));
    for list in CONTAINERS {
        for container in pod.field(list).items() {
            of_context(&container.field("securityContext"));
        }
    }
    let metadata = template.field("metadata");
    for (key, at) in metadata.field("annotations").entries() {
        let value = at.text();
        let is_allowed = value.is_empty() || value == "runtime/default" || value.starts_with("localhost/");
        if key.starts_with(PREFIX) && !is_allowed {
            found.forbids(&at, REASON, value);
        }
    }
}

/// Settings of the kernel that touch nobody else, by the version of the policy that first allowed them.
const SYSCTLS: [(u16, &str); 14] = [
    (0, "kernel.shm_rmid_forced"),
    (0, "net.ipv4.ip_local_port_range"),
    (0, "net.ipv4.tcp_syncookies"),
    (0, "net.ipv4.ping_group_range"),
    (0, "net.ipv4.ip_unprivileged_port_start"),
    (27, "net.ipv4.ip_local_reserved_ports"),
    (29, "net.ipv4.tcp_keepalive_time"),
    (29, "net.ipv4.tcp_fin_timeout"),
    (29, "net.ipv4.tcp_keepalive_intvl"),
    (29, "net.ipv4.tcp_keepalive_probes"),
    (32, "net.ipv4.tcp_rmem"),
    (32, "net.ipv4.tcp_wmem"),
    (37, "net.ipv4.tcp_slow_start_after_idle"),
    (37, "net.ipv4.tcp_notsent_lowat"),
];

fn sysctls(pod: &Node, version: Minor, found: &mut Found) {
    let context = pod.field("securityContext");
    for sysctl in context.field("sysctls").items() {
        let at = sysctl.field("name");
        let is_allowed = SYSCTLS
            .iter()
            .any(|(since, name)| at.is(name) && version >= Minor(*since));
        if !is_allowed {
            found.forbids(&at, "forbidden sysctls", at.text());
        }
    }
}

/// Kinds of volumes that hold nothing of the node.
const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

fn restricted(pod: &Node, version: Minor, found: &mut Found) {
    for volume in pod.field("volumes").items() {
        let said: Vec<_> = volume
            .entries()
            .filter(|(kind, source)| *kind != "name" && source.is_set())
            .map(|(kind, _)| kind)
            .collect();
        // What says nothing is an empty directory (`pkg/apis/core/v1/defaults.go`: `SetDefaults_Volume`).
        let is_allowed = said.is_empty() || said.iter().any(|kind| VOLUMES.contains(kind));
        if !is_allowed {
            let kind = volume.named(said.first().copied().unwrap_or_default());
            found.forbids(
                &kind,
                "restricted volume types",
                kind.path().rsplit('.').next().unwrap_or_default(),
            );
        }
    }
    let is_windows = pod.field("os").field("name").is("windows");
    let of_pod = pod.field("securityContext");
    let containers: Vec<_> = CONTAINERS.iter().map(|list| pod.field(list)).collect();
    let contexts = || {
        containers
            .iter()
            .flat_map(|list| (0..list.len()).map(move |index| (list, index)))
    };
    if !is_windows {
        for (list, index) in contexts() {
            let container = list.item(index);
            let context = container.field("securityContext");
            let escalation = context.field("allowPrivilegeEscalation");
            if !escalation.is_false() {
                found.needs(
                    &escalation,
                    "allowPrivilegeEscalation != false",
                    "allowPrivilegeEscalation: false",
                );
            }
            capabilities(&context, &["NET_BIND_SERVICE"], "unrestricted capabilities", found);
            let of_context = context.field("capabilities");
            let drop = of_context.field("drop");
            let drops_all = drop.items().any(|capability| capability.is("ALL"));
            if !drops_all {
                found.needs(&drop, "unrestricted capabilities", "drop: ALL");
            }
        }
        seccomp_needed(&of_pod, &containers, found);
    }
    if !is_relaxed(pod, version) {
        non_root(&of_pod, &containers, found);
        for (list, index) in contexts() {
            let container = list.item(index);
            let context = container.field("securityContext");
            root_user(&context, found);
        }
        root_user(&of_pod, found);
    }
}

fn root_user(context: &Node, found: &mut Found) {
    let at = context.field("runAsUser");
    if at.number() == Some(0) {
        found.forbids(&at, "runAsUser=0", "runAsUser: 0");
    }
}

/// Said by the Pod or by each of its containers; one that says the opposite is the only thing that is reported.
fn non_root(of_pod: &Node, containers: &[Node], found: &mut Found) {
    const REASON: &str = "runAsNonRoot != true";
    let of_pod = of_pod.field("runAsNonRoot");
    let mut unsaid = Vec::new();
    let before = found.findings.len();
    if of_pod.is_false() {
        found.forbids(&of_pod, REASON, "runAsNonRoot: false");
    }
    for list in containers {
        for index in 0..list.len() {
            let container = list.item(index);
            let context = container.field("securityContext");
            let at = context.field("runAsNonRoot");
            if at.is_false() {
                found.forbids(&at, REASON, "runAsNonRoot: false");
            } else if !at.is_set() && !of_pod.is_true() {
                unsaid.push((list, index));
            }
        }
    }
    if found.findings.len() == before {
        for (list, index) in unsaid {
            let container = list.item(index);
            let context = container.field("securityContext");
            found.needs(&context.field("runAsNonRoot"), REASON, "runAsNonRoot: true");
        }
    }
}

/// The same of the seccomp profile, which is asked of the Pod: the form has no field for it.
fn seccomp_needed(of_pod: &Node, containers: &[Node], found: &mut Found) {
    let profile = of_pod.field("seccompProfile");
    let of_pod = profile.field("type");
    let before = found.findings.len();
    if profile.is_set() && !confines(&of_pod) {
        found.forbids(&of_pod, "seccompProfile", of_pod.text());
    }
    let mut is_unsaid = false;
    for list in containers {
        for container in list.items() {
            let context = container.field("securityContext");
            let own = context.field("seccompProfile");
            if !own.is_set() {
                is_unsaid |= !confines(&of_pod);
            } else if !confines(&own.field("type")) {
                let at = own.field("type");
                found.forbids(&at, "seccompProfile", at.text());
            }
        }
    }
    if is_unsaid && found.findings.len() == before {
        found.needs(&of_pod, "seccompProfile", "seccompProfile: RuntimeDefault");
    }
}
