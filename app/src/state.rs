//! Values that change on a page: what the framework's `RwSignal` and `Memo` are, over one type.
//!
//! Each type of value in a signal of its own brings some 2 kB of code, each in a memo another. Here all are
//! signals of one erased type, and only reading and writing knows the value's own (docs/adr/0008). Nothing
//! here panics: of a value whose page was left, reading gives the default and writing does nothing.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{Effect, Get as _, GetUntracked as _, Memo, RwSignal, Set as _, Update as _};

type Erased = Arc<dyn Any + Send + Sync>;

/// Does something now, and again whenever what it read changed. One type of effect for all of them.
pub fn follow(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(act);
}

/// A value that changes: one that is set, or one that follows from others.
pub struct State<T>(Source, PhantomData<fn() -> T>);

#[derive(Clone, Copy)]
enum Source {
    Set(RwSignal<Erased>),
    Follows(Memo<Erased>),
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Default + Clone + Send + Sync + 'static> Default for State<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

fn erased(source: Source, track: bool) -> Option<Erased> {
    match (source, track) {
        (Source::Set(signal), true) => signal.try_get(),
        (Source::Set(signal), false) => signal.try_get_untracked(),
        (Source::Follows(memo), true) => memo.try_get(),
        (Source::Follows(memo), false) => memo.try_get_untracked(),
    }
}

fn follows(
    make: Box<dyn Fn() -> Erased + Send + Sync>,
    changed: fn(Option<&Erased>, Option<&Erased>) -> bool,
) -> Source {
    Source::Follows(Memo::new_with_compare(move |_| make(), changed))
}

fn changed<T: PartialEq + 'static>(before: Option<&Erased>, after: Option<&Erased>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.downcast_ref::<T>() != after.downcast_ref::<T>(),
        (before, after) => before.is_some() != after.is_some(),
    }
}

impl<T: Send + Sync + 'static> State<T> {
    /// A value that is set.
    pub fn new(value: T) -> Self {
        Self(Source::Set(RwSignal::new(Arc::new(value))), PhantomData)
    }

    /// A value that follows from others; who reads it is told only when it differs.
    pub fn of(make: impl Fn() -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        let make = Box::new(move || Arc::new(make()) as Erased);
        Self(follows(make, changed::<T>), PhantomData)
    }

    fn look<R>(self, track: bool, look: impl FnOnce(&T) -> R) -> Option<R> {
        let value = erased(self.0, track)?;
        value.downcast_ref::<T>().map(look)
    }

    /// Reads it; who reads is told when it changes.
    pub fn with<R: Default>(self, look: impl FnOnce(&T) -> R) -> R {
        self.look(true, look).unwrap_or_default()
    }

    /// Reads it as it is now.
    pub fn with_untracked<R: Default>(self, look: impl FnOnce(&T) -> R) -> R {
        self.look(false, look).unwrap_or_default()
    }

    /// Reads it as it is now; nothing where the page was left.
    pub fn try_with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.look(false, look)
    }

    /// The value; who reads is told when it changes.
    pub fn read(self) -> Arc<T>
    where
        T: Default,
    {
        let value = erased(self.0, true).and_then(|value| value.downcast::<T>().ok());
        value.unwrap_or_default()
    }

    /// Sets it.
    pub fn set(self, value: T) {
        if let Source::Set(signal) = self.0 {
            signal.try_set(Arc::new(value));
        }
    }
}

impl<T: Clone + Send + Sync + 'static> State<T> {
    /// The value; who reads is told when it changes.
    pub fn get(self) -> T
    where
        T: Default,
    {
        self.look(true, T::clone).unwrap_or_default()
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T
    where
        T: Default,
    {
        self.look(false, T::clone).unwrap_or_default()
    }

    /// The value as it is now; nothing where the page was left.
    pub fn try_get_untracked(self) -> Option<T> {
        self.look(false, T::clone)
    }

    /// Changes it in place, where nobody else holds it.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let Source::Set(signal) = self.0 else { return None };
        let mut result = None;
        signal.try_update(|value| {
            if let Some(alone) = Arc::get_mut(value).and_then(|value| value.downcast_mut::<T>()) {
                result = Some(change(alone));
            } else if let Some(mut copy) = value.downcast_ref::<T>().cloned() {
                result = Some(change(&mut copy));
                *value = Arc::new(copy);
            }
        });
        result
    }
}
