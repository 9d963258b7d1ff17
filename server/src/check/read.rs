//! From text to objects: several documents, Lists, and what a plain value cannot say (a key that
//! stands there twice, which the API server refuses).

use job::yaml::{self, Document, Unreadable};
use serde_json::Value;

/// An object, and the paths of the keys that it has twice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object {
    pub(crate) value: Value,
    pub(crate) twice: Vec<String>,
}

/// The objects of a text; those of a `List` by themselves. An empty document is none.
pub(crate) fn objects(text: &str) -> Result<Vec<Object>, Unreadable> {
    Ok(yaml::read(text)?.into_iter().flat_map(of_document).collect())
}

/// The objects of one line of JSON.
pub(super) fn line(line: &[u8], number: usize) -> Result<Vec<Object>, Unreadable> {
    let at = |column: usize, message: String| Unreadable {
        line: number,
        column: column.max(1),
        message,
    };
    let json = serde_json::from_slice::<serde::de::IgnoredAny>(line);
    json.map_err(|error| at(error.column(), error.to_string()))?;
    let text = str::from_utf8(line).map_err(|error| at(error.valid_up_to() + 1, error.to_string()))?;
    objects(text).map_err(|error| at(error.column, error.message))
}

fn of_document(document: Document) -> Vec<Object> {
    let Document { value, twice, .. } = document;
    let is_list = value
        .get("kind")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.ends_with("List"));
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => each(items, "", &twice),
        Value::Object(mut list) if is_list && list.get("items").is_some_and(Value::is_array) => {
            match list.remove("items") {
                Some(Value::Array(items)) => each(items, "items", &twice),
                _ => Vec::new(),
            }
        }
        value => vec![Object { value, twice }],
    }
}

/// Each with the keys that it has twice itself; the first also with those of what is around them all.
fn each(items: Vec<Value>, list: &str, twice: &[String]) -> Vec<Object> {
    let of_item = |path: &str| {
        let (index, rest) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
        Some((index.parse::<usize>().ok()?, rest.trim_start_matches('.').to_owned()))
    };
    let own = |index: usize| {
        let of = |path: &String| match of_item(path) {
            Some((at, rest)) => (at == index).then_some(rest),
            None => (index == 0).then(|| path.clone()),
        };
        twice.iter().filter_map(of).collect()
    };
    let objects = items.into_iter().enumerate();
    objects
        .map(|(index, value)| Object {
            value,
            twice: own(index),
        })
        .collect()
}
