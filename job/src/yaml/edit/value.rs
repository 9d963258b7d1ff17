//! A value that changes: in itself where it can, else written anew in its place.

use serde_json::Value;

use super::super::node::{Kind, Node, Style};
use super::super::write::{self, Out};
use super::super::{Document, lines, quote};
use super::splice::Splices;
use super::{is_filled, same};

/// One attempt at an edit.
pub(super) struct Edit<'a> {
    pub(super) text: &'a str,
    pub(super) splices: Splices,
    /// How deep changes are made; what differs deeper is written anew as a whole.
    limit: usize,
    /// Whether aliases and merges are written out.
    pub(super) expand: bool,
    /// How much deeper than their key items stand in this document.
    step: usize,
    /// Whether the document is JSON, and stays it.
    pub(super) json: bool,
}

/// Where a value stands, for it to be replaced.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    /// Where its text may begin: after the colon or the dash.
    pub(super) after: usize,
    /// Where the key or the dash stands in its line.
    pub(super) indent: usize,
    pub(super) place: Place,
}

/// What a value is of its parent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    Entry,
    Item,
    /// Anything in brackets.
    Flow,
}

impl<'a> Edit<'a> {
    pub(super) fn new(text: &'a str, limit: usize, expand: bool) -> Self {
        Self {
            text,
            splices: Splices::new(text),
            limit,
            expand,
            step: 0,
            json: false,
        }
    }

    pub(super) fn document(&mut self, document: &Document, new: &Value) {
        self.step = list_step(self.text, &document.root).unwrap_or(0);
        self.json = document.root.is_flow() && self.is_json(&document.root);
        let slot = Slot {
            after: document.start,
            indent: 0,
            place: Place::Root,
        };
        self.value(slot, &document.root, &document.value, new, 0);
    }

    /// Makes a value another one. Whether it could; if not, nothing is done.
    pub(super) fn value(&mut self, slot: Slot, node: &Node, old: &Value, new: &Value, depth: usize) -> bool {
        if same(old, new) && !(self.expand && has_alias(node)) {
            return true;
        }
        let mark = self.splices.mark();
        if depth < self.limit && is_filled(new) && self.within(node, old, new, depth) {
            return true;
        }
        self.splices.forget(mark);
        self.whole(slot, node, old, new)
    }

    /// Changes what is in a collection.
    fn within(&mut self, node: &Node, old: &Value, new: &Value, depth: usize) -> bool {
        match (&node.kind, old, new) {
            (Kind::Map { flow: false, entries }, Value::Object(old), Value::Object(new)) => {
                self.block_map(entries, old, new, depth)
            }
            (Kind::List { flow: false, items }, Value::Array(old), Value::Array(new)) => {
                self.block_list(items, old, new, depth)
            }
            (Kind::Map { flow: true, entries }, Value::Object(old), Value::Object(new)) => {
                self.flow_map(node, entries, old, new, depth)
            }
            (Kind::List { flow: true, items }, Value::Array(old), Value::Array(new)) => {
                self.flow_list(node, items, old, new, depth)
            }
            _ => false,
        }
    }

    /// Writes a value anew in its place.
    fn whole(&mut self, slot: Slot, node: &Node, old: &Value, new: &Value) -> bool {
        // An anchor or a tag before the value; it goes with the old value.
        let is_bare = slot.place == Place::Root || lines::skip(self.text, slot.after) == node.start;
        if slot.place == Place::Flow {
            return is_bare && self.whole_flow(slot, node, new);
        }
        let is_written = node.start < node.end;
        if is_written && is_bare && node.is_flow() && is_filled(new) && self.limit > 0 {
            return self.whole_flow(slot, node, new);
        }
        if slot.place == Place::Root {
            return self.whole_root(slot, node, new);
        }
        let style = match node.kind {
            Kind::Scalar(style) => style,
            _ => Style::Plain,
        };
        let is_inline = is_written && is_bare && style != Style::Block && !is_block(node);
        let one_line = self.on_one_line(style, old, new);
        if let (true, Some(with)) = (is_inline, &one_line) {
            self.splices.put(node.start, node.end, with.clone());
            return true;
        }
        let end = lines::end(self.text, node.end.max(slot.after));
        let mut out = self.out(end);
        let tail = self.tail(slot, node);
        if let Some(with) = one_line {
            out.text.push(' ');
            out.text.push_str(&with);
        } else if let Value::String(text) = new {
            out.text.push(' ');
            if out.is_literal(text) {
                let indent = if style == Style::Block {
                    self.body_indent(node)
                } else {
                    None
                };
                out.literal(
                    text,
                    indent.filter(|indent| *indent > slot.indent).unwrap_or(slot.indent + 2),
                );
            } else {
                quote::double(&mut out.text, text);
            }
        } else if slot.place == Place::Entry {
            out.value(new, slot.indent);
        } else if tail.is_empty() {
            out.text.push(' ');
            out.item_value(new, slot.indent);
        } else {
            out.line(slot.indent + 2);
            out.item_value(new, slot.indent);
        }
        let (first, rest) = out.text.split_at(out.text.find('\n').unwrap_or(out.text.len()));
        let with = format!("{first}{tail}{rest}");
        self.splices.put(slot.after, end, with);
        true
    }

    fn whole_root(&mut self, slot: Slot, node: &Node, new: &Value) -> bool {
        let line = lines::start(self.text, node.start).max(slot.after);
        let end = lines::end(self.text, node.end);
        let mut out = self.out(end);
        // `--- a` becomes lines of their own.
        if !lines::between(self.text, line, node.start).trim().is_empty() {
            out.text.push('\n');
        }
        out.root(new);
        out.text.pop();
        let start = if out.text.starts_with('\n') { node.start } else { line };
        self.splices.put(start, end, out.text);
        true
    }

    /// The value on one line, in the old one's quotes where it can be said so. `None` where it takes several.
    fn on_one_line(&self, style: Style, old: &Value, new: &Value) -> Option<String> {
        let mut to = String::new();
        match new {
            Value::String(text) => {
                let was_quoted = style == Style::Double && old.as_str().is_some_and(|old| old.contains('\n'));
                if write::is_literal(text) && !was_quoted {
                    return None;
                }
                let style = if style == Style::Block { Style::Plain } else { style };
                quote::scalar(&mut to, text, style, false);
            }
            new if is_filled(new) => return None,
            new => Out::default().leaf_into(&mut to, new),
        }
        Some(to)
    }

    /// The comment on the line of the key or the dash, with the blanks before it.
    fn tail(&self, slot: Slot, node: &Node) -> &'a str {
        let line = lines::end(self.text, slot.after);
        let head = lines::between(self.text, slot.after, line);
        let is_beside = node.start <= line;
        let from_key = if is_beside && is_block(node) {
            ""
        } else if is_beside && node.kind != Kind::Scalar(Style::Block) {
            lines::between(self.text, node.end, lines::end(self.text, node.end))
        } else {
            head.find(" #")
                .and_then(|at| head.get(head.get(..at)?.trim_end().len()..))
                .unwrap_or_default()
        };
        if from_key.trim_start().starts_with('#') {
            from_key.trim_end()
        } else {
            ""
        }
    }

    /// Where the lines of a block scalar begin.
    fn body_indent(&self, node: &Node) -> Option<usize> {
        let body = lines::between(self.text, lines::next(self.text, node.start), node.end);
        let first = body.lines().find(|line| !line.trim().is_empty())?;
        Some(first.len() - first.trim_start_matches(' ').len())
    }

    /// Writes in the manner of the document. Where blank lines follow, no text may end in blank lines of its own.
    pub(super) fn out(&self, before: usize) -> Out {
        let next = lines::from(self.text, lines::next(self.text, before));
        let line = next.split('\n').next().unwrap_or_default();
        Out {
            text: String::new(),
            step: self.step,
            no_keep: !next.is_empty() && line.trim().is_empty(),
        }
    }
}

/// Whether it is a collection without brackets.
fn is_block(node: &Node) -> bool {
    matches!(
        node.kind,
        Kind::List { flow: false, .. } | Kind::Map { flow: false, .. }
    )
}

pub(super) fn has_alias(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(_) => false,
        Kind::Alias => true,
        Kind::List { items, .. } => items.iter().any(|item| has_alias(&item.value)),
        Kind::Map { entries, .. } => entries.iter().any(|entry| entry.merge || has_alias(&entry.value)),
    }
}

/// How much deeper than its key the first list's items stand.
fn list_step(text: &str, node: &Node) -> Option<usize> {
    match &node.kind {
        Kind::Map { flow: false, entries } => entries.iter().find_map(|entry| match &entry.value.kind {
            Kind::List { flow: false, .. } => {
                let column = |at: usize| at - lines::start(text, at);
                Some(column(entry.value.start).saturating_sub(column(entry.start)).min(8))
            }
            _ => list_step(text, &entry.value),
        }),
        Kind::List { flow: false, items } => items.iter().find_map(|item| list_step(text, &item.value)),
        _ => None,
    }
}
