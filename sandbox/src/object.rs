//! Reading and writing the fields that every object has.

use jiff::Timestamp;
use rand::Rng;
use serde_json::{Map, Value, json};

/// The finalizer by which the Job controller keeps a Pod until it has counted it.
pub(crate) const TRACKING: &str = "batch.kubernetes.io/job-tracking";

/// The text at `pointer`, or nothing.
pub(crate) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

/// The whole number at `pointer`.
pub(crate) fn number(object: &Value, pointer: &str) -> Option<i64> {
    object.pointer(pointer).and_then(Value::as_i64)
}

/// Whether `true` stands at `pointer`.
pub(crate) fn flag(object: &Value, pointer: &str) -> bool {
    object.pointer(pointer) == Some(&Value::Bool(true))
}

/// The items at `pointer`; none if there is no list.
pub(crate) fn items<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    object
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The entries at `pointer`; none if there is no map.
pub(crate) fn entries<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    object.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

pub(crate) fn name(object: &Value) -> &str {
    text(object, "/metadata/name")
}

pub(crate) fn namespace(object: &Value) -> &str {
    text(object, "/metadata/namespace")
}

pub(crate) fn uid(object: &Value) -> &str {
    text(object, "/metadata/uid")
}

/// The fields of the map at `pointer` (without escapes), made if missing.
pub(crate) fn fields<'a>(object: &'a mut Value, pointer: &str) -> &'a mut Map<String, Value> {
    let mut place = object;
    for step in pointer.split('/').skip(1) {
        place = as_map(place).entry(step).or_insert(Value::Null);
    }
    as_map(place)
}

fn as_map(place: &mut Value) -> &mut Map<String, Value> {
    if !place.is_object() {
        *place = json!({});
    }
    match place {
        Value::Object(map) => map,
        _ => unreachable!("made a map above"),
    }
}

/// Fills `field` unless something other than null and the empty text stands there.
pub(crate) fn default(map: &mut Map<String, Value>, field: &str, value: impl Into<Value>) {
    let place = map.entry(field).or_insert(Value::Null);
    if place.is_null() || place == "" {
        *place = value.into();
    }
}

/// The same for the fields that Go points to: an empty text there is a text.
pub(crate) fn default_pointer(map: &mut Map<String, Value>, field: &str, value: impl Into<Value>) {
    if map.get(field).is_none_or(Value::is_null) {
        map.insert(field.into(), value.into());
    }
}

pub(crate) fn is_deleting(object: &Value) -> bool {
    !text(object, "/metadata/deletionTimestamp").is_empty()
}

pub(crate) fn has_finalizer(object: &Value, finalizer: &str) -> bool {
    items(object, "/metadata/finalizers")
        .iter()
        .any(|item| item == finalizer)
}

pub(crate) fn add_finalizer(object: &mut Value, finalizer: &str) {
    if !has_finalizer(object, finalizer) {
        let list = fields(object, "/metadata").entry("finalizers").or_insert(json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(finalizer.into());
        }
    }
}

pub(crate) fn remove_finalizer(object: &mut Value, finalizer: &str) {
    let metadata = fields(object, "/metadata");
    if let Some(list) = metadata.get_mut("finalizers").and_then(Value::as_array_mut) {
        list.retain(|item| item != finalizer);
        if list.is_empty() {
            metadata.remove("finalizers");
        }
    }
}

/// The owner that controls the object.
pub(crate) fn controller(object: &Value) -> Option<&Value> {
    items(object, "/metadata/ownerReferences")
        .iter()
        .find(|owner| flag(owner, "/controller"))
}

/// The time as the API writes it, in whole seconds.
pub(crate) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub(crate) fn now() -> String {
    stamp(Timestamp::now())
}

/// The seconds since the time at `pointer`, if there is one.
pub(crate) fn seconds_since(object: &Value, pointer: &str) -> Option<f64> {
    let time: Timestamp = text(object, pointer).parse().ok()?;
    Some(Timestamp::now().duration_since(time).as_secs_f64())
}

/// A random (version 4) uid.
pub(crate) fn new_uid() -> String {
    let bits: u128 = rand::rng().random();
    let hex = format!(
        "{:032x}",
        (bits & !(0xf000 << 64) & !(0xc << 60)) | (0x4000 << 64) | (0x8 << 60)
    );
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Five characters without vowels, as the API server ends a `generateName` with.
pub(crate) fn suffix() -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut random = rand::rng();
    (0..5)
        .map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())]))
        .collect()
}

/// The same number for the same text, now and in every later run.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
