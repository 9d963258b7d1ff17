//! The canonical text of objects, as kubectl writes it: blocks, two blanks deeper, items under their
//! key, quotes only where they are needed.

use serde_json::{Number, Value};

use super::node::Style;
use super::quote;

/// The longest key that stands before its colon: readers look no further for the colon.
const LONGEST_KEY: usize = 1000;

/// The canonical text of the objects, one document each.
pub fn write(objects: &[Value]) -> String {
    let mut out = Out::default();
    for (at, object) in objects.iter().enumerate() {
        if at > 0 {
            out.text.push_str("---\n");
        }
        out.root(object);
    }
    out.text
}

/// The text being written.
#[derive(Default)]
pub(super) struct Out {
    pub(super) text: String,
    /// How much deeper than their key items stand.
    pub(super) step: usize,
    /// Whether blank lines follow, which `|+` would take for its own.
    pub(super) no_keep: bool,
}

impl Out {
    /// A document, with the break after it.
    pub(super) fn root(&mut self, value: &Value) {
        match value {
            Value::Object(map) if !map.is_empty() => self.entries(map, 0),
            Value::Array(items) if !items.is_empty() => self.items(items, 0),
            leaf => self.leaf(leaf, 2),
        }
        self.text.push('\n');
    }

    fn entries(&mut self, map: &serde_json::Map<String, Value>, indent: usize) {
        for (at, (key, value)) in map.iter().enumerate() {
            if at > 0 {
                self.line(indent);
            }
            self.entry(key, value, indent);
        }
    }

    fn items(&mut self, items: &[Value], indent: usize) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.line(indent);
            }
            self.item(item, indent);
        }
    }

    /// An entry whose key stands at that indentation; neither the indentation before nor the break after.
    pub(super) fn entry(&mut self, key: &str, value: &Value, indent: usize) {
        if key.len() > LONGEST_KEY {
            self.text.push_str("? ");
            quote::double(&mut self.text, key);
            self.line(indent);
        } else {
            quote::scalar(&mut self.text, key, Style::Plain, false);
        }
        self.text.push(':');
        self.value(value, indent);
    }

    /// A value after its key's colon.
    pub(super) fn value(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Object(map) if !map.is_empty() => {
                self.line(indent + 2);
                self.entries(map, indent + 2);
            }
            Value::Array(items) if !items.is_empty() => {
                self.line(indent + self.step);
                self.items(items, indent + self.step);
            }
            leaf => {
                self.text.push(' ');
                self.leaf(leaf, indent + 2);
            }
        }
    }

    /// An item whose dash stands at that indentation.
    pub(super) fn item(&mut self, value: &Value, indent: usize) {
        self.text.push_str("- ");
        self.item_value(value, indent);
    }

    /// A value after its dash and a blank.
    pub(super) fn item_value(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Object(map) if !map.is_empty() => self.entries(map, indent + 2),
            Value::Array(items) if !items.is_empty() => self.items(items, indent + 2),
            leaf => self.leaf(leaf, indent + 2),
        }
    }

    /// What has no entries: a scalar, or an empty collection. Lines of a text stand at that indentation.
    fn leaf(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(value) => number(&mut self.text, value),
            Value::String(text) if self.is_literal(text) => self.literal(text, indent),
            Value::String(text) => quote::scalar(&mut self.text, text, Style::Plain, false),
            Value::Array(_) => self.text.push_str("[]"),
            Value::Object(_) => self.text.push_str("{}"),
        }
    }

    /// What has no entries, written elsewhere.
    pub(super) fn leaf_into(mut self, to: &mut String, value: &Value) {
        self.leaf(value, 2);
        to.push_str(&self.text);
    }

    /// Whether a text is written line by line.
    pub(super) fn is_literal(&self, text: &str) -> bool {
        is_literal(text) && !(self.no_keep && text.ends_with("\n\n"))
    }

    /// A text of several lines, each on a line.
    pub(super) fn literal(&mut self, text: &str, indent: usize) {
        let (header, body) = match text.strip_suffix('\n') {
            Some(body) if body.ends_with('\n') => ("|+", body),
            Some(body) => ("|", body),
            None => ("|-", text),
        };
        self.text.push_str(header);
        for line in body.split('\n') {
            self.text.push('\n');
            if !line.is_empty() {
                self.blanks(indent);
                self.text.push_str(line);
            }
        }
    }

    pub(super) fn line(&mut self, indent: usize) {
        self.text.push('\n');
        self.blanks(indent);
    }

    fn blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }
}

/// Whether it can be said line by line: the first line shows the indentation, so it must begin with a letter.
pub(super) fn is_literal(text: &str) -> bool {
    text.contains('\n') && !text.starts_with(['\n', ' ', '\t']) && text.chars().all(quote::printable)
}

/// A number that readers of YAML 1.1 take for one too: their exponents need a point and a sign.
pub(super) fn number(to: &mut String, value: &Number) {
    let text = value.to_string();
    let Some((mantissa, exponent)) = text.split_once('e') else {
        to.push_str(&text);
        return;
    };
    to.push_str(mantissa);
    if !mantissa.contains('.') {
        to.push_str(".0");
    }
    to.push('e');
    if !exponent.starts_with(['-', '+']) {
        to.push('+');
    }
    to.push_str(exponent);
}
