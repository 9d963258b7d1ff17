//! The page `Create Task`.

use job::draft::{Basic, DraftStoreFields, FieldsStoreFields};
use job::{Args, Defaults, Draft, Step};
use leptos::prelude::*;
use reactive_stores::Field;

use super::actions::actions;
use super::advanced::advanced_step;
use super::basic::basic_step;
use super::containers::containers_step;
use super::form::Form;
use super::kept::{Kept, forget_draft, keep_changes, last_place, unfinished};
use super::mend::to_mend;
use super::notice::notice_panel;
use super::place::{ask_cluster, ask_name};
use super::service::service_step;
use super::stepper::{stepper, title};
use crate::api::ConsoleInfo;
use crate::browser::exact;
use crate::shell::{Crumb, bar, trouble, with_console};
use crate::text::{fill, key, t};
use crate::ui::{Tone, click, heading, part, part_if, words};

/// Create Task, entered from inside a cluster (fixed) or from outside (chosen in step 1).
pub fn create_task(cluster: Option<String>) -> AnyView {
    with_console(move |console| wizard(console, cluster.clone()))
}

fn wizard(console: ConsoleInfo, cluster: Option<String>) -> AnyView {
    let defaults = console.defaults.clone();
    let restored = unfinished();
    let was_kept = restored.as_ref().map(|kept| kept.at);
    let Kept {
        mut draft, attempts, ..
    } = restored.unwrap_or_else(|| Kept {
        draft: Draft::new(&defaults),
        ..Kept::default()
    });
    let fixed = cluster.is_some();
    let way = match &cluster {
        Some(cluster) => vec![
            Crumb::clusters(),
            Crumb::cluster(cluster),
            Crumb::tasks(cluster),
            Crumb::here(t(key::CREATE_TASK)),
        ],
        None => vec![Crumb::clusters(), Crumb::here(t(key::CREATE_TASK))],
    };
    let place = &mut draft.fields.basic;
    if let Some(cluster) = cluster {
        if place.cluster != cluster {
            place.namespace.clear();
        }
        place.cluster = cluster;
    } else if !console.clusters.iter().any(|known| known.name == place.cluster) {
        place.cluster = first_cluster(&console);
        place.namespace.clear();
    }
    let form = Form::new(draft, attempts, console, Step::Basic, fixed);
    provide_context(form.findings);
    keep_changes(form, &defaults);
    let trouble_of = RwSignal::new(None);
    ask_cluster(form, trouble_of);
    ask_name(form);

    let restored = was_kept.map(|at| view! { <p class="restored" role="status">{fill(key::DRAFT_RESTORED, &Args::with("time", exact(at)))}</p> });
    let asked = part_if(move || trouble_of.get().map(|error| trouble(error, Tone::Warn, Vec::new())));
    let step = part(move || {
        let step = form.step.get();
        let fields = match step {
            Step::Basic => basic_step(form),
            Step::Containers => containers_step(form),
            Step::Service => service_step(),
            Step::Advanced => advanced_step(form),
        };
        view! { <h2 id="step-title">{t(title(step))}</h2> {fields} }.into_any()
    });
    view! {
        {bar(way, None)}
        <main id="main" tabindex="-1" class="wizard">
            {head(form, defaults)}
            {restored}
            {asked}
            {notice_panel(form)}
            <form novalidate=true class="columns" on:submit=|event| event.prevent_default()>
                <div class="aside">{stepper(form)} {to_mend(form)}</div>
                <section class="fields" aria-labelledby="step-title">{step}</section>
                {actions(form)}
            </form>
        </main>
    }
    .into_any()
}

/// Where the task goes, and that the draft is kept.
fn head(form: Form, defaults: Defaults) -> AnyView {
    let basic: Field<Basic> = form.draft.fields().basic().into();
    let where_to = words(move || format!("{} / {}", basic.read().cluster, basic.read().namespace));
    let anew = move || {
        let place = basic.get_untracked();
        let mut draft = Draft::new(&defaults);
        draft.fields.basic.cluster = place.cluster;
        draft.fields.basic.namespace = place.namespace;
        form.draft.set(draft);
        form.attempts.set(Vec::new());
        form.findings.server.set(Vec::new());
        form.findings.all.set(false);
        form.notice.set(None);
        form.step.set(Step::Basic);
        form.kept_at.set(0);
        forget_draft();
    };
    let kept = part_if(move || {
        let at = form.kept_at.get();
        let anew = anew.clone();
        (at > 0).then(|| {
            let said = fill(key::DRAFT_KEPT, &Args::with("time", clock_time(at)));
            view! { {said} <button type="button" class="link" on:click=click(anew)>{t(key::START_AFRESH)}</button> }
                .into_any()
        })
    });
    view! {
        <header class="page-head">
            {heading(t(key::CREATE_TASK), &basic.read_untracked().cluster)}
            <p class="place mono">{where_to}</p>
            <p class="kept">{kept}</p>
        </header>
    }
    .into_any()
}

/// Last used, else the kubeconfig's current context, else the practice cluster, else the first.
fn first_cluster(console: &ConsoleInfo) -> String {
    let last = last_place().cluster;
    let by =
        |wanted: &dyn Fn(&crate::api::ClusterSummary) -> bool| console.clusters.iter().find(|cluster| wanted(cluster));
    by(&|cluster| cluster.name == last)
        .or_else(|| by(&|cluster| cluster.current))
        .or_else(|| by(&|cluster| cluster.practice))
        .or_else(|| console.clusters.first())
        .map(|cluster| cluster.name.clone())
        .unwrap_or_default()
}

fn clock_time(at: i64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at as f64));
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}
