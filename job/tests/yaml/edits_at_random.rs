//! Whatever is changed in whatever text: it says what was wanted, and the lines that are not concerned are as they were.

use job::manifest::{ApiPath, Part};
use job::yaml::{edit, read};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::human::Human;
use crate::made::{any_leaf, any_name, any_object, any_value};
use crate::reading::TOKENS;

/// A change at a place.
#[derive(Clone, Debug)]
enum Change {
    Set(Value),
    Remove,
    /// Into the collection: at that key, or somewhere in the list.
    Insert(String, Index, Value),
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => any_leaf().prop_map(Change::Set),
        1 => any_value().prop_map(Change::Set),
        2 => Just(Change::Remove),
        2 => (any_name(), any::<Index>(), any_value()).prop_map(|(key, at, value)| Change::Insert(key, at, value)),
    ]
}

/// The places in a value, itself first.
fn places(value: &Value, at: &ApiPath, all: &mut Vec<ApiPath>) {
    all.push(at.clone());
    let below = |part: Part| ApiPath(at.0.iter().cloned().chain([part]).collect());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| places(value, &below(Part::Entry(key.clone())), all)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| places(value, &below(Part::Item(index)), all));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[Part]) -> &'v mut Value {
    path.iter().fold(value, |value, part| match part {
        Part::Field(key) | Part::Entry(key) => &mut value[key.as_str()],
        Part::Item(index) => &mut value[*index],
    })
}

/// Makes the change; whether it was one that can be made there.
fn apply(change: &Change, value: &mut Value, path: &ApiPath) -> bool {
    match change {
        Change::Set(new) => *at(value, &path.0) = new.clone(),
        Change::Remove => {
            let Some((last, parent)) = path.0.split_last() else {
                return false;
            };
            match (at(value, parent), last) {
                (Value::Object(map), Part::Field(key) | Part::Entry(key)) => drop(map.remove(key)),
                (Value::Array(items), Part::Item(index)) => drop(items.remove(*index)),
                _ => return false,
            }
        }
        Change::Insert(key, place, new) => match at(value, &path.0) {
            Value::Object(map) if !map.contains_key(key) => drop(map.insert(key.clone(), new.clone())),
            Value::Array(items) => items.insert(place.index(items.len() + 1), new.clone()),
            _ => return false,
        },
    }
    true
}

/// The lines that a change is about: those of the entry, or of the collection around it where it is
/// written in brackets, becomes empty or was.
fn concerned(text: &str, path: &ApiPath, whole: bool) -> (usize, usize) {
    let document = read(text).unwrap().remove(0);
    let mut lines = document.line_of(path);
    if whole {
        let parent = ApiPath(path.0[..path.0.len().saturating_sub(1)].to_vec());
        lines = document.line_of(&parent);
    }
    lines
}

/// How many of the lines are not among the others, in their order.
fn lost(lines: &[&str], others: &[&str]) -> usize {
    let mut from = 0;
    let mut lost = 0;
    for line in lines {
        match others[from..].iter().position(|other| other == line) {
            Some(found) => from += found + 1,
            None => lost += 1,
        }
    }
    lost
}

fn check(value: &Value, whims: &[u8], place: Index, change: &Change, crlf: bool) -> Result<(), TestCaseError> {
    let mut text = Human::writes(value, whims);
    let first = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
    prop_assert_eq!(&first[0].value, value, "{}", text);
    if crlf {
        text = text.replace('\n', "\r\n");
    }
    let mut all = Vec::new();
    places(value, &ApiPath::default(), &mut all);
    let path = place.get(&all);
    let mut wanted = value.clone();
    if !apply(change, &mut wanted, path) || wanted.is_null() {
        return Ok(());
    }
    let edited = edit(&text, &[0], std::slice::from_ref(&wanted));
    let said: Vec<Value> = read(&edited)
        .unwrap()
        .into_iter()
        .map(|document| document.value)
        .collect();
    prop_assert_eq!(&said, &[wanted.clone()], "{}\n=>\n{}", text, edited);
    if wanted == *value {
        prop_assert_eq!(&edited, &text);
        return Ok(());
    }
    if crlf {
        prop_assert_eq!(
            edited.matches('\n').count(),
            edited.matches("\r\n").count(),
            "{}",
            edited
        );
    }
    // The whole object is another one, or the text is one line of brackets.
    if path.0.is_empty() && !matches!(change, Change::Insert(..)) {
        return Ok(());
    }
    let (before, after): (Vec<&str>, Vec<&str>) = (text.lines().collect(), edited.lines().collect());
    let mut value = value.clone();
    let parent = &path.0[..path.0.len().saturating_sub(1)];
    let size = |value: &Value| {
        value
            .as_array()
            .map_or_else(|| value.as_object().map_or(0, |map| map.len()), Vec::len)
    };
    match change {
        Change::Insert(..) => {
            let was_empty = size(at(&mut value, &path.0)) == 0;
            let lost = lost(&before, &after);
            let (first, last) = concerned(&text, path, false);
            let allowed = if was_empty { 1 } else { 1.min(last - first + 1) };
            let in_brackets = edited.contains(['{', '[']);
            prop_assert!(
                lost <= allowed || in_brackets,
                "{} lines lost\n{}\n=>\n{}",
                lost,
                text,
                edited
            );
        }
        _ => {
            let emptied = matches!(change, Change::Remove) && size(at(&mut value, parent)) == 1;
            let (mut first, mut last) = concerned(&text, path, emptied);
            // Equal items next to each other: which one is gone cannot be told. In brackets lines belong to several.
            if matches!(at(&mut value, parent), Value::Array(items) if items.windows(2).any(|two| two[0] == two[1] || two[0].get("name").is_some()))
                || text.contains(['{', '['])
            {
                (first, last) = concerned(&text, path, true);
            }
            if text.contains(['{', '[']) && first == last {
                return Ok(());
            }
            let head = &before[..first - 1];
            let tail = &before[last..];
            prop_assert!(
                after.starts_with(head),
                "the lines before {}\n{}\n=>\n{}",
                first,
                text,
                edited
            );
            // The next one moves up to the dash.
            let rest = tail.iter().skip_while(|line| line.trim().is_empty()).skip(1);
            let rest: Vec<&str> = rest.copied().collect();
            let moved_up = after.ends_with(&rest) && matches!(change, Change::Remove);
            prop_assert!(
                after.ends_with(tail) || moved_up,
                "the lines after {}\n{}\n=>\n{}",
                last,
                text,
                edited
            );
        }
    }
    Ok(())
}

/// A value of one line, in itself and as it is written.
fn is_short(value: &Value) -> bool {
    !matches!(value, Value::String(text) if text.contains('\n'))
        && !matches!(value, Value::Object(map) if !map.is_empty())
        && !matches!(value, Value::Array(items) if !items.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_is_edited_says_what_was_wanted_and_the_rest_is_as_it_was(
        value in any_object(), whims in prop::collection::vec(any::<u8>(), 0..200),
        place: Index, change in any_change(), crlf in prop::bool::weighted(0.1),
    ) {
        check(&value, &whims, place, &change, crlf)?;
    }

    #[test]
    fn a_scalar_that_becomes_another_changes_its_line_alone(
        value in any_object(), whims in prop::collection::vec(any::<u8>(), 0..200), place: Index, new in any_leaf(),
    ) {
        let text = Human::writes(&value, &whims);
        let mut all = Vec::new();
        places(&value, &ApiPath::default(), &mut all);
        let mut wanted = value.clone();
        let shorts: Vec<&ApiPath> = all.iter().filter(|path| is_short(at(&mut wanted, &path.0))).collect();
        if shorts.is_empty() || !is_short(&new) {
            return Ok(());
        }
        *at(&mut wanted, &place.get(&shorts).0) = new;
        let edited = edit(&text, &[0], std::slice::from_ref(&wanted));
        prop_assert_eq!(&read(&edited).unwrap()[0].value, &wanted, "{}\n=>\n{}", text, edited);
        let changed = text.lines().zip(edited.lines()).filter(|(before, after)| before != after).count();
        prop_assert!(changed <= 1 && text.lines().count() == edited.lines().count(), "{}\n=>\n{}", text, edited);
        let comments = |text: &str| text.matches(": it's \"so\"").count();
        prop_assert_eq!(comments(&text), comments(&edited), "{}\n=>\n{}", text, edited);
    }

    #[test]
    fn any_text_becomes_any_objects(
        tokens in prop::collection::vec(prop::sample::select(TOKENS.to_vec()), 0..40), any in ".{0,30}",
        objects in prop::collection::vec(any_object(), 0..3), ours in prop::collection::vec(0..3_usize, 0..3),
    ) {
        for text in [tokens.concat(), any] {
            let Ok(documents) = read(&text) else {
                prop_assert_eq!(edit(&text, &ours, &objects), job::yaml::write(&objects));
                continue;
            };
            let edited = edit(&text, &ours, &objects);
            let mut left: Vec<Value> = documents.into_iter().map(|document| document.value).collect();
            let mut taken = vec![false; left.len()];
            let mut new = Vec::new();
            for at in 0..ours.len().max(objects.len()) {
                match ours.get(at).copied().filter(|index| taken.get(*index) == Some(&false)) {
                    Some(index) => {
                        taken[index] = true;
                        left[index] = objects.get(at).cloned().unwrap_or_default();
                    }
                    None => new.extend(objects.get(at).cloned()),
                }
            }
            left.retain(|value| !value.is_null());
            left.extend(new);
            let said: Vec<Value> = read(&edited).unwrap().into_iter().map(|document| document.value).collect();
            prop_assert_eq!(said, left, "{:?} => {:?}", text, edited);
        }
    }
}
