//! A document and its places.

use serde_json::Value;

use super::lines;
use super::node::{Kind, Node};
use crate::manifest::{ApiPath, Part};

/// A document of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What it says.
    pub value: Value,
    /// The paths of the keys that stand twice, `spec.containers[0].image`.
    pub twice: Vec<String>,
    pub(super) root: Node,
    /// Its text, from its `---` (what stands above the first document is the first's) to the next one's.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The line that its text begins on, and where each of its lines down to the end of its value starts.
    first: usize,
    lines: Vec<usize>,
}

impl Document {
    /// A document whose text begins at that place and on that line.
    pub(super) fn new(
        text: &str,
        value: Value,
        twice: Vec<String>,
        root: Node,
        (start, first): (usize, usize),
    ) -> Self {
        let breaks = lines::between(text, start, root.end).match_indices('\n');
        Self {
            value,
            twice,
            first,
            lines: [start]
                .into_iter()
                .chain(breaks.map(|(at, _)| start + at + 1))
                .collect(),
            root,
            start,
            end: text.len(),
        }
    }

    /// The first and last line, from 1, of the entry at that place: from its key to the end of its value.
    /// Of its nearest parent that stands there where it does not.
    pub fn line_of(&self, path: &ApiPath) -> (usize, usize) {
        let mut node = &self.root;
        let mut start = node.start;
        for part in &path.0 {
            let child = match part {
                Part::Field(key) | Part::Entry(key) => node.entry(key).map(|entry| (entry.start, &entry.value)),
                Part::Item(index) => node.item(*index).map(|item| (item.start, &item.value)),
            };
            match child {
                Some(child) => (start, node) = child,
                None => break,
            }
        }
        (self.line(start), self.line(node.end))
    }

    /// Whether the line is one of its own.
    pub(super) fn has_line(&self, line: usize) -> bool {
        (self.line(self.root.start)..=self.line(self.root.end)).contains(&line)
    }

    /// The place that the line is about: the innermost entry that holds it. The whole object where none does,
    /// and the collection where several entries stand on the line.
    pub fn path_at(&self, line: usize) -> ApiPath {
        let mut path = ApiPath::default();
        let mut node = &self.root;
        loop {
            let holds = |start: usize, value: &Node| self.line(start) <= line && line <= self.line(value.end);
            let mut found = None;
            match &node.kind {
                Kind::Map { entries, .. } => {
                    for entry in entries.iter().filter(|entry| holds(entry.start, &entry.value)) {
                        if found.is_some() {
                            return path;
                        }
                        let key = entry.key.clone();
                        let part = if path.is_map() {
                            Part::Entry(key)
                        } else {
                            Part::Field(key)
                        };
                        found = Some((part, &entry.value));
                    }
                }
                Kind::List { items, .. } => {
                    for (index, item) in items.iter().enumerate() {
                        if holds(item.start, &item.value) {
                            if found.is_some() {
                                return path;
                            }
                            found = Some((Part::Item(index), &item.value));
                        }
                    }
                }
                _ => {}
            }
            let Some((part, value)) = found else {
                return path;
            };
            path.0.push(part);
            node = value;
        }
    }

    fn line(&self, at: usize) -> usize {
        (self.first + self.lines.partition_point(|start| *start <= at))
            .saturating_sub(1)
            .max(1)
    }
}
