//! Moving the focus.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Looks at the page for what is being drawn, a frame each.
const PATIENCE: usize = 140;
/// Looks for what is being fetched, as long as nobody goes elsewhere.
const LONG_PATIENCE: usize = 1_000;

/// Focuses the element with that id; says whether there is one.
fn focus(id: &str) -> bool {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(element) = element else { return false };
    // What is in a closed section cannot have the focus, and who goes to a section wants to see into it.
    let mut section = element.closest("details").ok().flatten();
    while let Some(open) = section {
        let _ = open.set_attribute("open", "");
        let outer = open.parent_element();
        section = outer.and_then(|outer| outer.closest("details").ok().flatten());
    }
    element.focus().is_ok()
}

/// Lights the element with that id, and no other, and brings it into view; the focus stays where it is.
pub fn light_soon(id: String) {
    leptos::task::spawn_local(async move {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        for _ in 0..PATIENCE {
            super::next_frame().await;
            let Some(element) = document.get_element_by_id(&id) else {
                continue;
            };
            if let Ok(Some(lit)) = document.query_selector("[data-lit]") {
                let _ = lit.remove_attribute("data-lit");
            }
            let _ = element.set_attribute("data-lit", "");
            element.scroll_into_view_with_bool(false);
            return;
        }
    });
}

/// Focuses the element with that id once what is being rendered now stands in the page: within this task of the browser where
/// that is enough, so that what is typed next goes there already.
pub fn focus_soon(id: String) {
    leptos::task::spawn_local(async move {
        let from = focused();
        for turn in 0..LONG_PATIENCE {
            if turn < 10 {
                let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
            } else {
                super::next_frame().await;
            }
            if turn > PATIENCE && focused() != from || focus(&id) {
                return;
            }
        }
    });
}

/// Brings the element with that id into sight in the row that it scrolls in; the page itself stays where it is.
pub fn show_in_row(id: String) {
    leptos::task::spawn_local(async move {
        super::next_frame().await;
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(&id));
        let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) else {
            return;
        };
        let row = element
            .parent_element()
            .and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(row) = row.filter(|row| row.scroll_width() > row.client_width()) {
            let margin = (row.client_width() - element.offset_width()) / 2;
            row.set_scroll_left(element.offset_left() - row.offset_left() - margin);
        }
    });
}

/// Whether nothing has the focus.
pub fn is_focus_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether nothing has the focus, or the heading that got it with the page.
pub fn is_focus_free() -> bool {
    is_focus_lost() || focused().is_some_and(|element| element.tag_name() == "H1")
}

/// Whether the element with that id has the focus.
pub fn is_focused(id: &str) -> bool {
    focused().is_some_and(|element| element.id() == id)
}

fn focused() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.active_element()
}
