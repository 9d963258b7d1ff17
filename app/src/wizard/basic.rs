//! Step 1, Basic information.

use job::DraftPath;
use job::form::{BASIC, Field};
use leptos::prelude::*;

use super::form::Form;
use crate::fields::{control, fixed, line, proposals, when_it_applies};
use crate::text::{self, key, t};
use crate::ui::{El, el};

pub(super) fn basic_step(form: Form) -> Vec<AnyView> {
    let fields = BASIC.iter().flat_map(|tab| tab.fields);
    let shown = fields.map(|field| match field.name {
        "cluster" => cluster(form, field).into_any(),
        "namespace" => namespace(form, field).into_any(),
        name => {
            let path = DraftPath::within("basic", name);
            when_it_applies(form.sheet, "basic", field, move || {
                control(form.sheet, path.clone(), field)
            })
        }
    });
    shown.collect()
}

/// A name of the list, or any other: who may list none can still type one.
fn namespace(form: Form, field: &'static Field) -> El {
    let names = move || {
        form.context
            .with(|context| context.namespaces.clone().unwrap_or_default())
    };
    line(form.sheet, DraftPath::NAMESPACE, field, |input| {
        input.attr("list", "namespaces")
    })
    .child(proposals("namespaces", names))
}

/// Fixed when the wizard was entered from inside a cluster.
fn cluster(form: Form, field: &'static Field) -> El {
    let (sheet, path) = (form.sheet, DraftPath::CLUSTER);
    let value = sheet.text(&path);
    if form.fixed_cluster {
        return fixed(&path, field, value, t(key::CLUSTER_FIXED));
    }
    let id = path.dom_id();
    let options = form.console.with_value(|console| {
        let option = |cluster: &crate::api::ClusterSummary| {
            let shown = el("option").attr("value", &cluster.name).child(cluster.name.as_str());
            shown.child(cluster.practice.then(|| format!(" ({})", t(key::PRACTICE))))
        };
        console.clusters.iter().map(option).collect::<Vec<_>>()
    });
    let select = el("select")
        .id(&id)
        .child(options)
        .value(move || value.get())
        .on("change", move |event| {
            sheet.set_text(&DraftPath::CLUSTER, event_target_value(&event))
        });
    el("div")
        .class("field")
        .child(el("label").attr("for", &id).child(text::label(field)))
        .child(select)
}
