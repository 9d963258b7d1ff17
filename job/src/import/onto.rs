//! A draft in the place of another: what was imported from a text that a person edits beside the form.

use serde_json::Value;

use crate::draft::{Group, Key, Row};
use crate::form::{Field, Kind, Tab, applies, tabs};
use crate::manifest::rekeyed;
use crate::{Draft, DraftPath};

/// The new draft with what only the old one knows: the keys of its rows, so that focus, open tabs and what is kept
/// stay with them; the cluster, which no manifest names; and what was typed in fields that do not apply now, so that
/// switching back loses nothing. What the new one says is what it said: it becomes the same manifests.
pub fn onto(old: &Draft, new: Draft) -> Draft {
    let mut made = new.clone();
    let (fields, last) = made.parts_mut();
    let mut keys = Keys((*last).max(old.last_key()));
    if let Some(fields) = fields.as_object_mut() {
        for top in ["basic", "pod", "advanced"] {
            keys.within(fields_of(tabs(top)), old.at(top), fields, top);
        }
        for top in ["containers", "services"] {
            if let Some(Value::Array(list)) = fields.get_mut(top) {
                keys.rows(fields_of(tabs(top)), old.at(top), list);
            }
        }
    }
    *last = keys.0;
    let (cluster, parallel) = (DraftPath::CLUSTER, DraftPath::PARALLEL);
    made.set(cluster.as_str(), old.text(cluster.as_str()));
    // It is asked only of a fixed count, though it stands in another step.
    let is_asked = !["one-pod", "work-queue"].contains(&made.text(DraftPath::RUNS.as_str()));
    if let (false, None, Some(typed)) = (is_asked, made.at(parallel.as_str()), old.at(parallel.as_str())) {
        made.set(parallel.as_str(), typed.clone());
    }
    made.kept = rekeyed(&new, &made);
    made
}

fn fields_of(tabs: &'static [Tab]) -> Vec<&'static Field> {
    tabs.iter().flat_map(|tab| tab.fields).collect()
}

/// The last key that was given to a row.
struct Keys(Key);

impl Keys {
    /// The group of that name, made where only the old draft has something for it.
    fn within(&mut self, fields: Vec<&'static Field>, old: Option<&Value>, into: &mut Row, name: &str) {
        match into.get_mut(name) {
            Some(Value::Object(new)) => self.group(&fields, old, new),
            Some(_) => {}
            None => {
                let mut new = Row::new();
                self.group(&fields, old, &mut new);
                if !new.is_empty() {
                    into.insert(name.to_owned(), Value::Object(new));
                }
            }
        }
    }

    fn group(&mut self, fields: &[&'static Field], old: Option<&Value>, new: &mut Row) {
        for field in fields {
            let old = old.and_then(|old| old.get(field.name));
            if !applies(field, Group::of_row(new)) {
                if let Some(typed) = old.filter(|_| !new.contains_key(field.name)) {
                    new.insert(field.name.to_owned(), typed.clone());
                }
                continue;
            }
            let inner = || field.inner().iter().collect();
            match (field.kind, new.get_mut(field.name)) {
                (Kind::Group(_), _) => self.within(inner(), old, new, field.name),
                (_, Some(Value::Array(list))) if field.is_list() => self.rows(inner(), old, list),
                _ => {}
            }
        }
    }

    /// Rows are the same that have the same name, else those that stand in the same order among the others.
    fn rows(&mut self, fields: Vec<&'static Field>, old: Option<&Value>, new: &mut [Value]) {
        let mut left: Vec<Option<&Value>> = old.and_then(Value::as_array).into_iter().flatten().map(Some).collect();
        let mut same: Vec<Option<&Value>> = Vec::new();
        for (at, row) in new.iter().enumerate() {
            let is_it = |old: &Option<&Value>| old.is_some_and(|old| !name(row).is_empty() && name(old) == name(row));
            // Most stand where they stood.
            let found = Some(at).filter(|at| left.get(*at).is_some_and(is_it));
            let found = found.or_else(|| left.iter().position(is_it));
            same.push(found.and_then(|found| left.get_mut(found)).and_then(Option::take));
        }
        let mut others = left.into_iter().flatten();
        let mut given = Vec::new();
        for (row, same) in new.iter_mut().zip(same) {
            let old = same.or_else(|| others.next());
            let Value::Object(row) = row else { continue };
            let mut key = old.map_or(0, |old| Group::of(old).key());
            // A damaged draft may have a key twice.
            match given.binary_search(&key) {
                Err(place) if key > 0 => given.insert(place, key),
                _ => {
                    self.0 += 1;
                    key = self.0;
                }
            }
            row.insert("key".to_owned(), key.into());
            self.group(&fields, old, row);
        }
    }
}

/// What a person takes a row for: its name, or the text that it is.
fn name(row: &Value) -> &str {
    let row = Group::of(row);
    match row.text("name") {
        "" => row.text("text"),
        name => name,
    }
}
