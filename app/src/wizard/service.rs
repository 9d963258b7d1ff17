//! Step 3, Service configuration. A task needs no Service; none can be made here yet, and the step
//! says so.

use leptos::prelude::*;

use crate::text::{key, t};
use crate::ui::el;

pub(super) fn service_step() -> Vec<AnyView> {
    let shown = el("div")
        .class("empty")
        .child(el("p").child(t(key::SERVICE_NONE)))
        .child(el("p").class("help").child(t(key::SERVICE_NONE_HELP)));
    vec![shown.into_any()]
}
