//! The draft on screen and what is wrong with it: all that a field needs.

use job::form::Dialog;
use job::{Defaults, Draft, DraftPath};
use leptos::prelude::*;
use serde_json::Value;

use super::Findings;
use super::history::History;
use crate::state::State;

/// What the fields of a form share.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// What was typed. Whoever follows it is told at every key that is pressed.
    pub draft: State<Draft>,
    /// Counts the changes that are more than typing into one line: choices, rows, a draft that was replaced. A line
    /// shows what was typed into it anyway, so that a key that is pressed moves none of the other lines.
    shape: State<u64>,
    /// Counts those of them that may be in a line that is there: all but rows that come and go.
    values: State<u64>,
    /// What is wrong with it.
    pub findings: Findings,
    /// What can be undone.
    pub history: History,
    /// What new rows start with.
    pub defaults: StoredValue<Defaults>,
    /// The dialog that is open, and the field that it helps to fill in.
    pub dialog: State<Option<(Dialog, DraftPath)>>,
}

impl Sheet {
    /// A draft and its findings on screen.
    pub fn new(draft: State<Draft>, findings: Findings, defaults: Defaults) -> Self {
        Self {
            draft,
            shape: State::new(0),
            values: State::new(0),
            findings,
            history: History::new(),
            defaults: StoredValue::new(defaults),
            dialog: State::new(None),
        }
    }

    /// The text at a path, at every key that is pressed.
    pub fn text(self, path: &DraftPath) -> Signal<String> {
        let path = path.clone();
        Signal::derive(move || self.draft.with(|draft| draft.text(path.as_str()).to_owned()))
    }

    /// A look at what stands in a line; who looks is told when something else than typing into it may have changed it.
    pub fn line<T: Default>(self, look: impl FnOnce(&Draft) -> T) -> T {
        self.values.with(|_| ());
        self.draft.with_untracked(look)
    }

    /// A look at the draft; who looks is told when more changed than one line of text.
    pub fn look<T: Default>(self, look: impl FnOnce(&Draft) -> T) -> T {
        self.shape.with(|_| ());
        self.draft.with_untracked(look)
    }

    /// Enters what was typed into the line of that path.
    pub fn type_text(self, path: &DraftPath, text: String) {
        self.history.before(self.draft, Some(path));
        self.enter(path, text.into());
    }

    /// Enters a text.
    pub fn set_text(self, path: &DraftPath, text: String) {
        self.choose(path, text.into());
    }

    /// Turns a flag on or off.
    pub fn set_flag(self, path: &DraftPath, on: bool) {
        self.choose(path, on.into());
    }

    /// Enters a text that nobody typed: it is no step that can be undone.
    pub fn fill_in(self, path: &DraftPath, text: String) {
        self.history.fill_in(path, &text);
        self.enter(path, text.into());
        self.reshaped();
    }

    fn choose(self, path: &DraftPath, value: Value) {
        self.history.before(self.draft, Some(path));
        self.history.leave();
        self.enter(path, value);
        self.reshaped();
    }

    /// The field is left: what is wrong with it shows, and the next visit is a step of its own.
    pub fn leave(self, path: &DraftPath) {
        self.history.leave();
        self.findings.leave(path);
    }

    /// Several changes that are undone together.
    pub fn together(self, act: impl FnOnce()) {
        self.history.together(self.draft, act);
    }

    /// Undoes the last step, or redoes what was undone last: the field that it is about.
    pub fn step(self, back: bool) -> Option<DraftPath> {
        let (draft, path) = self.history.step(self.draft, back)?;
        self.draft.set(Draft::clone(&draft));
        self.findings.server.set(Vec::new());
        self.reshaped();
        path
    }

    /// What was typed into the text beside the form: all of a visit there is one step.
    pub fn retype(self, draft: Draft) {
        self.history.before(self.draft, Some(&DraftPath::TASK));
        self.draft.set(draft);
        self.findings.server.set(Vec::new());
        self.reshaped();
    }

    /// The text beside the form is left.
    pub fn end_visit(self) {
        self.history.leave();
    }

    /// Another draft takes its place, with a history of its own.
    pub fn begin_with(self, draft: Draft) {
        self.history.forget();
        self.draft.set(draft);
        self.reshaped();
    }

    fn enter(self, path: &DraftPath, value: Value) {
        self.apply(&mut |draft| draft.set(path.as_str(), value.clone()));
        self.findings.edit(path);
    }

    /// Changes more than one line of text.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.change_rows(change);
        self.values.update(|count| *count += 1);
    }

    /// Adds or takes away rows: in all others stands what stood there.
    pub fn change_rows(self, change: impl FnOnce(&mut Draft)) {
        self.history.before(self.draft, None);
        let mut change = Some(change);
        self.apply(&mut |draft| {
            if let Some(change) = change.take() {
                change(draft);
            }
        });
        self.shape.update(|count| *count += 1);
    }

    /// One function for all changes: each of its own would weigh as much again.
    #[inline(never)]
    fn apply(self, change: &mut dyn FnMut(&mut Draft)) {
        self.draft.update(|draft| change(draft));
    }

    #[inline(never)]
    fn reshaped(self) {
        self.values.update(|count| *count += 1);
        self.shape.update(|count| *count += 1);
    }
}
