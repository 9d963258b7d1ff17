//! From text to documents: events become values and places in one walk, within bounds.

use std::collections::BTreeMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput, StructureStyle, Tag};
use serde_json::Value;

use super::node::{Kind, Node, Style};
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
        lines: (0, 1),
        path: String::new(),
        twice: Vec::new(),
    };
    let mut documents = reader.documents()?;
    // JSON is sent as it is written: 1.0 is no whole number there, as it is in YAML.
    if let [alone] = documents.as_mut_slice()
        && (alone.value.is_object() || alone.value.is_array())
        && let Ok(value) = serde_json::from_str(text)
    {
        alone.value = value;
        without_minus_zero(&mut alone.value);
    }
    Ok(documents)
}

/// Go reads `-0` as a whole number, serde_json as a broken one.
fn without_minus_zero(value: &mut Value) {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(|n| n == 0.0 && n.is_sign_negative()) => {
            *value = 0.into();
        }
        Value::Array(items) => items.iter_mut().for_each(without_minus_zero),
        Value::Object(members) => members.values_mut().for_each(without_minus_zero),
        _ => {}
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    events: Parser<'a, StrInput<'a>>,
    pub(super) anchors: BTreeMap<usize, Anchored>,
    count: usize,
    /// A place, and the line that it is on.
    lines: (usize, usize),
    /// Where the walk is, for the keys that stand twice.
    pub(super) path: String,
    pub(super) twice: Vec<String>,
}

/// What an alias stands for.
pub(super) struct Anchored {
    pub(super) value: Value,
    pub(super) size: usize,
    pub(super) depth: usize,
}

/// A value read, its place, how many values it is and how deep.
pub(super) struct Made {
    pub(super) value: Value,
    pub(super) node: Node,
    pub(super) size: usize,
    pub(super) depth: usize,
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
                        let (counted, line) = self.lines;
                        let line = line + lines::between(self.text, counted, start).matches('\n').count();
                        self.lines = (start, line);
                        documents.push(Document::new(self.text, made.value, twice, made.node, (start, line)));
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

    pub(super) fn next(&mut self) -> Result<(Event<'a>, Span), Unreadable> {
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

    pub(super) fn count(&mut self, more: usize, at: &Span) -> Result<(), Unreadable> {
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
    pub(super) fn value(
        &mut self,
        (event, span): (Event<'a>, Span),
        from: usize,
        depth: usize,
    ) -> Result<Made, Unreadable> {
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
                    lines::block(body)
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
}

pub(super) fn refused(at: &Span, message: &str) -> Unreadable {
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

pub(super) fn bytes(span: &Span) -> (usize, usize) {
    span.byte_range().map_or((0, 0), |range| (range.start, range.end))
}

/// Quoted is text, whatever it says; a tag of YAML's own asks for that kind, any other for text.
pub(super) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, &'static str> {
    match tag.map(|tag| (tag, tag.suffix_in_namespace("tag:yaml.org,2002:"))) {
        None if style == ScalarStyle::Plain => Ok(resolve::plain(text)),
        Some((_, Some(kind))) => resolve::tagged(&kind, text).ok_or("a scalar that is not what its tag says"),
        _ => Ok(Value::String(text.to_owned())),
    }
}
