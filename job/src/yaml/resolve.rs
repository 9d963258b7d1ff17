//! What a scalar means to kubectl: sigs.k8s.io/yaml reads with go-yaml v2, whose `resolve.go`
//! (go.yaml.in/yaml/v2 2.4.4) this follows line by line.

use serde_json::{Number, Value};

const TRUE: [&str; 11] = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
const FALSE: [&str; 11] = [
    "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
];
const NULL: [&str; 5] = ["", "~", "null", "Null", "NULL"];

/// The value of a plain scalar. Infinities and what is no number stay text: JSON has no word for them.
/// Timestamps stay text too, as they do in kubectl.
pub(super) fn plain(text: &str) -> Value {
    if NULL.contains(&text) {
        return Value::Null;
    }
    if TRUE.contains(&text) {
        return Value::Bool(true);
    }
    if FALSE.contains(&text) {
        return Value::Bool(false);
    }
    let number = match text.bytes().next() {
        Some(b'0'..=b'9' | b'+' | b'-') => signed(text),
        Some(b'.') => fraction(text),
        _ => None,
    };
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

/// The value of a scalar with a tag of YAML's own (`str`, `int` and so on), or `None` where it cannot have it.
pub(super) fn tagged(tag: &str, text: &str) -> Option<Value> {
    let value = plain(text);
    let fits = match tag {
        "int" => value.is_i64() || value.is_u64(),
        "float" => value.is_number() || infinite(text).is_some(),
        "bool" => value.is_boolean(),
        "null" => value.is_null(),
        "binary" => false,
        _ => return Some(Value::String(text.to_owned())),
    };
    fits.then_some(value)
}

/// The text of a key that is no text: keys are texts to the API server. `None` for null.
pub(super) fn key(value: Value, text: &str) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(value) => Some(if value { "true" } else { "false" }.to_owned()),
        Value::Number(number) if integer(&text.replace('_', "")).is_none() => number.as_f64().map(go_float),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(infinite(&text).map_or(text, str::to_owned)),
        other => Some(other.to_string()),
    }
}

fn infinite(text: &str) -> Option<&'static str> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(".nan"),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(".inf"),
        "-.inf" | "-.Inf" | "-.INF" => Some("-.inf"),
        _ => None,
    }
}

fn signed(text: &str) -> Option<Number> {
    let stripped;
    let text = if text.contains('_') {
        stripped = text.replace('_', "");
        &stripped
    } else {
        text
    };
    integer(text).or_else(|| float(text))
}

/// `strconv.ParseFloat(text, 64)` of what starts with a point: underscores stand between digits.
fn fraction(text: &str) -> Option<Number> {
    if !text.contains('_') {
        return float(text);
    }
    let mut parts = text.split('_').enumerate();
    let last = text.split('_').count();
    let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
    let between = parts.all(|(at, part)| {
        (at == 0 || digit(part.bytes().next())) && (at + 1 == last || digit(part.bytes().next_back()))
    });
    between.then(|| float(&text.replace('_', ""))).flatten()
}

/// `strconv.ParseInt(text, 0, 64)`, else `ParseUint`.
fn integer(text: &str) -> Option<Number> {
    let (negative, signless) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let lower = |prefix: &str| {
        let head = signless.get(..2)?;
        head.eq_ignore_ascii_case(prefix).then(|| signless.get(2..)).flatten()
    };
    let (radix, digits) = if let Some(digits) = lower("0x") {
        (16, digits)
    } else if let Some(digits) = lower("0o") {
        (8, digits)
    } else if let Some(digits) = lower("0b") {
        (2, digits)
    } else if signless.len() > 1 && signless.starts_with('0') {
        (8, signless)
    } else {
        (10, signless)
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        0_i64.checked_sub_unsigned(size).map(Number::from)
    } else if text.starts_with('+') {
        i64::try_from(size).ok().map(Number::from)
    } else {
        Some(Number::from(size))
    }
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_float(text: &str) -> bool {
    let signless = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match signless.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (signless, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && digits(exponent)
        && !exponent.is_empty()
        && !(whole.is_empty() && fraction.is_empty())
        && mantissa.bytes().any(|byte| byte.is_ascii_digit())
}

/// A float; a whole one is an integer, as Go writes it to the API server (`3.0` and `3e0` are 3).
fn float(text: &str) -> Option<Number> {
    if !is_float(text) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    #[allow(clippy::cast_possible_truncation)] // It is whole and within.
    if value.fract() == 0.0 && value.abs() < 9e18 {
        return Some(Number::from(value as i64));
    }
    Number::from_f64(value)
}

/// `strconv.FormatFloat(value, 'g', -1, 32)`: how sigs.k8s.io/yaml makes a key of a float.
fn go_float(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation)] // As the original does.
    let value = value as f32;
    let written = format!("{value:e}");
    match written.split_once('e') {
        Some((mantissa, exponent)) => match exponent.parse::<i32>() {
            Ok(exponent) if !(-4..6).contains(&exponent) => {
                let sign = if exponent < 0 { '-' } else { '+' };
                format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
            }
            _ => value.to_string(),
        },
        None => written,
    }
}
