//! The bar of actions: Back, Next, what will run, Create.

use job::{Args, Step};
use leptos::prelude::*;

use super::create::{Press, press};
use super::form::Form;
use crate::api::TaskAddress;
use crate::chunks::SHARE;
use crate::fields::TASK_FORM;
use crate::shell::{Frame, Rights, with_chunk};
use crate::text::{Part, fill, key, t};
use crate::ui::{El, button, el, part_if, words};

/// What Create needs.
const CREATE_JOBS: &str = "create jobs.batch";

pub(super) fn actions(form: Form) -> El {
    let position = move || {
        let step = form.step.get();
        Step::ALL
            .into_iter()
            .position(|other| other == step)
            .unwrap_or_default()
    };
    let go = move |by: isize| {
        let next = untrack(position)
            .checked_add_signed(by)
            .and_then(|at| Step::ALL.get(at));
        if let Some(step) = next {
            form.step.set(*step);
        }
    };
    let at_end = move |end: usize| move || (position() == end).then(|| "true".to_owned());
    let rights = Rights::ask(&[CREATE_JOBS], move || place(form));
    let may_not = move || rights.lacks(CREATE_JOBS);
    let create = words(move || t(if form.busy.get() { key::CREATING } else { key::CREATE }).to_owned());
    el("div")
        .class("create-bar")
        .child(
            button("quiet", move || go(-1))
                .live("aria-disabled", at_end(0))
                .child(t(key::BACK)),
        )
        .child(
            button("quiet", move || go(1))
                .live("aria-disabled", at_end(Step::ALL.len() - 1))
                .child(t(key::NEXT)),
        )
        .child(el("p").class("summary").child(words(move || summary(form))))
        .child(button("", move || form.sharing.set(true)).child(t(key::COPY_LINK)))
        .child(part_if(move || {
            let dialog = || el("div").child(with_chunk(&SHARE, Frame::Panel, &[Part::Draft], form));
            form.sharing.get().then(dialog)
        }))
        .child(
            button("primary", move || {
                if !untrack(may_not) {
                    press(form, Press::Checked);
                }
            })
            .attr("type", "submit")
            .attr("form", TASK_FORM)
            .live("aria-disabled", move || {
                (form.busy.get() || may_not()).then(|| "true".to_owned())
            })
            .child(create),
        )
        .child(rights.missing(&[CREATE_JOBS]))
}

/// What will run, in one sentence.
fn summary(form: Form) -> String {
    form.sheet.draft.with(|draft| {
        let instances = draft.text("basic.instances").trim();
        let is_count = |text: &str| text.parse::<u32>().is_ok();
        // Of what is no number there is nothing to say.
        if !is_count(instances) || !is_count(&draft.effective_parallel()) {
            return String::new();
        }
        let args = Args::with("parallel", draft.effective_parallel()).and("instances", instances);
        let sentence = match draft.text("basic.runs") {
            "one-pod" => key::SUMMARY_ONE_POD,
            "work-queue" => key::SUMMARY_WORK_QUEUE,
            _ => key::SUMMARY_FIXED_COUNT,
        };
        fill(sentence, &args)
    })
}

/// The cluster and the namespace of the task.
pub(super) fn place(form: Form) -> (String, String) {
    let TaskAddress { cluster, namespace, .. } = form.sheet.draft.with(TaskAddress::of);
    (cluster, namespace)
}
