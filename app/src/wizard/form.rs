//! The draft on screen and everything around it.

use job::draft::Key;
use job::{Checker, Context, Draft, Step};
use leptos::prelude::*;

use super::deep::asked_step;
use super::kept::{Keeping, Kept};
use super::notice::Notice;
use crate::api::ConsoleInfo;
use crate::browser::{self, keep};
use crate::fields::{Findings, Sheet};
use crate::state::State;

/// What the steps share.
#[derive(Clone, Copy)]
pub struct Form {
    /// What was typed, and what is wrong with it.
    pub(super) sheet: Sheet,
    /// What is known of the place.
    pub(super) context: State<Context>,
    /// The step on screen.
    pub(super) step: State<Step>,
    /// The container on screen in step 2, by its key.
    pub(super) container: State<Key>,
    /// Its tab.
    pub(super) tab: State<&'static str>,
    /// The tab of step 4.
    pub(super) advanced: State<&'static str>,
    /// Ids of presses whose end is not known.
    pub(super) attempts: State<Vec<String>>,
    /// A press is under way.
    pub(super) busy: State<bool>,
    /// What came of the last press, when it did not make a task.
    pub(super) notice: State<Option<Notice>>,
    /// The console: clusters and defaults.
    pub(super) console: StoredValue<ConsoleInfo>,
    /// Entered from inside a cluster: it is fixed.
    pub(super) fixed_cluster: bool,
    /// The text is beside the form.
    pub(super) with_yaml: State<bool>,
    /// The dialog that copies a link is open.
    pub(super) sharing: State<bool>,
    /// A new draft: one that says no more is not kept.
    pub(super) untouched: StoredValue<Draft>,
    /// How it is kept in this browser.
    pub(super) keeping: Keeping,
}

/// Where it is kept that the text was beside the form last.
const WITH_YAML: &str = "slipway.yaml";

impl Form {
    /// Shows the text beside the form, or not; also the next time.
    pub(super) fn show_yaml(self, on: bool) {
        self.with_yaml.set(on);
        keep(WITH_YAML, &if on { true.into() } else { serde_json::Value::Null });
    }

    pub(super) fn new(kept: Kept, console: ConsoleInfo, fixed_cluster: bool) -> Self {
        let keeping = Keeping::of(&kept);
        let Kept { draft, attempts, .. } = kept;
        let first = draft.rows("containers").next().map(|row| row.key());
        let defaults = console.defaults.clone();
        let untouched = Draft::new(&defaults);
        let draft = State::new(draft);
        let context = State::new(Context {
            node_ports: console.node_ports,
            ..Context::default()
        });
        let checker = StoredValue::new(Checker::default());
        let checked = State::of(move || {
            let judge = |checker: &mut Checker| checker.check(&draft.read(), context.read());
            checker.try_update_value(judge).unwrap_or_default()
        });
        Self {
            sheet: Sheet::new(draft, Findings::new(checked), defaults),
            context,
            step: State::new(asked_step()),
            container: State::new(first.unwrap_or_default()),
            tab: State::new("basic"),
            advanced: State::new("settings"),
            attempts: State::new(attempts),
            busy: State::new(false),
            notice: State::new(None),
            console: StoredValue::new(console),
            fixed_cluster,
            with_yaml: State::new(browser::kept(WITH_YAML) == Some(true.into())),
            sharing: State::new(false),
            untouched: StoredValue::new(untouched),
            keeping,
        }
    }
}
