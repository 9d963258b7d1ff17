//! Two changes of the same objects become one.

use serde_json::{Map, Value};

/// What `mine` and `theirs` changed of `base`, together; where both changed the same value, mine counts.
pub(super) fn merged(base: &Value, mine: &Value, theirs: &Value) -> Value {
    match (mine, theirs) {
        _ if mine == base => theirs.clone(),
        _ if theirs == base => mine.clone(),
        (Value::Object(of_mine), Value::Object(of_theirs)) => {
            let nothing = Value::Null;
            let of = |map: &Map<String, Value>, name: &str| map.get(name).cloned().unwrap_or_default();
            let names = of_mine
                .keys()
                .chain(of_theirs.keys().filter(|name| !of_mine.contains_key(*name)));
            let member = |name: &String| {
                let base = base.get(name).unwrap_or(&nothing);
                (name.clone(), merged(base, &of(of_mine, name), &of(of_theirs, name)))
            };
            let members = names.map(member).filter(|(_, value)| !value.is_null());
            Value::Object(members.collect())
        }
        (Value::Array(of_mine), Value::Array(of_theirs)) if of_mine.len() == of_theirs.len() => {
            let nothing = Value::Null;
            let items = of_mine.iter().zip(of_theirs).enumerate();
            let item = |(at, (mine, theirs))| merged(base.get(at).unwrap_or(&nothing), mine, theirs);
            items.map(item).collect()
        }
        _ => mine.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_of_different_places_stand_beside_each_other() {
        let base = json!({"a": 1, "b": {"c": 2, "d": [1, 2]}, "gone": 3, "out": 4});
        let mine = json!({"a": 9, "b": {"c": 2, "d": [1, 2], "new": true}, "out": 4});
        let theirs = json!({"a": 1, "b": {"c": 2, "d": [1, 7]}, "gone": 3});
        assert_eq!(
            merged(&base, &mine, &theirs),
            json!({"a": 9, "b": {"c": 2, "d": [1, 7], "new": true}})
        );
    }

    #[test]
    fn of_two_changes_of_one_value_mine_counts() {
        assert_eq!(
            merged(&json!({"a": 1}), &json!({"a": 2}), &json!({"a": 3})),
            json!({"a": 2})
        );
        assert_eq!(merged(&json!([1]), &json!([1, 2]), &json!([])), json!([1, 2]));
    }
}
