//! Suspend, resume, delete.

use job::Args;
use job::status::Word;
use leptos::prelude::*;

use crate::api::{self, ApiError, TaskAddress, TaskRow};
use crate::routes::source_page;
use crate::shell::{Rights, trouble};
use crate::state::State;
use crate::text::{fill, key, t};
use crate::ui::{Confirm, El, Tone, button, confirm, el, link, part_if, words};

/// What suspending and resuming need.
pub(super) const PATCH: &str = "patch jobs.batch";
/// What deleting needs.
pub(super) const DELETE: &str = "delete jobs.batch";

pub(super) fn actions(task: TaskAddress, row: Signal<Option<TaskRow>>, rights: Rights) -> El {
    let busy = State::new(false);
    let failed = State::new(None::<ApiError>);
    let asking = State::new(false);
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
        busy.set(false);
        failed.set(result.err());
    };
    let title = fill(key::DELETE_TITLE, &Args::with("name", &task.name));
    let task = StoredValue::new(task);
    let suspend = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let call = api::Suspend {
            task: task.get_value(),
            uid: uid(),
            suspend: !untrack(suspended),
        };
        leptos::task::spawn_local(async move { done(api::call(call).await) });
    };
    // Of the task that was shown when it was asked: another may have its name by the answer.
    let asked_of = State::<String>::default();
    let delete = move || {
        busy.set(true);
        let call = api::Delete {
            task: task.get_value(),
            uid: asked_of.get_untracked(),
        };
        leptos::task::spawn_local(async move { done(api::call(call).await) });
    };
    let why_not = move || finished().then(|| t(key::SUSPEND_FINISHED).to_owned());
    let suspend_word = words(move || t(if suspended() { key::RESUME } else { key::SUSPEND }).to_owned());
    let use_it = task.with_value(|task| source_page("Job", &task.cluster, &task.namespace, &task.name));
    let buttons = el("div")
        .class("actions")
        .child(link("button", &use_it).child(t(key::USE_AS_DRAFT)))
        .child(
            button("", suspend)
                .live_flag("disabled", move || finished() || rights.lacks(PATCH))
                .live("title", why_not)
                .child(suspend_word),
        )
        .child(
            button("danger", move || {
                asked_of.set(uid());
                asking.set(true);
            })
            .live_flag("disabled", move || rights.lacks(DELETE))
            .child(t(key::DELETE)),
        );
    let question = Confirm {
        open: asking,
        title,
        text: t(key::DELETE_TEXT),
        action: t(key::DELETE),
    };
    el("div")
        .class("task-actions")
        .child(buttons)
        .child(part_if(move || {
            failed.get().map(|error| trouble(error, Tone::Bad, Vec::new()))
        }))
        .child(confirm(question, delete))
}
