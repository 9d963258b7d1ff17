//! How well the page sees the cluster: a word and a mark in the bar, a banner when it does not.

use leptos::prelude::*;

use super::trouble;
use crate::live::{Connection, Link};
use crate::text::{key, t};
use crate::ui::{El, Tone, el, mark, part_if};

/// The mark in the bar.
pub(super) fn link_state(link: Link) -> El {
    let state = part_if(move || {
        let (class, shape, word) = match &*link.connection.read() {
            Connection::Connecting => ("link connecting", "○", key::LINK_CONNECTING),
            Connection::Live => ("link live", "●", key::LINK_LIVE),
            Connection::Stale(_) => ("link stale", "▲", key::LINK_STALE),
            Connection::Ended(_) => ("link ended", "✕", key::LINK_ENDED),
        };
        Some(el("span").class(class).child(mark(shape)).child(" ").child(t(word)))
    });
    el("span").attr("role", "status").child(state)
}

/// The banner on the page, while something is wrong.
pub fn link_trouble(link: Link) -> AnyView {
    part_if(move || match link.connection.get() {
        Connection::Stale(error) => Some(trouble(error, Tone::Warn, Vec::new())),
        Connection::Ended(error) => Some(trouble(error, Tone::Bad, Vec::new())),
        Connection::Connecting | Connection::Live => None,
    })
}
