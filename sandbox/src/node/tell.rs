//! What kubelet and scheduler say about a Pod.

use serde_json::Value;

use crate::events::{self, Happening};
use crate::object::text;
use crate::store::Objects;

use super::slot::Slot;

/// Kubelet tells something normal about a container.
pub(super) fn normal(objects: &mut Objects, pod: &Value, slot: Slot, reason: &str, message: String) {
    kubelet(objects, pod, slot, Happening::normal("kubelet", reason, message));
}

/// Kubelet warns of something.
pub(super) fn warning(objects: &mut Objects, pod: &Value, slot: Slot, reason: &str, message: String) {
    kubelet(objects, pod, slot, Happening::warning("kubelet", reason, message));
}

fn kubelet(objects: &mut Objects, pod: &Value, slot: Slot, what: Happening<'_>) {
    let (host, field) = (text(pod, "/spec/nodeName"), &slot.field(pod));
    events::record(objects, pod, Happening { host, field, ..what });
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
