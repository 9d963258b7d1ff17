//! A status as word, shape and colour, never by colour alone.

use job::status::{Progress, Word};
use leptos::prelude::*;

use crate::api::Status;
use crate::text::{self, of_word, t};
use crate::ui::part;

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
    let shown = Memo::new(move |_| {
        let status = status.read();
        (
            status.word,
            status.badge.as_ref().map(text::sentence).unwrap_or_default(),
        )
    });
    part(move || {
        let (word, badge) = shown.get();
        let (mark, class) = look(word);
        let badge = (!badge.is_empty()).then(|| view! { <span class="badge">{badge}</span> });
        view! { <span class=class><span aria-hidden="true">{mark}</span> " " <span class="word">{t(of_word(word))}</span> {badge}</span> }.into_any()
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
    let shown = Memo::new(move |_| {
        let Progress { done, total, .. } = status.read().progress;
        (done, total)
    });
    part(move || {
        let (done, total) = shown.get();
        let Some(total) = total else {
            return view! { <span class="number">{done}</span> }.into_any();
        };
        view! {
            <progress max=total.max(1).to_string() value=done.to_string() aria-hidden="true"></progress>
            <span class="number">{format!("{done}/{total}")}</span>
        }
        .into_any()
    })
}
