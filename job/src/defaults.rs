//! The values a new draft starts with: a policy of the house, not constants.
//!
//! Two are built in. `safe` is shipped; `dce` follows the document to the letter. They differ only
//! where the document's value would fail or surprise: privileged, timeout, namespace, and how long a
//! Service holds a session.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::form::{Kind, field_at};

/// What a new draft starts with. Read by the server (`--defaults FILE`), sent to the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Defaults(Map<String, Value>);

/// One default: its name in the file, its place in the draft (of a row: of every new row of that
/// list), and its value in both policies. Namespace empty: last used, else the context's, else
/// `default` if allowed, else the first allowed.
const POLICY: &[Policy] = &[
    ("namespace", "basic.namespace", Text(""), Text("default")),
    same("runs", "basic.runs", Text("fixed-count")),
    same("instances", "basic.instances", Text("2")),
    same("container-name", "containers.name", Text("container-1")),
    same("pull-policy", "containers.pull-policy", Text("Always")),
    ("privileged", "containers.privileged", Flag(false), Flag(true)),
    same("cpu-request", "containers.cpu-request", Text("250m")),
    same("cpu-limit", "containers.cpu-limit", Text("250m")),
    same("memory-request", "containers.memory-request", Text("512Mi")),
    same("memory-limit", "containers.memory-limit", Text("512Mi")),
    ("timeout", "advanced.timeout", Text(""), Text("3")),
    same("restart-policy", "advanced.restart-policy", Text("Never")),
    same("retries", "advanced.retries", Text("6")),
    same("grace", "advanced.grace", Text("30")),
    same("collect-stdout", "pod.collect-stdout", Text("true")),
    same("port-protocol", "containers.ports.protocol", Text("TCP")),
    same("service-type", "services.type", Text("ClusterIP")),
    same("traffic-policy", "services.policy", Text("Cluster")),
    same("service-protocol", "services.ports.protocol", Text("TCP")),
    ("session-seconds", "services.session-seconds", Text("10800"), Text("30")),
];

type Policy = (&'static str, &'static str, Start, Start);

#[derive(Clone, Copy)]
enum Start {
    Text(&'static str),
    Flag(bool),
}
use Start::{Flag, Text};

const fn same(name: &'static str, place: &'static str, start: Start) -> (&'static str, &'static str, Start, Start) {
    (name, place, start, start)
}

impl From<Start> for Value {
    fn from(start: Start) -> Self {
        match start {
            Text(text) => text.into(),
            Flag(on) => on.into(),
        }
    }
}

impl Defaults {
    fn of(value: fn(&Policy) -> Start) -> Self {
        let mut values = Map::new();
        for policy in POLICY {
            values.insert(policy.0.to_owned(), value(policy).into());
        }
        Self(values)
    }

    /// The shipped policy.
    pub fn safe() -> Self {
        Self::of(|(_, _, safe, _)| *safe)
    }

    /// The document to the letter: privileged on, three seconds to finish, namespace `default`.
    pub fn dce() -> Self {
        Self::of(|(_, _, _, dce)| *dce)
    }

    /// The same with another value for that name. A whole number is taken for text, since drafts
    /// hold numbers as text.
    ///
    /// # Errors
    ///
    /// When there is no default of that name, or the value is none that its field takes: what would be.
    pub fn with(mut self, name: &str, value: Value) -> Result<Self, String> {
        let Some((_, place, start, _)) = POLICY.iter().find(|(known, ..)| *known == name) else {
            let known: Vec<_> = POLICY.iter().map(|(known, ..)| *known).collect();
            return Err(format!(
                "there is no default called {name}; there are {}",
                known.join(", ")
            ));
        };
        let value = match value {
            Value::Number(number) => Value::String(number.to_string()),
            other => other,
        };
        match (start, &value, field_at(place).map(|field| field.kind)) {
            (Text(_), Value::String(word), Some(Kind::Choice(words))) if !words.contains(&word.as_str()) => {
                Err(format!("{name} is one of {}, not {word}", words.join(", ")))
            }
            (Text(_), Value::String(_), _) | (Flag(_), Value::Bool(_), _) => {
                self.0.insert(name.to_owned(), value);
                Ok(self)
            }
            (Text(_), ..) => Err(format!("{name} is a text, not {value}")),
            (Flag(_), ..) => Err(format!("{name} is true or false, not {value}")),
        }
    }

    /// Places in the draft and what they start with.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, Value)> {
        let of = |name: &str, safe: Start| self.0.get(name).cloned().unwrap_or_else(|| safe.into());
        POLICY
            .iter()
            .map(move |(name, place, safe, _)| (*place, of(name, *safe)))
    }

    /// What a new row of a list starts with, the list named without keys: `containers.ports`.
    pub fn row(&self, list: &str) -> Map<String, Value> {
        let mut row = Map::new();
        for (place, value) in self.places() {
            let name = place.strip_prefix(list).and_then(|rest| rest.strip_prefix('.'));
            if let Some(name) = name.filter(|name| !name.contains('.')) {
                row.insert(name.to_owned(), value);
            }
        }
        row
    }
}

impl From<Value> for Defaults {
    /// Of what another release wrote, what this one does not know is passed over.
    fn from(value: Value) -> Self {
        match value {
            Value::Object(values) => Self(values),
            _ => Self::safe(),
        }
    }
}

impl Default for Defaults {
    fn default() -> Self {
        Self::safe()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn safe_and_dce_differ_only_where_the_document_surprises() {
        let differ: Vec<_> = POLICY
            .iter()
            .filter(|(name, ..)| Defaults::safe().0.get(*name) != Defaults::dce().0.get(*name))
            .map(|(name, ..)| *name)
            .collect();
        assert_eq!(differ, ["namespace", "privileged", "timeout", "session-seconds"]);
    }

    #[test]
    fn every_default_is_of_a_field_of_the_form() {
        for (name, place, ..) in POLICY {
            assert!(field_at(place).is_some(), "{name}");
        }
    }

    #[test]
    fn a_value_that_its_field_does_not_take_is_refused_with_what_it_takes() {
        let with = |name, value| Defaults::safe().with(name, value);
        assert_eq!(with("retries", json!(3)), with("retries", json!("3")));
        assert_eq!(
            with("pull-policy", json!("Sometimes")).unwrap_err(),
            "pull-policy is one of Always, IfNotPresent, Never, not Sometimes"
        );
        assert_eq!(
            with("privileged", json!("yes")).unwrap_err(),
            "privileged is true or false, not \"yes\""
        );
        assert!(
            with("retrys", json!("2"))
                .unwrap_err()
                .starts_with("there is no default called retrys; there are namespace, ")
        );
    }
}
