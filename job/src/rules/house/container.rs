//! One container: its name, its image, and amounts that are accepted and surprise.

use super::name;
use crate::draft::Group;
use crate::image::{ImageError, Reference};
use crate::quantity::Quantity;
use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// Below this no container starts (the runtime itself needs it), in bytes.
const MEMORY_FLOOR: i128 = 6 << 20;

pub(super) fn judge(container: Group, findings: &mut Vec<Finding>) {
    let at = |field: &str| DraftPath::container(container.key(), field);
    name::judge(container.text("name"), at("name"), findings);
    image(container.text("image"), at("image"), findings);
    let mut warn = |field: &str, code, args| findings.push(Finding::house(at(field), Severity::Warning, code, args));
    for field in ["cpu-request", "cpu-limit"] {
        let text = container.text(field);
        if Quantity::parse(text).is_ok_and(Quantity::is_finer_than_milli) {
            warn(field, Code::CpuFine, Args::with("value", text.trim()));
        }
    }
    if container.text("run-as-non-root") == "true" && container.text("run-as-user").trim().is_empty() {
        warn("run-as-user", Code::NonRootUnnamed, Args::none());
    }
    for field in ["memory-request", "memory-limit"] {
        let text = container.text(field);
        let Ok(quantity) = Quantity::parse(text) else { continue };
        if text.trim().ends_with('m') {
            warn(
                field,
                Code::MemoryMilli,
                Args::with("value", text.trim()).and("suggestion", text.trim().replace('m', "Mi")),
            );
        } else if field == "memory-limit" && quantity.units() < MEMORY_FLOOR && quantity.units() > 0 {
            warn(field, Code::MemoryTiny, Args::with("value", text.trim()));
        }
    }
}

/// The API server takes any text as an image: what no registry can serve fails on the node, and
/// blanks around it are refused when the Pods are made (`validateContainerOnlyForPod`).
fn image(image: &str, path: DraftPath, findings: &mut Vec<Finding>) {
    if image.is_empty() {
        findings.push(Finding::house(path, Severity::Error, Code::Required, Args::none()));
        return;
    }
    let (origin, code) = match Reference::parse(image) {
        Ok(_) => return,
        Err(ImageError::Padding) => (Origin::Pod, Code::ImagePadding),
        Err(ImageError::UpperCase) => (Origin::Node, Code::ImageUpperCase),
        Err(ImageError::Form) => (Origin::Node, Code::ImageForm),
    };
    let mut args = Args::with("image", image);
    let suggestion = image.trim().to_ascii_lowercase();
    if Reference::parse(&suggestion).is_ok() {
        args = args.and("suggestion", suggestion);
    }
    findings.push(Finding {
        origin,
        ..Finding::house(path, Severity::Error, code, args)
    });
}
