//! Tables that become cards on a phone: each cell says what it is.

use super::{Child, El, el};
use crate::text::{Key, t};

/// The head of a table.
pub fn columns(titles: &[Key]) -> El {
    let titles: Vec<_> = titles
        .iter()
        .map(|title| el("th").attr("scope", "col").child(t(*title)))
        .collect();
    el("thead").child(el("tr").child(titles))
}

/// A cell under that title.
pub fn cell(title: Key, class: &str, content: impl Child) -> El {
    el("td").attr("data-label", t(title)).class(class).child(content)
}
