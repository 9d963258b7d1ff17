//! The document's fields (`end2end/fields.json`, as the reference has them): their labels in both languages, and what
//! a new draft starts with under each policy.

use std::collections::BTreeMap;

use job::{Defaults, Draft};
use serde_json::Value;

fn rows() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../../end2end/fields.json")).unwrap();
    let rows = all.as_array().or_else(|| all["fields"].as_array()).unwrap();
    let seeds: Vec<_> = rows.iter().filter(|row| row["scope"] == "seed").cloned().collect();
    assert!(seeds.len() > 80, "{} rows", seeds.len());
    seeds
}

/// Of a part of an object, `Liveness: HTTP GET`, the part's name is the section's.
fn own<'a>(label: &'a str, colon: &str) -> &'a str {
    label.split_once(colon).map_or(label, |(_, own)| own)
}

#[test]
fn every_field_of_the_document_has_its_label_in_both_languages() {
    let read = |text: &str| serde_json::from_str::<BTreeMap<String, String>>(text).unwrap();
    let english = read(include_str!("../../../app/text/en.json"));
    let chinese = read(include_str!("../../../app/text/zh.json"));
    let is_labelled = |en: &str, zh: &str| {
        english
            .iter()
            .any(|(name, text)| text.eq_ignore_ascii_case(en) && chinese.get(name).is_some_and(|text| text == zh))
    };
    let missing: Vec<_> = rows()
        .into_iter()
        .filter(|row| {
            let (en, zh) = (row["en"].as_str().unwrap(), row["zh"].as_str().unwrap());
            !is_labelled(en, zh) && !is_labelled(own(en, ": "), own(zh, "："))
        })
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(missing, Vec::<Value>::new());
}

/// Where a row's value stands in a new draft. Rows that begin empty, or follow from others, are not here.
const STARTS: [(&str, &str); 11] = [
    ("instances", "basic.instances"),
    ("container.name", "containers.name"),
    ("pullPolicy", "containers.pull-policy"),
    ("privileged", "containers.privileged"),
    ("cpu.request", "containers.cpu-request"),
    ("cpu.limit", "containers.cpu-limit"),
    ("memory.request", "containers.memory-request"),
    ("memory.limit", "containers.memory-limit"),
    ("restartPolicy", "advanced.restart-policy"),
    ("backoffLimit", "advanced.retries"),
    ("grace", "advanced.grace"),
];

/// The same for what differs between the policies.
const DIFFER: [(&str, &str); 4] = [
    ("namespace", "basic.namespace"),
    ("privileged", "containers.privileged"),
    ("timeout", "advanced.timeout"),
    ("session.seconds", "services.session-seconds"),
];

#[test]
fn a_new_draft_starts_as_the_document_and_the_policy_say() {
    let rows = rows();
    let row = |id: &str| {
        rows.iter()
            .find(|row| row["id"] == id || row["id"] == format!("service.{id}"))
            .unwrap()
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    for (policy, is_dce) in [(Defaults::safe(), false), (Defaults::dce(), true)] {
        let mut draft = Draft::new(&policy);
        let service = draft.add("services", policy.row("services"));
        let container = draft.rows("containers").next().unwrap().key();
        let at = |place: &str| {
            let place = place.replace("containers.", &format!("containers.{container}."));
            let place = place.replace("services.", &format!("services.{service}."));
            text(draft.at(&place).unwrap_or(&Value::Null))
        };
        for (id, place) in STARTS {
            let wanted = match &row(id)["dce"] {
                Value::Null => &row(id)["default"],
                dce if is_dce => dce,
                _ => &row(id)["default"],
            };
            assert_eq!(at(place), text(wanted), "{id} dce {is_dce}");
        }
        for (id, place) in DIFFER {
            if is_dce {
                assert_eq!(at(place), text(&row(id)["dce"]), "{id}");
            }
        }
    }
    let differing = rows.iter().filter(|row| !row["dce"].is_null()).count();
    assert_eq!(differing, DIFFER.len(), "what the document says otherwise is all here");
}
