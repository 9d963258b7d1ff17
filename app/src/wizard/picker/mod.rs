//! The dialogs beside fields: an image that is picked from a registry, a pull secret that is made. In a chunk of their
//! own: most people type an image, or paste it.

mod facts;
mod image;
mod listbox;
mod secret;
mod trouble;

use job::form::Dialog;
use leptos::prelude::*;

use super::form::Form;
use crate::api::TaskAddress;
use crate::state::State;
use crate::ui::{El, el, modal, nothing};

/// The dialog that is open.
pub fn picker(form: Form) -> AnyView {
    let open = form.sheet.dialog.get_untracked();
    match open {
        Some((Dialog::Image, path)) => image::pick(form, path).into_any(),
        Some((Dialog::PullSecret, _)) => secret::make(form).into_any(),
        None => nothing(),
    }
}

/// A native dialog with that title. Whoever sets `closing` closes it; the browser gives the focus back.
fn dialog(form: Form, title: &str, closing: State<bool>, body: Vec<El>) -> El {
    let shown = el("dialog")
        .class("picker")
        .attr("aria-labelledby", "picker-title")
        .on("close", move |_| form.sheet.dialog.set(None))
        .child(el("h2").id("picker-title").child(title))
        .child(body);
    modal(&shown, closing);
    shown
}

/// Where the task goes, and the pull secrets that it names.
fn place(form: Form) -> (TaskAddress, Vec<String>) {
    let secrets = form.sheet.draft.with_untracked(|draft| {
        let named = draft
            .rows_at("pod.pull-secrets")
            .map(|row| row.text("name").trim().to_owned());
        named.filter(|name| !name.is_empty()).collect()
    });
    let task = form.sheet.draft.try_with_untracked(TaskAddress::of).unwrap_or_default();
    (task, secrets)
}
