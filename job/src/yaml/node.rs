//! Where a value stands: the shape of a document without its values.

/// A value's place. Bytes of the text, without quotes' outside, with the header of a block scalar;
/// the end is before the last line break.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Scalar(Style),
    Alias,
    List { flow: bool, items: Vec<Item> },
    Map { flow: bool, entries: Vec<Entry> },
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// Literal or folded: a header, then lines.
    Block,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// The dash; in a flow list the value's start.
    pub(super) start: usize,
    pub(super) value: Node,
}

/// An entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) start: usize,
    /// Where the value may begin, after the colon. `None` where the colon is not beside the key.
    pub(super) colon: Option<usize>,
    pub(super) value: Node,
    /// Whether it is `<<`, whose value's entries are taken over.
    pub(super) merge: bool,
}

impl Node {
    /// The entry that counts: of two equal keys the last.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            Kind::Map { entries, .. } => entries.iter().rfind(|entry| !entry.merge && entry.key == key),
            _ => None,
        }
    }

    /// The item of that index.
    pub(super) fn item(&self, index: usize) -> Option<&Item> {
        match &self.kind {
            Kind::List { items, .. } => items.get(index),
            _ => None,
        }
    }

    /// Whether it is a collection in brackets.
    pub(super) fn is_flow(&self) -> bool {
        matches!(self.kind, Kind::List { flow: true, .. } | Kind::Map { flow: true, .. })
    }
}
