//! Text, numbers and quantities: all are text as typed.

use job::DraftPath;
use leptos::prelude::*;
use reactive_stores::Field;

use super::frame::Frame;
use crate::text::{Key, t};
use crate::ui::words;

/// One line of text: what to set beside its label.
#[derive(Clone, Copy, Default)]
pub struct Line {
    /// Help in one short line.
    pub help: Option<Key>,
    /// Names, images, quantities: in the monospace face.
    pub mono: bool,
    /// Numbers: phones show digits.
    pub digits: bool,
    /// The browser refuses nothing, but says that it is needed.
    pub required: bool,
    /// Shown while empty.
    pub placeholder: Option<Signal<String>>,
    /// A list of proposals, the id of a `<datalist>`.
    pub list: Option<&'static str>,
}

/// One line of text.
pub fn text_field(path: DraftPath, label: Key, value: impl Into<Field<String>>, line: Line) -> AnyView {
    line_of(path, label, value.into(), line)
}

fn line_of(path: DraftPath, label: Key, value: Field<String>, line: Line) -> AnyView {
    let frame = Frame::new(path);
    let (leave, edit) = (frame.leave(), frame.edit());
    view! {
        <div class="field">
            <label for=frame.id.clone()>{t(label)}</label>
            <input
                id=frame.id.clone()
                type="text"
                class=if line.mono { "mono" } else { "" }
                inputmode=if line.digits { "numeric" } else { "text" }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                required=line.required
                list=line.list
                placeholder=line.placeholder.unwrap_or_default()
                aria-describedby=frame.described_by.clone()
                aria-invalid=frame.invalid()
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    edit();
                }
                on:blur=move |_| leave()
            />
            {frame.below(line.help.map(t).unwrap_or_default())}
        </div>
    }
    .into_any()
}

/// Several lines of text with at most `max` characters (Unicode scalar values), counted.
pub fn area_field(path: DraftPath, label: Key, value: impl Into<Field<String>>, max: usize) -> AnyView {
    let value = value.into();
    let frame = Frame::new(path);
    let (leave, edit) = (frame.leave(), frame.edit());
    let counter = words(move || format!("{} / {max}", value.read().chars().count()));
    view! {
        <div class="field">
            <label for=frame.id.clone()>{t(label)} <span class="counter">{counter}</span></label>
            <textarea
                id=frame.id.clone()
                rows="3"
                aria-describedby=frame.described_by.clone()
                aria-invalid=frame.invalid()
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    edit();
                }
                on:blur=move |_| leave()
            ></textarea>
            {frame.below("")}
        </div>
    }
    .into_any()
}

/// A line that is shown and cannot be edited here, with the reason.
pub fn fixed_field(path: &DraftPath, label: Key, value: Signal<String>, why: Key) -> AnyView {
    let id = path.dom_id();
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <input id=id type="text" class="mono" readonly=true prop:value=value />
            <p class="help">{t(why)}</p>
        </div>
    }
    .into_any()
}
