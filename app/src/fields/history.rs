//! Undo and redo: one step for each visit to a field, and for each change of more than a line.

use std::sync::Arc;

use job::{Draft, DraftPath};
use leptos::prelude::untrack;

use crate::state::State;

/// Steps that can be undone; the oldest go.
const MOST: usize = 100;

/// The draft before a step, and the field that the step was about.
type Before = (Arc<Draft>, Option<DraftPath>);

/// What was, and what was undone.
#[derive(Clone, Copy)]
pub struct History {
    past: State<Vec<Before>>,
    future: State<Vec<Before>>,
    /// The field that is being typed into: all of its visit is one step.
    visit: State<Option<DraftPath>>,
    /// Several changes are one step.
    together: State<bool>,
}

impl History {
    pub(super) fn new() -> Self {
        Self {
            past: State::default(),
            future: State::default(),
            visit: State::default(),
            together: State::default(),
        }
    }

    /// Whether something can be undone, and redone.
    pub fn can(self) -> (bool, bool) {
        (
            self.past.with(|past| !past.is_empty()),
            self.future.with(|future| !future.is_empty()),
        )
    }

    /// The draft is about to change, by typing into the field of that path or otherwise.
    pub(super) fn before(self, draft: State<Draft>, typed: Option<&DraftPath>) {
        let is_same = typed.is_some() && self.visit.with_untracked(|visit| visit.as_ref() == typed);
        if is_same || self.together.get_untracked() {
            return;
        }
        self.visit.set(typed.cloned());
        let before = (untrack(|| draft.read()), typed.cloned());
        self.past.update(|past| {
            if past.len() == MOST {
                past.remove(0);
            }
            past.push(before);
        });
        if self.future.with_untracked(|future| !future.is_empty()) {
            self.future.set(Vec::new());
        }
    }

    /// What nobody typed is filled in: it was so in every step.
    pub(super) fn fill_in(self, path: &DraftPath, text: &str) {
        for steps in [self.past, self.future] {
            if steps.with_untracked(|steps| steps.is_empty()) {
                continue;
            }
            steps.update(|steps| {
                for (draft, _) in steps
                    .iter_mut()
                    .filter(|(draft, _)| draft.text(path.as_str()).is_empty())
                {
                    Arc::make_mut(draft).set(path.as_str(), text);
                }
            });
        }
    }

    /// The field is left: the next visit is a step of its own.
    pub(super) fn leave(self) {
        self.visit.set(None);
    }

    /// What comes now is one step.
    pub(super) fn together(self, draft: State<Draft>, act: impl FnOnce()) {
        self.before(draft, None);
        self.together.set(true);
        act();
        self.together.set(false);
    }

    /// What was before the last step (`back`), or what was undone last; and the field that it is about.
    pub(super) fn step(self, draft: State<Draft>, back: bool) -> Option<Before> {
        let (from, to) = if back {
            (self.past, self.future)
        } else {
            (self.future, self.past)
        };
        let (before, path) = from.update(Vec::pop).flatten()?;
        let now = (untrack(|| draft.read()), path.clone());
        to.update(|to| to.push(now));
        self.leave();
        Some((before, path))
    }

    /// Another draft has another history.
    pub(super) fn forget(self) {
        self.past.set(Vec::new());
        self.future.set(Vec::new());
        self.leave();
    }
}
