//! Step 3, Service configuration. A task needs no Service; none can be made here yet, and the step
//! says so.

use leptos::prelude::*;

use crate::text::{key, t};

pub(super) fn service_step() -> AnyView {
    view! {
        <div class="empty">
            <p>{t(key::SERVICE_NONE)}</p>
            <p class="help">{t(key::SERVICE_NONE_HELP)}</p>
        </div>
    }
    .into_any()
}
