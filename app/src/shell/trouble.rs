//! An error of a call or of the stream, said: what happened, what to do, the raw words one click away.

use super::sign_in::sign_in;
use crate::api::{ApiError, ErrorKind};
use crate::text::error_texts;
use crate::ui::{Banner, El, Tone, banner};

/// The banner of an error, with what can be done about it.
///
/// Where the cluster asks who the person is, that is asked in its place.
pub fn trouble(error: ApiError, tone: Tone, actions: Vec<El>) -> El {
    if error.kind == ErrorKind::SignIn {
        return sign_in(error);
    }
    let (what, next) = error_texts(&error);
    banner(Banner {
        tone,
        what,
        next,
        details: error.words,
        actions,
    })
}
