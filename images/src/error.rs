//! What went wrong between here and a registry.

use std::time::Duration;

/// What went wrong. One enum for the whole crate. `registry` is always the name that the operator gave; texts that
/// came from outside are shortened and hold no control characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The operator named no such registry: it is never contacted.
    #[error("no registry called {name} is set up here")]
    UnknownRegistry {
        /// The name that was asked for.
        name: String,
    },
    /// What was asked for cannot be a repository, a tag, a digest or a page; nothing was sent.
    #[error("{name:?} is no {what}")]
    BadName {
        /// What was asked for.
        name: String,
        /// What it should have been, such as `repository`.
        what: &'static str,
    },
    /// No connection came about, or it broke.
    #[error("{registry} cannot be reached: {why}")]
    Unreachable {
        /// The registry.
        registry: String,
        /// The innermost reason, such as `Connection refused`.
        why: String,
    },
    /// Somebody was there, a trusted connection was not.
    #[error("no trusted connection to {registry}: {why}")]
    Tls {
        /// The registry.
        registry: String,
        /// What the handshake failed at.
        why: String,
    },
    /// Not done within the time that a whole call has.
    #[error("{registry} gave no answer within {} s", after.as_secs_f32())]
    Timeout {
        /// The registry.
        registry: String,
        /// How long was waited.
        after: Duration,
    },
    /// The registry points to a place, or resolves to an address, that the operator did not name for it.
    /// Nothing was sent there.
    #[error("{registry} points to {place}, which is not contacted: {why}")]
    NotAllowed {
        /// The registry.
        registry: String,
        /// Where it points: `https://host:port`, or an IP address.
        place: String,
        /// Which rule forbids it, and the setting that would allow it where there is one.
        why: String,
    },
    /// The registry redirects where a registry has no reason to. Only blobs are followed, to `blob-hosts`.
    #[error("{registry} redirects to {to}, which is not followed")]
    Redirected {
        /// The registry.
        registry: String,
        /// Where to, without the query: it may hold one-time values.
        to: String,
    },
    /// 401: it wants credentials, or other ones.
    #[error("{registry} wants a sign-in: {why}")]
    Unauthorized {
        /// The registry.
        registry: String,
        /// Its words, or what is missing.
        why: String,
    },
    /// 403, or a token that was given and does not suffice: known, and not allowed.
    #[error("{registry} does not allow it: {why}")]
    Forbidden {
        /// The registry.
        registry: String,
        /// Its words.
        why: String,
    },
    /// 404: no such repository, tag or manifest; or one that these credentials may not know of.
    #[error("{registry} has no {what}")]
    NotFound {
        /// The registry.
        registry: String,
        /// What was asked for.
        what: String,
    },
    /// The registry does not list its repositories, or not for these credentials; names still can be typed.
    #[error("{registry} does not list its repositories: {why}")]
    NoCatalogue {
        /// The registry.
        registry: String,
        /// What it said.
        why: String,
    },
    /// 429: asked too often.
    #[error("{registry} was asked too often")]
    TooManyRequests {
        /// The registry.
        registry: String,
        /// How long it wants to be left alone, where it said so.
        retry_after: Option<Duration>,
    },
    /// An answer, or a part of one, that is larger than anything asked for here may be.
    #[error("{registry} answered with more than {limit} bytes")]
    TooLarge {
        /// The registry.
        registry: String,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// What came is not what its digest says.
    #[error("{registry} answered with {got} when {wanted} was due")]
    WrongDigest {
        /// The registry.
        registry: String,
        /// The digest that was asked for or announced.
        wanted: String,
        /// The digest of what came.
        got: String,
    },
    /// Somebody answered who does not speak the distribution API: a login page, a proxy, another server.
    #[error("{registry} is no registry ({code}): {why}")]
    NotARegistry {
        /// The registry.
        registry: String,
        /// The HTTP status of the answer, 0 where it was none.
        code: u16,
        /// What came instead.
        why: String,
    },
    /// The manifest is there and describes something else than an image: a chart, a signature, schema 1.
    #[error("{what} is no image: {why}")]
    NotAnImage {
        /// Repository and reference.
        what: String,
        /// What it is.
        why: String,
    },
    /// Any other refusal, and 5xx.
    #[error("{registry} answered {code}: {why}")]
    Failed {
        /// The registry.
        registry: String,
        /// The HTTP status.
        code: u16,
        /// Its words.
        why: String,
    },
}

/// The longest text from outside that a message carries, in characters.
const LONGEST: usize = 200;

/// Words from outside, fit to be shown: short, and without characters that control or reorder what is around them.
pub(crate) fn words(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = text.chars().filter(|c| !hidden(*c));
    let shown = shown.map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST);
    shown.collect::<String>().trim().to_owned()
}
