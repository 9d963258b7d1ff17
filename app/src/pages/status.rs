//! A status as word, shape and colour, never by colour alone.

use job::status::{Progress, Word};
use leptos::prelude::*;

use crate::api::Status;
use crate::state::State;
use crate::text::{self, of_word, t};
use crate::ui::{el, mark, part_if};

/// Shape and class of a word.
fn look(word: Word) -> (&'static str, &'static str) {
    match word {
        Word::Pending => ("○", "status pending"),
        Word::Waiting => ("◔", "status pending"),
        Word::Running => ("◐", "status running"),
        Word::Suspended => ("‖", "status held"),
        Word::Succeeded => ("✓", "status good"),
        Word::Failed => ("✕", "status bad"),
        Word::Abnormal => ("▲", "status warn"),
        Word::Terminating => ("◌", "status held"),
        Word::Gone => ("–", "status held"),
        Word::Managed => ("◇", "status held"),
    }
}

/// The word with its mark, and the badge beside it. Made anew only when one of them changes.
pub(super) fn status_word(status: Signal<Status>) -> AnyView {
    let shown = State::of(move || {
        status.with(|status| {
            let badge = status.badge.as_ref().map(text::sentence);
            (status.word, badge.unwrap_or_default())
        })
    });
    part_if(move || {
        let (word, badge) = shown.get();
        let (shape, class) = look(word);
        let badge = (!badge.is_empty()).then(|| el("span").class("badge").child(badge));
        let said = el("span").class("word").child(t(of_word(word)));
        Some(
            el("span")
                .class(class)
                .child(mark(shape))
                .child(" ")
                .child(said)
                .child(badge),
        )
    })
}

/// What more is to be said: the headline, else the detail; empty for nothing.
pub(super) fn sentence(status: &Status) -> String {
    status
        .headline
        .as_ref()
        .or(status.detail.as_ref())
        .map(text::sentence)
        .unwrap_or_default()
}

/// Whether a person is needed.
pub(super) fn needs_a_person(status: &Status) -> bool {
    matches!(status.word, Word::Failed | Word::Abnormal)
}

/// How far, as a bar with its numbers.
pub(super) fn progress(status: Signal<Status>) -> AnyView {
    let shown = State::of(move || {
        status.with(|status| {
            let Progress { done, total, .. } = status.progress;
            (done, total)
        })
    });
    part_if(move || {
        let (done, total) = shown.get();
        let number = el("span").class("number");
        let Some(total) = total else {
            return Some(number.child(done.to_string()));
        };
        let bar = el("progress")
            .attr("max", &total.max(1).to_string())
            .attr("value", &done.to_string())
            .attr("aria-hidden", "true");
        let number = number.child(format!("{done}/{total}"));
        Some(el("span").class("progress").child(bar).child(number))
    })
}
