//! Reading a body: what is no JSON, of the wrong type, unknown or given twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::object;
use crate::options::Strictness;
use crate::quantity;
use crate::resource::Resource;
use crate::status::Refusal;

/// A body that was read: the object, and what there was to complain about it.
pub(crate) struct Decoded {
    pub(crate) object: Value,
    pub(crate) warnings: Vec<String>,
}

/// JSON in which the fields that are given twice were noticed.
pub(crate) struct Parsed {
    pub(crate) value: Value,
    pub(crate) duplicates: Vec<String>,
}

/// Reads JSON; of a field that is given twice the last counts.
pub(crate) fn parse(body: &[u8]) -> Result<Parsed, String> {
    let mut duplicates = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(body);
    let seed = Noticing {
        path: String::new(),
        duplicates: &mut duplicates,
    };
    let value = seed.deserialize(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(Parsed { value, duplicates })
}

/// Reads the body of a request as an object of the resource.
pub(crate) fn decode(resource: &Resource, body: &[u8], strictness: Strictness) -> Result<Decoded, Refusal> {
    let unrecognised = |error: &str| {
        Refusal::bad_request(format!(
            "the object provided is unrecognized (must be of type {}): couldn't get version/kind; json parse error: {error}",
            resource.kind
        ))
    };
    let mut parsed = parse(body).map_err(|error| unrecognised(&error))?;
    if parsed.value.is_null() {
        // Go reads it as an object of which nothing is said.
        parsed.value = Value::Object(Map::new());
    }
    if !parsed.value.is_object() {
        return Err(unrecognised("json: cannot unmarshal into Go value of type struct"));
    }
    type_check(resource, parsed, strictness)
}

/// Brings a value into the type of the resource.
pub(crate) fn type_check(resource: &Resource, parsed: Parsed, strictness: Strictness) -> Result<Decoded, Refusal> {
    let mut raw = parsed.value;
    for (field, expected) in [
        ("apiVersion", resource.api_version()),
        ("kind", resource.kind.to_owned()),
    ] {
        if raw
            .get(field)
            .is_some_and(|given| !given.is_string() && !given.is_null())
        {
            return Err(Refusal::bad_request(format!(
                "couldn't get version/kind; {field} is no text"
            )));
        }
        let given = object::text(&raw, &format!("/{field}"));
        if !given.is_empty() && given != expected {
            let what = if field == "kind" { "kind" } else { "API version" };
            return Err(Refusal::bad_request(format!(
                "the {what} in the data ({given}) does not match the expected {what} ({expected})"
            )));
        }
        // A client that knows where it posts need not say it.
        object::fields(&mut raw, "").insert(field.into(), expected.into());
    }
    let cannot = |why: &str| {
        Refusal::bad_request(format!(
            "{0} in version \"v1\" cannot be handled as a {0}: {why}",
            resource.kind
        ))
    };
    let typed = (resource.through_type)(raw.clone()).map_err(|error| cannot(&error))?;
    quantities(&typed).map_err(cannot)?;
    let mut complaints = Vec::new();
    if strictness != Strictness::Ignore {
        unknown(&raw, &typed, "", &mut complaints);
        complaints.extend(
            parsed
                .duplicates
                .iter()
                .map(|field| format!("duplicate field {field:?}")),
        );
    }
    if strictness == Strictness::Strict && !complaints.is_empty() {
        return Err(cannot(&format!("strict decoding error: {}", complaints.join(", "))));
    }
    Ok(Decoded {
        object: typed,
        warnings: complaints,
    })
}

/// Finds what the type did not keep.
fn unknown(raw: &Value, typed: &Value, path: &str, complaints: &mut Vec<String>) {
    match (raw, typed) {
        (Value::Object(raw), Value::Object(typed)) => {
            for (field, value) in raw {
                let path = join(path, field);
                match typed.get(field) {
                    Some(kept) => unknown(value, kept, &path, complaints),
                    None if value.is_null() => {}
                    None => complaints.push(format!("unknown field {path:?}")),
                }
            }
        }
        (Value::Array(raw), Value::Array(typed)) => {
            for (index, (raw, typed)) in raw.iter().zip(typed).enumerate() {
                unknown(raw, typed, &format!("{path}[{index}]"), complaints);
            }
        }
        _ => {}
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.into()
    } else {
        format!("{path}.{field}")
    }
}

/// The types take any text for a quantity; the API server does not.
fn quantities(value: &Value) -> Result<(), &'static str> {
    match value {
        Value::Object(map) => {
            for (field, value) in map {
                match (field.as_str(), value) {
                    ("limits" | "requests" | "hard" | "capacity", Value::Object(amounts)) => {
                        for amount in amounts.values().filter_map(Value::as_str) {
                            quantity::parse(amount)?;
                        }
                    }
                    ("sizeLimit" | "divisor", Value::String(amount)) => {
                        quantity::parse(amount)?;
                    }
                    // These hold what a person wrote, under any name.
                    ("metadata" | "data" | "stringData", _) => {}
                    _ => quantities(value)?,
                }
            }
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(quantities),
        _ => Ok(()),
    }
}

/// Reads any JSON and notices fields that are given twice.
struct Noticing<'a> {
    path: String,
    duplicates: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Noticing<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Noticing<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let seed = Noticing {
                path: format!("{}[{}]", self.path, items.len()),
                duplicates: self.duplicates,
            };
            match list.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(field) = fields.next_key::<String>()? {
            let path = join(&self.path, &field);
            if map.contains_key(&field) {
                self.duplicates.push(path.clone());
            }
            let seed = Noticing {
                path,
                duplicates: self.duplicates,
            };
            map.insert(field, fields.next_value_seed(seed)?);
        }
        Ok(map.into())
    }
}
