//! What kubelet and scheduler say about a Pod.

use serde_json::Value;

use crate::events::{self, Happening};
use crate::object::text;
use crate::store::Objects;

use super::slot::Slot;

/// Kubelet tells something about a container.
pub(super) fn kubelet(objects: &mut Objects, pod: &Value, slot: Slot, warning: bool, reason: &str, message: String) {
    let field = slot.field(pod);
    let what = Happening {
        reason,
        message,
        warning,
        component: "kubelet",
        host: text(pod, "/spec/nodeName"),
        field: &field,
    };
    events::record(objects, pod, what);
}

/// Why an image cannot be had, in the words of containerd.
pub(super) fn not_found(image: &str) -> String {
    let reference = familiar(image);
    format!(
        "failed to pull and unpack image {reference:?}: failed to resolve reference {reference:?}: {reference}: not found"
    )
}

/// The reference with everything that may be left out.
pub(super) fn familiar(image: &str) -> String {
    let first = image.split('/').next().unwrap_or("");
    if !image.contains('/') {
        format!("docker.io/library/{image}")
    } else if first.contains(['.', ':']) || first == "localhost" {
        image.into()
    } else {
        format!("docker.io/{image}")
    }
}
