//! The keyboard, on every page: `?` says which keys there are. In a chunk of its own, which comes once the page is
//! there; who types into a field is never interrupted.

mod help;

use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

pub use self::help::help;
use crate::browser::{Address, keep, kept, listen, now};
use crate::chunks::KEYS_HELP;
use crate::routes::{CLUSTERS, DRAFTS, OPEN, cluster_of, create_page, tasks_page};
use crate::shell::{Frame, with_chunk};
use crate::state::State;
use crate::text::Part;
use crate::ui::{el, part_if};

/// After `g`, the next key is heard for so long, in milliseconds.
const PATIENCE: i64 = 1_500;
/// What filters a page, or is the first thing to type into.
const FILTER: &str = "input[type=search]";
/// The button of the bar that shows the keys; it says itself that it was pressed.
const OPENER: &str = "[data-keys=pressed]";
/// Where the wizard sends.
const SEND: &str = ".create-bar .primary";

/// Where it is kept that single keys do not act.
const LETTERS: &str = "slipway.letters";

/// Whether single keys act: who speaks to a computer, or shakes, may want them not to (WCAG 2.1.4).
fn letters_act() -> bool {
    kept(LETTERS) != Some(Value::Bool(false))
}

fn let_letters_act(on: bool) {
    keep(LETTERS, &Value::Bool(on));
}

/// Listens for as long as the page lives; shows the keys when they are asked for.
pub fn keys(_: ()) -> AnyView {
    // The button may have been pressed before.
    let shown = State::new(was_pressed());
    let address = use_context::<Address>();
    let going = State::new(0_i64);
    listen("keydown", move |event| {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // What is behind a dialog is not there, wherever the focus is.
        if find("dialog[open]").is_some() {
            return;
        }
        let key = pressed.key();
        if key == "Enter" && (pressed.ctrl_key() || pressed.meta_key()) {
            if !is_in(event, ".yaml-text") {
                press(SEND);
            }
            return;
        }
        if pressed.ctrl_key() || pressed.meta_key() || pressed.alt_key() || is_typed_into(event) {
            return;
        }
        if !letters_act() {
            return;
        }
        let is_going = now() - going.get_untracked() < PATIENCE;
        going.set(0);
        let go = |to: &str| {
            if let Some(address) = address {
                address.go(to);
            }
        };
        let cluster = address.and_then(|address| cluster_of(&untrack(|| address.path())));
        match (key.as_str(), is_going) {
            ("c", true) => go(CLUSTERS),
            ("t", true) => go(&cluster.map_or_else(|| CLUSTERS.to_owned(), |cluster| tasks_page(&cluster))),
            ("d", true) => go(DRAFTS),
            ("o", true) => go(OPEN),
            ("g", _) => going.set(now()),
            ("c", false) => go(&cluster.map_or_else(|| "/jobs/new".to_owned(), |cluster| create_page(&cluster))),
            ("?", _) => shown.set(true),
            ("/", _) => {
                if !focus(FILTER) {
                    return;
                }
            }
            _ => return,
        }
        event.prevent_default();
    });
    listen("click", move |_| {
        if was_pressed() {
            shown.set(true);
        }
    });
    let dialog = move || el("div").child(with_chunk(&KEYS_HELP, Frame::Panel, &[Part::Draft], shown));
    part_if(move || shown.get().then(dialog))
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn is_in(event: &Event, selector: &str) -> bool {
    target(event).is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// A letter belongs to who types, and to a dialog that is open.
fn is_typed_into(event: &Event) -> bool {
    is_in(event, "input, textarea, select, [contenteditable], dialog")
}

fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

/// Takes the press of the button, also one from before anybody listened.
fn was_pressed() -> bool {
    let button = find(OPENER);
    button.is_some_and(|button| button.set_attribute("data-keys", "").is_ok())
}

fn press(selector: &str) {
    if let Some(button) = find(selector) {
        button.click();
    }
}

fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}
