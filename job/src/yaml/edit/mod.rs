//! A text that says other objects, and is otherwise as it was.
//!
//! Old and new values are walked together, and what differs becomes splices of the text. The result
//! is read again and compared with what was wanted; where it says something else (anchors, a key
//! from a merge, whatever nobody thought of), bigger and bigger blocks are written anew. So it is
//! always right, and nearly always small.

mod align;
mod block;
mod flow;
mod splice;
mod value;

use serde_json::Value;

use self::value::Edit;
use super::{Document, lines, read, write};

/// How coarse each attempt is: how deep it looks into what differs, and whether aliases are written out.
const ATTEMPTS: [(usize, bool); 8] = [
    (usize::MAX, false),
    (usize::MAX, true),
    (6, true),
    (4, true),
    (3, true),
    (2, true),
    (1, true),
    (0, true),
];

/// The text in which the documents of these indices (among those of [`read`]) say the objects, in that
/// order. Further objects become further documents; a document without an object is cut. Other
/// documents, comments, the order of keys, quotes and blank lines stay as they are, but for the lines
/// that change. A text that cannot be read is replaced.
pub fn edit(text: &str, ours: &[usize], objects: &[Value]) -> String {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let Ok(documents) = read(body) else {
        return write(objects);
    };
    let plan = Plan::new(&documents, ours, objects);
    let wanted = plan.wanted();
    for (limit, expand) in ATTEMPTS {
        if let Some(result) = plan.attempt(body, limit, expand)
            && says(&result, &wanted)
        {
            return format!("{mark}{result}");
        }
    }
    let pieces = plan.pieces(body);
    if says(&pieces, &wanted) {
        return pieces;
    }
    let wanted: Vec<Value> = wanted.into_iter().cloned().collect();
    write(&wanted)
}

/// What becomes of each document, and the objects that are new.
struct Plan<'a> {
    documents: Vec<(&'a Document, Fate<'a>)>,
    new: Vec<&'a Value>,
}

#[derive(Clone, Copy)]
enum Fate<'a> {
    /// It is somebody else's.
    Stays,
    Says(&'a Value),
    Goes,
}

impl<'a> Plan<'a> {
    fn new(documents: &'a [Document], ours: &[usize], objects: &'a [Value]) -> Self {
        let stays = |document| (document, Fate::Stays);
        let mut plan = Self {
            documents: documents.iter().map(stays).collect(),
            new: Vec::new(),
        };
        for at in 0..ours.len().max(objects.len()) {
            let slot = ours.get(at).and_then(|index| plan.documents.get_mut(*index));
            match (slot, objects.get(at)) {
                (Some((_, fate @ Fate::Stays)), Some(object)) => *fate = Fate::Says(object),
                (Some((_, fate @ Fate::Stays)), None) => *fate = Fate::Goes,
                (_, Some(object)) => plan.new.push(object),
                (_, None) => {}
            }
        }
        plan
    }

    fn wanted(&self) -> Vec<&'a Value> {
        let said = self.documents.iter().filter_map(|(document, fate)| match fate {
            Fate::Stays => Some(&document.value),
            Fate::Says(object) => Some(*object),
            Fate::Goes => None,
        });
        let all = said.chain(self.new.iter().copied());
        all.filter(|value| !value.is_null()).collect()
    }

    fn attempt(&self, text: &str, limit: usize, expand: bool) -> Option<String> {
        let mut edit = Edit::new(text, limit, expand);
        for (document, fate) in &self.documents {
            match fate {
                Fate::Stays => {}
                Fate::Says(object) => edit.document(document, object),
                Fate::Goes => edit.splices.put(document.start, document.end, String::new()),
            }
        }
        let mut more = String::new();
        if !self.new.is_empty() && !text.is_empty() && !text.ends_with('\n') {
            more.push('\n');
        }
        let is_first = self.documents.iter().all(|(_, fate)| matches!(fate, Fate::Goes));
        for (at, object) in self.new.iter().enumerate() {
            if at > 0
                || !is_first
                || text
                    .lines()
                    .any(|line| line.starts_with("---") || line.starts_with("..."))
            {
                more.push_str("---\n");
            }
            more.push_str(&write(std::slice::from_ref(*object)));
        }
        edit.splices.put(text.len(), text.len(), more);
        edit.splices.apply(text)
    }

    /// Our documents anew, the others as they are.
    fn pieces(&self, text: &str) -> String {
        let mut pieces = Vec::new();
        for (document, fate) in &self.documents {
            match fate {
                Fate::Stays => {
                    let piece = lines::between(text, document.start, document.end);
                    let piece = piece.strip_prefix("---").unwrap_or(piece);
                    pieces.push(format!("{}\n", piece.trim_end_matches(['\n', '\r'])));
                }
                Fate::Says(object) => pieces.push(format!("\n{}", write(std::slice::from_ref(*object)))),
                Fate::Goes => {}
            }
        }
        pieces.extend(
            self.new
                .iter()
                .map(|object| format!("\n{}", write(std::slice::from_ref(*object)))),
        );
        pieces.iter().flat_map(|piece| ["---", piece]).collect()
    }
}

/// Whether the text says these values and nothing else.
fn says(text: &str, wanted: &[&Value]) -> bool {
    read(text).is_ok_and(|documents| {
        documents.len() == wanted.len()
            && documents
                .iter()
                .zip(wanted)
                .all(|(document, wanted)| same(&document.value, wanted))
    })
}

/// Whether two values are the same to the API server: 3.0 is 3.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

/// Whether it is a collection that has something in it.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => false,
    }
}
