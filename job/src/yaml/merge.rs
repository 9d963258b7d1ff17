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
        (Value::Array(of_mine), Value::Array(of_theirs)) => {
            let of_base = base.as_array().map(Vec::as_slice).unwrap_or_default();
            match [of_base, of_mine, of_theirs].map(names) {
                [Some(base), Some(mine), Some(theirs)] => by_name(base, mine, theirs),
                _ if of_mine.len() == of_theirs.len() => {
                    let items = of_mine.iter().zip(of_theirs).enumerate();
                    let item = |(at, (mine, theirs))| merged(base.get(at).unwrap_or(&Value::Null), mine, theirs);
                    items.map(item).collect()
                }
                _ => mine.clone(),
            }
        }
        _ => mine.clone(),
    }
}

type Named<'a> = Vec<(&'a str, &'a Value)>;

/// The items of a list by their names, where each has one of its own.
fn names(list: &[Value]) -> Option<Named<'_>> {
    let mut named = Named::new();
    for item in list {
        let name = item.get("name").or_else(|| item.pointer("/metadata/name"))?.as_str()?;
        if named.iter().any(|(known, _)| *known == name) {
            return None;
        }
        named.push((name, item));
    }
    Some(named)
}

/// In the order of mine; what only they added comes behind it, what they removed is gone where I left it as it was.
fn by_name(base: Named, mine: Named, theirs: Named) -> Value {
    let of = |all: &Named, name: &str| {
        all.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, item)| (*item).clone())
    };
    let mut made = Vec::new();
    for (name, item) in &mine {
        match (of(&base, name), of(&theirs, name)) {
            (was, Some(theirs)) => made.push(merged(&was.unwrap_or_default(), item, &theirs)),
            (Some(was), None) if was == **item => {}
            (_, None) => made.push((*item).clone()),
        }
    }
    let is_new = |name: &str| of(&base, name).is_none() && of(&mine, name).is_none();
    let added = theirs
        .iter()
        .filter(|(name, _)| is_new(name))
        .map(|(_, item)| (*item).clone());
    made.extend(added);
    Value::Array(made)
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

    #[test]
    fn items_of_a_list_are_told_by_their_names() {
        let of = |names: &[(&str, i32)]| -> Value {
            names
                .iter()
                .map(|(name, value)| json!({"name": name, "value": value}))
                .collect()
        };
        let base = of(&[("a", 1), ("b", 2), ("c", 3), ("d", 4)]);
        let mine = of(&[("b", 9), ("new", 5), ("a", 1), ("d", 8)]);
        let theirs = of(&[("a", 7), ("b", 2), ("c", 3), ("theirs", 6)]);
        // a changed by them, b by me, c removed by me, d removed by them and changed by me.
        assert_eq!(
            merged(&base, &mine, &theirs),
            of(&[("b", 9), ("new", 5), ("a", 7), ("d", 8), ("theirs", 6)])
        );
    }
}
