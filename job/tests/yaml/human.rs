//! Texts as people write them: comments, blank lines, quotes, an order of their own, brackets.

use job::yaml::write;
use serde_json::{Value, json};

/// Writes a value with whims taken from bytes.
pub struct Human<'a> {
    whims: std::slice::Iter<'a, u8>,
    step: usize,
    comments: usize,
    pub text: String,
}

impl<'a> Human<'a> {
    /// The text of a value.
    pub fn writes(value: &Value, whims: &'a [u8]) -> String {
        let mut human = Self {
            whims: whims.iter(),
            step: 0,
            comments: 0,
            text: String::new(),
        };
        human.step = if human.whim(2) { 2 } else { 0 };
        human.above(0);
        match value {
            Value::Object(map) if !map.is_empty() => human.entries(map, 0),
            Value::Array(items) if !items.is_empty() => human.items(items, 0),
            leaf => human.text.push_str(&write(std::slice::from_ref(leaf))),
        }
        human.above(0);
        human.text
    }

    /// Whether to, one time in so many.
    fn whim(&mut self, in_so_many: u8) -> bool {
        self.whims.next().is_some_and(|byte| byte % in_so_many == 1)
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# c{}: it's \"so\"", self.comments)
    }

    fn above(&mut self, indent: usize) {
        if self.whim(9) {
            self.text.push('\n');
        }
        if self.whim(5) {
            let comment = self.comment();
            let indent = if self.whim(4) { indent + 1 } else { indent };
            self.text.push_str(&format!("{}{comment}\n", " ".repeat(indent)));
        }
    }

    /// A comment at the end of the line, and the line's end.
    fn end(&mut self) {
        if self.whim(5) {
            let comment = self.comment();
            self.text.push_str(&format!("  {comment}"));
        }
        self.text.push('\n');
    }

    fn order<'v>(&mut self, map: &'v serde_json::Map<String, Value>) -> Vec<(&'v String, &'v Value)> {
        let mut entries: Vec<_> = map.iter().collect();
        if self.whim(2) {
            entries.reverse();
        }
        entries
    }

    fn entries(&mut self, map: &serde_json::Map<String, Value>, indent: usize) {
        for (at, (key, value)) in self.order(map).into_iter().enumerate() {
            if at > 0 || indent == 0 {
                if at > 0 {
                    self.above(indent);
                }
                self.text.push_str(&" ".repeat(indent));
            }
            let key = write(&[json!({key: 1})]);
            self.text.push_str(key.strip_suffix(" 1\n").unwrap());
            self.value(value, indent, false);
        }
    }

    fn items(&mut self, items: &[Value], indent: usize) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.above(indent);
                self.text.push_str(&" ".repeat(indent));
            }
            self.text.push('-');
            self.value(item, indent, true);
        }
    }

    /// What comes after a colon or a dash.
    fn value(&mut self, value: &Value, indent: usize, item: bool) {
        if !value.is_string() && self.whim(6) {
            self.text.push(' ');
            self.flow(value, indent);
            self.end();
            return;
        }
        match value {
            Value::Object(map) if !map.is_empty() && item && self.whim(2) => {
                self.text.push(' ');
                self.compact(map, indent + 2);
            }
            Value::Object(map) if !map.is_empty() => {
                self.end();
                let deeper = if self.whim(4) { 4 } else { 2 };
                self.above(indent + deeper);
                self.text.push_str(&" ".repeat(indent + deeper));
                self.compact(map, indent + deeper);
            }
            Value::Array(items) if !items.is_empty() && item => {
                self.text.push(' ');
                self.items(items, indent + 2);
            }
            Value::Array(items) if !items.is_empty() => {
                self.end();
                self.above(indent + self.step);
                self.text.push_str(&" ".repeat(indent + self.step));
                self.items(items, indent + self.step);
            }
            leaf => self.leaf(leaf, indent),
        }
    }

    /// Entries of which the first stands where the line is.
    fn compact(&mut self, map: &serde_json::Map<String, Value>, indent: usize) {
        for (at, (key, value)) in self.order(map).into_iter().enumerate() {
            if at > 0 {
                self.above(indent);
                self.text.push_str(&" ".repeat(indent));
            }
            let key = write(&[json!({key: 1})]);
            self.text.push_str(key.strip_suffix(" 1\n").unwrap());
            self.value(value, indent, false);
        }
    }

    fn leaf(&mut self, leaf: &Value, indent: usize) {
        let written = write(&[json!({"k": leaf})]);
        let written = written.strip_prefix("k:").unwrap();
        // Blank lines after such a text would be its own.
        if let Some(text) = leaf.as_str().filter(|text| text.ends_with("\n\n")) {
            self.text.push_str(&format!(" {}", double(text)));
            return self.end();
        }
        match written.split_once('\n') {
            Some((header, body)) if !body.is_empty() => {
                let more = usize::from(self.whim(3));
                self.text.push_str(header);
                self.end();
                for line in body.split_terminator('\n') {
                    let blanks = if line.is_empty() { 0 } else { indent + more };
                    self.text.push_str(&format!("{}{line}\n", " ".repeat(blanks)));
                }
            }
            _ if leaf.is_null() && self.whim(2) => self.end(),
            _ => {
                match leaf.as_str() {
                    Some(text) if self.whim(3) && !text.contains(|c: char| c.is_control() || c > '~') => {
                        self.text.push_str(&format!(" '{}'", text.replace('\'', "''")));
                    }
                    Some(text) if self.whim(3) => self.text.push_str(&format!(" {}", double(text))),
                    _ => self.text.push_str(written.trim_end_matches('\n')),
                }
                self.end();
            }
        }
    }

    fn flow(&mut self, value: &Value, indent: usize) {
        let long = self.whim(3);
        let line = |indent: usize| {
            if long {
                format!("\n{}", " ".repeat(indent))
            } else {
                String::new()
            }
        };
        match value {
            Value::Object(map) if !map.is_empty() => {
                self.text.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { "" });
                    self.text.push_str(&line(indent + 4));
                    self.text.push_str(&format!("{}: ", double(key)));
                    self.flow(value, indent + 4);
                }
                self.text.push_str(&line(indent + 2));
                self.text.push('}');
            }
            Value::Array(items) if !items.is_empty() => {
                self.text.push('[');
                for (at, value) in items.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { "" });
                    self.text.push_str(&line(indent + 4));
                    self.flow(value, indent + 4);
                }
                self.text.push_str(&line(indent + 2));
                self.text.push(']');
            }
            Value::String(text) => self.text.push_str(&double(text)),
            leaf => self
                .text
                .push_str(write(&[json!([leaf])]).trim_start_matches("- ").trim_end()),
        }
    }
}

/// A text in double quotes.
fn double(text: &str) -> String {
    let written = write(&[json!([format!("{text}\u{0}")])]);
    let written = written.trim_start_matches("- ").trim_end();
    format!("{}\"", written.strip_suffix("\\u0000\"").unwrap())
}
