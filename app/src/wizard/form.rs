//! The draft on screen and everything around it.

use job::{Context, Draft, Step, check};
use leptos::prelude::*;
use reactive_stores::Store;

use super::notice::Notice;
use crate::api::ConsoleInfo;
use crate::fields::Findings;

/// What the steps share.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// What was typed.
    pub(super) draft: Store<Draft>,
    /// What is known of the place.
    pub(super) context: RwSignal<Context>,
    /// What is wrong.
    pub(super) findings: Findings,
    /// The step on screen.
    pub(super) step: RwSignal<Step>,
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
    pub(super) fn new(
        draft: Draft,
        attempts: Vec<String>,
        console: ConsoleInfo,
        step: Step,
        fixed_cluster: bool,
    ) -> Self {
        let draft = Store::new(draft);
        let context = RwSignal::new(Context::default());
        let checked = Memo::new(move |_| check(&draft.read(), &context.read()));
        Self {
            draft,
            context,
            findings: Findings::new(checked),
            step: RwSignal::new(step),
            attempts: RwSignal::new(attempts),
            busy: RwSignal::new(false),
            notice: RwSignal::new(None),
            console: StoredValue::new(console),
            fixed_cluster,
            kept_at: RwSignal::new(0),
        }
    }
}
