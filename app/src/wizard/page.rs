//! The page `Create Task`.

use job::{Args, Defaults, Draft, DraftPath, Step};
use leptos::prelude::*;

use super::actions::actions;
use super::advanced::advanced_step;
use super::basic::basic_step;
use super::check::check_panel;
use super::containers::containers_step;
use super::form::Form;
use super::kept::{Kept, forget_draft, keep_changes, last_place, unfinished};
use super::mend::to_mend;
use super::notice::notice_panel;
use super::place::{ask_cluster, ask_name};
use super::service::service_step;
use super::stepper::{stepper, title};
use crate::api::{ConsoleInfo, TaskAddress};
use crate::browser::exact;
use crate::shell::{Crumb, bar, main, page, trouble, with_console};
use crate::state::State;
use crate::text::{fill, key, t};
use crate::ui::{El, Tone, button, el, heading, part_if, words};

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
    let known = draft.text(DraftPath::CLUSTER.as_str());
    let goes_to = match cluster {
        Some(cluster) => cluster,
        None if console.clusters.iter().any(|cluster| cluster.name == known) => known.to_owned(),
        None => first_cluster(&console),
    };
    if goes_to != known {
        draft.set(DraftPath::CLUSTER.as_str(), goes_to);
        draft.set(DraftPath::NAMESPACE.as_str(), "");
    }
    let form = Form::new(draft, attempts, console, fixed);
    keep_changes(form);
    let trouble_of = State::new(None);
    ask_cluster(form, trouble_of);
    ask_name(form);

    let restored = was_kept.map(|at| {
        let said = fill(key::DRAFT_RESTORED, &Args::with("time", exact(at)));
        el("p").class("restored").attr("role", "status").child(said)
    });
    let asked = part_if(move || trouble_of.get().map(|error| trouble(error, Tone::Warn, Vec::new())));
    let step = part_if(move || {
        let step = form.step.get();
        let fields = match step {
            Step::Basic => basic_step(form),
            Step::Containers => containers_step(form),
            Step::Service => service_step(form),
            Step::Advanced => advanced_step(form),
        };
        let title = el("h2").id("step-title").child(t(title(step)));
        Some(el("div").class("step-fields").child(title).child(fields))
    });
    let columns = el("form")
        .attr("novalidate", "")
        .class("columns")
        .on("submit", |event| event.prevent_default())
        .child(
            el("div")
                .class("aside")
                .child(stepper(form))
                .child(to_mend(form))
                .child(check_panel(form)),
        )
        .child(
            el("section")
                .class("fields")
                .attr("aria-labelledby", "step-title")
                .child(step),
        )
        .child(actions(form));
    page(
        bar(way, None),
        main("wizard")
            .child(head(form, defaults))
            .child(restored)
            .child(asked)
            .child(notice_panel(form))
            .child(columns),
    )
}

/// Where the task goes, and that the draft is kept.
fn head(form: Form, defaults: Defaults) -> El {
    let place = move |draft: &Draft| TaskAddress::of(draft);
    let where_to = words(move || {
        let place = form.sheet.draft.with(place);
        format!("{} / {}", place.cluster, place.namespace)
    });
    let anew = move || {
        let place = form.sheet.draft.with_untracked(place);
        let mut draft = Draft::new(&defaults);
        draft.set(DraftPath::CLUSTER.as_str(), place.cluster);
        draft.set(DraftPath::NAMESPACE.as_str(), place.namespace);
        form.sheet.change(|current| *current = draft);
        form.attempts.set(Vec::new());
        form.sheet.findings.server.set(Vec::new());
        form.sheet.findings.all.set(false);
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
            el("span")
                .child(said)
                .child(" ")
                .child(button("link", anew).child(t(key::START_AFRESH)))
        })
    });
    let cluster = form
        .sheet
        .draft
        .with_untracked(|draft| draft.text(DraftPath::CLUSTER.as_str()).to_owned());
    el("header")
        .class("page-head")
        .child(heading(t(key::CREATE_TASK), &cluster))
        .child(el("p").class("place mono").child(where_to))
        .child(el("p").class("kept").child(kept))
}

/// Last used, else the kubeconfig's current context, else the practice cluster, else the first.
fn first_cluster(console: &ConsoleInfo) -> String {
    let (last, _) = last_place();
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
