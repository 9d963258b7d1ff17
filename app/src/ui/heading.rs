//! The one `h1` of a page: it names the page in the title bar and takes the focus on navigation.

use std::cell::Cell;

use leptos::html;
use leptos::prelude::*;

thread_local! {
    /// The page that was loaded keeps the browser's own start of focus; later ones take it.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The page's heading. `place` names where it is (cluster, namespace) in the title bar; may be empty.
pub fn heading(title: &str, place: &str) -> AnyView {
    let heading = NodeRef::<html::H1>::new();
    let bar = [title, place, "Slipway"]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" - ");
    Effect::new(move || {
        let Some(heading) = heading.get() else { return };
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&bar);
        }
        if !FIRST.replace(false) {
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{title.to_owned()}</h1> }.into_any()
}
