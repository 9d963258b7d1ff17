//! The draft on screen and what is wrong with it: all that a field needs.

use job::{Defaults, Draft, DraftPath};
use leptos::prelude::*;

use super::Findings;
use crate::state::State;

/// What the fields of a form share.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// What was typed.
    pub draft: State<Draft>,
    /// What is wrong with it.
    pub findings: Findings,
    /// What new rows start with.
    pub defaults: StoredValue<Defaults>,
}

impl Sheet {
    /// The text at a path, as it changes.
    pub fn text(self, path: &DraftPath) -> Signal<String> {
        let path = path.clone();
        Signal::derive(move || self.draft.with(|draft| draft.text(path.as_str()).to_owned()))
    }

    /// Enters a text.
    pub fn set_text(self, path: &DraftPath, text: String) {
        self.draft.update(|draft| draft.set(path.as_str(), text));
        self.findings.edit(path);
    }

    /// Turns a flag on or off.
    pub fn set_flag(self, path: &DraftPath, on: bool) {
        self.draft.update(|draft| draft.set(path.as_str(), on));
        self.findings.edit(path);
    }
}
