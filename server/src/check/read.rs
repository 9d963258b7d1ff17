//! From text to objects: several documents, Lists, and what a plain value cannot say (a key that
//! stands there twice, which the API server refuses).

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Text that is no YAML or JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column, from 1.
    pub(super) column: usize,
    /// What is wrong.
    pub(super) message: String,
}

impl Unreadable {
    pub(super) fn at_start(message: String) -> Self {
        Self {
            line: 1,
            column: 1,
            message,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.line, self.column, self.message)
    }
}

/// An object, and the paths of the keys that it has twice.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object {
    pub(super) value: Value,
    pub(super) twice: Vec<String>,
}

/// The objects of a text; those of a `List` by themselves. An empty document is none.
pub(super) fn objects(text: &str) -> Result<Vec<Object>, Unreadable> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
    };
    let is_json = text.trim_start().starts_with(['{', '[']);
    let documents: Vec<Tree> = if is_json && let Ok(tree) = serde_json::from_str::<Tree>(text) {
        vec![tree]
    } else {
        serde_saphyr::from_multiple_with_options(text, options).map_err(|error| of_yaml(&error))?
    };
    Ok(documents.into_iter().flat_map(of_document).collect())
}

/// The objects of one line of JSON.
pub(super) fn line(line: &[u8], number: usize) -> Result<Vec<Object>, Unreadable> {
    let tree = serde_json::from_slice::<Tree>(line).map_err(|error| Unreadable {
        line: number,
        column: error.column().max(1),
        message: error.to_string(),
    })?;
    Ok(of_document(tree))
}

fn of_yaml(error: &serde_saphyr::Error) -> Unreadable {
    let (line, column) = error
        .location()
        .map_or((1, 1), |at| (at.line() as usize, at.column() as usize));
    Unreadable {
        line,
        column,
        message: error.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

fn of_document(tree: Tree) -> Vec<Object> {
    let mut twice = Vec::new();
    let value = tree.value("", &mut twice);
    let is_list = value
        .get("kind")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.ends_with("List"));
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(mut list) if is_list && list.get("items").is_some_and(Value::is_array) => {
            match list.remove("items") {
                Some(Value::Array(items)) => items.into_iter().map(plain).collect(),
                _ => Vec::new(),
            }
        }
        value => vec![Object { value, twice }],
    }
}

fn plain(value: Value) -> Object {
    Object {
        value,
        twice: Vec::new(),
    }
}

/// A value whose maps still have the keys that stand there twice.
enum Tree {
    Leaf(Value),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// The plain value, in which the last of two equal keys counts.
    fn value(self, path: &str, twice: &mut Vec<String>) -> Value {
        match self {
            Self::Leaf(value) => value,
            Self::List(items) => {
                let item = |(index, item): (usize, Self)| item.value(&format!("{path}[{index}]"), twice);
                items.into_iter().enumerate().map(item).collect()
            }
            Self::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    let place = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    let value = value.value(&place, twice);
                    if map.insert(key, value).is_some() {
                        twice.push(place);
                    }
                }
                Value::Object(map)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        // What JSON cannot write is a text, and no number to the API server.
        let leaf = Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number);
        Ok(Tree::Leaf(leaf))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Tree, D::Error> {
        Tree::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = from.next_key::<Tree>()? {
            // Keys are texts to the API server, also `1:` and `true:`.
            let key = match key.value("", &mut Vec::new()) {
                Value::String(key) => key,
                other => other.to_string(),
            };
            entries.push((key, from.next_value()?));
        }
        Ok(Tree::Map(entries))
    }
}
