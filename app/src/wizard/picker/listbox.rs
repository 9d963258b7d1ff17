//! A list of names to choose from, with a line that filters it (the ARIA combobox pattern). Of ten thousand names only
//! those in sight are in the page.

use std::sync::Arc;

use job::Args;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use crate::state::{State, follow};
use crate::text::{draft, draft_filled, draft_key};
use crate::ui::{El, Item, el, list, words};

/// The height of a name, in CSS pixels; `.names li` in style/picker.css has the same.
const HEIGHT: usize = 32;
/// Names that are drawn beyond those in sight, at each end.
const BEYOND: usize = 6;
/// Names in sight: the list is as high.
const IN_SIGHT: usize = 7;

/// What the list is of.
pub(super) struct Names {
    /// Its id in the page.
    pub(super) id: &'static str,
    /// The label of the line that filters it.
    pub(super) label: &'static str,
    /// The names.
    pub(super) all: State<Vec<String>>,
    /// What is typed.
    pub(super) typed: State<String>,
    /// The one that is chosen.
    pub(super) chosen: State<String>,
    /// Chooses one.
    pub(super) choose: Arc<dyn Fn(String) + Send + Sync>,
    /// What stands in its place where there is no list.
    pub(super) instead: AnyView,
}

/// The line and the list.
pub(super) fn listbox(names: Names) -> El {
    let Names {
        id,
        label,
        all,
        typed,
        chosen,
        choose,
        instead,
    } = names;
    // The name that is just what is typed comes first; what no list has stands last, and can be chosen all the same.
    let found = State::of(move || {
        let typed = typed.get().trim().to_owned();
        let wanted = typed.to_lowercase();
        let fits = |name: &&String| **name != typed && (wanted.is_empty() || name.to_lowercase().contains(&wanted));
        let mut found = all.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>());
        if all.with(|all| all.contains(&typed)) {
            found.insert(0, typed);
        } else if !typed.is_empty() {
            found.push(typed);
        }
        found
    });
    let active = State::new(0_usize);
    let first = State::new(0_usize);
    let list_id = format!("{id}-list");
    let window = el("div").class("names").id(&list_id).attr("tabindex", "-1");
    let scrolled = send_wrapper::SendWrapper::new(window.element::<HtmlElement>());
    let sized = el("ul")
        .attr("role", "listbox")
        .attr("aria-label", label)
        .id(&format!("{id}-options"));
    let (height, to_begin) = (
        send_wrapper::SendWrapper::new(sized.element::<HtmlElement>()),
        scrolled.clone(),
    );
    follow(move || {
        // Another list begins at its top; one that nobody filtered at the name that is chosen.
        let (count, chosen_at) = found.with(|found| {
            let at = chosen.with_untracked(|chosen| found.iter().position(|name| name == chosen));
            (found.len(), at.unwrap_or_default())
        });
        let begin = if typed.with_untracked(String::is_empty) {
            chosen_at
        } else {
            0
        };
        let _ = height.style().set_property("height", &format!("{}px", count * HEIGHT));
        let top = begin.saturating_sub(IN_SIGHT / 2);
        active.set(begin);
        to_begin.set_scroll_top(i32::try_from(top * HEIGHT).unwrap_or_default());
        first.set(top);
    });
    let option = {
        let choose = choose.clone();
        move |at: usize, name: String, count: usize| {
            let (choose, of_choice) = (choose.clone(), name.clone());
            Item::new(format!("{at} {count} {name}"), move || {
                let (choose, picked, own) = (choose.clone(), of_choice.clone(), of_choice.clone());
                let shown = el("li")
                    .id(&format!("{id}-{at}"))
                    .attr("role", "option")
                    .attr("aria-setsize", &count.to_string())
                    .attr("aria-posinset", &(at + 1).to_string())
                    .live("aria-selected", move || {
                        Some(chosen.with(|chosen| *chosen == own).to_string())
                    })
                    .live_flag("data-active", move || active.get() == at)
                    .on("click", move |_| {
                        active.set(at);
                        choose(picked.clone());
                    })
                    .child(of_choice.as_str());
                let style = shown.element::<HtmlElement>().style();
                let _ = style.set_property("top", &format!("{}px", at * HEIGHT));
                shown
            })
        }
    };
    let drawn = list(move || {
        let from = first.get().saturating_sub(BEYOND);
        found.with(|found| {
            let names = found.iter().enumerate().skip(from).take(IN_SIGHT + 2 * BEYOND);
            names.map(|(at, name)| option(at, name.clone(), found.len())).collect()
        })
    });
    let rows = scrolled.clone();
    let window = window
        .on("scroll", move |_| {
            let at = usize::try_from(rows.scroll_top()).unwrap_or_default() / HEIGHT;
            if first.get_untracked() != at {
                first.set(at);
            }
        })
        .child(instead)
        .child(sized.child(drawn));
    let keys = move |event: Event| {
        let count = found.with_untracked(Vec::len);
        let at = active.get_untracked();
        let last = count.saturating_sub(1);
        let to = match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
            Some("ArrowDown") => (at + 1).min(last),
            Some("ArrowUp") => at.saturating_sub(1),
            Some("PageDown") => (at + IN_SIGHT).min(last),
            Some("PageUp") => at.saturating_sub(IN_SIGHT),
            Some("Enter") => {
                event.prevent_default();
                if let Some(name) = found.with_untracked(|found| found.get(at).cloned()) {
                    choose(name);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        // Into sight, by as little as possible.
        let (top, height) = (to * HEIGHT, IN_SIGHT * HEIGHT);
        let shown = usize::try_from(scrolled.scroll_top()).unwrap_or_default();
        let lowest = (top + HEIGHT).saturating_sub(height);
        let next = shown.clamp(lowest, top);
        scrolled.set_scroll_top(i32::try_from(next).unwrap_or_default());
        first.set(next / HEIGHT);
    };
    let line = el("input")
        .id(id)
        .attr("type", "text")
        .class("mono")
        .attr("role", "combobox")
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", &format!("{id}-options"))
        .attr("autocomplete", "off")
        .attr_if("autofocus", id.ends_with("repository").then_some(""))
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .live("aria-activedescendant", move || {
            (found.with(Vec::len) > 0).then(|| format!("{id}-{}", active.get()))
        })
        .value(move || typed.get())
        .on("input", move |event| typed.set(event_target_value(&event)))
        .on("keydown", keys);
    let counted = words(move || {
        let of = all.with(Vec::len);
        let is_own = |name: &String| all.with(|all| !all.contains(name));
        let own = usize::from(found.with(|found| found.last().is_some_and(is_own)));
        let shown = found.with(Vec::len) - own;
        match of {
            0 => String::new(),
            _ if shown == of => draft_filled(draft_key::PICK_ALL, &Args::with("count", of)),
            _ if shown == 0 => draft(draft_key::PICK_NONE).to_owned(),
            _ => draft_filled(draft_key::PICK_SOME, &Args::with("count", shown).and("total", of)),
        }
    });
    el("div")
        .class("field")
        .child(el("label").attr("for", id).child(label))
        .child(line)
        .child(window)
        .child(el("p").class("help").attr("role", "status").child(counted))
}
