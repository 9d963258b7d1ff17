//! The four steps: none is locked, each says how much is to mend in it.
use job::{Args, Step};

use super::form::Form;
use crate::state::State;
use crate::text::{Key, fill, key, t};
use crate::ui::{El, button, el, mark, only_heard, part_if};

/// The title of a step.
pub(super) fn title(step: Step) -> Key {
    match step {
        Step::Basic => key::STEP_BASIC,
        Step::Containers => key::STEP_CONTAINERS,
        Step::Service => key::STEP_SERVICE,
        Step::Advanced => key::STEP_ADVANCED,
    }
}

pub(super) fn stepper(form: Form) -> El {
    let steps: Vec<_> = Step::ALL.into_iter().map(|step| entry(form, step)).collect();
    el("nav")
        .class("steps")
        .attr("aria-label", t(key::STEPS))
        .child(el("ol").child(steps))
}

fn entry(form: Form, step: Step) -> El {
    let count = State::of(move || {
        let of_step = |finding: &&job::Finding| finding.path.step() == Some(step);
        form.sheet.findings.due.with(|due| due.iter().filter(of_step).count())
    });
    let shown = part_if(move || {
        let count = count.get();
        let heard = || fill(key::TO_MEND, &Args::with("count", count));
        (count > 0).then(|| {
            el("span")
                .class("count")
                .child(mark(format!("✕ {count}")))
                .child(only_heard(heard()))
        })
    });
    let step_button = button("step", move || form.step.set(step))
        .live("aria-current", move || {
            (form.step.get() == step).then(|| "step".to_owned())
        })
        .child(mark((step as usize + 1).to_string()).class("number"))
        .child(el("span").class("title").child(t(title(step))))
        .child(shown);
    el("li").child(step_button)
}
