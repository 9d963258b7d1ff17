//! What the API server dropped without a word: fields of features that are switched off in this cluster.

use serde_json::Value;

/// Objects whose keys are not fields, and are written in brackets.
const MAPS: [&str; 11] = [
    "labels",
    "annotations",
    "matchLabels",
    "nodeSelector",
    "limits",
    "requests",
    "overhead",
    "data",
    "stringData",
    "parameters",
    "volumeAttributes",
];

/// Places that the API server owns and wipes from every new object.
const ITS_OWN: [&str; 6] = [
    "status",
    "metadata.uid",
    "metadata.resourceVersion",
    "metadata.creationTimestamp",
    "metadata.generation",
    "metadata.managedFields",
];

/// The API paths that were sent and are not in the answer, outermost only.
///
/// Only presence counts: the API server fills in, and writes quantities its own way, but drops nothing that it
/// knows. `null`, `false`, 0 and everything empty may be missing: they are how absence is written.
pub fn vanished(sent: &Value, answer: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    compare(sent, Some(answer), "", "", &mut paths);
    paths
}

fn compare(sent: &Value, answer: Option<&Value>, path: &str, field: &str, paths: &mut Vec<String>) {
    if says_nothing(sent) || ITS_OWN.contains(&path) {
        return;
    }
    let Some(answer) = answer.filter(|answer| !answer.is_null()) else {
        paths.push(path.to_owned());
        return;
    };
    match (sent, answer) {
        (Value::Object(sent), Value::Object(_)) => {
            for (key, value) in sent {
                let inner = match (path, MAPS.contains(&field)) {
                    ("", _) => key.clone(),
                    (_, true) => format!("{path}[{key}]"),
                    (_, false) => format!("{path}.{key}"),
                };
                // A key of a map is no field, even when it is called like one.
                let field = if MAPS.contains(&field) { "" } else { key };
                compare(value, answer.get(key), &inner, field, paths);
            }
        }
        (Value::Array(sent), Value::Array(answer)) => {
            for (index, item) in sent.iter().enumerate() {
                compare(
                    item,
                    counterpart(item, index, sent, answer),
                    &format!("{path}[{index}]"),
                    "",
                    paths,
                );
            }
        }
        _ => {}
    }
}

/// The same item of a list: by name where names are unique (a webhook may have put a sidecar before it), else by
/// place.
fn counterpart<'a>(item: &Value, index: usize, sent: &[Value], answer: &'a [Value]) -> Option<&'a Value> {
    let name = |of: &Value| of.get("name").and_then(Value::as_str).map(str::to_owned);
    let wanted = name(item);
    let unique = wanted.is_some() && sent.iter().filter(|other| name(other) == wanted).count() == 1;
    if unique {
        answer.iter().find(|other| name(other) == wanted)
    } else {
        answer.get(index)
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn container(container: Value) -> Value {
        json!({"spec": {"template": {"spec": {"containers": [container]}}}})
    }

    #[test]
    fn a_field_that_was_dropped_is_named() {
        let sent = container(
            json!({"name": "a", "lifecycle": {"stopSignal": "SIGUSR1", "preStop": {"sleep": {"seconds": 1}}}}),
        );
        let answer = container(json!({"name": "a", "lifecycle": {"preStop": {"sleep": {"seconds": 1}}}, "image": "x"}));
        assert_eq!(
            vanished(&sent, &answer),
            ["spec.template.spec.containers[0].lifecycle.stopSignal"]
        );
    }

    #[test]
    fn the_outermost_place_is_named_once() {
        let sent = json!({"spec": {"scheduling": {"a": 1, "b": [2]}}});
        assert_eq!(vanished(&sent, &json!({"spec": {}})), ["spec.scheduling"]);
    }

    #[test]
    fn what_is_filled_in_or_written_otherwise_did_not_vanish() {
        let sent =
            container(json!({"name": "a", "resources": {"limits": {"cpu": "1000m"}}, "env": [], "stdin": false}));
        let answer =
            container(json!({"name": "a", "resources": {"limits": {"cpu": "1"}}, "imagePullPolicy": "Always"}));
        assert_eq!(vanished(&sent, &answer), Vec::<String>::new());
    }

    #[test]
    fn keys_of_maps_stand_in_brackets() {
        let sent = json!({"metadata": {"labels": {"labels": "x", "a.b/c": "y"}}});
        assert_eq!(
            vanished(&sent, &json!({"metadata": {"labels": {"labels": "x"}}})),
            ["metadata.labels[a.b/c]"]
        );
    }

    #[test]
    fn a_container_is_found_behind_an_injected_one() {
        let sent = json!({"containers": [{"name": "a", "tty": true}]});
        let answer = json!({"containers": [{"name": "proxy"}, {"name": "a", "tty": true}]});
        assert_eq!(vanished(&sent, &answer), Vec::<String>::new());
    }

    #[test]
    fn what_the_server_owns_is_not_looked_for() {
        let sent = json!({"metadata": {"uid": "u", "name": "a"}, "status": {"active": 1}});
        assert_eq!(
            vanished(&sent, &json!({"metadata": {"name": "a"}})),
            Vec::<String>::new()
        );
    }
}
