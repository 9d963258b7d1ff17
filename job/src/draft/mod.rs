//! All that a person has entered, valid or not.
//!
//! The draft mirrors the screen: numbers and quantities stay the text that was typed, a choice is
//! a word beside all its payloads (so that switching back loses nothing), and every row of a list
//! carries a draft-local number as its key. It becomes the API's shape only in [`crate::manifest`].
//!
//! It is a tree of JSON whose shape the table [`crate::form`] describes, and not a struct: ninety
//! fields as structs cost the browser's program more than all its screens (docs/adr/0007). What
//! has another shape than the table says, such as a damaged link's, reads as empty.

mod group;
mod path;
mod restrict;
mod rows;
mod value;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::group::Group;
pub use self::path::{DraftPath, Step};
pub use self::value::json;
use crate::Defaults;

/// The version of the draft's own shape. Older drafts open: what they lack takes its default.
pub const VERSION: u64 = 1;

/// A draft-local number that names a row for as long as the draft lives.
pub type Key = u64;

/// The fields of a row.
pub type Row = Map<String, Value>;

/// The member of a row that holds its [`Key`].
pub(crate) const KEY: &str = "key";

/// All that a person has entered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Value", into = "Value")]
pub struct Draft {
    /// Shape of this draft, see [`VERSION`].
    pub version: u64,
    /// The last key that was given to a row.
    keys: Key,
    /// What the form shows.
    fields: Value,
    /// Settings that the form does not show, by API path in the Job. `containers[#KEY]` stands for
    /// the container with that key, `services[#KEY].spec` for a part of that Service. They are sent,
    /// and never override what the form says.
    pub kept: Map<String, Value>,
}

impl Draft {
    /// A new draft, with one container.
    pub fn new(defaults: &Defaults) -> Self {
        let mut draft = Self {
            version: VERSION,
            ..Self::default()
        };
        for (place, value) in defaults.places() {
            if !["containers.", "services."].iter().any(|list| place.starts_with(list)) {
                draft.set(place, value);
            }
        }
        draft.add("containers", defaults.row("containers"));
        draft
    }

    /// What the form shows, as a group of its steps.
    pub fn fields(&self) -> Group<'_> {
        Group::of(&self.fields)
    }

    /// The last key that was given to a row.
    pub(crate) fn last_key(&self) -> Key {
        self.keys
    }

    /// The fields, and the last key that was given to a row.
    pub(crate) fn parts_mut(&mut self) -> (&mut Value, &mut Key) {
        (&mut self.fields, &mut self.keys)
    }

    /// The same as JSON.
    pub(crate) fn fields_value(&self) -> &Value {
        &self.fields
    }

    /// The same with other containers, and nothing kept.
    pub(crate) fn with_containers(&self, containers: Vec<Value>) -> Self {
        let mut made = Self::default();
        for (name, group) in self.fields.as_object().into_iter().flatten() {
            if name != "containers" {
                put(&mut made.fields, name, group.clone());
            }
        }
        put(&mut made.fields, "containers", containers.into());
        made
    }

    /// The group of that name at the top: `basic`, `pod`, `advanced`.
    pub fn group(&self, name: &str) -> Group<'_> {
        self.fields().group(name)
    }

    /// The group or the row at a path.
    pub fn group_at(&self, path: &str) -> Group<'_> {
        self.at(path).map(Group::of).unwrap_or_default()
    }

    /// The rows of the list at a path.
    pub fn rows_at(&self, path: &str) -> impl Iterator<Item = Group<'_>> {
        let rows = self.at(path).and_then(Value::as_array);
        rows.into_iter().flatten().map(Group::of)
    }

    /// The rows of a list at the top: `containers`.
    pub fn rows(&self, name: &str) -> impl Iterator<Item = Group<'_>> {
        self.fields().rows(name)
    }

    /// Where the row with that key stands in the list at a path.
    pub(crate) fn position_of(&self, list: &str, key: Key) -> Option<usize> {
        position(self.at(list)?.as_array()?, key)
    }

    /// The text of a field; empty when nothing was entered.
    pub fn text(&self, path: &str) -> &str {
        self.at(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a flag is on.
    pub fn flag(&self, path: &str) -> bool {
        self.at(path) == Some(&Value::Bool(true))
    }

    /// What stands at a path such as `containers.3.image`.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.fields, |value, part| match value {
            Value::Array(rows) => position(rows, part.parse().ok()?).and_then(|at| rows.get(at)),
            other => other.get(part),
        })
    }

    /// Enters a value. Where a row of the path is gone, nothing happens.
    pub fn set(&mut self, path: &str, value: impl Into<Value>) {
        put(&mut self.fields, path, value.into());
    }

    /// Adds a row at the end of a list and gives it a key.
    pub fn add(&mut self, list: &str, row: Row) -> Key {
        let end = self.at(list).and_then(Value::as_array).map_or(0, Vec::len);
        self.insert(list, end, row)
    }

    /// Adds a row at a position of a list (at its end, where it has fewer) and gives it a key, and
    /// others to the rows within it.
    pub fn insert(&mut self, list: &str, position: usize, mut row: Row) -> Key {
        self.keys += 1;
        let key = self.keys;
        row.insert(KEY.into(), key.into());
        row.values_mut().for_each(|inner| rows::number(inner, &mut self.keys));
        if !self.at(list).is_some_and(Value::is_array) {
            self.set(list, Value::Array(Vec::new()));
        }
        if let Some(Value::Array(rows)) = at_mut(&mut self.fields, list) {
            rows.insert(position.min(rows.len()), Value::Object(row));
        }
        key
    }

    /// Puts a row back that was taken out, with the key that it had.
    pub fn put_back(&mut self, list: &str, position: usize, row: Row) {
        if let Some(Value::Array(rows)) = at_mut(&mut self.fields, list) {
            rows.insert(position.min(rows.len()), Value::Object(row));
        }
    }

    /// Takes a row out of its list and gives it back with the position that it had.
    pub fn remove(&mut self, row: &str) -> Option<(usize, Row)> {
        let (list, key) = row.rsplit_once('.')?;
        let Value::Array(rows) = at_mut(&mut self.fields, list)? else {
            return None;
        };
        let position = position(rows, key.parse().ok()?)?;
        match rows.remove(position) {
            Value::Object(row) => Some((position, row)),
            _ => None,
        }
    }

    /// The parallel number that will be sent: what was typed where it may be typed, else what the
    /// way of running fixes (one Pod: 1; work queue: Number of Instances), else the smaller of 2
    /// and Number of Instances.
    pub fn effective_parallel(&self) -> String {
        let typed = self.text("advanced.parallel").trim();
        let instances = self.text("basic.instances").trim();
        match self.text("basic.runs") {
            "one-pod" => "1".into(),
            "work-queue" => instances.to_owned(),
            _ if !typed.is_empty() => typed.to_owned(),
            _ => match instances.parse::<u32>() {
                Ok(instances) => instances.min(2).to_string(),
                Err(_) => "2".into(),
            },
        }
    }
}

/// Where the row with that key stands.
fn position(rows: &[Value], key: Key) -> Option<usize> {
    let of = |row: &Value| row.get(KEY).and_then(Value::as_u64).unwrap_or_default();
    // Rows that were never moved stand in the order of their keys.
    let likely = rows.partition_point(|row| of(row) < key);
    let is_it = |row: &Value| of(row) == key;
    if rows.get(likely).is_some_and(is_it) {
        return Some(likely);
    }
    rows.iter().position(is_it)
}

fn row_mut<'a>(rows: &'a mut [Value], key: &str) -> Option<&'a mut Value> {
    let at = position(rows, key.parse().ok()?)?;
    rows.get_mut(at)
}

fn at_mut<'a>(root: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.').try_fold(root, |value, part| match value {
        Value::Array(rows) => row_mut(rows, part),
        other => other.get_mut(part),
    })
}

/// Makes the groups on the way; a list is never made, since its rows have keys.
fn put(at: &mut Value, path: &str, value: Value) {
    let (part, rest) = path.split_once('.').unwrap_or((path, ""));
    let next = match at {
        Value::Array(rows) => row_mut(rows, part),
        _ if part.starts_with(|c: char| c.is_ascii_digit()) => None,
        other => {
            if !other.is_object() {
                *other = Value::Object(Map::new());
            }
            other
                .as_object_mut()
                .map(|group| group.entry(part).or_insert(Value::Null))
        }
    };
    match next {
        Some(next) if rest.is_empty() => *next = value,
        Some(next) => put(next, rest, value),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(fields: Value) -> Draft {
        Draft {
            fields,
            ..Draft::default()
        }
    }

    #[test]
    fn rows_are_found_by_their_keys_wherever_they_stand() {
        let mut draft = Draft::default();
        let one = draft.add("containers", Map::new());
        let other = draft.insert("containers", 0, Map::new());
        draft.set(&format!("containers.{one}.image"), "a");
        draft.set(&format!("containers.{other}.image"), "b");
        assert_eq!(
            draft
                .rows("containers")
                .map(|row| row.text("image"))
                .collect::<Vec<_>>(),
            ["b", "a"]
        );
        let (position, row) = draft.remove(&format!("containers.{one}")).unwrap();
        assert_eq!((position, &row["image"]), (1, &json!("a")));
        assert!(draft.add("containers", row) > other, "a key is given once");
    }

    #[test]
    fn a_row_that_is_gone_takes_nothing() {
        let mut draft = of(json!({"containers": [{"key": 1}]}));
        let before = draft.clone();
        draft.set("containers.2.image", "a");
        draft.set("services.1.name", "a");
        assert_eq!(draft.at("containers"), before.at("containers"));
        assert_eq!(draft.remove("containers.x"), None);
        assert_eq!(draft.text("services.1.name"), "");
    }

    #[test]
    fn another_shape_reads_as_empty() {
        let draft = of(json!({"basic": [1], "containers": {"key": 1}, "advanced": {"timeout": 3, "x": {"y": []}}}));
        assert_eq!((draft.text("basic.name"), draft.rows("containers").count()), ("", 0));
        assert_eq!(
            (draft.text("advanced.timeout"), draft.flag("advanced.x.y")),
            ("", false)
        );
    }
}
