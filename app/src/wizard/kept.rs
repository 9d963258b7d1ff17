//! The draft is kept in this browser at every change, so that a reload, a crash or a closed tab
//! gives it back.

use job::{Defaults, Draft, DraftPath};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::form::Form;
use crate::api::Read;
use crate::browser::{forget, keep, kept, now};

const DRAFT: &str = "slipway.draft";
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

/// Keeps the draft at every change until the page is left. A draft that says nothing yet is not kept.
pub(super) fn keep_changes(form: Form, defaults: &Defaults) {
    let untouched = Draft::new(defaults);
    Effect::new(move |_| {
        let draft = form.sheet.draft.get();
        let attempts = form.attempts.get();
        if attempts.is_empty() && says_nothing(&draft, &untouched) {
            return;
        }
        let at = now();
        let mut kept = Map::new();
        kept.insert("draft".into(), draft.into());
        kept.insert("attempts".into(), attempts.into());
        kept.insert("at".into(), at.into());
        if keep(DRAFT, &Value::Object(kept)) {
            form.kept_at.set(at);
        }
    });
}

/// Only the place differs, which nobody typed.
fn says_nothing(draft: &Draft, untouched: &Draft) -> bool {
    let mut untouched = untouched.clone();
    for place in [DraftPath::CLUSTER, DraftPath::NAMESPACE] {
        untouched.set(place.as_str(), draft.text(place.as_str()));
    }
    *draft == untouched
}
