//! A Service of the task becomes a row of the form; the other way of `manifest/service.rs`.

use serde_json::{Value, json};

use super::fields::{Reader, take};
use super::{defaults, fields, strip};
use crate::draft::Row;
use crate::form::SERVICE;
use crate::manifest::{OF_JOB, SELECTOR};

/// The row of a Service of the task of that name. What the task says anyway is left to it.
pub(super) fn read(mut service: Value, task: &str, reader: &mut Reader) -> Value {
    if strip::is_answered(&service) {
        strip::of_service(&mut service);
        defaults::of_service(&mut service);
    }
    strip::metadata(&mut service);
    for fixed in ["apiVersion", "kind"] {
        take(&mut service, &[fixed], |_| true);
    }
    take(&mut service, &["metadata", "namespace"], |_| true);
    let mut row = Row::new();
    let key = reader.key();
    row.insert("key".into(), key.into());
    let at = format!("services[#{key}]");

    let name = take(&mut service, &["metadata", "name"], Value::is_string);
    if let Some(name) = name.filter(|name| name != task) {
        row.insert("name".into(), name);
    }
    if take(&mut service, &["spec", "sessionAffinity"], |session| {
        session == "ClientIP"
    })
    .is_some()
    {
        row.insert("session".into(), true.into());
    }
    let of_task = json!({OF_JOB: task});
    let is_default = take(&mut service, &["spec", "selector"], |selector| *selector == of_task).is_some();
    reader.read(super::table(SERVICE), &mut service, &mut row, &at);
    if !is_default && !row.contains_key("selector") {
        // Whole: a part of it would be beside the selector that the form makes.
        let selector = fields::take(&mut service, &["spec", "selector"], |_| true);
        reader
            .kept
            .insert(format!("{at}.{SELECTOR}"), selector.unwrap_or_default());
    }
    reader.keep(&at, service);
    Value::Object(row)
}
