//! The one `h1` of a page: it names the page in the title bar and takes the focus on navigation.

use std::cell::Cell;

use web_sys::HtmlElement;

use super::{El, el};
use crate::state::follow;

thread_local! {
    /// The page that was loaded keeps the browser's own start of focus; later ones take it.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The page's heading. `place` names where it is (cluster, namespace) in the title bar; may be empty.
pub fn heading(title: &str, place: &str) -> El {
    let shown = el("h1").attr("tabindex", "-1").child(title);
    let heading = send_wrapper::SendWrapper::new(shown.element::<HtmlElement>());
    let mut bar = title.to_owned();
    for part in [place, "Slipway"] {
        if !part.is_empty() {
            bar.push_str(" - ");
            bar.push_str(part);
        }
    }
    // After the page is mounted: what is not in it cannot be focused.
    follow(move || {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&bar);
        }
        if !FIRST.replace(false) {
            let _ = heading.focus();
        }
    });
    shown
}
