//! The Pod template (`pkg/apis/core/validation/validation.go`: `ValidatePodTemplateSpec`,
//! `ValidatePodSpecificAnnotations`). Its annotations are reported at `spec.template.annotations`.

use super::{Found, metadata, os, pod_spec};
use crate::rules::node::Node;
use crate::{Args, Code};

/// `DeprecatedAppArmorBetaContainerAnnotationKeyPrefix`
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
/// `PodDeletionCost`
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// Keys of annotations that the API server reads and no rule here does: what a static Pod is made
/// from, and the forerunners of fields.
pub(super) const UNREAD: [&str; 4] = [
    "kubernetes.io/config.mirror",
    "scheduler.alpha.kubernetes.io/tolerations",
    "seccomp.security.alpha.kubernetes.io/pod",
    "container.seccomp.security.alpha.kubernetes.io/",
];

pub(super) fn judge(template: &Node, found: &mut Found) {
    let (meta, at) = (template.field("metadata"), template.field("annotations"));
    let annotations = meta.field("annotations");
    let pod = template.field("spec");
    metadata::annotations(&annotations, &at, found);
    for (key, value) in annotations.entries() {
        let at = at.entry(key);
        if key == DELETION_COST && !is_cost(value.text()) {
            found.error(&at, Code::NotANumber, Args::with("value", value.text()));
        }
        if let Some(name) = key.strip_prefix(APP_ARMOR) {
            app_armor(name, value.text(), &pod, &at, found);
        }
    }
    pod_spec::judge(&pod, found);
    if !os::is_windows(&pod) {
        profiles_match(&annotations, &pod, found);
    }
    let ephemeral = pod.field("ephemeralContainers");
    if ephemeral.len() > 0 {
        found.only_with(&ephemeral, "kind: Pod");
    }
}

/// `GetDeletionCostFromPodAnnotations` (`pkg/apis/core/helper/helpers.go`)
fn is_cost(text: &str) -> bool {
    text.parse::<i32>().is_ok() && (text == "0" || text.starts_with(|c: char| c == '-' || matches!(c, '1'..='9')))
}

/// `ValidateAppArmorPodAnnotations`
fn app_armor(name: &str, profile: &str, pod: &Node, at: &Node, found: &mut Found) {
    let has = |list: &Node| list.items().any(|container| container.field("name").is(name));
    if !has(&pod.field("containers")) && !has(&pod.field("initContainers")) {
        found.error(at, Code::UnknownName, Args::with("name", name));
    }
    if !matches!(profile, "" | "runtime/default" | "unconfined") && !profile.starts_with("localhost/") {
        let args = Args::with("value", profile).and("allowed", "runtime/default, unconfined, localhost/…");
        found.error(at, Code::NotSupported, args);
    }
}

/// `validateAppArmorAnnotationsAndFieldsMatchOnCreate`
fn profiles_match(annotations: &Node, pod: &Node, found: &mut Found) {
    let of_pod = pod.field("securityContext");
    let of_pod = of_pod.field("appArmorProfile");
    for list in ["containers", "initContainers"] {
        for container in pod.field(list).items() {
            let key = [APP_ARMOR, container.field("name").text()].concat();
            let Some(annotation) = annotations.text_of(&key) else {
                continue;
            };
            let context = container.field("securityContext");
            let own = context.field("appArmorProfile");
            let profile = if own.is_set() { own } else { own.alias(&of_pod) };
            let (kind, path) = (profile.field("type"), profile.field("localhostProfile"));
            let is_right = match kind.text() {
                "Unconfined" => annotation == "unconfined",
                "RuntimeDefault" => annotation == "runtime/default",
                "Localhost" => annotation.starts_with("localhost/"),
                _ => true,
            };
            let is_same = || annotation.strip_prefix("localhost/") == Some(path.text()) && path.is_set();
            if !is_right {
                found.together(&kind, "appArmorProfile", &key);
            } else if kind.is("Localhost") && !is_same() {
                found.together(&path, "appArmorProfile", &key);
            }
        }
    }
}
