//! A question before something that cannot be undone.

use web_sys::HtmlDialogElement;

use super::{El, button, el};
use crate::state::{State, follow};
use crate::text::{key, t};

/// Shows a native dialog once it is in the page, and closes it when that is set; the browser gives the focus back.
pub fn modal(dialog: &El, closing: State<bool>) {
    let native = send_wrapper::SendWrapper::new(dialog.element::<HtmlDialogElement>());
    follow(move || {
        if closing.get() {
            native.close();
        } else {
            let _ = native.show_modal();
        }
    });
}

/// A modal question.
pub struct Confirm {
    /// Whether it is open; closed by setting it.
    pub open: State<bool>,
    /// What is asked.
    pub title: String,
    /// What will happen.
    pub text: &'static str,
    /// The word of the button.
    pub action: &'static str,
}

/// The question on the native dialog: Escape and Cancel close it, the button does it.
pub fn confirm(question: Confirm, act: impl Fn() + 'static) -> El {
    let Confirm {
        open,
        title,
        text,
        action,
    } = question;
    let close = move || open.set(false);
    let yes = move || {
        close();
        act();
    };
    let shown = el("dialog")
        .attr("aria-labelledby", "confirm-title")
        .on("close", move |_| close())
        .child(el("h2").id("confirm-title").child(title))
        .child(el("p").child(text))
        .child(
            el("div")
                .class("actions")
                .child(button("quiet", close).child(t(key::CANCEL)))
                .child(button("danger", yes).child(action)),
        );
    let dialog = send_wrapper::SendWrapper::new(shown.element::<HtmlDialogElement>());
    follow(move || {
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    shown
}
