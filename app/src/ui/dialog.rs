//! A question before something that cannot be undone.

use leptos::html;
use leptos::prelude::*;

use super::click;
use crate::text::{key, t};

/// A modal question on the native dialog: Escape and Cancel close it, the button does it.
#[component]
pub fn Confirm(
    /// Whether it is open; closed by setting it.
    open: RwSignal<bool>,
    /// What is asked.
    title: String,
    /// What will happen.
    text: &'static str,
    /// The word of the button.
    action: &'static str,
    /// Does it.
    on_confirm: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    let confirm = click(move || {
        open.set(false);
        on_confirm.run(());
    });
    view! {
        <dialog node_ref=dialog aria-labelledby="confirm-title" on:close=move |_| open.set(false)>
            <h2 id="confirm-title">{title}</h2>
            <p>{text}</p>
            <div class="actions">
                <button type="button" class="quiet" on:click=click(move || open.set(false))>{t(key::CANCEL)}</button>
                <button type="button" class="danger" on:click=confirm>{action}</button>
            </div>
        </dialog>
    }
    .into_any()
}
