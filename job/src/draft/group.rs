//! Reading a part of the draft.

use serde_json::{Map, Value};

use super::{KEY, Key};

/// Fields that belong together: a step, a row of a list. Reading what is not there gives nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group<'a>(Option<&'a Map<String, Value>>);

impl<'a> Group<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// A row by itself.
    pub(crate) fn of_row(row: &'a Map<String, Value>) -> Self {
        Self(Some(row))
    }

    fn get(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name)
    }

    /// The text of a field; empty when nothing was entered.
    pub fn text(self, name: &str) -> &'a str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a flag is on.
    pub fn flag(self, name: &str) -> bool {
        self.get(name) == Some(&Value::Bool(true))
    }

    /// The word of a field on which others hang: its text, or `true` of a flag that is on.
    pub fn word(self, name: &str) -> &'a str {
        match self.get(name) {
            Some(Value::Bool(true)) => "true",
            Some(Value::String(text)) => text,
            _ => "",
        }
    }

    /// A group within.
    pub fn group(self, name: &str) -> Self {
        self.get(name).map(Self::of).unwrap_or_default()
    }

    /// The rows of a list.
    pub fn rows(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let rows = self.get(name).and_then(Value::as_array);
        rows.into_iter().flatten().map(Self::of)
    }

    /// The key of this row; 0 of what is no row.
    pub fn key(self) -> Key {
        self.get(KEY).and_then(Value::as_u64).unwrap_or_default()
    }
}
