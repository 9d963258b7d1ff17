//! What takes long to draw comes over several frames: a press is answered in the next one.

use std::rc::Rc;

use leptos::prelude::*;

use crate::browser::next_frame;
use crate::state::{State, follow};

/// How much of a long list is drawn: some in the frame that answers a press, half as much in each frame after it, so
/// that the next press is not kept waiting.
#[derive(Clone, Copy)]
pub struct Gradual {
    step: usize,
    now: State<usize>,
    wanted: State<usize>,
    grows: State<bool>,
    there: Signal<usize>,
}

impl Gradual {
    /// So many in the first frame, in the end as many as are wanted of those that are `there`.
    pub fn new(step: usize, wanted: usize, there: Signal<usize>) -> Self {
        let gradual = Self {
            step,
            now: State::new(0),
            wanted: State::new(wanted),
            grows: State::new(false),
            there,
        };
        gradual.again();
        gradual
    }

    /// So many may be drawn now.
    pub fn now(self) -> usize {
        self.now.get()
    }

    /// So many will be.
    pub fn wanted(self) -> usize {
        self.wanted.get()
    }

    /// What is drawn is about to be something else.
    pub fn again(self) {
        self.now.set(self.step);
        self.grow();
    }

    /// So many more are wanted.
    pub fn more(self, more: usize) {
        self.wanted.set(self.wanted.get_untracked().saturating_add(more));
        self.grow();
    }

    fn grow(self) {
        if self.grows.get_untracked() {
            return;
        }
        self.grows.set(true);
        leptos::task::spawn_local(async move {
            let Self { now, wanted, .. } = self;
            // Of a page that was left, nothing is wanted.
            while now.get_untracked() < wanted.get_untracked() {
                next_frame().await;
                let wanted = wanted.get_untracked();
                // More of what is far from sight: a field there may be waited for.
                let at = now.get_untracked();
                let next = at.saturating_add((self.step / 2).max(at / 8).max(1)).min(wanted);
                // What comes later to a list that is drawn whole is drawn at once.
                let is_whole = self.there.try_get_untracked().is_none_or(|there| next >= there);
                now.set(if is_whole { wanted } else { next });
            }
            self.grows.set(false);
        });
    }
}

/// What is looked at, a frame after it was chosen: the choice is shown first, then all that it brings. `first` until
/// then.
pub fn later<T>(first: T, of: impl Fn() -> T + 'static) -> State<T>
where
    T: Clone + Default + PartialEq + Send + Sync + 'static,
{
    let later = State::new(first);
    let of = Rc::new(of);
    let chosen = of.clone();
    // By the next frame it may be another, or be shown already.
    let show = move || {
        let chosen = untrack(|| chosen());
        if chosen != later.get_untracked() {
            later.set(chosen);
        }
    };
    a_frame_later(Box::new(move || of() != later.get_untracked()), Rc::new(show));
    later
}

/// Of any type: the code of a task for each would weigh as much again.
fn a_frame_later(is_due: Box<dyn Fn() -> bool>, act: Rc<dyn Fn()>) {
    follow(move || {
        if is_due() {
            let act = act.clone();
            leptos::task::spawn_local(async move {
                next_frame().await;
                act();
            });
        }
    });
}
