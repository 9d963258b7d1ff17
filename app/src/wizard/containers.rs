//! Step 2, Container configuration.

use job::DraftPath;
use job::draft::{Container, ContainerStoreFields, DraftStoreFields, FieldsStoreFields, PullPolicy};
use leptos::prelude::*;
use reactive_stores::Field;

use super::form::Form;
use crate::fields::{Line, choice_field, text_field, toggle_field};
use crate::text::{key, t};
use crate::ui::{Item, list};

pub(super) fn containers_step(form: Form) -> AnyView {
    list(move || {
        let containers = form.draft.fields().containers().into_iter();
        // The field is made where the tab is made: made here, it would be gone at the next keystroke.
        containers
            .map(|container| {
                Item::new(reactive_stores::AtKeyed::key(&container).to_string(), move || {
                    container_tab(container.into())
                })
            })
            .collect()
    })
}

fn container_tab(container: Field<Container>) -> AnyView {
    let key_of = container.read_untracked().key;
    let at = move |field: &str| DraftPath::container(key_of, field);
    let policies = [
        (PullPolicy::Always, PullPolicy::Always.as_str(), key::PULL_ALWAYS),
        (
            PullPolicy::IfNotPresent,
            PullPolicy::IfNotPresent.as_str(),
            key::PULL_IF_NOT_PRESENT,
        ),
        (PullPolicy::Never, PullPolicy::Never.as_str(), key::PULL_NEVER),
    ];
    let mono = Line {
        mono: true,
        ..Line::default()
    };
    let name = Line { required: true, ..mono };
    let image = Line {
        help: Some(key::FIELD_IMAGE_HELP),
        ..name
    };
    let always = Signal::stored(None);
    view! {
        {text_field(at("name"), key::FIELD_CONTAINER_NAME, container.name(), name)}
        {text_field(at("image"), key::FIELD_IMAGE, container.image(), image)}
        {choice_field(at("pull-policy"), key::FIELD_PULL_POLICY, container.pull_policy(), &policies, None)}
        {toggle_field(at("privileged"), key::FIELD_PRIVILEGED, container.privileged(), key::FIELD_PRIVILEGED_HELP, always)}
        <div class="quad" role="group" aria-label=t(key::RESOURCES)>
            {text_field(at("cpu-request"), key::FIELD_CPU_REQUEST, container.cpu_request(), mono)}
            {text_field(at("cpu-limit"), key::FIELD_CPU_LIMIT, container.cpu_limit(), mono)}
            {text_field(at("memory-request"), key::FIELD_MEMORY_REQUEST, container.memory_request(), mono)}
            {text_field(at("memory-limit"), key::FIELD_MEMORY_LIMIT, container.memory_limit(), mono)}
        </div>
        <p class="help">{t(key::RESOURCES_HELP)}</p>
    }
    .into_any()
}
