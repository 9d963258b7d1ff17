//! Literal values that look secret: they do not leave the browser in a link unless the person says so, one by one.

use serde_json::Value;

use crate::Draft;
use crate::draft::Key;
use crate::rules::house::looks_secret;

/// A value that looks secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Where it is: a path of the draft (`containers.1.env.2.value`), or of what is kept a path and a place in it
    /// (`spec.template.spec.initContainers /0/env/1/value`).
    pub place: String,
    /// The name of its variable.
    pub name: String,
}

/// What looks secret in a draft, in the order of the screen.
pub fn secrets(draft: &Draft) -> Vec<Secret> {
    let mut found = Vec::new();
    for container in draft.rows("containers") {
        for variable in container.rows("env") {
            let (name, value) = (variable.text("name"), variable.text("value"));
            // Also of a variable that is of another kind now: what was typed before is still there.
            if !value.is_empty() && looks_secret(name) {
                found.push(Secret {
                    place: format!("containers.{}.env.{}.value", container.key(), variable.key()),
                    name: name.to_owned(),
                });
            }
        }
    }
    for (path, value) in &draft.kept {
        // A value that is no text stands beside the row that names it.
        if let Some(name) = name_beside(draft, path).filter(|name| looks_secret(name) && is_said(value)) {
            found.push(Secret {
                place: format!("{path} "),
                name: name.to_owned(),
            });
        }
        of_kept(value, &mut format!("{path} "), &mut found);
    }
    found
}

/// The name of the row whose value is kept at that path: `….env[#3].value`.
fn name_beside<'a>(draft: &'a Draft, path: &str) -> Option<&'a str> {
    let (_, key) = path.strip_suffix("].value")?.rsplit_once("[#")?;
    let key: Key = key.parse().ok()?;
    let rows = draft.rows("containers").flat_map(|container| container.rows("env"));
    rows.into_iter()
        .find(|row| row.key() == key)
        .map(|row| row.text("name"))
}

/// A text that is not empty, a number, a flag.
fn is_said(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        other => other.is_number() || other.is_boolean(),
    }
}

/// Objects that are called like a secret and have a value: variables of containers that the form does not show.
fn of_kept(value: &Value, place: &mut String, found: &mut Vec<Secret>) {
    let length = place.len();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                place.push_str(&format!("/{index}"));
                of_kept(item, place, found);
                place.truncate(length);
            }
        }
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
            if looks_secret(text("name")) && members.get("value").is_some_and(is_said) {
                found.push(Secret {
                    place: format!("{place}/value"),
                    name: text("name").to_owned(),
                });
            }
            for (name, member) in members {
                place.push('/');
                place.push_str(&name.replace('~', "~0").replace('/', "~1"));
                of_kept(member, place, found);
                place.truncate(length);
            }
        }
        _ => {}
    }
}

/// Empties what stands at the place of a secret.
pub(super) fn leave_out(draft: &mut Draft, place: &str) {
    let of_kept = draft.kept.iter_mut().find_map(|(path, value)| {
        let pointer = place.strip_prefix(path.as_str())?.strip_prefix(' ')?;
        value.pointer_mut(pointer)
    });
    match of_kept {
        Some(value) => *value = "".into(),
        None => draft.set(place, ""),
    }
}
