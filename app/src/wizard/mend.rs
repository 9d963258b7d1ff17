//! What is to mend, and the way to each of it.
use job::form::{field_at, tab_of};
use job::{Args, DraftPath, Finding, Step};

use super::form::Form;
use crate::browser::focus_soon;
use crate::text::{self, fill, key};
use crate::ui::{El, button, el, part_if};

/// Goes to a field: its step, then the field itself.
pub(super) fn go_to(form: Form, path: &DraftPath) {
    turn_to(form, path);
    focus_soon(path.dom_id());
}

/// Shows the step, the container and the tab that a field is in.
pub(super) fn turn_to(form: Form, path: &DraftPath) {
    match path.step() {
        Some(Step::Containers) => {
            if let Some(key) = path.container_key() {
                form.container.set(key);
            }
            form.tab.set(tab_of(path.as_str()).unwrap_or("basic"));
        }
        Some(Step::Advanced) => form.advanced.set(tab_of(path.as_str()).unwrap_or("settings")),
        _ => {}
    }
    if let Some(step) = path.step() {
        form.step.set(step);
    }
}

/// The list beside the steps, once Create was pressed.
pub(super) fn to_mend(form: Form) -> El {
    let shown = part_if(move || {
        let findings = form.sheet.findings.due.get();
        let count = fill(key::TO_MEND, &Args::with("count", findings.len()));
        let items: Vec<_> = findings.into_iter().map(|finding| item(form, finding)).collect();
        (!items.is_empty()).then(|| el("div").child(el("p").child(count)).child(el("ul").child(items)))
    });
    el("div").class("to-mend").attr("aria-live", "polite").child(shown)
}

fn item(form: Form, finding: Finding) -> El {
    let said = text::finding(&finding);
    let path = finding.path;
    match field_at(path.as_str()) {
        None => el("li").child(said),
        Some(field) => {
            let said = format!("{}: {said}", text::label(field));
            el("li").child(button("link", move || go_to(form, &path)).child(said))
        }
    }
}
