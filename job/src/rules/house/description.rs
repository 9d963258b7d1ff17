//! The description: at most 512 Unicode scalar values (the document).

use crate::{Args, Code, DraftPath, Finding, Severity};

/// The most characters that a description may have.
pub const MAX: usize = 512;

pub(super) fn judge(description: &str, findings: &mut Vec<Finding>) {
    let length = description.chars().count();
    if length > MAX {
        let args = Args::with("length", length).and("max", MAX);
        findings.push(Finding::house(
            DraftPath::DESCRIPTION,
            Severity::Error,
            Code::DescriptionLength,
            args,
        ));
    }
}
