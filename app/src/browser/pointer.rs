//! Whether a pointer is down.
//!
//! A press takes the focus from a field before the click is done. What appears then must wait for the
//! release, or it moves the very thing that is being pressed, and the click is lost.

use std::cell::Cell;

use super::address::listen;
use super::sleep;

thread_local! {
    static DOWN: Cell<bool> = const { Cell::new(false) };
}

/// Follows the pointer for as long as the page lives.
pub fn follow_pointer() {
    listen("pointerdown", |_| DOWN.set(true));
    listen("pointerup", |_| DOWN.set(false));
    listen("pointercancel", |_| DOWN.set(false));
}

/// Acts now, or after the click that is under way.
pub fn after_press(act: impl Fn() + 'static) {
    if !DOWN.get() {
        return act();
    }
    leptos::task::spawn_local(async move {
        while DOWN.get() {
            sleep(20).await;
        }
        // The click follows the release at once; a timer comes after it.
        sleep(0).await;
        act();
    });
}
