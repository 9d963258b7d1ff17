//! The table's fields become the API's: each value goes to the place that its line names.

use serde_json::{Map, Value, json};

use super::{ApiPath, SourceMap};
use crate::DraftPath;
use crate::draft::Group;
use crate::form::{Field, Kind, When};

/// Where a group stands: its API object and its path in the draft.
pub(super) struct Place {
    pub(super) api: String,
    pub(super) draft: String,
}

impl Place {
    /// A field's place; that of its group where it has none of its own.
    fn field(&self, field: &Field) -> Self {
        self.at(field.api, field.name)
    }

    fn at(&self, api: &str, name: &str) -> Self {
        let between = if api.is_empty() || self.api.is_empty() || api.starts_with('[') {
            ""
        } else {
            "."
        };
        Self {
            api: format!("{}{between}{api}", self.api),
            draft: format!("{}.{name}", self.draft),
        }
    }
}

/// Writes the fields of a group into an API object, and notes in the map, where there is one, what
/// stands where. Without a map no path is spelled out, which is most of the work at a keystroke.
pub(super) struct Fields {
    pub(super) map: Option<SourceMap>,
}

impl Fields {
    pub(super) fn note(&mut self, api: &str, draft: String) {
        if let Some(map) = &mut self.map {
            map.push(ApiPath::parse(api), DraftPath::from(draft));
        }
    }

    /// `at` is needed only where there is a map.
    pub(super) fn write<'f>(
        &mut self,
        fields: impl IntoIterator<Item = &'f Field>,
        group: Group,
        into: &mut Value,
        at: Option<&Place>,
    ) {
        // Most fields of a row hang on one choice, which is looked up once for all of them.
        let mut known = ("", "");
        for field in fields {
            if let Some(When { field: name, is }) = field.when {
                if known.0 != name {
                    known = (name, group.word(name));
                }
                if !is.contains(&known.1) {
                    continue;
                }
            }
            self.one(field, group, into, at);
        }
    }

    fn one(&mut self, field: &Field, group: Group, into: &mut Value, at: Option<&Place>) {
        // Most fields are empty, and have no place.
        let place = || at.map(|at| at.field(field));
        let value = match field.kind {
            Kind::Group(inner) => {
                let mut made = Value::Null;
                let target = if field.api.is_empty() { &mut *into } else { &mut made };
                self.write(inner, group.group(field.name), target, place().as_ref());
                made
            }
            Kind::Union(words) => {
                let word = group.text(field.name);
                // A word that is none of them stands for an object that the form does not show: it is kept.
                let first = words.first().filter(|_| word.is_empty());
                let chosen = words.iter().find(|(known, _)| *known == word).or(first);
                let Some((_, api)) = chosen.filter(|(_, api)| !api.is_empty()) else {
                    return;
                };
                let object = slot(into, api);
                if object.is_null() {
                    *object = Value::Object(Map::new());
                }
                return self.note_at(at.map(|at| at.at(api, field.name)));
            }
            // Code says where it goes.
            _ if field.api.is_empty() => return,
            Kind::Rows(_) | Kind::Words | Kind::Pairs if group.rows(field.name).next().is_none() => return,
            Kind::Rows(inner) => self.rows(inner, group.rows(field.name), place().as_ref()),
            Kind::Words => self.words(group.rows(field.name), place().as_ref()),
            Kind::Pairs => self.pairs(group.rows(field.name), place().as_ref()),
            _ => value_of(field, group).unwrap_or_default(),
        };
        if value.is_null() {
            return;
        }
        *slot(into, field.api) = value;
        if !matches!(field.kind, Kind::Group(_)) {
            self.note_at(place());
        }
    }

    fn note_at(&mut self, place: Option<Place>) {
        if let Some(place) = place {
            self.note(&place.api, place.draft);
        }
    }

    fn rows<'a>(&mut self, inner: &[Field], rows: impl Iterator<Item = Group<'a>>, list: Option<&Place>) -> Value {
        let mut items = Vec::new();
        for row in rows {
            let place = list.map(|list| list.at(&format!("[{}]", items.len()), &row.key().to_string()));
            let mut item = Value::Object(Map::new());
            self.write(inner, row, &mut item, place.as_ref());
            items.push(item);
        }
        some(items)
    }

    fn words<'a>(&mut self, rows: impl Iterator<Item = Group<'a>>, list: Option<&Place>) -> Value {
        let mut items = Vec::new();
        for row in rows {
            self.note_at(list.map(|list| list.at(&format!("[{}]", items.len()), &format!("{}.text", row.key()))));
            items.push(json!(row.text("text")));
        }
        some(items)
    }

    /// A pair of which nothing was entered yet is none.
    fn pairs<'a>(&mut self, rows: impl Iterator<Item = Group<'a>>, list: Option<&Place>) -> Value {
        let mut entries = Map::new();
        for row in rows {
            let (name, value) = (row.text("name").trim(), row.text("value"));
            if name.is_empty() && value.is_empty() {
                continue;
            }
            self.note_at(list.map(|list| list.at(&format!("[{name}]"), &format!("{}.value", row.key()))));
            entries.insert(name.to_owned(), json!(value));
        }
        if entries.is_empty() {
            Value::Null
        } else {
            Value::Object(entries)
        }
    }
}

fn some(items: Vec<Value>) -> Value {
    if items.is_empty() {
        Value::Null
    } else {
        Value::Array(items)
    }
}

/// What a single field of that group says to the API; nothing when it is empty.
fn value_of(field: &Field, group: Group) -> Option<Value> {
    let text = group.text(field.name);
    let text = match field.kind {
        Kind::Flag => return group.flag(field.name).then_some(Value::Bool(true)),
        Kind::Number | Kind::Port => return number(text),
        Kind::Octal => {
            let text = text.trim();
            return i64::from_str_radix(text, 8).map_or_else(|_| number(text), |mode| Some(mode.into()));
        }
        Kind::YesNo => return text.parse::<bool>().ok().map(Value::Bool),
        Kind::Commas => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            return Some(some(parts.map(|part| json!(part)).collect()));
        }
        Kind::Text | Kind::Area(_) => text,
        _ => text.trim(),
    };
    (field.required || !text.is_empty()).then(|| json!(text))
}

/// A number as it was typed; one that is none stays a text.
pub(super) fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)))
}

/// The place below an object, made with the objects on the way: `a.b[key]`.
fn slot<'a>(mut at: &'a mut Value, api: &str) -> &'a mut Value {
    for part in api.split(['.', '[']) {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        // It is an object now, and indexing an object makes the member.
        at = &mut at[part.trim_end_matches(']')];
    }
    at
}
