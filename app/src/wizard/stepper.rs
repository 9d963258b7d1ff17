//! The four steps: none is locked, each says how much is to mend in it.

use job::Step;
use leptos::prelude::*;

use super::form::Form;
use crate::text::{Key, fill, key, t};
use crate::ui::{click, part_if};

/// The title of a step.
pub(super) fn title(step: Step) -> Key {
    match step {
        Step::Basic => key::STEP_BASIC,
        Step::Containers => key::STEP_CONTAINERS,
        Step::Service => key::STEP_SERVICE,
        Step::Advanced => key::STEP_ADVANCED,
    }
}

pub(super) fn stepper(form: Form) -> AnyView {
    let steps: Vec<_> = Step::ALL.into_iter().map(|step| entry(form, step)).collect();
    view! { <nav class="steps" aria-label=t(key::STEPS)><ol>{steps}</ol></nav> }.into_any()
}

fn entry(form: Form, step: Step) -> AnyView {
    let current = Signal::derive(move || (form.step.get() == step).then_some("step"));
    let count = part_if(move || {
        if !form.findings.all.get() {
            return None;
        }
        let count = form
            .findings
            .to_mend()
            .iter()
            .filter(|finding| finding.path.step() == Some(step))
            .count();
        (count > 0).then(|| {
            let heard = fill(key::TO_MEND, &job::Args::with("count", count));
            view! { <span class="count"><span aria-hidden="true">{format!("✕ {count}")}</span><span class="only-heard">{heard}</span></span> }.into_any()
        })
    });
    view! {
        <li>
            <button type="button" class="step" aria-current=current on:click=click(move || form.step.set(step))>
                <span class="number" aria-hidden="true">{step as usize + 1}</span>
                <span class="title">{t(title(step))}</span>
                {count}
            </button>
        </li>
    }
    .into_any()
}
