//! Puts the screens into the page.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::sign_in::{Signed, follow_other_tabs};
use super::switches::LanguageInUse;
use super::{Frame, with_chunk};
use crate::api::ConsoleInfo;
use crate::browser::{follow_address, follow_pointer, sleep};
use crate::chunks::KEYS;
use crate::routes::pages;
use crate::state::State;
use crate::text::{Language, use_catalogue};
use crate::ui::{all, nothing, part};

/// When what a page does not need at first is fetched, in milliseconds.
const LATE: i32 = 300;

/// Takes the catalogue into use and mounts the screens in the element with the id `app`, in place of
/// what the shell shows while they load. Says whether it could.
pub fn mount(language: &str, catalogue: &str) -> bool {
    let language = Language::of_tag(language);
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let Some(element) = element else { return false };
    if !use_catalogue(language, catalogue) {
        return false;
    }
    element.set_inner_html("");
    mount_to(element, move || app(language)).forget();
    true
}

fn app(language: Language) -> AnyView {
    let in_use = LanguageInUse(State::new(language));
    provide_context(in_use);
    provide_context(State::new(None::<ConsoleInfo>));
    provide_context(Signed(State::new(0)));
    follow_other_tabs();
    let address = follow_address();
    follow_pointer();
    // Texts are read once: another language renders the page anew, and the kept draft comes back.
    let shown = part(move || {
        in_use.0.get();
        pages(address)
    });
    let is_late = State::new(false);
    leptos::task::spawn_local(async move {
        sleep(LATE).await;
        is_late.set(true);
    });
    let keys = part(move || match is_late.get() {
        true => with_chunk(&KEYS, Frame::Nothing, &[], ()),
        false => nothing(),
    });
    all(vec![shown, keys])
}
