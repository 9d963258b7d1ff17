//! What a registry said in place of an answer, and what to do; its own words one click away.

use job::Args;
use job::image::Unseen;

use crate::api::{ApiError, RegistryTrouble, names};
use crate::shell;
use crate::text::draft_filled;
use crate::ui::{Banner, El, Tone, banner};

/// An answer that is waited for, or that came.
#[derive(Clone, Default, PartialEq)]
pub(super) enum Answer<T> {
    /// Nobody asked.
    #[default]
    Unasked,
    /// It is on its way.
    Coming,
    /// It came.
    Said(T),
    /// The registry said nothing of it.
    Not(RegistryTrouble),
    /// The console or the cluster refused.
    Refused(ApiError),
}

/// The sentence of a trouble.
pub(super) fn sentence(trouble: &RegistryTrouble, registry: &str) -> String {
    let name = names::<Unseen>().get(trouble.why as usize).copied().unwrap_or_default();
    draft_filled(&format!("unseen-{name}"), &Args::with("registry", registry))
}

/// It is said.
pub(super) fn trouble(trouble: &RegistryTrouble, registry: &str) -> El {
    banner(Banner {
        details: trouble.words.clone(),
        ..Banner::new(Tone::Warn, sentence(trouble, registry))
    })
}

/// Whatever came instead of an answer; nothing where it came.
pub(super) fn instead<T>(answer: &Answer<T>, registry: &str) -> Option<El> {
    match answer {
        Answer::Not(why) => Some(trouble(why, registry)),
        Answer::Refused(error) => Some(shell::trouble(error.clone(), Tone::Bad, Vec::new())),
        _ => None,
    }
}
