//! A sentence that needs to be read, with what to do and the raw words one click away.

use leptos::prelude::*;

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
    pub actions: Vec<AnyView>,
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
pub fn banner(banner: Banner) -> AnyView {
    let Banner {
        tone,
        what,
        next,
        details,
        actions,
    } = banner;
    let (class, role) = match tone {
        Tone::Bad => ("banner bad", "alert"),
        Tone::Warn => ("banner warn", "status"),
        Tone::Info => ("banner info", "status"),
    };
    let mut parts = vec![view! { <p class="what">{what}</p> }.into_any()];
    if !next.is_empty() {
        parts.push(view! { <p class="next">{next}</p> }.into_any());
    }
    if !actions.is_empty() {
        parts.push(view! { <div class="actions">{actions}</div> }.into_any());
    }
    if !details.is_empty() {
        parts.push(
            view! { <details><summary>{t(key::DETAILS)}</summary><pre class="words">{details}</pre></details> }
                .into_any(),
        );
    }
    view! { <div class=class role=role>{parts}</div> }.into_any()
}
