//! The draft on screen and everything around it.

use job::draft::Key;
use job::{Context, Draft, Step, check};
use leptos::prelude::*;

use super::notice::Notice;
use crate::api::ConsoleInfo;
use crate::fields::{Findings, Sheet};

/// What the steps share.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// What was typed, and what is wrong with it.
    pub(super) sheet: Sheet,
    /// What is known of the place.
    pub(super) context: RwSignal<Context>,
    /// The step on screen.
    pub(super) step: RwSignal<Step>,
    /// The container on screen in step 2, by its key.
    pub(super) container: RwSignal<Key>,
    /// Its tab.
    pub(super) tab: RwSignal<&'static str>,
    /// The tab of step 4.
    pub(super) advanced: RwSignal<&'static str>,
    /// Ids of presses whose end is not known.
    pub(super) attempts: RwSignal<Vec<String>>,
    /// A press is under way.
    pub(super) busy: RwSignal<bool>,
    /// What came of the last press, when it did not make a task.
    pub(super) notice: RwSignal<Option<Notice>>,
    /// The console: clusters and defaults.
    pub(super) console: StoredValue<ConsoleInfo>,
    /// Entered from inside a cluster: it is fixed.
    pub(super) fixed_cluster: bool,
    /// When the draft was kept last, by this machine's clock; 0 before the first time.
    pub(super) kept_at: RwSignal<i64>,
}

impl Form {
    pub(super) fn new(draft: Draft, attempts: Vec<String>, console: ConsoleInfo, fixed_cluster: bool) -> Self {
        let first = draft.rows("containers").next().map(|row| row.key());
        let defaults = console.defaults.clone();
        let draft = RwSignal::new(draft);
        let context = RwSignal::new(Context::default());
        let checked = Memo::new(move |_| check(&draft.read(), &context.read()));
        Self {
            sheet: Sheet {
                draft,
                findings: Findings::new(checked),
                defaults: StoredValue::new(defaults),
            },
            context,
            step: RwSignal::new(Step::Basic),
            container: RwSignal::new(first.unwrap_or_default()),
            tab: RwSignal::new("basic"),
            advanced: RwSignal::new("settings"),
            attempts: RwSignal::new(attempts),
            busy: RwSignal::new(false),
            notice: RwSignal::new(None),
            console: StoredValue::new(console),
            fixed_cluster,
            kept_at: RwSignal::new(0),
        }
    }
}
