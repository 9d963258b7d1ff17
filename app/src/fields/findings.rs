//! What is wrong, and whether it is time to say so.

use std::collections::BTreeSet;

use job::{DraftPath, Finding, Step};
use leptos::prelude::*;

/// The findings around a form, for its fields.
///
/// An error shows after its field was left or Create was pressed, never while the first characters
/// are typed; it disappears at the keystroke that mends it.
#[derive(Clone, Copy)]
pub struct Findings {
    /// What our rules say of the draft as it is now.
    pub checked: Memo<Vec<Finding>>,
    /// What the API server said of the draft as it was sent. A finding goes when its field is edited.
    pub server: RwSignal<Vec<Finding>>,
    /// Fields that were left.
    left: RwSignal<BTreeSet<DraftPath>>,
    /// Create was pressed: everything shows.
    pub all: RwSignal<bool>,
}

impl Findings {
    /// Nothing was left, nothing was pressed.
    pub fn new(checked: Memo<Vec<Finding>>) -> Self {
        let (server, left, all) = (RwSignal::default(), RwSignal::default(), RwSignal::new(false));
        Self {
            checked,
            server,
            left,
            all,
        }
    }

    /// The field was left.
    pub fn leave(self, path: &DraftPath) {
        let known = self.left.try_with_untracked(|left| left.contains(path)).unwrap_or(true);
        if !known {
            self.left.try_update(|left| left.insert(path.clone()));
        }
    }

    /// The field was edited: what the API server said of its old value no longer holds.
    pub fn edit(self, path: &DraftPath) {
        let said = self
            .server
            .with_untracked(|said| said.iter().any(|finding| finding.path == *path));
        if said {
            self.server.update(|said| said.retain(|finding| finding.path != *path));
        }
    }

    /// What is to be shown at a field now, worst first; one error is enough.
    pub fn shown_at(self, path: &DraftPath) -> Vec<Finding> {
        let due = self.all.get() || self.left.with(|left| left.contains(path));
        let at = |findings: &Vec<Finding>| {
            findings
                .iter()
                .filter(|finding| finding.path == *path)
                .cloned()
                .collect::<Vec<_>>()
        };
        let mut shown = self.server.with(at);
        if due {
            shown.extend(self.checked.with(at));
        }
        match shown.iter().position(Finding::is_error) {
            Some(worst) => vec![shown.swap_remove(worst)],
            None => shown,
        }
    }

    /// Everything that is to be mended, in the order of the screen, once for each field.
    pub fn to_mend(self) -> Vec<Finding> {
        let mut all = self.server.get();
        all.extend(self.checked.get());
        all.retain(Finding::is_error);
        let mut seen = BTreeSet::new();
        let steps = Step::ALL.into_iter().map(Some).chain([None]);
        steps
            .flat_map(|step| all.iter().filter(move |finding| finding.path.step() == step))
            .filter(|finding| seen.insert(&finding.path))
            .cloned()
            .collect()
    }
}
