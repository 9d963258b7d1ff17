//! Undo and redo, by button and by key: Ctrl+Z or Cmd+Z, with Shift or as Ctrl+Y the other way.

use job::Step;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::containers::show;
use super::form::Form;
use super::mend::go_to;
use crate::browser::{focus_soon, is_focus_lost, next_frame};
use crate::text::{key, t};
use crate::ui::{El, button};

fn step(form: Form, back: bool) {
    let path = form.sheet.step(back);
    // The container on screen may be gone, or a removed one back.
    let keys: Vec<_> = form
        .sheet
        .draft
        .with_untracked(|draft| draft.rows("containers").map(|row| row.key()).collect());
    let first = keys.first().filter(|_| !keys.contains(&form.container.get_untracked()));
    if let Some(first) = first {
        form.container.set(*first);
    }
    match (path, first) {
        (Some(path), _) => go_to(form, &path),
        (None, Some(first)) if form.step.get_untracked() == Step::Containers => show(form, *first),
        // What had the focus may be gone; the keys are heard within the page only.
        (None, _) => leptos::task::spawn_local(async {
            next_frame().await;
            if is_focus_lost() {
                focus_soon("step-title".to_owned());
            }
        }),
    }
}

/// The button of one way.
pub(super) fn undo_button(form: Form, back: bool) -> El {
    let (word, name, keys) = if back {
        (key::UNDO, key::UNDO_STEP, "Control+Z")
    } else {
        (key::REDO, key::REDO_STEP, "Control+Shift+Z")
    };
    let can = move || {
        let (undo, redo) = form.sheet.history.can();
        if back { undo } else { redo }
    };
    button("quiet", move || step(form, back))
        .attr("aria-label", t(name))
        .attr("aria-keyshortcuts", keys)
        .live("aria-disabled", move || (!can()).then(|| "true".to_owned()))
        .child(t(word))
}

/// The keys. In the text of the manifest they are the editor's, in a dialog the browser's.
pub(super) fn undo_keys(form: Form, event: &Event) {
    let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let is_other = |event: &Event| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        element.is_some_and(|element| element.closest(".yaml-text, dialog").ok().flatten().is_some())
    };
    let back = match (pressed.key().to_ascii_lowercase().as_str(), pressed.shift_key()) {
        ("z", shift) => !shift,
        ("y", false) => false,
        _ => return,
    };
    if (pressed.ctrl_key() || pressed.meta_key()) && !pressed.alt_key() && !is_other(event) {
        event.prevent_default();
        step(form, back);
    }
}
