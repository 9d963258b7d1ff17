//! Suspend, resume, delete.

use job::Args;
use job::status::Word;
use leptos::prelude::*;

use crate::api::{self, ApiError, TaskAddress, TaskRow};
use crate::shell::trouble;
use crate::text::{fill, key, t};
use crate::ui::{Confirm, Tone, click, part_if, words};

pub(super) fn actions(task: TaskAddress, row: Signal<Option<TaskRow>>) -> AnyView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ApiError>);
    let asking = RwSignal::new(false);
    let uid = move || {
        row.read_untracked()
            .as_ref()
            .map(|row| row.uid.clone())
            .unwrap_or_default()
    };
    let suspended = move || row.read().as_ref().is_some_and(|row| row.suspended);
    let finished = move || {
        row.read()
            .as_ref()
            .is_some_and(|row| matches!(row.status.word, Word::Succeeded | Word::Failed | Word::Gone))
    };
    let done = move |result: Result<(), ApiError>| {
        let _ = busy.try_set(false);
        let _ = failed.try_set(result.err());
    };
    let title = fill(key::DELETE_TITLE, &Args::with("name", &task.name));
    let task = StoredValue::new(task);
    let suspend = click(move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (task, uid, wanted) = (task.get_value(), uid(), !untrack(suspended));
        leptos::task::spawn_local(async move { done(api::suspend(task, uid, wanted).await) });
    });
    let delete = Callback::new(move |()| {
        busy.set(true);
        let (task, uid) = (task.get_value(), uid());
        leptos::task::spawn_local(async move { done(api::delete(task, uid).await) });
    });
    let why_not = words(move || {
        if finished() {
            t(key::SUSPEND_FINISHED).to_owned()
        } else {
            String::new()
        }
    });
    let suspend_word = words(move || t(if suspended() { key::RESUME } else { key::SUSPEND }).to_owned());
    view! {
        <div class="actions">
            <button type="button" disabled=Signal::derive(finished) title=why_not on:click=suspend>{suspend_word}</button>
            <button type="button" class="danger" on:click=click(move || asking.set(true))>{t(key::DELETE)}</button>
        </div>
        {part_if(move || failed.get().map(|error| trouble(error, Tone::Bad, Vec::new())))}
        <Confirm open=asking title=title text=t(key::DELETE_TEXT) action=t(key::DELETE) on_confirm=delete />
    }
    .into_any()
}
