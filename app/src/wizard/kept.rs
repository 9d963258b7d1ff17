//! The draft is kept in this browser at every change, so that a reload, a crash or a closed tab
//! gives it back.

use job::{Draft, DraftPath};
use leptos::prelude::*;
use serde_json::Value;

use super::form::Form;
use crate::api::Read;
use crate::browser::{forget, keep, keep_text, kept, now, on_page_hidden, sleep};
use crate::state::{State, follow};

const DRAFT: &str = "slipway.draft";
/// Kept this long after a change, in milliseconds: a large draft takes longer to write than to judge.
const PAUSE: i32 = 100;
/// Where the last task went: the next one probably goes there too.
const PLACE: &str = "slipway.place";

/// A draft as it is kept.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) draft: Draft,
    /// Ids of presses whose end is not known.
    pub(super) attempts: Vec<String>,
    /// When, by this machine's clock.
    pub(super) at: i64,
}

/// The unfinished draft, when there is one.
pub(super) fn unfinished() -> Option<Kept> {
    let mut kept = kept(DRAFT)?;
    let draft = Draft::from(kept.get_mut("draft").map(Value::take)?);
    (draft.version > 0 && draft.rows("containers").next().is_some()).then(|| Kept {
        draft,
        attempts: Vec::read(kept.get("attempts").unwrap_or(&Value::Null)),
        at: i64::read(kept.get("at").unwrap_or(&Value::Null)),
    })
}

/// Cluster and namespace of the last task; empty before the first.
pub(super) fn last_place() -> (String, String) {
    let place = kept(PLACE).unwrap_or_default();
    let part = |at: usize| String::read(place.get(at).unwrap_or(&Value::Null));
    (part(0), part(1))
}

pub(super) fn remember_place(cluster: &str, namespace: &str) {
    keep(PLACE, &Value::from(vec![cluster, namespace]));
}

/// The draft became a task, or is to begin anew.
pub(super) fn forget_draft() {
    forget(DRAFT);
}

/// Keeps the draft a moment after every change, and at once when the page is left. A draft that says nothing yet
/// is not kept.
pub(super) fn keep_changes(form: Form) {
    let waiting = State::new(false);
    follow(move || {
        form.sheet.draft.with(|_| ());
        form.attempts.with(|_| ());
        if waiting.get_untracked() {
            return;
        }
        waiting.set(true);
        leptos::task::spawn_local(async move {
            sleep(PAUSE).await;
            if waiting.get_untracked() {
                waiting.set(false);
                keep_now(form);
            }
        });
    });
    let leave = move || {
        if waiting.get_untracked() {
            waiting.set(false);
            keep_now(form);
        }
    };
    on_page_hidden(leave);
    on_cleanup(leave);
}

/// Keeps it as it is now, unless it became a task.
pub(super) fn keep_now(form: Form) {
    if form.done.get_untracked() {
        return;
    }
    let attempts = form.attempts.get_untracked();
    let nothing = |draft: &Draft| form.untouched.with_value(|untouched| says_nothing(draft, untouched));
    if attempts.is_empty() && form.sheet.draft.try_with_untracked(nothing) != Some(false) {
        return;
    }
    let at = now();
    let kept = |draft: &Draft| {
        format!(
            r#"{{"draft":{},"attempts":{},"at":{at}}}"#,
            draft.json(),
            Value::from(attempts)
        )
    };
    let is_kept = form
        .sheet
        .draft
        .try_with_untracked(kept)
        .is_some_and(|text| keep_text(DRAFT, &text));
    if is_kept {
        form.kept_at.set(at);
    }
}

/// Only the place differs, which nobody typed.
fn says_nothing(draft: &Draft, untouched: &Draft) -> bool {
    let mut untouched = untouched.clone();
    for place in [DraftPath::CLUSTER, DraftPath::NAMESPACE] {
        untouched.set(place.as_str(), draft.text(place.as_str()));
    }
    *draft == untouched
}
