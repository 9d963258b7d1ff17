//! The draft as JSON, for links, the browser's storage and the way to the server.

use serde_json::{Map, Value};

use super::Draft;

impl From<Value> for Draft {
    /// What is missing or has another shape is empty.
    fn from(mut value: Value) -> Self {
        let mut take = |name: &str| value.get_mut(name).map(Value::take).unwrap_or_default();
        let kept = match take("kept") {
            Value::Object(kept) => kept,
            _ => Default::default(),
        };
        Self {
            version: take("version").as_u64().unwrap_or_default(),
            keys: take("keys").as_u64().unwrap_or_default(),
            fields: take("fields"),
            kept,
        }
    }
}

impl From<Draft> for Value {
    fn from(draft: Draft) -> Self {
        let mut made = Map::new();
        made.insert("version".into(), draft.version.into());
        made.insert("keys".into(), draft.keys.into());
        made.insert("fields".into(), draft.fields);
        made.insert("kept".into(), Value::Object(draft.kept));
        Self::Object(made)
    }
}
