//! Step 4, Advanced configuration.

use job::form::{ADVANCED, Field, Tab};
use job::{Draft, DraftPath};
use leptos::prelude::*;

use super::form::Form;
use super::tabs::tabs;
use crate::fields::{Sheet, fields, fixed, line};
use crate::state::State;
use crate::text::{key, t};
use crate::ui::{El, el, part_if, words};

/// The step.
pub fn advanced_step(form: Form) -> AnyView {
    let panel = move |tab: &'static Tab| {
        let shown = el("div").class("tab");
        // The first field of the first tab has more to it than its line says.
        match tab.fields.split_first() {
            Some((first, rest)) if first.name == "parallel" => shown
                .child(part_if(move || Some(parallel(form.sheet, first))))
                .child(fields(form.sheet, "advanced", rest)),
            _ => shown.child(fields(form.sheet, "advanced", tab.fields)),
        }
    };
    tabs(form, "advanced-tabs", ADVANCED, form.advanced, panel).into_any()
}

/// Where the way of running fixes the number it is shown, not editable; what was typed is kept.
fn parallel(sheet: Sheet, field: &'static Field) -> El {
    let runs = sheet.text(&DraftPath::RUNS);
    let runs = State::of(move || runs.get());
    let sent = words(move || sheet.draft.with(Draft::effective_parallel));
    match runs.get().as_str() {
        "one-pod" => fixed(&DraftPath::PARALLEL, field, sent, t(key::PARALLEL_ONE_POD)),
        "work-queue" => fixed(&DraftPath::PARALLEL, field, sent, t(key::PARALLEL_WORK_QUEUE)),
        _ => line(sheet, DraftPath::PARALLEL, field, |input| {
            input.live("placeholder", move || Some(sent.get()))
        }),
    }
}
