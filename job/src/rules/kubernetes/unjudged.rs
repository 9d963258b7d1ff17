//! The places of an object that no rule here knows.

use serde_json::Value;

use super::schema::{Fields, JOB, Kind, SERVICE, kind_of};
use super::template::UNREAD;
use crate::rules::node::{Node, Step};

/// The API paths of what is set in a Job or a Service and is judged by no rule: nobody knows what
/// the API server will say of it.
pub fn unjudged(object: &Value) -> Vec<String> {
    let root = Node::root(object);
    let fields = match root.field("kind").text() {
        "Service" => SERVICE,
        _ => JOB,
    };
    let mut places = Vec::new();
    look(&root, fields, &mut places);
    let spec = root.field("spec");
    let meta = spec.field("template");
    let meta = meta.field("metadata");
    for (key, _) in meta.field("annotations").entries() {
        if UNREAD.iter().any(|known| key.starts_with(known)) {
            places.push(meta.field("annotations").entry(key).path());
        }
    }
    places
}

fn look(object: &Node, fields: Fields, places: &mut Vec<String>) {
    for (name, entry) in object.entries() {
        let field = object.child(Step::Field(name), entry.value());
        match kind_of(fields, name) {
            _ if !field.is_set() => {}
            Some(Kind::Object(inner)) => look(&field, inner, places),
            Some(Kind::List(inner)) => field.items().for_each(|item| look(&item, inner, places)),
            Some(Kind::Any) | None => places.push(field.path()),
            Some(_) => {}
        }
    }
}
