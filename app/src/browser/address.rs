//! Where the browser is: the address bar as a signal, and the way to another page without a reload.

use leptos::prelude::*;

use super::clock::next_frame;
use crate::state::State;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// The path in the address bar, as a signal of the whole app.
#[derive(Clone, Copy)]
pub struct Address(State<String>);

/// Follows the address bar, and links of this console, for as long as the page lives.
pub fn follow_address() -> Address {
    let address = Address(State::new(path()));
    provide_context(address);
    listen("popstate", move |_| address.0.set(path()));
    listen("click", move |event| {
        if let Some(path) = event.dyn_ref::<MouseEvent>().and_then(own_page) {
            event.prevent_default();
            address.go(&path);
        }
    });
    address
}

impl Address {
    /// The path; tracked.
    pub fn path(self) -> String {
        self.0.get()
    }

    /// Goes to another page of this console.
    pub fn go(self, path: &str) {
        let Some(window) = web_sys::window() else { return };
        let moved = window
            .history()
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path)));
        if moved.is_err() {
            let _ = window.location().assign(path);
            return;
        }
        window.scroll_to_with_x_and_y(0.0, 0.0);
        self.0.set(self::path());
    }
}

/// A parameter behind the `?` of the address; empty when it is not there.
pub fn query(name: &str) -> String {
    let search = web_sys::window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default();
    UrlSearchParams::new_with_str(&search)
        .ok()
        .and_then(|parameters| parameters.get(name))
        .unwrap_or_default()
}

/// Writes parameters behind the `?`, those that are empty not at all. With `step`, Back leads to those of before.
pub fn put_query(parameters: &[(&str, String)], step: bool) {
    let written = || {
        let window = web_sys::window()?;
        let search = UrlSearchParams::new_with_str(&window.location().search().ok()?).ok()?;
        for (name, value) in parameters {
            match value.as_str() {
                "" => search.delete(name),
                value => search.set(name, value),
            }
        }
        let search = String::from(search.to_string());
        let sign = if search.is_empty() { "" } else { "?" };
        let to = format!("{}{sign}{search}{}", path(), fragment());
        let location = window.location();
        if to == format!("{}{}{}", path(), location.search().ok()?, fragment()) {
            return None;
        }
        let history = window.history().ok()?;
        let (nothing, to) = (JsValue::NULL, Some(to.as_str()));
        match step {
            true => history.push_state_with_url(&nothing, "", to),
            false => history.replace_state_with_url(&nothing, "", to),
        }
        .ok()
    };
    // Where it cannot be written, the page works all the same.
    let _ = written();
}

/// A step after the frame that shows what it says: to write an address takes the browser as long as a frame. Not at
/// all when the page was left meanwhile.
pub fn put_query_soon(parameters: Vec<(&'static str, String)>) {
    let of_page = path();
    leptos::task::spawn_local(async move {
        next_frame().await;
        if path() == of_page {
            put_query(&parameters, true);
        }
    });
}

/// The fragment of the address, with its `#`; empty where there is none.
pub fn fragment() -> String {
    let location = web_sys::window().map(|window| window.location());
    location.and_then(|location| location.hash().ok()).unwrap_or_default()
}

/// Acts when another fragment is entered into the address.
pub fn on_fragment(act: impl Fn() + 'static) {
    listen("hashchange", move |_| act());
}

fn path() -> String {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default()
}

/// Acts when the page is closed, left or put away.
pub fn on_page_hidden(act: impl Fn() + 'static) {
    listen("pagehide", move |_| act());
}

/// Acts on an event of the window for as long as the page lives.
pub fn listen(event: &str, act: impl Fn(&Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(move |event: Event| act(&event));
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    }
    // Listens for as long as the page lives.
    act.forget();
}

/// The page that a plain click on a link of this console leads to. A click that asks for a new tab or a
/// download, and a link within the page, are the browser's.
fn own_page(click: &MouseEvent) -> Option<String> {
    if click.default_prevented()
        || click.button() != 0
        || click.meta_key()
        || click.ctrl_key()
        || click.shift_key()
        || click.alt_key()
    {
        return None;
    }
    let element = click.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = element.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = web_sys::window()?.location();
    let elsewhere = !link.target().is_empty()
        || link.has_attribute("download")
        || link.has_attribute("data-reload")
        || link.origin() != here.origin().ok()?
        || !link.hash().is_empty();
    (!elsewhere && !link.get_attribute("href")?.is_empty()).then(|| link.pathname() + &link.search())
}
