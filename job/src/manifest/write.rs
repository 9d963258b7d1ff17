//! Puts values at places, and remembers which field put them there.

use serde_json::{Map, Value, json};

use super::SourceMap;
use super::fields::{Fields, Place, number};
use super::path::{ApiPath, Part};
use crate::DraftPath;
use crate::draft::Group;
use crate::form::Tab;

pub(super) struct Writer {
    object: Value,
    fields: Fields,
}

impl Writer {
    pub(super) fn new(map: Option<SourceMap>) -> Self {
        Self {
            object: Value::Object(Map::new()),
            fields: Fields { map },
        }
    }

    /// What is the same for every draft.
    pub(super) fn fix(&mut self, api: &str, value: Value) {
        insert(&mut self.object, &ApiPath::parse(api), value);
    }

    /// What a field says.
    pub(super) fn set(&mut self, api: &str, from: DraftPath, value: Value) {
        self.set_at(ApiPath::parse(api), from, value);
    }

    pub(super) fn set_at(&mut self, api: ApiPath, from: DraftPath, value: Value) {
        insert(&mut self.object, &api, value);
        self.note(api, from);
    }

    fn note(&mut self, api: ApiPath, from: DraftPath) {
        if let Some(map) = &mut self.fields.map {
            map.push(api, from);
        }
    }

    /// A text; an empty one is left out.
    pub(super) fn set_text(&mut self, api: &str, from: DraftPath, text: &str) {
        if !text.is_empty() {
            self.set(api, from, json!(text));
        }
    }

    /// A number as it was typed; an empty one is left out, one that is none stays a text.
    pub(super) fn set_number(&mut self, api: &str, from: DraftPath, text: &str) {
        if let Some(value) = number(text) {
            self.set(api, from, value);
        }
    }

    /// What the fields of a group say, below a place of the object; beside what stands there.
    pub(super) fn fields(&mut self, api: &str, tabs: &[Tab], group: Group, draft: &str) {
        let place = self.fields.map.is_some().then(|| Place {
            api: api.to_owned(),
            draft: draft.to_owned(),
        });
        let mut made = Value::Null;
        let fields = tabs.iter().flat_map(|tab| tab.fields);
        self.fields.write(fields, group, &mut made, place.as_ref());
        merge(&mut self.object, &ApiPath::parse(api), made);
    }

    /// Whether something stands there.
    pub(super) fn has(&self, api: &str) -> bool {
        at(&self.object, &ApiPath::parse(api)).is_some()
    }

    /// How many items a list has.
    pub(super) fn len(&self, api: &str) -> usize {
        at(&self.object, &ApiPath::parse(api))
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    }

    /// What the form does not show: it never overrides what the form says.
    /// Of an object that the form has a part of, the other parts are kept.
    pub(super) fn keep(&mut self, api: ApiPath, value: &Value) {
        match (at(&self.object, &api), value) {
            (None, _) if is_free(&self.object, &api) => {
                insert(&mut self.object, &api, value.clone());
                self.note(api, DraftPath::KEPT);
            }
            (Some(Value::Object(_)), Value::Object(parts)) => {
                for (name, part) in parts {
                    self.keep(api.child(name), part);
                }
            }
            _ => {}
        }
    }

    pub(super) fn finish(self) -> (Value, SourceMap) {
        (self.object, self.fields.map.unwrap_or_default())
    }
}

/// Puts an object's members beside what stands at a place.
fn merge(root: &mut Value, path: &ApiPath, value: Value) {
    match value {
        Value::Null => {}
        Value::Object(members) if path.0.is_empty() || at(root, path).is_some_and(Value::is_object) => {
            for (name, member) in members {
                let mut place = path.clone();
                place.0.push(Part::Field(name));
                merge(root, &place, member);
            }
        }
        other => insert(root, path, other),
    }
}

/// The value at a place.
pub(super) fn at<'a>(mut value: &'a Value, path: &ApiPath) -> Option<&'a Value> {
    for part in &path.0 {
        value = match part {
            Part::Field(name) | Part::Entry(name) => value.get(name)?,
            Part::Item(index) => value.get(index)?,
        };
    }
    Some(value)
}

/// Whether a value can be put at a place without replacing another: nothing of another kind stands
/// in the way, and a list grows only at its end.
fn is_free(mut value: &Value, path: &ApiPath) -> bool {
    let mut parts = path.0.iter();
    while let Some(part) = parts.next() {
        let next = match (part, value) {
            (Part::Field(name) | Part::Entry(name), Value::Object(map)) => map.get(name),
            (Part::Item(index), Value::Array(items)) if *index <= items.len() => items.get(*index),
            _ => return false,
        };
        match next {
            Some(next) => value = next,
            None => return parts.all(|part| !matches!(part, Part::Item(1..))),
        }
    }
    false
}

/// Puts a value at a place, making the objects and lists on the way. An item beyond the end of its
/// list is appended. Where something else than an object or a list stands in the way, it is replaced.
pub(super) fn insert(root: &mut Value, path: &ApiPath, value: Value) {
    let Some((part, rest)) = path.0.split_first() else {
        *root = value;
        return;
    };
    let rest = ApiPath(rest.to_vec());
    match part {
        Part::Field(name) | Part::Entry(name) => {
            let mut map = match root.take() {
                Value::Object(map) => map,
                _ => Map::new(),
            };
            insert(map.entry(name.clone()).or_insert(Value::Null), &rest, value);
            *root = Value::Object(map);
        }
        Part::Item(index) => {
            let mut items = match root.take() {
                Value::Array(items) => items,
                _ => Vec::new(),
            };
            match items.get_mut(*index) {
                Some(item) => insert(item, &rest, value),
                None => {
                    let mut item = Value::Null;
                    insert(&mut item, &rest, value);
                    items.push(item);
                }
            }
            *root = Value::Array(items);
        }
    }
}
