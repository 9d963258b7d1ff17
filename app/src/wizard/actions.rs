//! The bar of actions: Back, Next, what will run, Create.

use job::draft::{DraftStoreFields, Runs};
use job::{Args, Step};
use leptos::prelude::*;

use super::create::{Press, press};
use super::form::Form;
use crate::text::{fill, key, t};
use crate::ui::{click, words};

pub(super) fn actions(form: Form) -> AnyView {
    let position = move || {
        Step::ALL
            .into_iter()
            .position(|step| step == form.step.get())
            .unwrap_or_default()
    };
    let go = move |by: isize| {
        click(move || {
            if let Some(step) = untrack(position)
                .checked_add_signed(by)
                .and_then(|at| Step::ALL.get(at))
            {
                form.step.set(*step);
            }
        })
    };
    let at_end = move |end: usize| Signal::derive(move || (position() == end).then_some("true"));
    let busy = Signal::derive(move || form.busy.get().then_some("true"));
    let create = words(move || t(if form.busy.get() { key::CREATING } else { key::CREATE }).to_owned());
    view! {
        <div class="create-bar">
            <button type="button" class="quiet" aria-disabled=at_end(0) on:click=go(-1)>{t(key::BACK)}</button>
            <button type="button" class="quiet" aria-disabled=at_end(Step::ALL.len() - 1) on:click=go(1)>{t(key::NEXT)}</button>
            <p class="summary">{words(move || summary(form))}</p>
            <button type="submit" class="primary" aria-disabled=busy on:click=click(move || press(form, Press::Checked))>{create}</button>
        </div>
    }
    .into_any()
}

/// What will run, in one sentence.
fn summary(form: Form) -> String {
    let fields = form.draft.fields();
    let fields = fields.read();
    let args = Args::with("parallel", fields.effective_parallel()).and("instances", fields.basic.instances.trim());
    fill(
        match fields.basic.runs {
            Runs::OnePod => key::SUMMARY_ONE_POD,
            Runs::FixedCount => key::SUMMARY_FIXED_COUNT,
            Runs::WorkQueue => key::SUMMARY_WORK_QUEUE,
        },
        &args,
    )
}
