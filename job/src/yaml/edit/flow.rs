//! Changes in collections in brackets.

use serde_json::{Map, Value};

use super::super::node::{Entry, Item, Node, Style};
use super::super::write::{self, Out};
use super::super::{lines, quote};
use super::align::{Step, align};
use super::value::{Edit, Place, Slot};

impl Edit<'_> {
    pub(super) fn flow_map(
        &mut self,
        node: &Node,
        entries: &[Entry],
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        depth: usize,
    ) -> bool {
        let is_plain = entries.iter().all(|entry| !entry.merge && entry.colon.is_some());
        let is_told = old.keys().all(|key| node.entry(key).is_some()) && old.len() == entries.len();
        if !is_plain || !is_told || !lines::from(self.text, node.start).starts_with('{') {
            return false;
        }
        let mut places = Vec::new();
        for entry in entries {
            let value = new.get(&entry.key);
            if let (Some(value), Some(before), Some(after)) = (value, old.get(&entry.key), entry.colon)
                && !self.value(in_flow(after), &entry.value, before, value, depth + 1)
            {
                return false;
            }
            places.push((entry.start, entry.value.end, value.is_some()));
        }
        let is_new = |key: &str| !entries.iter().any(|entry| entry.key == key);
        for (key, value) in new.iter().filter(|(key, _)| is_new(key)) {
            let before = entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.key.as_str() < key.as_str());
            let before = before.max_by_key(|(_, entry)| &entry.key).map(|(at, _)| at);
            let mut text = String::new();
            self.key(&mut text, key, self.is_json(node));
            self.flow(&mut text, value, self.is_json(node), None);
            let at = match before {
                None if entries.is_sorted_by_key(|entry| &entry.key) => None,
                None => Some(entries.len().saturating_sub(1)),
                at => at,
            };
            if !self.insert(&places, at, &text) {
                return false;
            }
        }
        self.remove(&places)
    }

    pub(super) fn flow_list(
        &mut self,
        node: &Node,
        items: &[Item],
        old: &[Value],
        new: &[Value],
        depth: usize,
    ) -> bool {
        if !lines::from(self.text, node.start).starts_with('[') {
            return false;
        }
        let mut places: Vec<_> = items.iter().map(|item| (item.start, item.value.end, true)).collect();
        let mut last = None;
        for step in align(old, new) {
            match step {
                Step::Keep(i, j) => {
                    let (Some(item), Some(before), Some(value)) = (items.get(i), old.get(i), new.get(j)) else {
                        return false;
                    };
                    if !self.value(in_flow(item.start), &item.value, before, value, depth + 1) {
                        return false;
                    }
                    last = Some(i);
                }
                Step::Remove(i) => {
                    if let Some((_, _, stays)) = places.get_mut(i) {
                        *stays = false;
                    }
                    last = Some(i);
                }
                Step::Insert(j) => {
                    let Some(value) = new.get(j) else {
                        return false;
                    };
                    let mut text = String::new();
                    self.flow(&mut text, value, self.is_json(node), None);
                    if !self.insert(&places, last, &text) {
                        return false;
                    }
                }
            }
        }
        self.remove(&places)
    }

    /// Another one after that one, or before the first. Not where something goes: which comma belongs to
    /// whom is left to writing it all anew.
    fn insert(&mut self, places: &[(usize, usize, bool)], after: Option<usize>, text: &str) -> bool {
        let Some((start, end, _)) = places.get(after.unwrap_or_default()).copied() else {
            return false;
        };
        let line = lines::start(self.text, start);
        let indent = lines::between(self.text, line, start);
        let blank = if indent.trim().is_empty() {
            format!("\n{indent}")
        } else {
            " ".to_owned()
        };
        match after {
            Some(_) => self.splices.put(end, end, format!(",{blank}{text}")),
            None => self.splices.put(start, start, format!("{text},{blank}")),
        }
        places.iter().all(|(_, _, stays)| *stays)
    }

    /// Takes out what does not stay, with the comma after it or, of the last, before it.
    fn remove(&mut self, places: &[(usize, usize, bool)]) -> bool {
        let mut kept_end = None;
        for (at, (start, end, stays)) in places.iter().enumerate() {
            if *stays {
                kept_end = Some(*end);
                continue;
            }
            let next = places.get(at + 1).map(|(start, ..)| *start);
            let is_last = places.iter().skip(at).all(|(_, _, stays)| !stays);
            let (from, to) = match (is_last, kept_end, next) {
                (true, Some(kept), _) => (kept, places.last().map_or(*end, |(_, end, _)| *end)),
                (false, _, Some(next)) => (*start, next),
                _ => return false,
            };
            if lines::between(self.text, from, to).contains('#') {
                return false;
            }
            self.splices.put(from, to, String::new());
            if is_last {
                break;
            }
        }
        true
    }

    /// Writes a value in brackets anew, as JSON or not and in one line or several as it was.
    pub(super) fn whole_flow(&mut self, slot: Slot, node: &Node, new: &Value) -> bool {
        let was = lines::between(self.text, node.start, node.end);
        let line = lines::start(self.text, node.start);
        let before = lines::between(self.text, line, node.start);
        let indent = before.len() - before.trim_start_matches(' ').len();
        let is_long = node.is_flow() && was.contains('\n');
        let is_json = if node.is_flow() {
            self.is_json(node)
        } else {
            self.json || was.starts_with('"')
        };
        let mut with = String::new();
        if node.start == node.end || node.start == slot.after && slot.place != Place::Root {
            let glued = lines::between(self.text, node.start.saturating_sub(1), node.start) == ":";
            with.push_str(if glued { " " } else { "" });
        }
        match new {
            Value::String(text) if was.starts_with('\'') => quote::scalar(&mut with, text, Style::Single, true),
            new => self.flow(&mut with, new, is_json, is_long.then_some(indent)),
        }
        self.splices.put(node.start, node.end, with);
        true
    }

    /// Whether everything in the collection is in double quotes.
    pub(super) fn is_json(&self, node: &Node) -> bool {
        if self.json {
            return true;
        }
        let inner = lines::from(self.text, lines::skip(self.text, node.start + 1));
        inner.starts_with('"')
            || inner.starts_with(['{', '[']) && inner.get(1..).is_some_and(|rest| rest.trim_start().starts_with('"'))
    }

    fn key(&self, to: &mut String, key: &str, is_json: bool) {
        let style = if is_json { Style::Double } else { Style::Plain };
        quote::scalar(to, key, style, true);
        to.push_str(": ");
    }

    /// A value in brackets; each part on a line when an indentation is given, in JSON all the way down.
    fn flow(&self, to: &mut String, value: &Value, is_json: bool, indent: Option<usize>) {
        let style = if is_json { Style::Double } else { Style::Plain };
        let inner = indent.map(|indent| indent + 2);
        let line = |to: &mut String, at: Option<usize>, blank: &str| match at {
            Some(indent) => {
                to.push('\n');
                to.extend(std::iter::repeat_n(' ', indent));
            }
            None => to.push_str(blank),
        };
        let below = inner.filter(|_| is_json);
        match value {
            Value::Object(map) if !map.is_empty() => {
                to.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    to.push_str(if at > 0 { "," } else { "" });
                    line(to, inner, if at > 0 { " " } else { "" });
                    self.key(to, key, is_json);
                    self.flow(to, value, is_json, below);
                }
                line(to, indent, "");
                to.push('}');
            }
            Value::Array(items) if !items.is_empty() => {
                to.push('[');
                for (at, item) in items.iter().enumerate() {
                    to.push_str(if at > 0 { "," } else { "" });
                    line(to, inner, if at > 0 { " " } else { "" });
                    self.flow(to, item, is_json, below);
                }
                line(to, indent, "");
                to.push(']');
            }
            Value::String(text) => quote::scalar(to, text, style, true),
            Value::Number(value) => write::number(to, value),
            leaf => Out::default().leaf_into(to, leaf),
        }
    }
}

fn in_flow(after: usize) -> Slot {
    Slot {
        after,
        indent: 0,
        place: Place::Flow,
    }
}
