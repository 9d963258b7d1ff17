//! What is unset takes one line: a title that says how much is in it, and opens.

use leptos::prelude::*;

use crate::text::{fill, key, t};
use crate::ui::{Child, El, el, words};

/// A section; open at first when something is in it.
pub fn section(title: &'static str, count: Signal<usize>, help: impl Child, body: impl Child) -> El {
    let counted = words(move || {
        let count = match count.get() {
            0 => t(key::NONE).to_owned(),
            some => some.to_string(),
        };
        fill(key::COUNTED, &job::Args::with("count", count))
    });
    let summary = el("summary")
        .child(el("span").class("section-title").child(title))
        .child(" ")
        .child(el("span").class("section-count").child(counted));
    let section = el("details").class("section");
    let section = if count.get_untracked() > 0 {
        section.attr("open", "")
    } else {
        section
    };
    section
        .child(summary)
        .child(el("div").class("section-body").child(help).child(body))
}
