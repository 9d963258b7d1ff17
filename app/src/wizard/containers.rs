//! Step 2, Container configuration: a tab a container, and tabs within it.

use job::draft::Key;
use job::form::{CONTAINER, POD, Tab};
use leptos::prelude::*;

use super::form::Form;
use super::tabs::{marked, tabs};
use crate::browser::focus_soon;
use crate::fields::fields;
use crate::state::State;
use crate::text::{key, t};
use crate::ui::{El, Item, TabButton, all, button, el, later, list, part_if, tab_button, tab_list, words};

/// The panel of the container on screen.
const PANEL: &str = "container-panel";

/// The step.
pub fn containers_step(form: Form) -> AnyView {
    let heads = list(move || {
        let head = |key: Key| Item::new(key.to_string(), move || head(form, key));
        keys(form).into_iter().map(head).collect()
    });
    let add = button("quiet add", move || {
        let row = form.sheet.defaults.with_value(|defaults| defaults.row("containers"));
        add(form, &|draft| Some(draft.add("containers", row.clone())));
    });
    let strip = el("div")
        .class("strip")
        .child(
            add.attr("aria-label", t(key::ADD_CONTAINER))
                .attr("title", t(key::ADD_CONTAINER))
                .child("+"),
        )
        .child(tab_list(t(key::CONTAINERS)).child(heads));
    let shown = later(None, move || Some(form.container.get()));
    let panel = part_if(move || shown.get().map(|key| panel(form, key)));
    let panel = el("div")
        .id(PANEL)
        .attr("role", "tabpanel")
        .live("aria-labelledby", move || Some(head_id(form.container.get())))
        .child(panel);
    all(vec![strip.into_any(), panel.into_any()])
}

fn keys(form: Form) -> Vec<Key> {
    let keys = |draft: &job::Draft| draft.rows("containers").map(|row| row.key()).collect();
    form.sheet.look(keys)
}

/// Adds a container and shows it. Its name is one that no other has.
fn add(form: Form, make: &dyn Fn(&mut job::Draft) -> Option<Key>) {
    let mut added = 0;
    form.sheet.change(|draft| {
        let is_free = |name: &String| !draft.rows("containers").any(|row| row.text("name") == name);
        let free = (1..).map(|number| format!("container-{number}")).find(is_free);
        if let Some(key) = make(draft) {
            draft.set(&format!("containers.{key}.name"), free.unwrap_or_default());
            added = key;
        }
    });
    form.tab.set("basic");
    show(form, added);
}

/// Shows that container and goes to its tab.
pub(super) fn show(form: Form, key: Key) {
    form.container.set(key);
    focus_soon(head_id(key));
}

fn head_id(key: Key) -> String {
    format!("container-{key}")
}

fn head(form: Form, key: Key) -> El {
    let path = format!("containers.{key}");
    let name = {
        let path = format!("{path}.name");
        words(move || form.sheet.draft.with(|draft| draft.text(&path).to_owned()))
    };
    let prefix = format!("{path}.");
    let broken = move |finding: &job::Finding| finding.path.as_str().starts_with(&prefix);
    let button = TabButton {
        id: head_id(key),
        chosen: Signal::derive(move || form.container.get() == key),
        choose: Box::new(move || form.container.set(key)),
    };
    let label = el("span")
        .child(el("span").class("mono").child(name))
        .child(marked(form, broken));
    tab_button(button, PANEL, label)
}

fn panel(form: Form, key: Key) -> El {
    let body = tabs(
        form,
        "containers-tabs",
        CONTAINER,
        form.tab,
        move |tab: &'static Tab| {
            let of_pod = POD.iter().filter(|pod| pod.name == tab.name);
            let pod = of_pod
                .flat_map(|pod| fields(form.sheet, "pod", pod.fields))
                .collect::<Vec<_>>();
            el("div")
                .class("tab")
                .child(fields(form.sheet, &format!("containers.{key}"), tab.fields))
                .child(pod)
        },
    );
    el("div").class("container").child(actions(form, key)).child(body)
}

/// Duplicate, move, remove.
fn actions(form: Form, key: Key) -> El {
    let path = format!("containers.{key}");
    let position = move || keys(form).iter().position(|other| *other == key).unwrap_or_default();
    let many = State::of(move || keys(form).len() > 1);
    let duplicate = {
        let path = path.clone();
        move || add(form, &|draft| draft.duplicate(&path))
    };
    let shift = {
        let path = path.clone();
        move |by: isize| {
            let to = untrack(position).checked_add_signed(by);
            form.sheet.change(|draft| {
                if let Some((to, (_, row))) = to.zip(draft.remove(&path)) {
                    draft.put_back("containers", to, row);
                }
            });
        }
    };
    let (left, right) = (shift.clone(), shift);
    let remove = move || {
        form.sheet.change(|draft| drop(draft.remove(&path)));
        if let Some(first) = untrack(|| keys(form)).first() {
            show(form, *first);
        }
    };
    let not_alone = move |shown: El| shown.live_flag("hidden", move || !many.get());
    el("div")
        .class("container-actions")
        .child(button("quiet", duplicate).child(t(key::DUPLICATE)))
        .child(not_alone(button("quiet", move || left(-1)).child(t(key::MOVE_LEFT))))
        .child(not_alone(button("quiet", move || right(1)).child(t(key::MOVE_RIGHT))))
        .child(not_alone(button("quiet", remove).child(t(key::REMOVE_CONTAINER))))
}
