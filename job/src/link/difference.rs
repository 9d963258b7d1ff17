//! What of a draft's fields differs from those of a new draft under the policy `safe`, whatever the policy of the
//! console is: a link means the same everywhere.

use serde_json::{Map, Value};

use crate::draft::{KEY, Row};
use crate::form::{field_at, new_row};
use crate::{Defaults, Draft};

/// The member of a row of texts; such a row is written as its text.
pub(super) const TEXT: &str = "text";

/// The fields without what a new draft has anyway, and without keys. `null` stands for what was taken away.
pub(super) fn of(fields: &Value) -> Value {
    let base = base();
    differing(fields, Some(&base), "").unwrap_or_else(|| Map::new().into())
}

/// The fields that differ so.
pub(super) fn applied(difference: &Value) -> Value {
    let mut fields = base();
    if difference.is_object() {
        apply(&mut fields, difference, "");
    }
    fields
}

/// A new draft without a container: those that a link has, it names.
fn base() -> Value {
    let mut base = Draft::new(&Defaults::safe()).fields_value().clone();
    if let Some(fields) = base.as_object_mut() {
        fields.remove("containers");
    }
    base
}

/// What a new row of that list starts with; the list is named without keys.
fn new_row_of(list: &str) -> Row {
    let mut row = field_at(list).map(|field| new_row(field.inner())).unwrap_or_default();
    row.extend(Defaults::safe().row(list));
    row
}

fn within(list: &str, name: &str) -> String {
    if list.is_empty() {
        name.to_owned()
    } else {
        format!("{list}.{name}")
    }
}

/// Nothing where it is as the base, or says nothing.
fn differing(value: &Value, base: Option<&Value>, at: &str) -> Option<Value> {
    match value {
        Value::Object(group) => {
            // A group in the place of a text is another thing, also when there is nothing in it.
            let is_other = base.is_some_and(|base| !base.is_object());
            let made = differing_group(group, base.and_then(Value::as_object), at);
            (is_other || !made.is_empty()).then_some(Value::Object(made))
        }
        Value::Array(rows) if rows.is_empty() && base.is_none() => None,
        Value::Array(rows) => {
            let new = new_row_of(at);
            let row = |row: &Value| {
                let mut row = row.as_object().cloned().unwrap_or_default();
                row.remove(KEY);
                let made = differing_group(&row, Some(&new), at);
                match made.get(TEXT) {
                    Some(Value::String(text)) if made.len() == 1 => Value::String(text.clone()),
                    _ => Value::Object(made),
                }
            };
            Some(rows.iter().map(row).collect())
        }
        other if base.is_none() => {
            let says_nothing = matches!(other, Value::Null | Value::Bool(false)) || other == "";
            (!says_nothing).then(|| other.clone())
        }
        other => (base != Some(other)).then(|| other.clone()),
    }
}

fn differing_group(group: &Row, base: Option<&Row>, at: &str) -> Row {
    let mut made = Row::new();
    for (name, value) in group {
        let base = base.and_then(|base| base.get(name));
        if let Some(difference) = differing(value, base, &within(at, name)) {
            made.insert(name.clone(), difference);
        }
    }
    for (name, _) in base
        .into_iter()
        .flatten()
        .filter(|(name, _)| !group.contains_key(*name))
    {
        made.insert(name.clone(), Value::Null);
    }
    made
}

fn apply(to: &mut Value, difference: &Value, at: &str) {
    match difference {
        Value::Object(members) => {
            if !to.is_object() {
                *to = Value::Object(Map::new());
            }
            if let Some(group) = to.as_object_mut() {
                apply_group(group, members, at);
            }
        }
        Value::Array(rows) => {
            let row = |row: &Value| {
                let mut made = new_row_of(at);
                match row {
                    Value::Object(members) => apply_group(&mut made, members, at),
                    other => drop(made.insert(TEXT.to_owned(), other.clone())),
                }
                Value::Object(made)
            };
            *to = rows.iter().map(row).collect();
        }
        other => *to = other.clone(),
    }
}

fn apply_group(group: &mut Row, members: &Row, at: &str) {
    for (name, difference) in members.iter().filter(|(name, _)| *name != KEY) {
        if difference.is_null() {
            group.remove(name);
        } else {
            apply(group.entry(name).or_insert(Value::Null), difference, &within(at, name));
        }
    }
}
