//! An error of a call or of the stream, said: what happened, what to do, the raw words one click away.

use crate::api::ApiError;
use crate::text::error_texts;
use crate::ui::{Banner, El, Tone, banner};

/// The banner of an error, with what can be done about it.
pub fn trouble(error: ApiError, tone: Tone, actions: Vec<El>) -> El {
    let (what, next) = error_texts(&error);
    banner(Banner {
        tone,
        what,
        next,
        details: error.words,
        actions,
    })
}
