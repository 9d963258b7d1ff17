//! The sentences of a status, which only pages that show tasks need: two hundred of them, a third of all texts.

use leptos::prelude::*;

use super::switches::fetch_catalogue;
use super::{Crumb, bar, main, page};
use crate::browser::sleep;
use crate::state::State;
use crate::text::{key, knows_sentences, language, t, use_sentences};
use crate::ui::{el, part};

/// How long until they are asked for again, in milliseconds, and how often.
const AGAIN: (i32, u32) = (500, 4);

/// Renders a page once the sentences are there. Without them it shows their names, which are English.
pub fn with_sentences(show: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    if knows_sentences() {
        return show();
    }
    let ready = State::new(false);
    leptos::task::spawn_local(async move {
        let (wait, times) = AGAIN;
        for _ in 0..times {
            let language = language();
            if let Some(sentences) = fetch_catalogue("status", language).await
                && use_sentences(language, &sentences)
            {
                break;
            }
            sleep(wait).await;
        }
        ready.set(true);
    });
    part(move || {
        if ready.get() {
            return show();
        }
        let loading = el("p").class("loading").child(t(key::LOADING));
        page(
            bar(vec![Crumb::clusters()], None),
            main("").attr("aria-busy", "true").child(loading),
        )
    })
}
