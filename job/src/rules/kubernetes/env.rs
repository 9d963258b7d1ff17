//! Variables (`pkg/apis/core/validation/validation.go`: `ValidateEnv`, `ValidateEnvFrom` and what
//! they call; `validateFileKeyRefVolumes`).

use super::Found;
use super::format::{
    as_prefix, has_backsteps, is_config_key, is_env_name, is_qualified_name, is_short_label, is_subdomain,
};
use super::pod_spec::Pod;
use super::resources::amount;
use super::volume::source_of;
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::{Args, Code};

/// `validEnvDownwardAPIFieldPathExpressions`
const FIELDS: &str = "metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, \
                      status.hostIP, status.hostIPs, status.podIP, status.podIPs";
/// `validContainerResourceFieldPathExpressions`
const RESOURCES: &str = "limits.cpu, limits.ephemeral-storage, limits.memory, requests.cpu, \
                         requests.ephemeral-storage, requests.memory";

/// An example of a key of a ConfigMap.
const KEY: &str = "key.name";

pub(super) fn judge(env: &Node, pod: &Pod, found: &mut Found) {
    for variable in env.items() {
        let name = variable.field("name");
        if found.needs(&name) {
            found.name(&name, is_env_name(name.text()), Code::EnvName);
        }
        let source = variable.field("valueFrom");
        if source.is_set() {
            value_from(&source, variable.field("value").has_text(), pod, found);
        }
    }
}

/// `validateEnvVarValueFrom`
fn value_from(source: &Node, has_value: bool, pod: &Pod, found: &mut Found) {
    let mut count = 0;
    for name in [
        "fieldRef",
        "resourceFieldRef",
        "configMapKeyRef",
        "secretKeyRef",
        "fileKeyRef",
    ] {
        let reference = source.field(name);
        if !reference.is_set() {
            continue;
        }
        count += 1;
        match name {
            "fieldRef" => field_ref(&reference, FIELDS, found),
            "resourceFieldRef" => resource_ref(&reference, false, found),
            "fileKeyRef" => file_key(&reference, pod, found),
            _ => {
                found.subdomain(&reference.field("name"));
                let key = reference.field("key");
                if found.needs(&key) {
                    found.form(&key, is_config_key(key.text()), KEY);
                }
            }
        }
    }
    if has_value && count > 0 {
        let args = Args::with("fields", "value, valueFrom");
        return found.error(source, Code::NotTogether, args);
    }
    let fields = "fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef";
    found.exactly_one(source, count, fields);
}

/// `validateFileKeySelector`; the volume must be an `emptyDir`, whatever else is wrong with it.
fn file_key(reference: &Node, pod: &Pod, found: &mut Found) {
    let (key, name, path) = (
        reference.field("key"),
        reference.field("volumeName"),
        reference.field("path"),
    );
    if found.needs(&key) {
        found.name(&key, is_env_name(key.text()), Code::EnvName);
    }
    if found.needs(&path) && has_backsteps(path.text()) {
        found.error(&path, Code::PathForm, Args::with("value", path.text()));
    }
    let volumes = pod.spec.field("volumes");
    let mut named = volumes.items().filter(|volume| volume.field("name").is(name.text()));
    // Of two volumes of the same name, the API server looks at the last.
    let volume = named.by_ref().last();
    if !found.needs(&name) || !is_short_label(name.text()) {
        found.name(&name, !name.has_text(), Code::DnsLabel);
    } else if let Some(volume) = volume {
        // `SetDefaults_Volume`: a volume of no kind is an `emptyDir`.
        if !matches!(source_of(&volume), None | Some("emptyDir")) {
            found.only_with(&name, "emptyDir");
        }
    } else {
        found.unknown(&name);
    }
}

/// `validateObjectFieldSelector`, `ConvertDownwardAPIFieldLabel` (`pkg/apis/core/pods/helpers.go`)
pub(super) fn field_ref(reference: &Node, allowed: &'static str, found: &mut Found) {
    let (version, at) = (reference.field("apiVersion"), reference.field("fieldPath"));
    let subscript = at.text().strip_suffix("']").and_then(|text| text.split_once("['"));
    let subscript = subscript.filter(|(path, _)| !path.is_empty());
    if !found.needs(&at) {
    } else if !matches!(version.text(), "" | "v1") {
        found.error(&at, Code::OnlyWith, Args::with("needs", "apiVersion: v1"));
    } else if let Some((path @ ("metadata.labels" | "metadata.annotations"), key)) = subscript {
        // An annotation's key may have capitals in its domain.
        let lower = key.to_ascii_lowercase();
        let key = if path == "metadata.labels" { key } else { &lower };
        if !is_qualified_name(key) {
            let args = Args::with("value", key).and("example", "example.com/name");
            found.error(reference, Code::WrongForm, args);
        }
    } else if !at.is("spec.host") || !allowed.contains("spec.nodeName") {
        found.one_of(&at, allowed);
    }
}

/// `validateContainerResourceFieldSelector`
pub(super) fn resource_ref(reference: &Node, needs_container: bool, found: &mut Found) {
    let resource = reference.field("resource");
    let huge = ["requests.hugepages-", "limits.hugepages-"];
    let is_huge = huge.iter().any(|prefix| resource.text().starts_with(prefix));
    if (!needs_container || found.needs(&reference.field("containerName"))) && found.needs(&resource) && !is_huge {
        found.one_of(&resource, RESOURCES);
    }
    let divisor = reference.field("divisor");
    let allowed = match resource.text() {
        "limits.cpu" | "requests.cpu" => "1m, 1",
        text if is_huge || RESOURCES.split(", ").any(|known| known == text) => {
            "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei"
        }
        _ => return,
    };
    if divisor.is_set() && !is_divisor(&divisor, allowed) {
        let args = Args::with("value", amount(&divisor).unwrap_or_default()).and("allowed", allowed);
        found.error(&divisor, Code::NotSupported, args);
    }
}

/// `validateContainerResourceDivisor`: written in full, it is one of these; a zero is not set.
fn is_divisor(at: &Node, allowed: &str) -> bool {
    let text = amount(at).unwrap_or_default();
    let text = text.trim();
    let is_binary = text.ends_with('i');
    // `1e3` stays `1e3`.
    let is_exponent = text.contains(['e', 'E']) && !text.ends_with('E') && !is_binary;
    Quantity::parse(text).is_ok_and(|amount| {
        let mut fitting = allowed
            .split(", ")
            .filter(|known| known.ends_with('i') == is_binary || known.len() == 1);
        let is = |known: &str| Quantity::parse(known) == Ok(amount);
        is("0") || (!is_exponent && fitting.any(is))
    })
}

/// `ValidateEnvFrom`; that there is one source is reported at the list.
pub(super) fn from(list: &Node, found: &mut Found) {
    for source in list.items() {
        let prefix = source.field("prefix");
        found.name(&prefix, is_env_name(prefix.text()), Code::EnvName);
        let mut count = 0;
        for reference in [source.field("configMapRef"), source.field("secretRef")] {
            if reference.is_set() {
                count += 1;
                let name = reference.field("name");
                if found.needs(&name) {
                    found.name(&name, is_subdomain(&as_prefix(name.text())), Code::DnsSubdomain);
                }
            }
        }
        found.exactly_one(list, count, "configMapRef, secretRef");
    }
}
