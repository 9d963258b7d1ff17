//! Long lists, drawn over several frames.

use std::sync::Arc;

use crate::browser::next_frame;
use crate::state::State;

/// How much of a long list is drawn: some in the frame that answers a press, the rest as much in each frame after it.
#[derive(Clone)]
pub struct Gradual {
    step: usize,
    now: State<usize>,
    wanted: State<usize>,
    grows: State<bool>,
    there: Arc<dyn Fn() -> usize + Send + Sync>,
}

impl Gradual {
    /// So many in a frame, in the end as many as are wanted of those that are `there`.
    pub fn new(step: usize, wanted: usize, there: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        let gradual = Self {
            step,
            now: State::new(0),
            wanted: State::new(wanted),
            grows: State::new(false),
            there: Arc::new(there),
        };
        gradual.again();
        gradual
    }

    /// So many may be drawn now.
    pub fn now(&self) -> usize {
        self.now.get()
    }

    /// So many will be.
    pub fn wanted(&self) -> usize {
        self.wanted.get()
    }

    /// What is drawn is about to be something else.
    pub fn again(&self) {
        self.now.set(self.step);
        self.grow();
    }

    /// So many more are wanted.
    pub fn more(&self, more: usize) {
        self.wanted.set(self.wanted.get_untracked().saturating_add(more));
        self.grow();
    }

    fn grow(&self) {
        if self.grows.get_untracked() {
            return;
        }
        self.grows.set(true);
        let gradual = self.clone();
        leptos::task::spawn_local(async move {
            let Self { now, wanted, grows, .. } = gradual;
            // Of a page that was left, nothing is wanted.
            while now.get_untracked() < wanted.get_untracked() {
                next_frame().await;
                let next = now.get_untracked().saturating_add(gradual.step);
                // What comes later to a list that is drawn whole is drawn at once.
                let is_whole = next >= (gradual.there)();
                now.set(if is_whole {
                    wanted.get_untracked()
                } else {
                    next.min(wanted.get_untracked())
                });
            }
            grows.set(false);
        });
    }
}
