//! What the API server cannot decode; its answer is then a 400 without causes
//! (`apimachinery/pkg/runtime/serializer/json/json.go`, strict): an unknown field, a value of
//! another type, an integer out of its type's range, a quantity that is none. Keys that are there
//! twice cannot be seen here any more.

use serde_json::Value;

use super::Found;
use super::schema::{Fields, Kind, kind_of};
use crate::quantity::{Quantity, QuantityError};
use crate::rules::node::{Node, Step};
use crate::{Args, Code};

/// An object whose fields are these.
pub(super) fn object(node: &Node, fields: Fields, found: &mut Found) {
    for (name, value) in node.entries() {
        match kind_of(fields, name) {
            Some(kind) => judge(&as_field(node, name, &value), kind, found),
            None => found.error(&as_field(node, name, &value), Code::UnknownField, Args::none()),
        }
    }
}

/// `.name` where an entry of a map would be `[name]`.
fn as_field<'p, 'v>(object: &'p Node<'p, 'v>, name: &'v str, entry: &Node<'_, 'v>) -> Node<'p, 'v> {
    object.child(Step::Field(name), entry.value())
}

fn judge(node: &Node, kind: Kind, found: &mut Found) {
    let Some(value) = node.value() else { return };
    let (is_right, wanted) = match kind {
        Kind::Any => return,
        Kind::Flag => (value.is_boolean(), "true"),
        Kind::Text | Kind::Label | Kind::Subdomain | Kind::OneOf(_) | Kind::Pulled(_) => {
            (value.is_string(), "\"text\"")
        }
        Kind::Port if value.is_string() => return,
        Kind::Int32 | Kind::Natural | Kind::Mode | Kind::Port => return integer(node, value, i32::MAX.into(), found),
        Kind::Int64 | Kind::Natural64 | Kind::Id => return integer(node, value, i64::MAX, found),
        Kind::Quantity => return quantity(node, value, found),
        Kind::Texts | Kind::Int32s | Kind::Int64s | Kind::List(_) => (value.is_array(), "[ ]"),
        Kind::Words | Kind::Quantities | Kind::Object(_) => (value.is_object(), "{ }"),
    };
    if !is_right {
        return found.error(node, Code::WrongType, Args::with("wanted", wanted));
    }
    let inner = match kind {
        Kind::Texts => Kind::Text,
        Kind::Int32s => Kind::Int32,
        Kind::Int64s => Kind::Int64,
        Kind::List(fields) => Kind::Object(fields),
        Kind::Quantities => Kind::Quantity,
        Kind::Object(fields) => return object(node, fields, found),
        Kind::Words => return words(node, found),
        _ => return,
    };
    for item in node.items() {
        judge(&item, inner, found);
    }
    for (_, entry) in node.entries() {
        judge(&entry, inner, found);
    }
}

/// A map of texts, as labels are.
fn words(map: &Node, found: &mut Found) {
    for (key, entry) in map.entries() {
        if let Some(value) = entry.value().filter(|value| !value.is_string()) {
            found.error(
                map,
                Code::LabelValue,
                Args::with("label", key).and("value", plain(value)),
            );
        }
    }
}

fn integer(node: &Node, value: &Value, max: i64, found: &mut Found) {
    let (code, args) = match value {
        // A float, even `1.0`, is no integer.
        Value::Number(number) if !number.is_f64() => match number.as_i64() {
            Some(number) if number < -max - 1 => (Code::Negative, Args::none()),
            Some(number) if number <= max => return,
            _ => (Code::TooLarge, Args::with("max", max)),
        },
        // An integer that does not even fit 64 bits stayed the text that was typed.
        Value::String(text) if is_beyond_64_bits(text) => match text.starts_with('-') {
            true => (Code::Negative, Args::none()),
            false => (Code::TooLarge, Args::with("max", max)),
        },
        other => (Code::NotANumber, Args::with("value", plain(other))),
    };
    found.error(node, code, args);
}

/// A value as it was typed.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| crate::draft::json(value), str::to_owned)
}

fn is_beyond_64_bits(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && text.parse::<i64>().is_err()
}

/// `UnmarshalJSON` of `apimachinery/pkg/api/resource/quantity.go`.
fn quantity(node: &Node, value: &Value, found: &mut Found) {
    let text = plain(value);
    if !value.is_string() && !value.is_number() {
        return found.error(node, Code::Quantity, Args::with("value", text));
    }
    let Err(error) = Quantity::parse(&text) else { return };
    let suggestion = suggest(&text);
    // `512MB` has not even the form of a quantity, and yet it is plain what was meant.
    let (code, args) = if error == QuantityError::Suffix || !suggestion.is_empty() {
        let args = Args::with("value", text).and("suggestion", suggestion);
        (Code::QuantitySuffix, args)
    } else {
        (Code::Quantity, Args::with("value", text))
    };
    found.error(node, code, args);
}

/// The suffix that was probably meant: `512MB`, `512mb` and `512mi` are `512Mi`, `1K` is `1k`.
fn suggest(text: &str) -> String {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, suffix) = text.split_at(split);
    let meant = match suffix.to_ascii_lowercase().trim_end_matches('b').trim_end_matches('i') {
        "k" => "Ki",
        "m" => "Mi",
        "g" => "Gi",
        "t" => "Ti",
        "p" => "Pi",
        _ => return String::new(),
    };
    Some(format!("{number}{meant}"))
        .filter(|meant| Quantity::parse(meant).is_ok())
        .unwrap_or_default()
}
