//! An address that is no page.

use leptos::prelude::*;

use crate::routes::CLUSTERS;
use crate::shell::{Crumb, bar, main, page};
use crate::text::{key, t};
use crate::ui::{el, heading, link};

/// No such page.
pub fn missing() -> AnyView {
    let main = main("")
        .child(heading(t(key::MISSING), ""))
        .child(el("p").child(t(key::MISSING_NEXT)))
        .child(el("p").child(link("", CLUSTERS).child(t(key::CLUSTERS))));
    page(bar(vec![Crumb::clusters(), Crumb::here(t(key::MISSING))], None), main)
}
