//! The keys, as a dialog says them.

use leptos::prelude::*;

use super::{let_letters_act, letters_act};
use crate::state::State;
use crate::text::{draft as say, draft_key};
use crate::ui::{button, el, modal};

/// Keys and what they do.
const KEYS: [(&[&str], &str); 11] = [
    (&["?"], draft_key::KEYS_HELP),
    (&["/"], draft_key::KEYS_FILTER),
    (&["c"], draft_key::KEYS_CREATE),
    (&["g", "c"], draft_key::KEYS_CLUSTERS),
    (&["g", "t"], draft_key::KEYS_TASKS),
    (&["g", "d"], draft_key::KEYS_DRAFTS),
    (&["g", "o"], draft_key::KEYS_OPEN),
    (&["Ctrl", "Enter"], draft_key::KEYS_SEND),
    (&["Ctrl", "Z"], draft_key::KEYS_UNDO),
    (&["Enter"], draft_key::KEYS_ROW),
    (&["Esc"], draft_key::KEYS_CLOSE),
];

/// The dialog; closed by setting what opened it.
pub fn help(shown: State<bool>) -> AnyView {
    let mut list = el("dl").class("facts");
    for (keys, what) in KEYS {
        let mut term = el("dt");
        for key in keys {
            term = term.child(el("kbd").child(*key)).child(" ");
        }
        list = list.child(term).child(el("dd").child(say(what)));
    }
    let letters = el("label")
        .class("choice-line")
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("aria-describedby", "keys-letters-help")
                .attr_if("checked", letters_act().then_some(""))
                .on("change", |event| let_letters_act(event_target_checked(&event))),
        )
        .child(say(draft_key::KEYS_LETTERS));
    let closing = State::new(false);
    let close = button("", move || closing.set(true)).child(say(draft_key::CLOSE));
    let dialog = el("dialog")
        .attr("aria-labelledby", "keys-title")
        .on("close", move |_| shown.set(false))
        .child(el("h2").id("keys-title").child(say(draft_key::KEYS_TITLE)))
        .child(list)
        .child(el("p").class("help").child(say(draft_key::KEYS_MAC)))
        .child(el("p").child(letters))
        .child(
            el("p")
                .class("help")
                .id("keys-letters-help")
                .child(say(draft_key::KEYS_LETTERS_HELP)),
        )
        .child(el("div").class("actions").child(close));
    modal(&dialog, closing);
    dialog.into_any()
}
