//! Texts that only some pages need: the sentences of a status where tasks are shown, the words of the form in the
//! wizard. They are two thirds of all texts.

use leptos::prelude::*;

use super::switches::fetch_catalogue;
use super::{Crumb, bar, main, page};
use crate::browser::sleep;
use crate::state::State;
use crate::text::{Part, key, knows, language, t, use_part};
use crate::ui::{el, part};

/// How long until they are asked for again, in milliseconds, and how often.
const AGAIN: (i32, u32) = (500, 4);

/// Renders a page once that part of the texts is there. Without it the page shows their names, which are English.
pub fn with_texts(wanted: Part, show: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    if knows(wanted) {
        return show();
    }
    let ready = State::new(false);
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
