//! The page `Create Task`.

use job::{Args, Defaults, Draft, DraftPath, Step};
use leptos::prelude::*;

use super::actions::actions;
use super::basic::basic_step;
use super::form::Form;
use super::kept::{Around, Kept, Said, keep_changes, keep_now, last_place, unfinished};
use super::mend::go_to;
use super::place::{ask_cluster, ask_name};
use super::stepper::{stepper, title};
use super::undo::{undo_button, undo_keys};
use crate::api::{ConsoleInfo, TaskAddress};
use crate::browser::{exact, query};
use crate::chunks::{ADVANCED, AROUND, CHECK, CONTAINERS, NOTICE, PICKER, SERVICES, YAML};
use crate::fields::TASK_FORM;
use crate::routes::DRAFTS;
use crate::shell::{Crumb, Frame, bar, loading, main, page, trouble, with_chunk, with_console};
use crate::state::State;
use crate::text::{Part, fill, key, t};
use crate::ui::{El, Tone, button, el, heading, later, link, part, part_if, words};

/// Create Task, entered from inside a cluster (fixed) or from outside (chosen in step 1).
pub fn create_task(cluster: Option<String>) -> AnyView {
    let found = State::new(None::<Kept>);
    let of_cluster = cluster.clone();
    leptos::task::spawn_local(async move {
        let kept = unfinished(&query("draft")).await;
        // That of another cluster stays among the unfinished ones.
        let is_other = |cluster: &String| !["", cluster].contains(&kept.draft.text(DraftPath::CLUSTER.as_str()));
        let is_other = of_cluster.as_ref().is_some_and(is_other);
        found.set(Some(if is_other { Kept::default() } else { kept }));
    });
    with_console(move |console| {
        let cluster = cluster.clone();
        part(move || match found.get() {
            Some(kept) => wizard(console.clone(), cluster.clone(), kept),
            None => loading(),
        })
    })
}

fn wizard(console: ConsoleInfo, cluster: Option<String>, mut kept: Kept) -> AnyView {
    let defaults = console.defaults.clone();
    let was_kept = (kept.at > 0 && !kept.around.is_new).then_some(kept.at);
    if kept.at == 0 {
        kept.draft = Draft::new(&defaults);
    }
    let draft = &mut kept.draft;
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
        // A namespace of another cluster means nothing here; that of a draft for no cluster in particular does.
        if !known.is_empty() {
            draft.set(DraftPath::NAMESPACE.as_str(), "");
        }
        draft.set(DraftPath::CLUSTER.as_str(), goes_to);
    }
    let form = Form::new(kept, console, fixed);
    keep_changes(form);
    let trouble_of = State::new(None);
    ask_cluster(form, trouble_of);
    ask_name(form);

    let restored = was_kept.map(|at| {
        let said = fill(key::DRAFT_RESTORED, &Args::with("time", exact(at)));
        el("p").class("restored").attr("role", "status").child(said)
    });
    let asked = part_if(move || trouble_of.get().map(|error| trouble(error, Tone::Warn, Vec::new())));
    // Whoever goes to a field of the step on screen finds it as it is, and what has the focus keeps it.
    let on_screen = later(form.step.get_untracked(), move || form.step.get());
    let step = part_if(move || {
        let step = on_screen.get();
        let fields = match step {
            Step::Basic => basic_step(form),
            Step::Containers => vec![with_chunk(&CONTAINERS, Frame::Panel, &[], form)],
            Step::Service => vec![with_chunk(&SERVICES, Frame::Panel, &[], form)],
            Step::Advanced => vec![with_chunk(&ADVANCED, Frame::Panel, &[], form)],
        };
        let title = el("h2").id("step-title").attr("tabindex", "-1").child(t(title(step)));
        Some(el("div").class("step-fields").child(title).child(fields))
    });
    let is_noticed = State::of(move || form.notice.with(Option::is_some));
    let notice = part_if(move || {
        let panel = || el("div").child(with_chunk(&NOTICE, Frame::Panel, &[], form));
        is_noticed.get().then(panel)
    });
    let is_told = State::of(move || form.keeping.around.with(Around::is_told));
    let beside = part_if(move || {
        // Another draft has another text.
        form.keeping.follow();
        let panel = || el("div").child(with_chunk(&YAML, Frame::Panel, &[Part::Form, Part::Draft], form));
        form.with_yaml.get().then(panel)
    });
    let class = move || {
        Some(
            if form.with_yaml.get() {
                "columns with-yaml"
            } else {
                "columns"
            }
            .to_owned(),
        )
    };
    let columns = el("div")
        .live("class", class)
        // Beside the fields and not around them, since rows have forms of their own.
        .child(
            el("form")
                .id(TASK_FORM)
                .attr("novalidate", "")
                .attr("hidden", "")
                .on("submit", |event| event.prevent_default()),
        )
        .child(el("div").class("aside").child(stepper(form)).child(with_chunk(
            &CHECK,
            Frame::Panel,
            &[Part::Draft],
            form,
        )))
        .child(
            el("section")
                .class("fields")
                .attr("aria-labelledby", "step-title")
                .child(step),
        )
        .child(el("div").class("beside").child(beside))
        .child(actions(form));
    page(
        bar(way, None),
        main("wizard")
            .on("keydown", move |event| undo_keys(form, &event))
            .child(head(form, defaults))
            .child(restored)
            .child(asked)
            .child(part_if(move || {
                let panel = || el("div").child(with_chunk(&AROUND, Frame::Panel, &[Part::Draft], form));
                is_told.get().then(panel)
            }))
            .child(el("div").class("notice").child(notice))
            .child(columns)
            .child(part_if(move || {
                let dialog = || el("div").child(with_chunk(&PICKER, Frame::Panel, &[Part::Draft], form));
                form.sheet.dialog.with(Option::is_some).then(dialog)
            })),
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
        // Before it changes: the one that is left stays among the unfinished ones.
        leptos::task::spawn_local(keep_now(form));
        form.keeping.begin_another();
        let mut draft = Draft::new(&defaults);
        draft.set(DraftPath::CLUSTER.as_str(), place.cluster);
        draft.set(DraftPath::NAMESPACE.as_str(), place.namespace);
        let first = draft.rows("containers").next().map(|row| row.key());
        form.sheet.begin_with(draft);
        form.container.set(first.unwrap_or_default());
        form.attempts.set(Vec::new());
        form.sheet.findings.server.set(Vec::new());
        form.sheet.findings.all.set(false);
        form.notice.set(None);
        go_to(form, &DraftPath::NAME);
    };
    // It is kept at every key, and says so once a minute.
    let said = State::of(move || {
        let at = form.keeping.at.get();
        match form.keeping.said.get() {
            Said::Impossible => t(key::DRAFT_UNKEPT).to_owned(),
            Said::Copied => t(key::DRAFT_COPIED).to_owned(),
            Said::Nothing if at == 0 => String::new(),
            Said::Nothing => fill(key::DRAFT_KEPT, &Args::with("time", clock_time(at))),
        }
    });
    let kept = part_if(move || {
        let said = Some(said.get()).filter(|said| !said.is_empty())?;
        let anew = anew.clone();
        let shown = el("span").child(said).child(" ");
        Some(
            shown
                .child(button("link", anew).child(t(key::START_AFRESH)))
                .child(" ")
                .child(link("", DRAFTS).child(t(key::DRAFTS))),
        )
    });
    let cluster = form
        .sheet
        .draft
        .with_untracked(|draft| draft.text(DraftPath::CLUSTER.as_str()).to_owned());
    el("header")
        .class("page-head")
        .child(heading(t(key::CREATE_TASK), &cluster))
        .child(el("p").class("place mono").child(where_to))
        .child(
            el("div")
                .class("kept")
                .child(kept)
                .child(undo_button(form, true))
                .child(undo_button(form, false))
                .child(
                    button("", move || form.show_yaml(!form.with_yaml.get_untracked()))
                        .live("aria-expanded", move || Some(form.with_yaml.get().to_string()))
                        .child("YAML"),
                ),
        )
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
    // Hours and minutes of `17:04:05 GMT+0100`.
    String::from(date.to_time_string()).chars().take(5).collect()
}
