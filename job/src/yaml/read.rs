//! From text to documents: events become values and places in one walk, within bounds.

use std::collections::BTreeMap;
use std::fmt::Write;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput, StructureStyle, Tag};
use serde_json::{Map, Value};

use super::node::{Entry, Item, Kind, Node, Style};
use super::{Document, Unreadable, lines, resolve};

/// Longest text, in bytes: more than the API server takes of one object.
const LONGEST: usize = 1 << 20;
/// Deepest nesting: whoever walks a value walks it recursively.
const DEEPEST: usize = 64;
/// Most values of a text. An alias counts as all that it stands for, and so does what is kept for aliases.
const MOST: usize = 200_000;

/// All documents of a text of YAML or JSON but the empty ones. Scalars mean what they mean to kubectl;
/// of a key that stands twice the last counts, and an explicit key wins over a merged one (`<<`).
pub fn read(text: &str) -> Result<Vec<Document>, Unreadable> {
    if text.len() > LONGEST {
        return Err(Unreadable {
            line: 1,
            column: 1,
            message: "longer than 1 MiB".to_owned(),
        });
    }
    let mut options = Options::default();
    // A little deeper, so that the words about it are ours.
    options.flow_nesting_limit = DEEPEST + 2;
    options.block_nesting_limit = DEEPEST + 2;
    options.emit_comments = false;
    // As Go reads a text that ends within a block.
    options.block_scalar_eof_without_line_feed = true;
    let mut reader = Reader {
        text,
        events: Parser::new_from_str_with_options(text, options),
        anchors: BTreeMap::new(),
        count: 0,
        path: String::new(),
        twice: Vec::new(),
    };
    reader.documents()
}

struct Reader<'a> {
    text: &'a str,
    events: Parser<'a, StrInput<'a>>,
    anchors: BTreeMap<usize, Anchored>,
    count: usize,
    /// Where the walk is, for the keys that stand twice.
    path: String,
    twice: Vec<String>,
}

/// What an alias stands for.
struct Anchored {
    value: Value,
    size: usize,
    depth: usize,
}

/// A value read, its place, how many values it is and how deep.
struct Made {
    value: Value,
    node: Node,
    size: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn documents(&mut self) -> Result<Vec<Document>, Unreadable> {
        let mut documents: Vec<Document> = Vec::new();
        let mut start = 0;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(explicit, _) => {
                    let mut from = start;
                    if explicit {
                        let (marker, after) = bytes(&span);
                        // What stands above the first `---` is its document's.
                        if start > 0 || !documents.is_empty() {
                            start = lines::start(self.text, marker);
                        }
                        from = after;
                    }
                    if let Some(last) = documents.last_mut() {
                        last.end = last.end.min(start);
                    }
                    let first = self.next()?;
                    let made = self.value(first, from, 0)?;
                    let twice = std::mem::take(&mut self.twice);
                    if !made.value.is_null() {
                        let end = self.text.len();
                        documents.push(Document::new(self.text, made.value, twice, made.node, start..end));
                    }
                }
                Event::DocumentEnd => {
                    // The next document's text begins at its `---`, or after `...`.
                    start = lines::next(self.text, bytes(&span).1.saturating_sub(1));
                }
                _ => {}
            }
        }
        Ok(documents)
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Unreadable> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(Unreadable {
                line: error.marker().line(),
                column: error.marker().col() + 1,
                message: error.info(),
            }),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn count(&mut self, more: usize, at: &Span) -> Result<(), Unreadable> {
        self.count = self.count.saturating_add(more);
        if self.count > MOST {
            return Err(refused(
                at,
                "more than 200,000 values, those that aliases stand for included",
            ));
        }
        Ok(())
    }

    /// The value that begins with that event; its text is not before `from`.
    fn value(&mut self, (event, span): (Event<'a>, Span), from: usize, depth: usize) -> Result<Made, Unreadable> {
        self.count(1, &span)?;
        let (anchor, made) = match event {
            Event::Alias(id) => return self.alias(id, &span, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let empty = style == ScalarStyle::Plain && span.is_empty();
                let text = if empty { "" } else { &text };
                let value = scalar(text, style, tag.as_deref()).map_err(|message| refused(&span, message))?;
                (anchor, self.leaf(value, style, &span, from))
            }
            Event::SequenceStart(style, anchor, _) => {
                deep(depth, &span)?;
                (anchor, self.list(style == StructureStyle::Flow, &span, from, depth)?)
            }
            Event::MappingStart(style, anchor, _) => {
                deep(depth, &span)?;
                (anchor, self.map(style == StructureStyle::Flow, &span, from, depth)?)
            }
            _ => return Err(refused(&span, "no value where one is expected")),
        };
        if anchor > 0 {
            self.count(made.size, &span)?;
            let (value, size, depth) = (made.value.clone(), made.size, made.depth);
            self.anchors.insert(anchor, Anchored { value, size, depth });
        }
        Ok(made)
    }

    fn alias(&mut self, id: usize, span: &Span, depth: usize) -> Result<Made, Unreadable> {
        let Some(anchored) = self.anchors.get(&id) else {
            return Err(refused(span, "an alias within what it stands for"));
        };
        let (size, deeper) = (anchored.size, anchored.depth);
        self.count(size, span)?;
        deep((depth + deeper).saturating_sub(1), span)?;
        let value = self.anchors.get(&id).map(|anchored| anchored.value.clone());
        let (start, end) = bytes(span);
        Ok(Made {
            value: value.unwrap_or_default(),
            node: Node {
                start,
                end,
                kind: Kind::Alias,
            },
            size,
            depth: deeper,
        })
    }

    fn leaf(&self, value: Value, style: ScalarStyle, span: &Span, from: usize) -> Made {
        let (mut start, mut end) = bytes(span);
        let style = match style {
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => {
                start = lines::skip_properties(self.text, from);
                let header = lines::between(self.text, start, lines::end(self.text, start));
                let header = header.split([' ', '\t']).next().unwrap_or_default();
                let body = lines::between(self.text, start, end).trim_end_matches(' ');
                let kept = if header.contains('+') {
                    body.strip_suffix('\n').unwrap_or(body).trim_end_matches('\r').len()
                } else {
                    said(body)
                };
                end = start + kept.max(header.len());
                Style::Block
            }
            _ => Style::Plain,
        };
        if start == end {
            // Nothing is written: the place is where it would be.
            (start, end) = (from, from);
        }
        Made {
            value,
            node: Node {
                start,
                end,
                kind: Kind::Scalar(style),
            },
            size: 1,
            depth: 0,
        }
    }

    fn list(&mut self, flow: bool, span: &Span, from: usize, depth: usize) -> Result<Made, Unreadable> {
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

    fn map(&mut self, flow: bool, span: &Span, from: usize, depth: usize) -> Result<Made, Unreadable> {
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

/// How much of a block scalar, from its header on, is text: blank lines after it are not, unless they are
/// deeper than the text.
fn said(block: &str) -> usize {
    let mut indent = None;
    let (mut at, mut end) = (0, 0);
    for line in block.split('\n') {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        if at > 0 && !is_blank && indent.is_none() {
            indent = Some(blanks);
        }
        if !is_blank || indent.is_some_and(|indent| blanks > indent) {
            end = at + line.trim_end_matches('\r').len();
        }
        at += line.len() + 1;
    }
    end
}

fn refused(at: &Span, message: &str) -> Unreadable {
    Unreadable {
        line: at.start.line(),
        column: at.start.col() + 1,
        message: message.to_owned(),
    }
}

fn deep(depth: usize, at: &Span) -> Result<(), Unreadable> {
    if depth < DEEPEST {
        Ok(())
    } else {
        Err(refused(at, "nested deeper than 64"))
    }
}

fn bytes(span: &Span) -> (usize, usize) {
    span.byte_range().map_or((0, 0), |range| (range.start, range.end))
}

/// Quoted is text, whatever it says; a tag of YAML's own asks for that kind, any other for text.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, &'static str> {
    match tag.map(|tag| (tag, tag.suffix_in_namespace("tag:yaml.org,2002:"))) {
        None if style == ScalarStyle::Plain => Ok(resolve::plain(text)),
        Some((_, Some(kind))) => resolve::tagged(&kind, text).ok_or("a scalar that is not what its tag says"),
        _ => Ok(Value::String(text.to_owned())),
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
