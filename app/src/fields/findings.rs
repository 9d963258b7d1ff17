//! What is wrong, and whether it is time to say so.

use crate::state::{State, follow};
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
    /// What is to be shown now. Told apart from what it follows from: fields hear of it when it differs, and nothing at
    /// the other keys.
    shown: State<Vec<Finding>>,
    /// Everything that is to be mended, once Create was pressed.
    pub due: State<Vec<Finding>>,
}

impl Findings {
    /// Nothing was left, nothing was pressed.
    pub fn new(checked: State<Vec<Finding>>) -> Self {
        let findings = Self {
            checked,
            server: State::default(),
            images: State::default(),
            left: State::default(),
            all: State::new(false),
            shown: State::default(),
            due: State::default(),
        };
        follow(move || tell(findings.shown, findings.to_show()));
        follow(move || {
            let all = findings.all.get();
            tell(findings.due, if all { findings.to_mend() } else { Vec::new() });
        });
        findings
    }

    fn to_show(self) -> Vec<Finding> {
        let mut shown = self.server.get();
        shown.extend(self.images.get());
        let all = self.all.get();
        self.left.with(|left| {
            let is_due = |finding: &&Finding| all || left.contains(&finding.path);
            self.checked
                .with(|checked| shown.extend(checked.iter().filter(is_due).cloned()));
        });
        shown
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
        let at = |finding: &&Finding| finding.path == *path;
        let mut shown: Vec<Finding> = self.shown.with(|shown| shown.iter().filter(at).cloned().collect());
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

fn tell(those: State<Vec<Finding>>, now: Vec<Finding>) {
    if !those.with_untracked(|before| *before == now) {
        those.set(now);
    }
}
