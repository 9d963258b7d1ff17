//! The draft is kept in this browser at every change, so that a reload, a crash or a closed tab
//! gives it back.

use job::{Defaults, Draft};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::browser::{forget, keep, kept, now};

const DRAFT: &str = "slipway.draft";
/// Where the last task went: the next one probably goes there too.
const PLACE: &str = "slipway.place";

/// A draft as it is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub(super) draft: Draft,
    /// Ids of presses whose end is not known.
    pub(super) attempts: Vec<String>,
    /// When, by this machine's clock.
    pub(super) at: i64,
}

/// Cluster and namespace of the last task.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    pub(super) cluster: String,
    pub(super) namespace: String,
}

/// The unfinished draft, when there is one.
pub(super) fn unfinished() -> Option<Kept> {
    kept::<Kept>(DRAFT).filter(|kept| kept.draft.version > 0 && !kept.draft.fields.containers.is_empty())
}

pub(super) fn last_place() -> Place {
    kept(PLACE).unwrap_or_default()
}

pub(super) fn remember_place(cluster: &str, namespace: &str) {
    keep(
        PLACE,
        &Place {
            cluster: cluster.to_owned(),
            namespace: namespace.to_owned(),
        },
    );
}

/// The draft became a task, or is to begin anew.
pub(super) fn forget_draft() {
    forget(DRAFT);
}

/// Keeps the draft at every change until the page is left. A draft that says nothing yet is not kept.
pub(super) fn keep_changes(form: Form, defaults: &Defaults) {
    let untouched = Draft::new(defaults);
    Effect::new(move |_| {
        let draft = form.draft.get();
        let attempts = form.attempts.get();
        if says_nothing(&draft, &untouched) && attempts.is_empty() {
            return;
        }
        let at = now();
        if keep(DRAFT, &Kept { draft, attempts, at }) {
            form.kept_at.set(at);
        }
    });
}

/// Only the place differs, which nobody typed.
fn says_nothing(draft: &Draft, untouched: &Draft) -> bool {
    let mut untouched = untouched.clone();
    untouched.fields.basic.cluster.clone_from(&draft.fields.basic.cluster);
    untouched
        .fields
        .basic
        .namespace
        .clone_from(&draft.fields.basic.namespace);
    *draft == untouched
}
