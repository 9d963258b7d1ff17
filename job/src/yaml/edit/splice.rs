//! Pieces of the text and what stands there instead.

use super::super::lines;

/// Splices of a text.
pub(super) struct Splices {
    all: Vec<Splice>,
    crlf: bool,
}

struct Splice {
    start: usize,
    end: usize,
    with: String,
}

impl Splices {
    pub(super) fn new(text: &str) -> Self {
        Self {
            all: Vec::new(),
            crlf: text.contains("\r\n"),
        }
    }

    /// Puts a text (with plain line feeds) in the place of another. At one place, what comes first stays first.
    pub(super) fn put(&mut self, start: usize, end: usize, with: String) {
        let with = if self.crlf { with.replace('\n', "\r\n") } else { with };
        if start != end || !with.is_empty() {
            self.all.push(Splice { start, end, with });
        }
    }

    /// How many there are, to come back to with [`Self::forget`].
    pub(super) fn mark(&self) -> usize {
        self.all.len()
    }

    /// Takes back what came after the mark.
    pub(super) fn forget(&mut self, mark: usize) {
        self.all.truncate(mark);
    }

    /// The text with all of them. `None` when they get into each other's way.
    pub(super) fn apply(mut self, text: &str) -> Option<String> {
        self.all.sort_by_key(|splice| (splice.start, splice.end));
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for splice in &self.all {
            if splice.start < at || splice.end < splice.start {
                return None;
            }
            out.push_str(text.get(at..splice.start)?);
            out.push_str(&splice.with);
            at = splice.end;
        }
        out.push_str(lines::from(text, at));
        Some(out)
    }
}
