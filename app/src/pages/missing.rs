//! An address that is no page.

use leptos::prelude::*;

use crate::routes::CLUSTERS;
use crate::shell::{Crumb, bar};
use crate::text::{key, t};
use crate::ui::heading;

/// No such page.
pub fn missing() -> AnyView {
    view! {
        {bar(vec![Crumb::clusters(), Crumb::here(t(key::MISSING))], None)}
        <main id="main" tabindex="-1">
            {heading(t(key::MISSING), "")}
            <p>{t(key::MISSING_NEXT)}</p>
            <p><a href=CLUSTERS>{t(key::CLUSTERS)}</a></p>
        </main>
    }
    .into_any()
}
