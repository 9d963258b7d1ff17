//! Security contexts (`pkg/apis/core/validation/validation.go`: `validatePodSpecSecurityContext`,
//! `ValidateSecurityContext` and what they call). `windowsOptions` no rule here knows.

use super::format::{SUBDOMAIN, is_loose_label};
use super::pod_spec::Pod;
use super::{Found, schema};
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// Most bytes of a profile's path (`maxLocalhostProfileLength`).
const PROFILE: usize = 4095;

/// `validatePodSpecSecurityContext`
pub(super) fn of_pod(spec: &Node, found: &mut Found) {
    let context = spec.field("securityContext");
    found.fields(&context, schema::POD_SECURITY);
    for group in context.field("supplementalGroups").items() {
        found.range(&group, 0, i32::MAX.into());
    }
    sysctls(&context.field("sysctls"), spec, found);
    profiles(&context, found);
}

/// `ValidateSecurityContext`
pub(super) fn of_container(context: &Node, pod: &Pod, found: &mut Found) {
    if !context.is_set() {
        return;
    }
    found.fields(context, schema::SECURITY);
    let mount = context.field("procMount");
    if mount.is("Unmasked") && !pod.spec.field("hostUsers").is_false() {
        found.only_with(&mount, "hostUsers: false");
    }
    if context.field("allowPrivilegeEscalation").is_false() {
        let capabilities = context.field("capabilities");
        let added = capabilities.field("add");
        if context.field("privileged").is_true() {
            found.together(context, "allowPrivilegeEscalation: false", "privileged: true");
        }
        if added.items().any(|name| name.is("CAP_SYS_ADMIN")) {
            found.together(context, "allowPrivilegeEscalation: false", "CAP_SYS_ADMIN");
        }
    }
    profiles(context, found);
}

/// `validateSeccompProfileField`, `ValidateAppArmorProfileField`
fn profiles(context: &Node, found: &mut Found) {
    for name in ["seccompProfile", "appArmorProfile"] {
        let profile = context.field(name);
        if !profile.is_set() {
            continue;
        }
        let (kind, path) = (profile.field("type"), profile.field("localhostProfile"));
        if found.needs(&kind) {
            found.one_of(&kind, "Localhost, RuntimeDefault, Unconfined");
        }
        let is_seccomp = name == "seccompProfile";
        match kind.text() {
            "Localhost" if !path.is_set() => found.require(&path),
            "Localhost" if is_seccomp => found.descending(&path, path.text()),
            "Localhost" => {
                found.form(&path, path.text().trim() == path.text(), "my-profile");
                found.needs(&path);
                found.too_long(&path, PROFILE);
            }
            "RuntimeDefault" | "Unconfined" => found.forbid(&path, "type: Localhost"),
            // AppArmor's has been said enough of.
            _ if is_seccomp => found.forbid(&path, "type: Localhost"),
            _ => {}
        }
    }
}

/// `validateSysctls`
fn sysctls(list: &Node, spec: &Node, found: &mut Found) {
    let mut seen = Seen::default();
    for sysctl in list.items() {
        let at = sysctl.field("name");
        let name = at.text();
        if found.needs(&at) {
            let is_right = name.len() <= SUBDOMAIN && name.split(['.', '/']).all(is_loose_label);
            found.form(&at, is_right, "kernel.shm_rmid_forced");
            if is_right && seen.has(name) {
                found.duplicate(&at, name);
            }
        }
        for (namespace, field, needs) in [
            ("net", "hostNetwork", "hostNetwork: false"),
            ("ipc", "hostIPC", "hostIPC: false"),
        ] {
            if spec.field(field).is_true() && namespace_of(name) == Some(namespace) {
                found.error(&at, Code::OnlyWith, Args::with("needs", needs));
            }
        }
        seen.add(name);
    }
}

/// `GetNamespace` (`component-helpers/node/util/sysctl/namespace.go`). The separator that comes
/// first is the separator.
fn namespace_of(name: &str) -> Option<&'static str> {
    const IPC: &str = "sem, shmall, shmmax, shmmni, shm_rmid_forced, shm, msgmax, msgmnb, msgmni, msg";
    let at = name.find(['.', '/'])?;
    let (first, rest) = (name.get(..at)?, name.get(at + 1..)?);
    match first {
        "net" => Some("net"),
        "kernel" if IPC.split(", ").any(|known| known == rest) => Some("ipc"),
        "fs" if rest.strip_prefix("mqueue")?.starts_with(['.', '/']) => Some("ipc"),
        _ => None,
    }
}
