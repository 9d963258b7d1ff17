//! The time of one look, and when the next look is due.

use super::Millis;

/// One second.
pub(super) const SECOND: Millis = 1000;

/// `now`, and the earliest moment at which something that was asked turns true.
pub(super) struct Clock {
    pub(super) now: Millis,
    pub(super) next: Option<Millis>,
}

impl Clock {
    pub(super) fn at(now: Millis) -> Self {
        Self { now, next: None }
    }

    /// Whether that moment has come; if not, the next look is then at the latest.
    pub(super) fn reached(&mut self, moment: Millis) -> bool {
        if self.now >= moment {
            return true;
        }
        self.next = Some(self.next.map_or(moment, |next| next.min(moment)));
        false
    }

    /// Whether something that began at `since` has held for so many seconds.
    pub(super) fn held(&mut self, since: Millis, seconds: i64) -> bool {
        self.reached(since.saturating_add(seconds.saturating_mul(SECOND)))
    }
}
