//! What was there before.

use std::borrow::Cow;
use std::collections::HashSet;

/// Names that were there before.
#[derive(Default)]
pub(super) struct Seen<'v>(HashSet<Cow<'v, str>>);

impl<'v> Seen<'v> {
    /// Whether it is new.
    #[inline(never)]
    pub(super) fn add(&mut self, name: impl Into<Cow<'v, str>>) -> bool {
        self.0.insert(name.into())
    }

    #[inline(never)]
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}
