//! What the API server cannot decode (its answer is a 400 without causes; section 1.3 of the
//! validation reference): a text where an integer is wanted, an integer out of its type's range,
//! a quantity that is none.

use serde_json::Value;

use super::Found;
use crate::quantity::{Quantity, QuantityError};
use crate::{Args, Code};

pub(super) fn judge(job: &Value, found: &mut Found) {
    let int32 = i64::from(i32::MAX);
    for (field, max) in [
        ("completions", int32),
        ("parallelism", int32),
        ("backoffLimit", int32),
        ("ttlSecondsAfterFinished", int32),
        ("activeDeadlineSeconds", i64::MAX),
    ] {
        if let Some(value) = job.pointer(&format!("/spec/{field}")) {
            integer(value, max, format!("spec.{field}"), found);
        }
    }
    let containers = job.pointer("/spec/template/spec/containers").and_then(Value::as_array);
    for (index, container) in containers.into_iter().flatten().enumerate() {
        for kind in ["requests", "limits"] {
            let amounts = container
                .pointer(&format!("/resources/{kind}"))
                .and_then(Value::as_object);
            for (resource, amount) in amounts.into_iter().flatten() {
                let path = format!("spec.template.spec.containers[{index}].resources.{kind}[{resource}]");
                quantity(amount, path, found);
            }
        }
    }
}

fn integer(value: &Value, max: i64, path: String, found: &mut Found) {
    match value {
        Value::Null => {}
        // A float, even `1.0`, is no integer.
        Value::Number(number) if !number.is_f64() => match number.as_i64() {
            Some(number) if number < -max - 1 => found.error(path, Code::Negative, Args::none()),
            Some(number) if number <= max => {}
            _ => found.error(path, Code::TooLarge, Args::with("max", max)),
        },
        // An integer that does not even fit 64 bits stayed the text that was typed.
        Value::String(text) if is_beyond_64_bits(text) => match text.starts_with('-') {
            true => found.error(path, Code::Negative, Args::none()),
            false => found.error(path, Code::TooLarge, Args::with("max", max)),
        },
        other => {
            let typed = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            found.error(path, Code::NotANumber, Args::with("value", typed));
        }
    }
}

fn is_beyond_64_bits(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && text.parse::<i64>().is_err()
}

/// `UnmarshalJSON` of `apimachinery/pkg/api/resource/quantity.go`.
fn quantity(value: &Value, path: String, found: &mut Found) {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null => return,
        other => return found.error(path, Code::Quantity, Args::with("value", other)),
    };
    let Err(error) = Quantity::parse(&text) else { return };
    let suggestion = suggest(&text);
    // `512MB` has not even the form of a quantity, and yet it is plain what was meant.
    if error == QuantityError::Suffix || !suggestion.is_empty() {
        found.error(
            path,
            Code::QuantitySuffix,
            Args::with("value", text).and("suggestion", suggestion),
        );
    } else {
        found.error(path, Code::Quantity, Args::with("value", text));
    }
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
