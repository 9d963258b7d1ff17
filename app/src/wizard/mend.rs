//! What is to mend, and the way to each of it.

use job::{DraftPath, Finding};
use leptos::prelude::*;

use super::form::Form;
use crate::browser::focus_soon;
use crate::text::{self, Key, fill, key, t};
use crate::ui::{click, part_if};

/// Goes to a field: its step, then the field itself.
pub(super) fn go_to(form: Form, path: &DraftPath) {
    if let Some(step) = path.step() {
        form.step.set(step);
    }
    focus_soon(path.dom_id());
}

/// The list beside the steps, once Create was pressed.
pub(super) fn to_mend(form: Form) -> AnyView {
    let list = Memo::new(move |_| {
        if form.findings.all.get() {
            form.findings.to_mend()
        } else {
            Vec::new()
        }
    });
    let shown = part_if(move || {
        let findings = list.get();
        (!findings.is_empty()).then(|| {
            let count = fill(key::TO_MEND, &job::Args::with("count", findings.len()));
            let items: Vec<_> = findings.into_iter().map(|finding| item(form, finding)).collect();
            view! { <p>{count}</p><ul>{items}</ul> }.into_any()
        })
    });
    view! { <div class="to-mend" aria-live="polite">{shown}</div> }.into_any()
}

fn item(form: Form, finding: Finding) -> AnyView {
    let said = text::finding(&finding);
    let path = finding.path;
    let Some(label) = label(&path) else {
        return view! { <li>{said}</li> }.into_any();
    };
    let said = format!("{}: {said}", t(label));
    view! { <li><button type="button" class="link" on:click=click(move || go_to(form, &path))>{said}</button></li> }
        .into_any()
}

/// The label of a field of the form.
fn label(path: &DraftPath) -> Option<Key> {
    let in_container = path.container_key().is_some();
    Some(match path.as_str().rsplit('.').next()? {
        "name" if in_container => key::FIELD_CONTAINER_NAME,
        "name" => key::FIELD_NAME,
        "cluster" => key::FIELD_CLUSTER,
        "namespace" => key::FIELD_NAMESPACE,
        "runs" => key::FIELD_RUNS,
        "indexed" => key::FIELD_INDEXED,
        "instances" => key::FIELD_INSTANCES,
        "description" => key::FIELD_DESCRIPTION,
        "image" => key::FIELD_IMAGE,
        "pull-policy" => key::FIELD_PULL_POLICY,
        "privileged" => key::FIELD_PRIVILEGED,
        "cpu-request" => key::FIELD_CPU_REQUEST,
        "cpu-limit" => key::FIELD_CPU_LIMIT,
        "memory-request" => key::FIELD_MEMORY_REQUEST,
        "memory-limit" => key::FIELD_MEMORY_LIMIT,
        "parallel" => key::FIELD_PARALLEL,
        "timeout" => key::FIELD_TIMEOUT,
        "restart-policy" => key::FIELD_RESTART_POLICY,
        "retries" => key::FIELD_RETRIES,
        _ => return None,
    })
}
