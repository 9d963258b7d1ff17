//! The address says where in the wizard one is: step, container, tab. Back leads to the step before, a link to a field.

use job::draft::Key;
use job::form::{ADVANCED, CONTAINER, Tab};
use job::{DraftPath, Step};

use super::form::Form;
use super::mend::go_to;
use crate::browser::{listen, put_query, put_query_soon, query, sleep};
use crate::state::{State, follow};

/// Follows both: the address where Back and Forward lead, and the wizard where it is led by hand.
pub(super) fn follow_place(form: Form) {
    // It comes a moment after the page: who went on by then stays there.
    let is_there = form.step.get_untracked() == asked_step();
    if is_there {
        enter(form);
    }
    let field = query("field");
    if !field.is_empty() {
        go_to(form, &DraftPath::from(field.clone()));
        put_query(&[("field", String::new())], false);
    }
    // What the address led to is not a step of its own.
    let is_led = State::new(false);
    listen("popstate", move |_| {
        is_led.set(true);
        enter(form);
        leptos::task::spawn_local(async move {
            sleep(0).await;
            is_led.set(false);
        });
    });
    // Who went on before this came took a step, and Back leads over it.
    let is_first = State::new(is_there || !field.is_empty());
    let first = State::of(move || {
        form.sheet
            .look(|draft| draft.rows("containers").next().map(|row| row.key()))
    });
    follow(move || {
        let step = form.step.get();
        let container = form.container.get();
        let first = first.get();
        let (tab, container) = match step {
            Step::Containers => (form.tab.get(), (first != Some(container)).then_some(container)),
            Step::Advanced => (form.advanced.get(), None),
            _ => ("", None),
        };
        let usual = matches!(tab, "basic" | "settings");
        let said = |word: &str, unsaid: bool| if unsaid { String::new() } else { word.to_owned() };
        let parameters = [
            ("step", said(step.as_str(), step == Step::Basic)),
            ("container", container.map(|key| key.to_string()).unwrap_or_default()),
            ("tab", said(tab, usual)),
        ];
        let is_step = !is_first.get_untracked() && !is_led.get_untracked();
        is_first.set(false);
        if is_step {
            put_query_soon(parameters.into());
        } else {
            put_query(&parameters, false);
        }
    });
}

/// The step that the address leads to; one that says nothing leads to the first.
pub(super) fn asked_step() -> Step {
    let asked = query("step");
    let found = Step::ALL.into_iter().find(|step| step.as_str() == asked);
    found.unwrap_or_default()
}

/// Goes where the address leads.
fn enter(form: Form) {
    let (step, tab) = (asked_step(), query("tab"));
    match step {
        Step::Containers => {
            let container = query("container").parse().ok();
            let keys: Vec<Key> = form
                .sheet
                .draft
                .with_untracked(|draft| draft.rows("containers").map(|row| row.key()).collect());
            let wanted = container.filter(|key| keys.contains(key));
            if let Some(key) = wanted.or(keys.first().copied()) {
                form.container.set(key);
            }
            form.tab.set(named(CONTAINER, &tab).unwrap_or("basic"));
        }
        Step::Advanced => form.advanced.set(named(ADVANCED, &tab).unwrap_or("settings")),
        Step::Basic | Step::Service => {}
    }
    form.step.set(step);
}

fn named(tabs: &'static [Tab], name: &str) -> Option<&'static str> {
    tabs.iter().map(|tab| tab.name).find(|other| *other == name)
}
