//! The tabs within a step: each says how much is set in it, and whether something is to mend.

use job::form::{Tab, count, tab_of};
use job::{Draft, Finding};
use leptos::prelude::*;

use super::form::Form;
use crate::state::State;
use crate::text;
use crate::ui::{El, TabButton, el, later, mark, part_if, tab_row, words};

/// The tabs and the panel of the chosen one.
pub(super) fn tabs(
    form: Form,
    id: &'static str,
    tabs: &'static [Tab],
    chosen: State<&'static str>,
    panel: impl Fn(&'static Tab) -> El + Send + 'static,
) -> El {
    let heads = tabs.iter().map(|tab| {
        let button = TabButton {
            id: format!("{id}-{}", tab.name),
            chosen: Signal::derive(move || chosen.get() == tab.name),
            choose: Box::new(move || chosen.set(tab.name)),
        };
        let broken = |finding: &Finding| tab_of(finding.path.as_str()) == Some(tab.name);
        let label = el("span")
            .child(text::tab(tab))
            .child(el("span").class("tab-count").child(counted(form, tabs, tab)))
            .child(marked(form, broken));
        (button, label)
    });
    let row = tab_row("", &format!("{id}-panel"), heads.collect());
    let looked_at = later(chosen.get_untracked(), move || chosen.get());
    let shown = part_if(move || {
        let name = looked_at.get();
        tabs.iter().find(|tab| tab.name == name).map(&panel)
    });
    let panel = el("div")
        .id(&format!("{id}-panel"))
        .attr("role", "tabpanel")
        .live("aria-labelledby", move || Some(format!("{id}-{}", chosen.get())))
        .child(shown);
    el("div").class("tabbed").child(row).child(panel)
}

/// How much is set in a tab that need not be looked at.
fn counted(form: Form, all: &'static [Tab], tab: &'static Tab) -> Signal<String> {
    let of = move |draft: &Draft| {
        let own = match all.first().map(|first| first.name) {
            Some("settings") => draft.group("advanced"),
            _ => draft.group_at(&format!("containers.{}", form.container.get())),
        };
        count(tab.fields, own)
    };
    words(move || match tab.name {
        "basic" | "settings" | "upgrade" => String::new(),
        _ => match form.sheet.draft.with(of) {
            0 => String::new(),
            some => format!(" ({some})"),
        },
    })
}

/// A mark where something is to mend, once Create was pressed.
pub(super) fn marked(form: Form, broken: impl Fn(&Finding) -> bool + Send + Sync + 'static) -> AnyView {
    let is_broken = State::of(move || form.sheet.findings.due.with(|due| due.iter().any(&broken)));
    part_if(move || is_broken.get().then(|| mark(" ▲").class("mark-bad")))
}
