//! One of a few.

use job::DraftPath;
use leptos::prelude::*;
use reactive_stores::Field;

use super::frame::Frame;
use crate::text::{Key, t};

/// Radio buttons, all choices in sight: each with its word in the page and its label.
pub fn choice_field<T>(
    path: DraftPath,
    label: Key,
    value: impl Into<Field<T>>,
    choices: &[(T, &'static str, Key)],
    help: Option<Key>,
) -> AnyView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let value = value.into();
    let choices = choices
        .iter()
        .map(|&(choice, word, label)| Choice {
            word,
            label,
            chosen: Signal::derive(move || value.get() == choice),
            choose: Box::new(move || value.set(choice)),
        })
        .collect();
    choice_of(path, label, choices, help)
}

struct Choice {
    word: &'static str,
    label: Key,
    chosen: Signal<bool>,
    choose: Box<dyn Fn()>,
}

fn choice_of(path: DraftPath, label: Key, choices: Vec<Choice>, help: Option<Key>) -> AnyView {
    let frame = Frame::new(path);
    let (leave, edit) = (frame.leave(), frame.edit());
    let name = frame.id.clone();
    let radios: Vec<_> = choices
        .into_iter()
        .map(|Choice { word, label, chosen, choose }| {
            let on_change = move |_| {
                choose();
                edit();
            };
            view! {
                <label>
                    <input type="radio" name=name.clone() value=word prop:checked=chosen on:change=on_change on:blur=move |_| leave() />
                    {t(label)}
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field choice" id=frame.id.clone() tabindex="-1" aria-describedby=frame.described_by.clone()>
            <legend>{t(label)}</legend>
            <div class="choices">{radios}</div>
            {frame.below(help.map(t).unwrap_or_default())}
        </fieldset>
    }
    .into_any()
}
