//! Step 1, Basic information.

use job::DraftPath;
use job::draft::{Basic, BasicStoreFields, DraftStoreFields, FieldsStoreFields, Runs};
use leptos::prelude::*;
use reactive_stores::Field;

use super::form::Form;
use crate::fields::{Line, area_field, choice_field, fixed_field, text_field, toggle_field};
use crate::text::{key, t};
use crate::ui::{part, part_if};

pub(super) fn basic_step(form: Form) -> AnyView {
    let basic: Field<Basic> = form.draft.fields().basic().into();
    let runs: Field<Runs> = basic.runs().into();
    let instances: Field<String> = basic.instances().into();
    let choices = [
        (Runs::OnePod, Runs::OnePod.as_str(), key::RUNS_ONE_POD),
        (Runs::FixedCount, Runs::FixedCount.as_str(), key::RUNS_FIXED_COUNT),
        (Runs::WorkQueue, Runs::WorkQueue.as_str(), key::RUNS_WORK_QUEUE),
    ];
    let many = Memo::new(move |_| runs.get() != Runs::OnePod);
    let count = Line {
        help: Some(key::FIELD_INSTANCES_HELP),
        digits: true,
        ..Line::default()
    };
    let instances = part_if(move || {
        many.get()
            .then(|| text_field(DraftPath::INSTANCES, key::FIELD_INSTANCES, instances, count))
    });
    let not_indexed = Signal::derive(move || (runs.get() == Runs::WorkQueue).then_some(key::INDEXED_NOT_NOW));
    let name = Line {
        help: Some(key::FIELD_NAME_HELP),
        mono: true,
        required: true,
        ..Line::default()
    };
    let namespace = Line {
        mono: true,
        required: true,
        list: Some("namespaces"),
        ..Line::default()
    };
    view! {
        {text_field(DraftPath::NAME, key::FIELD_NAME, basic.name(), name)}
        {cluster_field(form, basic.cluster().into())}
        {text_field(DraftPath::NAMESPACE, key::FIELD_NAMESPACE, basic.namespace(), namespace)}
        <datalist id="namespaces">{part(move || options(form.context.read().namespaces.clone().unwrap_or_default()))}</datalist>
        {choice_field(DraftPath::RUNS, key::FIELD_RUNS, runs, &choices, Some(key::FIELD_RUNS_HELP))}
        {instances}
        {toggle_field(DraftPath::INDEXED, key::FIELD_INDEXED, basic.indexed(), key::FIELD_INDEXED_HELP, not_indexed)}
        {area_field(DraftPath::DESCRIPTION, key::FIELD_DESCRIPTION, basic.description(), job::rules::house::description::MAX)}
    }
    .into_any()
}

fn options(names: Vec<String>) -> AnyView {
    names
        .into_iter()
        .map(|name| view! { <option value=name></option> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}

/// Fixed when the wizard was entered from inside a cluster.
fn cluster_field(form: Form, value: Field<String>) -> AnyView {
    if form.fixed_cluster {
        return fixed_field(
            &DraftPath::CLUSTER,
            key::FIELD_CLUSTER,
            Signal::derive(move || value.get()),
            key::FIELD_CLUSTER_FIXED,
        );
    }
    let id = DraftPath::CLUSTER.dom_id();
    let clusters = form.console.with_value(|console| console.clusters.clone());
    let options: Vec<_> = clusters
        .into_iter()
        .map(|cluster| {
            let shown = if cluster.practice {
                format!("{} ({})", cluster.name, t(key::PRACTICE))
            } else {
                cluster.name.clone()
            };
            let this = cluster.name.clone();
            let chosen = Signal::derive(move || *value.read() == this);
            view! { <option value=cluster.name prop:selected=chosen>{shown}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for=id.clone()>{t(key::FIELD_CLUSTER)}</label>
            <select id=id on:change=move |event| value.set(event_target_value(&event))>{options}</select>
        </div>
    }
    .into_any()
}
