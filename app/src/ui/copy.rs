//! A button that copies.

use super::{El, button, words};
use crate::browser::{copy, sleep};
use crate::state::State;
use crate::text::{key, t};

/// How long it says that it did, in milliseconds.
const SAID: i32 = 1_500;

/// Copies that text; what it is, is heard with the word.
pub fn copy_button(what: &str, text: String) -> El {
    let is_done = State::new(false);
    let press = move || {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            is_done.set(copy(&text).await);
            sleep(SAID).await;
            is_done.set(false);
        });
    };
    let label = format!("{} {what}", t(key::COPY));
    let said = words(move || {
        if is_done.get() {
            format!("{} ✓", t(key::COPY))
        } else {
            t(key::COPY).to_owned()
        }
    });
    button("link copy", press).attr("aria-label", &label).child(said)
}
