//! Time: the console's clock as far as it is known, and ages that go on.

use job::Args;
use job::status::Millis;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::state::State;
use crate::text::{fill, key, language};

/// Now by this machine's clock.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits until the browser has shown what stands in the page now.
pub async fn next_frame() {
    sleep(17).await;
}

/// A clock for one page: server time, ticking each second.
#[derive(Clone, Copy)]
pub struct Clock {
    tick: State<Millis>,
    ahead: State<Millis>,
}

impl Clock {
    /// Now by the console's clock.
    pub fn now(self) -> Millis {
        self.tick.get() + self.ahead.get()
    }

    /// The console said what time it is: ages are told against it, whatever this machine's clock says.
    pub fn set_console_time(self, console: Millis) {
        self.ahead.set(console - now());
    }
}

/// A clock that ticks until the page is left.
pub fn use_clock() -> Clock {
    let clock = Clock {
        tick: State::new(now()),
        ahead: State::new(0),
    };
    let ticking = set_interval_with_handle(
        move || {
            clock.tick.set(now());
        },
        std::time::Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(handle) = ticking {
            handle.clear();
        }
    });
    clock
}

/// How long ago, in the largest unit that fits: `12 s`, `4 min`, `3 h`, `2 d`.
pub fn age(then: Millis, now: Millis) -> String {
    let seconds = (now - then).max(0) / 1000;
    let (count, unit) = match seconds {
        0..60 => (seconds, key::TIME_SECONDS),
        60..3600 => (seconds / 60, key::TIME_MINUTES),
        3600..86_400 => (seconds / 3600, key::TIME_HOURS),
        _ => (seconds / 86_400, key::TIME_DAYS),
    };
    fill(unit, &Args::with("count", count))
}

/// The exact time, as this language writes it.
pub fn exact(time: Millis) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(time as f64));
    String::from(date.to_locale_string(language().tag(), &JsValue::UNDEFINED))
}
