//! The draft as JSON, for links, the browser's storage and the way to the server.

use serde_json::{Map, Value};

use super::Draft;

/// A value as JSON text. (Its `Display` would bring a second writer of JSON into the browser, and a third for
/// the one that is easy to read.)
#[inline(never)]
pub fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

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

impl Draft {
    /// The draft as JSON text, without a copy of it on the way.
    pub fn json(&self) -> String {
        let kept = json(&Value::Object(self.kept.clone()));
        let (version, keys, fields) = (self.version, self.keys, json(&self.fields));
        format!(r#"{{"version":{version},"keys":{keys},"fields":{fields},"kept":{kept}}}"#)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Defaults;

    #[test]
    fn a_draft_is_read_as_it_was_written() {
        let mut draft = Draft::new(&Defaults::dce());
        draft.set("basic.description", "\"quotes\"\n任务");
        draft.kept.insert("spec.suspend".into(), true.into());
        let value: Value = serde_json::from_str(&draft.json()).unwrap();
        assert_eq!(Draft::from(value), draft);
    }
}
