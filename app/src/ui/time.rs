//! Ages, with the exact time beside them.

use job::status::Millis;
use leptos::prelude::*;

use super::words;
use crate::browser::{Clock, age, exact};

/// How long ago, going on by itself; the exact time on hover and for screen readers.
pub fn age_of(then: Millis, clock: Clock) -> AnyView {
    view! { <time title=exact(then)>{words(move || age(then, clock.now()))}</time> }.into_any()
}
