//! On or off.

use job::DraftPath;
use leptos::prelude::*;
use reactive_stores::Field;

use super::frame::Frame;
use crate::text::{Key, t};
use crate::ui::words;

/// A check box. `not_now` says why it does not apply now: it is disabled then, and what it was is kept.
pub fn toggle_field(
    path: DraftPath,
    label: Key,
    value: impl Into<Field<bool>>,
    help: Key,
    not_now: Signal<Option<Key>>,
) -> AnyView {
    let value = value.into();
    let frame = Frame::new(path);
    let (leave, edit) = (frame.leave(), frame.edit());
    view! {
        <div class="field toggle">
            <label for=frame.id.clone()>
                <input
                    id=frame.id.clone()
                    type="checkbox"
                    aria-describedby=frame.described_by.clone()
                    disabled=Signal::derive(move || not_now.get().is_some())
                    prop:checked=move || value.get()
                    on:change=move |event| {
                        value.set(event_target_checked(&event));
                        edit();
                    }
                    on:blur=move |_| leave()
                />
                {t(label)}
            </label>
            <p class="help">{words(move || not_now.get().map(t).unwrap_or_default().to_owned())}</p>
            {frame.below(t(help))}
        </div>
    }
    .into_any()
}
