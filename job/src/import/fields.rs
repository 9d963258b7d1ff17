//! The API's fields become the table's: each value is taken from the place that its line names. What no
//! line says, or not exactly, stays where it is and is kept.

use serde_json::{Map, Value};

use crate::draft::{Key, Row};
use crate::form::{Field, Kind, applies};

/// The word of a choice between objects when the object is one that the form does not show.
const ANOTHER: &str = "kept";

/// Reads fields, gives keys to rows, and gathers what is kept.
#[derive(Default)]
pub(super) struct Reader {
    /// The last key that was given to a row.
    pub(super) keys: Key,
    /// What the form does not show, by API path; rows by their keys.
    pub(super) kept: Map<String, Value>,
}

impl Reader {
    /// The next key.
    pub(super) fn key(&mut self) -> Key {
        self.keys += 1;
        self.keys
    }

    /// Takes what these fields say out of an object; `at` is its API path.
    pub(super) fn read(
        &mut self,
        fields: impl Iterator<Item = &'static Field> + Clone,
        object: &mut Value,
        group: &mut Row,
        at: &str,
    ) {
        for field in fields.clone() {
            // A choice decides which of the fields after it are asked, and stands before them.
            if applies(field, crate::draft::Group::of_row(group)) {
                self.one(field, object, group, at);
            }
        }
        // What a choice made and nothing stands in any more was said by the choice.
        for field in fields {
            if let Kind::Union(words) = field.kind {
                for (_, api) in words.iter().filter(|(_, api)| !api.is_empty()) {
                    take(object, &parts(api), is_empty_object);
                }
            }
        }
    }

    fn one(&mut self, field: &'static Field, object: &mut Value, group: &mut Row, at: &str) {
        let api = parts(field.api);
        let value = match field.kind {
            Kind::Union(words) => Some(union(words, object)),
            _ if field.api.is_empty() => None,
            Kind::Group(inner) => {
                let mut row = Row::new();
                if let Some(part) = at_mut(object, &api) {
                    let was_empty = is_empty_object(part);
                    self.read(inner.iter(), part, &mut row, &join(at, field.api));
                    if !was_empty {
                        take(object, &api, is_empty_object);
                    }
                }
                (!row.is_empty()).then_some(Value::Object(row))
            }
            Kind::Rows(inner) => {
                let rows = self.rows(inner.iter(), object, field.api, &join(at, field.api));
                (!rows.is_empty()).then_some(Value::Array(rows))
            }
            Kind::Words => {
                let words = take(object, &api, |value| is_list(value, Value::is_string));
                words.map(|words| self.texts(words, "text"))
            }
            Kind::Pairs => take(object, &api, is_pairs).map(|pairs| self.pairs(pairs)),
            _ => take(object, &api, |value| text_of(field, value).is_some()).and_then(|value| text_of(field, &value)),
        };
        if let Some(value) = value {
            group.insert(field.name.to_owned(), value);
        }
    }

    /// Takes a list of objects, each a row; what no field says of a row is kept by its key. A list of anything
    /// else stays.
    pub(super) fn rows(
        &mut self,
        inner: impl Iterator<Item = &'static Field> + Clone,
        object: &mut Value,
        list: &str,
        at: &str,
    ) -> Vec<Value> {
        let Some(Value::Array(items)) = take(object, &parts(list), |value| is_list(value, Value::is_object)) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for mut item in items {
            let key = self.key();
            let mut row = Row::new();
            row.insert("key".into(), key.into());
            let at = format!("{at}[#{key}]");
            self.read(inner.clone(), &mut item, &mut row, &at);
            self.keep(&at, item);
            rows.push(Value::Object(row));
        }
        rows
    }

    /// Rows of one field each.
    fn texts(&mut self, words: Value, field: &str) -> Value {
        let words = words.as_array().cloned().unwrap_or_default();
        words.into_iter().map(|word| self.row([(field, word)])).collect()
    }

    fn pairs(&mut self, pairs: Value) -> Value {
        let pairs = pairs.as_object().cloned().unwrap_or_default();
        let pair = |(name, value): (String, Value)| self.row([("name", name.into()), ("value", value)]);
        pairs.into_iter().map(pair).collect()
    }

    /// A row of these values, with a key.
    pub(super) fn row<const N: usize>(&mut self, values: [(&str, Value); N]) -> Value {
        let mut row = Row::new();
        row.insert("key".into(), self.key().into());
        for (name, value) in values {
            row.insert(name.to_owned(), value);
        }
        Value::Object(row)
    }

    /// Keeps what is left of an object: each setting by its own path, as deep as a path can say it.
    pub(super) fn keep(&mut self, at: &str, left: Value) {
        match left {
            Value::Object(members) if members.is_empty() && (at.is_empty() || at.ends_with(']')) => {}
            Value::Object(members) if !members.is_empty() && members.keys().all(|name| is_plain(at, name)) => {
                for (name, member) in members {
                    let path = if is_map(at) {
                        format!("{at}[{name}]")
                    } else {
                        join(at, &name)
                    };
                    self.keep(&path, member);
                }
            }
            _ if at.is_empty() => {}
            other => {
                self.kept.insert(at.to_owned(), other);
            }
        }
    }
}

/// Which of the objects of a choice is there.
fn union(words: &[(&str, &str)], object: &Value) -> Value {
    let is_there = |api: &str| !api.is_empty() && at(object, &parts(api)).is_some_and(Value::is_object);
    let chosen = words.iter().find(|(_, api)| is_there(api));
    let none = words.iter().find(|(_, api)| api.is_empty());
    chosen.or(none).map_or(ANOTHER, |(word, _)| word).into()
}

/// What stands in a field of one value, where the field would send exactly that value.
fn text_of(field: &Field, value: &Value) -> Option<Value> {
    let is_number = |text: &str| text.trim().parse::<i64>().is_ok();
    let text = match (field.kind, value) {
        (Kind::Flag, Value::Bool(true)) => return Some(Value::Bool(true)),
        (Kind::YesNo, Value::Bool(yes)) => yes.to_string(),
        (Kind::Number | Kind::Port, Value::Number(number)) if number.is_i64() => number.to_string(),
        (Kind::Octal, Value::Number(number)) => format!("{:04o}", number.as_i64().filter(|mode| *mode >= 0)?),
        (Kind::Number | Kind::Port, Value::String(text)) if !is_number(text) && text.trim() == text => text.clone(),
        (Kind::Commas, Value::Array(words)) => {
            let words: Option<Vec<&str>> = words.iter().map(Value::as_str).collect();
            let is_word = |word: &&str| !word.is_empty() && word.trim() == *word && !word.contains(',');
            words.filter(|words| words.iter().all(is_word))?.join(", ")
        }
        (Kind::Choice(words), Value::String(word)) => {
            words.iter().find(|known| *known == word)?;
            word.clone()
        }
        (Kind::Text | Kind::Area(_), Value::String(text)) => text.clone(),
        (Kind::Trimmed, Value::String(text)) if text.trim() == text => text.clone(),
        _ => return None,
    };
    (field.required || !text.is_empty()).then_some(Value::String(text))
}

/// Takes a value out of an object where it is as wanted, and with it the objects that are empty without it.
pub(super) fn take(object: &mut Value, path: &[&str], wanted: impl Fn(&Value) -> bool) -> Option<Value> {
    let (name, rest) = path.split_first()?;
    let members = object.as_object_mut()?;
    if rest.is_empty() {
        return members
            .get(*name)
            .is_some_and(wanted)
            .then(|| members.remove(*name))
            .flatten();
    }
    let inner = members.get_mut(*name)?;
    let taken = take(inner, rest, wanted);
    if taken.is_some() && is_empty_object(inner) {
        members.remove(*name);
    }
    taken
}

/// The names of a place, outermost first: `resources.limits[cpu]`.
pub(super) fn parts(api: &str) -> Vec<&str> {
    let parts = api.split(['.', '[']).map(|part| part.trim_end_matches(']'));
    parts.filter(|part| !part.is_empty()).collect()
}

pub(super) fn at<'a>(object: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(object, |object, name| object.get(name))
}

fn at_mut<'a>(object: &'a mut Value, path: &[&str]) -> Option<&'a mut Value> {
    path.iter().try_fold(object, |object, name| object.get_mut(name))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn is_empty_object(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}

/// A list that has items, all of one kind.
fn is_list(value: &Value, kind: impl Fn(&Value) -> bool) -> bool {
    value
        .as_array()
        .is_some_and(|items| !items.is_empty() && items.iter().all(kind))
}

/// A map of texts whose names a row can hold.
fn is_pairs(value: &Value) -> bool {
    let is_pair = |(name, value): (&String, &Value)| !name.is_empty() && name.trim() == name && value.is_string();
    value
        .as_object()
        .is_some_and(|pairs| !pairs.is_empty() && pairs.iter().all(is_pair))
}

/// Whether a path can name that member.
fn is_plain(at: &str, name: &str) -> bool {
    let reserved = if is_map(at) { &['[', ']'][..] } else { &['.', '[', ']'] };
    !name.is_empty() && !name.starts_with('#') && !name.contains(reserved)
}

fn is_map(at: &str) -> bool {
    crate::manifest::ApiPath::parse(at).is_map()
}
