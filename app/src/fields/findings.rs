//! What is wrong, and whether it is time to say so.

use crate::state::State;
use job::{DraftPath, Finding, Step};

/// The findings around a form, for its fields.
///
/// An error shows after its field was left or Create was pressed, never while the first characters
/// are typed; it disappears at the keystroke that mends it.
#[derive(Clone, Copy)]
pub struct Findings {
    /// What our rules say of the draft as it is now.
    pub checked: State<Vec<Finding>>,
    /// What the API server said of the draft as it was sent. A finding goes when its field is edited.
    pub server: State<Vec<Finding>>,
    /// What registries said of the images, while they are typed: never more than warnings.
    pub images: State<Vec<Finding>>,
    /// Fields that were left.
    left: State<Vec<DraftPath>>,
    /// Create was pressed: everything shows.
    pub all: State<bool>,
}

impl Findings {
    /// Nothing was left, nothing was pressed.
    pub fn new(checked: State<Vec<Finding>>) -> Self {
        Self {
            checked,
            server: State::default(),
            images: State::default(),
            left: State::default(),
            all: State::new(false),
        }
    }

    /// The field was left.
    pub fn leave(self, path: &DraftPath) {
        let known = self.left.try_with_untracked(|left| left.contains(path)).unwrap_or(true);
        if !known {
            self.left.update(|left| left.push(path.clone()));
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
        let mut shown = Vec::new();
        let mut take = |findings: &Vec<Finding>| {
            shown.extend(findings.iter().filter(|finding| finding.path == *path).cloned());
        };
        self.server.with(&mut take);
        self.images.with(&mut take);
        if due {
            self.checked.with(&mut take);
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
        let mut found: Vec<Finding> = Vec::new();
        for step in Step::ALL.into_iter().map(Some).chain([None]) {
            for finding in all.iter().filter(|finding| finding.path.step() == step) {
                if finding.is_error() && !found.iter().any(|known| known.path == finding.path) {
                    found.push(finding.clone());
                }
            }
        }
        found
    }
}
