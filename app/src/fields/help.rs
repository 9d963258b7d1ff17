//! What a field is for, beside it: one short line, and the way to Kubernetes' own words.

use job::form::{Field, docs};

use crate::text::{self, key, t};
use crate::ui::{El, el};

/// Where they are.
const DOCS: &str = "https://kubernetes.io/docs/";

/// The line; empty where there is nothing to say.
pub(super) fn help(field: &'static Field) -> El {
    let page = docs(field.label).map(|page| {
        el("a")
            .class("docs")
            .attr("href", &format!("{DOCS}{page}"))
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .attr("aria-label", &format!("{}: {}", t(key::DOCS), text::label(field)))
            .child(t(key::DOCS))
    });
    let words = text::help(field);
    let line = el("p").class("help").child(words);
    match page {
        Some(page) if words.is_empty() => line.child(page),
        Some(page) => line.child(" ").child(page),
        None => line,
    }
}
