//! Tables that become cards on a phone: each cell says what it is.

use leptos::prelude::*;

use crate::text::{Key, t};

/// The head of a table.
pub fn columns(titles: &[Key]) -> AnyView {
    let titles: Vec<_> = titles
        .iter()
        .map(|title| view! { <th scope="col">{t(*title)}</th> }.into_any())
        .collect();
    view! { <thead><tr>{titles}</tr></thead> }.into_any()
}

/// A cell under that title.
pub fn cell(title: Key, class: &'static str, content: impl IntoAny) -> AnyView {
    view! { <td data-label=t(title) class=class>{content.into_any()}</td> }.into_any()
}
