//! Where a container sees its volumes (`pkg/apis/core/validation/validation.go`:
//! `ValidateVolumeMounts`, `ValidateVolumeDevices`). Some places are reported without the position.

use super::Found;
use super::format::has_backsteps;
use super::pod_spec::Pod;
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

pub(super) fn judge(container: &Node, pod: &Pod, found: &mut Found) {
    let (mounts, devices) = (container.field("volumeMounts"), container.field("volumeDevices"));
    let mut paths = Seen::default();
    for mount in mounts.items() {
        let (name, path) = (mount.field("name"), mount.field("mountPath"));
        if found.needs(&name) && pod.volumes.source(name.text()).is_none() {
            found.unknown(&name);
        }
        found.needs(&path);
        if !paths.add(path.text()) || has_path(&devices, "devicePath", path.text()) {
            found.duplicate(&path, path.text());
        }
        if has(&devices, "name", name.text()) {
            found.duplicate(&name, name.text());
        }
        sub_path(&mounts, &mount, found);
        modes(&mounts, &mount, container, found);
    }
    let mut names = Seen::default();
    let mut paths = Seen::default();
    for device in devices.items() {
        let (name, path) = (device.field("name"), device.field("devicePath"));
        if found.needs(&name) {
            match pod.volumes.source(name.text()) {
                None => found.unknown(&name),
                Some("persistentVolumeClaim" | "ephemeral") => {}
                Some(_) => found.only_with(&name, "persistentVolumeClaim"),
            }
            if !names.add(name.text()) {
                found.duplicate(&name, name.text());
            }
        }
        if has(&mounts, "name", name.text()) {
            found.duplicate(&name, name.text());
        }
        found.needs(&path);
        if paths.has(path.text()) || has_path(&mounts, "mountPath", path.text()) {
            found.duplicate(&path, path.text());
        }
        if has_backsteps(path.text()) {
            found.error(&path, Code::PathForm, Args::with("value", path.text()));
        } else {
            paths.add(path.text());
        }
    }
}

fn has(list: &Node, field: &'static str, text: &str) -> bool {
    list.items().any(|item| item.field(field).is(text))
}

/// `GetVolumeMountMap`, `GetVolumeDeviceMap`: of two of one name, only the last has a path there.
fn has_path(list: &Node, field: &'static str, path: &str) -> bool {
    list.items().enumerate().any(|(index, item)| {
        let name = item.field("name").text();
        let is_same = |later: &Node| later.field("name").is(name);
        item.field(field).is(path) && !list.items().skip(index + 1).any(|later| is_same(&later))
    })
}

fn sub_path(mounts: &Node, mount: &Node, found: &mut Found) {
    let (plain, with_variables) = (mount.field("subPath"), mount.field("subPathExpr"));
    if plain.has_text() && with_variables.has_text() {
        let args = Args::with("fields", "subPath, subPathExpr");
        found.error(&with_variables, Code::NotTogether, args);
    }
    found.descending(&mounts.field("subPath"), plain.text());
    found.descending(&mounts.field("subPathExpr"), with_variables.text());
}

/// `validateMountPropagation`, `validateMountRecursiveReadOnly`
fn modes(mounts: &Node, mount: &Node, container: &Node, found: &mut Found) {
    let (propagation, recursive) = (mount.field("mountPropagation"), mount.field("recursiveReadOnly"));
    let at = mounts.field("mountPropagation");
    if propagation.is_set() {
        found.one_of_at(&at, propagation.text(), "Bidirectional, HostToContainer, None");
    }
    let is_privileged = container.field("securityContext").field("privileged").is_true();
    if propagation.is("Bidirectional") && !is_privileged {
        found.only_with(&at, "privileged: true");
    }
    if !recursive.is_set() {
        return;
    }
    let at = mounts.field("recursiveReadOnly");
    found.one_of_at(&at, recursive.text(), "Disabled, Enabled, IfPossible");
    if matches!(recursive.text(), "Enabled" | "IfPossible") {
        if !mount.field("readOnly").is_true() {
            found.only_with(&at, "readOnly: true");
        }
        if propagation.is_set() && !propagation.is("None") {
            found.only_with(&at, "mountPropagation: None");
        }
    }
}
