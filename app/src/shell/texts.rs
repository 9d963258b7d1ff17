//! Texts that only some pages need: the sentences of a status where tasks are shown, the words of the form in the
//! wizard. They are two thirds of all texts.

use super::switches::fetch_catalogue;
use crate::browser::sleep;
use crate::state::State;
use crate::text::{Part, knows, language, use_part};

/// How long until they are asked for again, in milliseconds, and how often.
const AGAIN: (i32, u32) = (500, 4);

/// Fetches that part of the texts, where it is not there yet: whether it is, or cannot be had.
pub(super) fn fetch_texts(wanted: Part) -> State<bool> {
    let ready = State::new(knows(wanted));
    if ready.get_untracked() {
        return ready;
    }
    leptos::task::spawn_local(async move {
        let (wait, times) = AGAIN;
        for _ in 0..times {
            let language = language();
            if let Some(texts) = fetch_catalogue(wanted.name(), language).await
                && use_part(wanted, language, &texts)
            {
                break;
            }
            sleep(wait).await;
        }
        ready.set(true);
    });
    ready
}
