//! Cases that the API server took, changed somewhere: a place is dropped, doubled, given another type or an edge.

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

const CASES: &str = include_str!("../cases/api-server-1.37.2.jsonl");

/// The objects of the cases that were accepted.
pub fn accepted() -> Vec<Value> {
    let cases = CASES
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a case is JSON"));
    cases
        .filter(|case| case["expect"]["accepted"] == true)
        .map(|case| case["object"].clone())
        .collect()
}

/// One of them, changed in one to three places.
pub fn changed(accepted: &[Value], rng: &mut StdRng) -> Value {
    let mut object = accepted[rng.random_range(0..accepted.len())].clone();
    for _ in 0..[1, 1, 1, 2, 3][rng.random_range(0..5)] {
        let pointers = places(&object);
        if pointers.is_empty() {
            break;
        }
        let pointer = pointers[rng.random_range(0..pointers.len())].clone();
        change(&mut object, &pointer, rng);
    }
    object
}

/// The object without each of its places, the largest places first.
pub fn smaller(object: &Value) -> Vec<Value> {
    let mut places = places(object);
    places.sort_by_key(|place| std::cmp::Reverse(object.pointer(place).map_or(0, |value| value.to_string().len())));
    let without = |place: &String| {
        let mut less = object.clone();
        let (parent, last) = place.rsplit_once('/').unwrap_or(("", place));
        match less.pointer_mut(parent) {
            Some(Value::Object(map)) => drop(map.remove(&last.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(items)) => drop(items.remove(last.parse().unwrap_or_default())),
            _ => {}
        }
        less
    };
    places.iter().map(without).collect()
}

/// What stands in for what a value cannot say, until it is text.
const STAND_IN: &str = "stands-in";

/// The object as a line of JSON; one of four with something that is only of the text: a key that stands twice, or is
/// written otherwise, a number that is written otherwise.
pub fn line(mut object: Value, rng: &mut StdRng) -> String {
    let pointers = places(&object);
    if pointers.is_empty() || rng.random_range(0..4) > 0 {
        return object.to_string();
    }
    let pointer = pointers[rng.random_range(0..pointers.len())].clone();
    let (parent, last) = pointer.rsplit_once('/').unwrap_or(("", &pointer));
    let last = last.replace("~1", "/").replace("~0", "~");
    let is_number = object.pointer(&pointer).is_some_and(Value::is_number);
    let value = object.pointer(&pointer).cloned().unwrap_or_default();
    match object.pointer_mut(parent) {
        _ if is_number => {
            let numbers = [
                "1.0",
                "0.0",
                "1E2",
                "1e0",
                "-0",
                "0.5e1",
                "1.50",
                "10000000000000000000000",
            ];
            let number = numbers[rng.random_range(0..numbers.len())];
            if let Some(place) = object.pointer_mut(&pointer) {
                *place = json!(STAND_IN);
            }
            object.to_string().replace(&json!(STAND_IN).to_string(), number)
        }
        Some(Value::Object(map)) if rng.random_range(0..2) == 0 => {
            map.insert(STAND_IN.to_owned(), value);
            object
                .to_string()
                .replace(&json!(STAND_IN).to_string(), &json!(last).to_string())
        }
        Some(Value::Object(map)) => {
            map.remove(&last);
            let other = [last.to_uppercase(), last.to_lowercase(), format!("{last}s")];
            map.insert(other[rng.random_range(0..other.len())].clone(), value);
            object.to_string()
        }
        _ => object.to_string(),
    }
}

/// The places of an object, but for what names its kind: of another kind there is nothing to compare.
fn places(object: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            _ => Vec::new(),
        };
        for (key, child) in children {
            let place = format!("{at}/{key}");
            walk(child, &place, found);
            found.push(place);
        }
    }
    let mut found = Vec::new();
    walk(object, "", &mut found);
    found.retain(|place| place != "/kind" && place != "/apiVersion");
    found
}

fn change(object: &mut Value, pointer: &str, rng: &mut StdRng) {
    let edges = [
        json!(null),
        json!(""),
        json!(0),
        json!(-1),
        json!(1),
        json!(65536),
        json!(2147483648_i64),
        json!(1.5),
        json!("x"),
        json!("A_B"),
        json!("a".repeat(64)),
        json!("a".repeat(254)),
        json!("é"),
        json!(true),
        json!([]),
        json!({}),
        json!(["x"]),
        json!("1"),
    ];
    let edge = edges[rng.random_range(0..edges.len())].clone();
    let (parent, last) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let last = last.replace("~1", "/").replace("~0", "~");
    let roll = rng.random_range(0..10);
    match object.pointer_mut(parent) {
        Some(Value::Object(map)) if roll < 6 => drop(map.remove(&last)),
        Some(Value::Array(items)) if roll < 4 => {
            let at: usize = last.parse().unwrap_or_default();
            let item = items[at].clone();
            items.push(item);
        }
        Some(Value::Array(items)) if roll < 7 => drop(items.remove(last.parse().unwrap_or_default())),
        _ => {
            if let Some(place) = object.pointer_mut(pointer) {
                *place = edge;
            }
        }
    }
}
