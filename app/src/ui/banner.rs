//! A sentence that needs to be read, with what to do and the raw words one click away.

use super::{El, copy_button, el};
use crate::text::{key, t};

/// How loud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something is wrong.
    Bad,
    /// Worth knowing.
    Warn,
    /// Just so.
    Info,
}

/// What a banner says.
pub struct Banner {
    /// How loud.
    pub tone: Tone,
    /// What happened.
    pub what: String,
    /// What to do next; may be empty.
    pub next: String,
    /// The raw words; may be empty.
    pub details: String,
    /// Buttons and links.
    pub actions: Vec<El>,
}

impl Banner {
    /// One that says what happened and no more.
    pub fn new(tone: Tone, what: impl Into<String>) -> Self {
        Self {
            tone,
            what: what.into(),
            next: String::new(),
            details: String::new(),
            actions: Vec::new(),
        }
    }
}

/// Shows it.
pub fn banner(banner: Banner) -> El {
    let (class, role) = match banner.tone {
        Tone::Bad => ("banner bad", "alert"),
        Tone::Warn => ("banner warn", "status"),
        Tone::Info => ("banner info", "status"),
    };
    let mut shown = el("div")
        .class(class)
        .attr("role", role)
        .child(el("p").class("what").child(banner.what));
    if !banner.next.is_empty() {
        shown = shown.child(el("p").class("next").child(banner.next));
    }
    if !banner.actions.is_empty() {
        shown = shown.child(el("div").class("actions").child(banner.actions));
    }
    shown.child(details(&banner.details))
}

/// Raw words, one click away; nothing where there are none.
pub fn details(words: &str) -> Option<El> {
    (!words.is_empty()).then(|| {
        el("details")
            .child(el("summary").child(t(key::DETAILS)))
            .child(copy_button(t(key::DETAILS), words.to_owned()))
            .child(el("pre").class("words").child(words))
    })
}
