//! From a path of the draft to its line in the table, and to its place on the screen.

use super::{ADVANCED, BASIC, CONTAINER, Field, Kind, POD, SERVICE, Tab};
use crate::Draft;
use crate::draft::Key;

/// The tabs of what stands at the top of the draft under that name.
pub(crate) fn tabs(top: &str) -> &'static [Tab] {
    match top {
        "basic" => BASIC,
        "containers" => CONTAINER,
        "pod" => POD,
        "services" => SERVICE,
        "advanced" => ADVANCED,
        _ => &[],
    }
}

fn named(top: &str, name: &str) -> Option<(&'static Tab, &'static Field)> {
    let mut fields = tabs(top)
        .iter()
        .flat_map(|tab| tab.fields.iter().map(move |field| (tab, field)));
    fields.find(|(_, field)| field.name == name)
}

/// The line of a field, by its path. A row of texts is the field of its list.
pub fn field_at(path: &str) -> Option<&'static Field> {
    let mut parts = path.split('.').filter(|part| !is_key(part));
    let top = parts.next()?;
    let (_, first) = named(top, parts.next()?)?;
    parts.try_fold(first, |field, part| match field.kind {
        Kind::Words => Some(field),
        _ => field.inner().iter().find(|inner| inner.name == part),
    })
}

/// The tab in which a field is shown.
pub fn tab_of(path: &str) -> Option<&'static str> {
    let mut parts = path.split('.').filter(|part| !is_key(part));
    let top = parts.next()?;
    named(top, parts.next()?).map(|(tab, _)| tab.name)
}

/// The order of the screen: step, row, field. What has no place comes last.
pub fn rank(draft: &Draft, path: &str) -> Vec<usize> {
    let order = ["basic", "containers", "pod", "services", "advanced"];
    let top = path.split('.').next().unwrap_or_default();
    let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
    let mut rank = vec![place(order.iter().position(|name| *name == top))];
    let mut fields: Vec<&Field> = tabs(top).iter().flat_map(|tab| tab.fields).collect();
    let mut list = top.len();
    for part in path.split('.').skip(1) {
        if is_key(part) {
            let key: Key = part.parse().unwrap_or_default();
            let of_list = path.get(..list).unwrap_or_default();
            rank.push(place(draft.rows_at(of_list).position(|row| row.key() == key)));
        } else {
            let found = fields.iter().position(|field| field.name == part);
            rank.push(place(found));
            let inner = found.and_then(|at| fields.get(at)).map(|field| field.inner());
            fields = inner.unwrap_or_default().iter().collect();
        }
        list += 1 + part.len();
    }
    rank
}

fn is_key(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_line_however_deep_it_lies() {
        let label = |path| field_at(path).map(|field| field.label);
        assert_eq!(label("basic.name"), Some("name"));
        assert_eq!(label("containers.3.image"), Some("image"));
        assert_eq!(label("containers.3.env.7.name"), Some("env-name"));
        assert_eq!(label("containers.3.liveness.command.9.text"), Some("probe-command"));
        assert_eq!(label("advanced.node-required.2.expressions.5.values"), Some("values"));
        assert_eq!(
            (label("containers.3.what"), label("task"), label("")),
            (None, None, None)
        );
        assert_eq!(tab_of("containers.3.env.7.name"), Some("env"));
    }

    #[test]
    fn no_two_fields_of_a_group_have_the_same_name() {
        fn unique(fields: &[&Field]) {
            for (at, field) in fields.iter().enumerate() {
                assert!(
                    fields.iter().skip(at + 1).all(|other| other.name != field.name),
                    "{}",
                    field.name
                );
                unique(&field.inner().iter().collect::<Vec<_>>());
            }
        }
        for top in ["basic", "containers", "pod", "services", "advanced"] {
            unique(&tabs(top).iter().flat_map(|tab| tab.fields).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_condition_names_a_field_beside_it_that_is_always_asked_and_words_that_it_has() {
        fn known(fields: &[&Field]) {
            for field in fields {
                if let Some(when) = field.when {
                    let other = fields.iter().find(|other| other.name == when.field);
                    assert!(other.is_some_and(|other| other.when.is_none()), "{}", field.name);
                    let words = other.map(|other| other.words()).unwrap_or_default();
                    let is_word = |word: &&str| word.is_empty() || *word == "true" || words.contains(word);
                    assert!(other.is_some() && when.is.iter().all(is_word), "{}", field.name);
                }
                known(&field.inner().iter().collect::<Vec<_>>());
            }
        }
        for top in ["basic", "containers", "pod", "services", "advanced"] {
            known(&tabs(top).iter().flat_map(|tab| tab.fields).collect::<Vec<_>>());
        }
    }
}
