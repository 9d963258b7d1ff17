//! The operating system of the Pod's node (`pkg/apis/core/validation/validation.go`: `validateOS`,
//! `validateLinux`, `validateWindows`).

use super::Found;
use crate::rules::node::Node;

/// What a field needs that Windows does not have.
pub(super) const LINUX: &str = "os.name: linux";

pub(super) fn is_windows(spec: &Node) -> bool {
    spec.field("os").field("name").is("windows")
}

pub(super) fn judge(spec: &Node, found: &mut Found) {
    let os = spec.field("os");
    let name = os.field("name");
    if !os.is_set() || !found.needs(&name) {
        return;
    }
    // Reported at `os`.
    found.one_of_at(&os, name.text(), "linux, windows");
    let is_windows = is_windows(spec);
    let (of_pod, of_container, needs) = match name.text() {
        "linux" => ("windowsOptions", "windowsOptions", "os.name: windows"),
        "windows" => (
            "appArmorProfile seLinuxOptions seccompProfile fsGroup fsGroupChangePolicy sysctls runAsUser runAsGroup \
             supplementalGroups supplementalGroupsPolicy seLinuxChangePolicy",
            "appArmorProfile seLinuxOptions seccompProfile capabilities readOnlyRootFilesystem privileged \
             allowPrivilegeEscalation procMount runAsUser runAsGroup",
            LINUX,
        ),
        _ => return,
    };
    if is_windows {
        for name in ["hostUsers", "shareProcessNamespace"] {
            found.forbid(&spec.field(name), needs);
        }
        for name in ["hostPID", "hostIPC"] {
            if spec.field(name).is_true() {
                found.only_with(&spec.field(name), needs);
            }
        }
    }
    forbid(&spec.field("securityContext"), of_pod, needs, found);
    for list in ["containers", "initContainers"] {
        for container in spec.field(list).items() {
            forbid(&container.field("securityContext"), of_container, needs, found);
        }
    }
}

fn forbid(context: &Node, names: &'static str, needs: &'static str, found: &mut Found) {
    for name in names.split(' ') {
        let field = context.field(name);
        // An empty list of these is none.
        if name != "sysctls" || field.len() > 0 {
            found.forbid(&field, needs);
        }
    }
}
