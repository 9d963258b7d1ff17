//! Names, namespaces, labels and annotations
//! (`apimachinery/pkg/api/validation/objectmeta.go`: `ValidateObjectMetaAccessor`;
//! `pkg/apis/core/validation/validation.go`: `ValidateObjectMeta`).

use std::borrow::Cow;

use super::Found;
use super::format::{LABEL, as_prefix, is_label, is_label_value, is_qualified_name, is_short_label, is_subdomain};
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code, Severity};

/// Most bytes of all annotations of an object (`TotalAnnotationSizeLimitB`).
const ANNOTATIONS: usize = 256 << 10;

/// Which names an object may have (`NameIsDNSSubdomain`, `NameIsDNSLabel`).
pub(super) struct NameRule {
    is_right: fn(&str) -> bool,
    code: Code,
}

/// Of Jobs.
pub(super) const SUBDOMAIN_NAME: NameRule = NameRule {
    is_right: is_subdomain,
    code: Code::DnsSubdomain,
};
/// Of Services.
pub(super) const LABEL_NAME: NameRule = NameRule {
    is_right: is_short_label,
    code: Code::DnsLabel,
};

/// All but the labels, which a Job may share with its template.
pub(super) fn judge(meta: &Node, rule: &NameRule, found: &mut Found) {
    name(meta, rule, found);
    let namespace = meta.field("namespace");
    if namespace.has_text() {
        found.label(&namespace);
    }
    annotations(&meta.field("annotations"), &meta.field("annotations"), found);
    owners(&meta.field("ownerReferences"), found);
    finalizers(&meta.field("finalizers"), found);
}

/// The name, or one such as would be generated (`SimpleNameGenerator`: 58 bytes and 5 characters).
pub(super) fn name_of<'v>(meta: &Node<'_, 'v>) -> Option<Cow<'v, str>> {
    let (name, base) = (meta.field("name").text(), meta.field("generateName").text());
    match (name, base) {
        ("", "") => None,
        ("", base) => Some(Cow::Owned(format!("{}xxxxx", base.get(..58).unwrap_or(base)))),
        (name, _) => Some(Cow::Borrowed(name)),
    }
}

fn name(meta: &Node, rule: &NameRule, found: &mut Found) {
    let base = meta.field("generateName");
    let is_right = !base.has_text() || (rule.is_right)(&as_prefix(base.text()));
    found.name(&base, is_right, rule.code);
    let at = meta.field("name");
    let Some(name) = name_of(meta) else {
        return found.require(&at);
    };
    if !(rule.is_right)(&name) {
        found.error(&at, rule.code, Args::with("name", name));
    } else if !is_label(&name) {
        found.push(&at, Severity::Warning, Code::NameNotLabel, Args::with("name", name));
    }
}

/// `apimachinery/pkg/apis/meta/v1/validation/validation.go`: `ValidateLabels`. The same value is
/// reported once. `job_name` becomes a label.
pub(super) fn labels(labels: &Node, job_name: Option<&str>, at: &Node, found: &mut Found) {
    if let Some(name) = job_name.filter(|name| !is_label_value(name)) {
        let (code, args) = match name.len() > LABEL {
            true => (Code::NameTooLong, Args::with("length", name.len()).and("max", LABEL)),
            false => (Code::LabelValue, Args::with("label", "job-name").and("value", name)),
        };
        found.error(at, code, args);
    }
    for (key, value) in labels.entries() {
        let text = value.text();
        let is_said = job_name == Some(text);
        if !is_qualified_name(key) || !(is_said || is_label_value(text)) {
            found.error(at, Code::LabelValue, Args::with("label", key).and("value", text));
        }
    }
}

/// `ValidateAnnotations`
pub(super) fn annotations(annotations: &Node, at: &Node, found: &mut Found) {
    let mut size = 0;
    for (key, value) in annotations.entries() {
        size += key.len() + value.text().len();
        if !is_qualified_name(&key.to_ascii_lowercase()) {
            let args = Args::with("label", key).and("value", value.text());
            found.error(at, Code::LabelValue, args);
        }
    }
    if size > ANNOTATIONS {
        found.error(at, Code::AnnotationsTooLong, Args::with("max", ANNOTATIONS));
    }
}

/// `ValidateOwnerReferences`
fn owners(owners: &Node, found: &mut Found) {
    let mut controllers = 0;
    // `dedupOwnerReferences` (`apiserver/pkg/endpoints/handlers/rest.go`): the same one again is dropped.
    let is_again = |index: usize, owner: &Node| owners.items().take(index).any(|other| other.value() == owner.value());
    let kept = owners
        .items()
        .enumerate()
        .filter(|(index, owner)| !is_again(*index, owner));
    for (index, (_, owner)) in kept.enumerate() {
        let owner = owners.item(index).alias(&owner);
        let version = owner.field("apiVersion");
        if found.needs(&version) {
            // `ParseGroupVersion`
            let is_right = match version.text().split_once('/') {
                Some((_, version)) => !version.is_empty() && !version.contains('/'),
                None => true,
            };
            found.form(&version, is_right, "batch/v1");
        }
        for name in ["kind", "name", "uid"] {
            found.needs(&owner.field(name));
        }
        // `BannedOwners`
        if version.is("v1") && owner.field("kind").is("Event") {
            found.form(&owner, false, "kind: Job");
        }
        controllers += u32::from(owner.field("controller").is_true());
    }
    if controllers > 1 {
        let args = Args::with("fields", "controller: true");
        found.error(owners, Code::NotTogether, args);
    }
}

/// `ValidateFinalizers`, and `validateKubeFinalizerName` of `pkg/apis/core/validation`.
fn finalizers(finalizers: &Node, found: &mut Found) {
    let mut seen = Seen::default();
    for finalizer in finalizers.items() {
        let text = finalizer.text();
        seen.add(text);
        if !is_qualified_name(text) {
            found.form(finalizers, false, "example.com/name");
        }
        if !text.contains('/') && !matches!(text, "kubernetes" | "orphan" | "foregroundDeletion") {
            found.form(&finalizer, false, "example.com/name");
        }
    }
    if seen.has("orphan") && seen.has("foregroundDeletion") {
        let args = Args::with("fields", "orphan, foregroundDeletion");
        found.error(finalizers, Code::NotTogether, args);
    }
}
