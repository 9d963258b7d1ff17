//! Ages, with the exact time beside them.

use job::status::Millis;

use super::{El, el, words};
use crate::browser::{Clock, age, exact};

/// How long ago, going on by itself; the exact time on hover and for screen readers.
pub fn age_of(then: Millis, clock: Clock) -> El {
    el("time")
        .attr("title", &exact(then))
        .child(words(move || age(then, clock.now())))
}
