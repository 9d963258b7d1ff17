//! Literal values that look secret: they do not leave the browser in a link unless the person says so, one by one.

use serde_json::Value;

use crate::Draft;
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
        of_kept(value, &mut format!("{path} "), &mut found);
    }
    found
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
            if looks_secret(text("name")) && !text("value").is_empty() {
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
    let Some((kept, pointer)) = place.split_once(' ') else {
        return draft.set(place, "");
    };
    if let Some(value) = draft.kept.get_mut(kept).and_then(|kept| kept.pointer_mut(pointer)) {
        *value = "".into();
    }
}
