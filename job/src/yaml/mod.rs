//! YAML as the API server reads it: read with places, written canonically, edited in place.
//!
//! Nothing else of this crate calls it, so that the browser can load it when YAML is opened and
//! not before.
//!
//! Written by our own emitter, not by serde-saphyr's: an edit writes pieces (a scalar in the
//! quotes of the old one, lines at somebody's indentation, a flow collection) and must decide on
//! quotes exactly as the whole text does.
//!
//! ```text
//! text ── read ──> Document{value, twice, places}      objects ── write ──> text
//! text + objects ── edit ──> text that says the objects and is otherwise as it was
//! ```

mod collect;
mod document;
mod edit;
mod lines;
mod merge;
mod node;
mod quote;
mod read;
mod resolve;
mod text;
mod write;

use std::fmt;

pub use self::document::Document;
pub use self::edit::edit;
pub use self::read::read;
pub use self::text::{Broken, Text};
pub use self::write::write;

/// Text that is no YAML, or more of it than is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.line, self.column, self.message)
    }
}
