//! Reads what has entries: lists and mappings, their keys and merges.

use std::fmt::Write;

use granit_parser::{Event, ScalarStyle, Span};
use serde_json::{Map, Value};

use super::node::{Entry, Item, Kind, Node};
use super::read::{Anchored, Made, Reader, bytes, refused, scalar};
use super::{Unreadable, lines, resolve};

impl<'a> Reader<'a> {
    pub(super) fn list(&mut self, flow: bool, span: &Span, from: usize, depth: usize) -> Result<Made, Unreadable> {
        let (mut values, mut items) = (Vec::new(), Vec::new());
        let (mut size, mut deepest) = (1, 0);
        let mut end = from;
        let path = self.path.len();
        let last = loop {
            let (event, at) = self.next()?;
            if event == Event::SequenceEnd {
                break at;
            }
            let mut start = bytes(&at).0;
            let mut from = start;
            if !flow {
                start = lines::skip_properties(self.text, end);
                from = start + 1;
            }
            let _ = write!(self.path, "[{}]", values.len());
            let made = self.value((event, at), from, depth + 1)?;
            self.path.truncate(path);
            end = made.node.end;
            size += made.size;
            deepest = deepest.max(made.depth);
            values.push(made.value);
            items.push(Item {
                start,
                value: made.node,
            });
        };
        let start = match items.first() {
            Some(first) if !flow => first.start,
            _ => bytes(span).0,
        };
        Ok(Made {
            value: Value::Array(values),
            node: Node {
                start,
                end: if flow { bytes(&last).1 } else { end },
                kind: Kind::List { flow, items },
            },
            size,
            depth: deepest + 1,
        })
    }

    pub(super) fn map(&mut self, flow: bool, span: &Span, from: usize, depth: usize) -> Result<Made, Unreadable> {
        let (mut map, mut entries, mut merged) = (Map::new(), Vec::new(), Vec::new());
        let (mut size, mut deepest) = (1, 0);
        let mut end = from;
        let path = self.path.len();
        let last = loop {
            let (event, at) = self.next()?;
            if event == Event::MappingEnd {
                break at;
            }
            let merge = is_merge(&event);
            let (start, key_end) = bytes(&at);
            let key = self.key(event, &at)?;
            let blank = lines::from(self.text, key_end);
            let colon = key_end + blank.len() - blank.trim_start_matches([' ', '\t']).len();
            let colon = lines::from(self.text, colon).starts_with(':').then_some(colon + 1);
            if path > 0 {
                self.path.push('.');
            }
            self.path.push_str(&key);
            let next = self.next()?;
            let from = colon.unwrap_or(key_end);
            let made = self.value(next, from, depth + 1)?;
            end = made.node.end;
            size += made.size;
            deepest = deepest.max(made.depth);
            if merge {
                merged.push((made.value, at));
            } else if map.insert(key.clone(), made.value).is_some() {
                self.twice.push(self.path.clone());
            }
            self.path.truncate(path);
            entries.push(Entry {
                key,
                start,
                colon,
                value: made.node,
                merge,
            });
        };
        for (from, at) in merged {
            merge_into(&mut map, from).ok_or_else(|| refused(&at, "`<<` takes a mapping or a list of mappings"))?;
        }
        let start = match entries.first() {
            Some(first) if !flow => first.start,
            _ => bytes(span).0,
        };
        Ok(Made {
            value: Value::Object(map),
            node: Node {
                start,
                end: if flow { bytes(&last).1 } else { end },
                kind: Kind::Map { flow, entries },
            },
            size,
            depth: deepest + 1,
        })
    }

    fn key(&mut self, event: Event<'a>, span: &Span) -> Result<String, Unreadable> {
        self.count(1, span)?;
        let (key, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let empty = style == ScalarStyle::Plain && span.is_empty();
                let text = if empty { "" } else { &text };
                let value = scalar(text, style, tag.as_deref()).map_err(|message| refused(span, message))?;
                let quoted = value.is_string() && style != ScalarStyle::Plain;
                let key = if quoted {
                    Some(text.to_owned())
                } else {
                    resolve::key(value, text)
                };
                (key.ok_or_else(|| refused(span, "a key that is null"))?, anchor)
            }
            Event::Alias(id) => match self.anchors.get(&id).map(|anchored| &anchored.value) {
                Some(Value::String(key)) => (key.clone(), 0),
                _ => return Err(refused(span, "a key that is no text")),
            },
            _ => return Err(refused(span, "a key that is a mapping or a list")),
        };
        if anchor > 0 {
            let value = Value::String(key.clone());
            let (size, depth) = (1, 0);
            self.anchors.insert(anchor, Anchored { value, size, depth });
        }
        Ok(key)
    }
}

fn is_merge(event: &Event<'_>) -> bool {
    match event {
        Event::Scalar(text, style, _, tag) => {
            text == "<<"
                && match tag {
                    None => *style == ScalarStyle::Plain,
                    Some(tag) => tag
                        .suffix_in_namespace("tag:yaml.org,2002:")
                        .is_some_and(|kind| kind == "merge"),
                }
        }
        _ => false,
    }
}

/// Entries that are not there yet are taken over; of several mappings the first wins.
fn merge_into(map: &mut Map<String, Value>, from: Value) -> Option<()> {
    match from {
        Value::Object(entries) => {
            for (key, value) in entries {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(maps) if maps.iter().all(Value::is_object) => {
            for from in maps {
                merge_into(map, from)?;
            }
        }
        _ => return None,
    }
    Some(())
}
