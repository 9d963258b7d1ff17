//! Whoever judges again and again finds what one finds who looks for the first time.

use std::sync::Arc;

use job::draft::Row;
use job::{Checker, Context, Defaults, Draft, check};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What is entered, and where: in one of two containers, in one of three variables.
const FIELDS: [&str; 4] = ["name", "value", "kind", "config-map"];
const TEXTS: [&str; 8] = ["A", "B", "1a=", "$(A)", "$(Z)", "", "config-map-key", "value"];

#[derive(Clone, Debug)]
enum Edit {
    Enter(usize, usize, &'static str, &'static str),
    Import(usize, bool),
    Add(usize),
    Remove(usize, usize),
    Swap,
    Same,
    Elsewhere(&'static str, &'static str),
    Keep(bool),
    Learn(Option<&'static str>),
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let elsewhere = [
        ("containers.1.name", "b"),
        ("containers.1.image", ""),
        ("containers.1.cpu-request", "x"),
        ("containers.1.cpu-request", "1"),
        ("basic.name", "A"),
    ];
    prop_oneof![
        8 => (0..2usize, 0..3usize, select(FIELDS.to_vec()), select(TEXTS.to_vec()))
            .prop_map(|(container, row, field, text)| Edit::Enter(container, row, field, text)),
        3 => (0..2usize, any::<bool>()).prop_map(|(container, on)| Edit::Import(container, on)),
        1 => (0..2usize).prop_map(Edit::Add),
        1 => (0..2usize, 0..3usize).prop_map(|(container, row)| Edit::Remove(container, row)),
        1 => Just(Edit::Swap),
        1 => Just(Edit::Same),
        1 => select(elsewhere.to_vec()).prop_map(|(path, text)| Edit::Elsewhere(path, text)),
        1 => any::<bool>().prop_map(Edit::Keep),
        1 => prop::option::of(select(vec!["default", "other"])).prop_map(Edit::Learn),
    ]
}

/// The path of a container, and of one of its variables where it has that many.
fn variable(draft: &Draft, container: usize, row: usize) -> Option<String> {
    let container = draft.rows("containers").nth(container)?.key();
    let row = draft.rows_at(&format!("containers.{container}.env")).nth(row)?.key();
    Some(format!("containers.{container}.env.{row}"))
}

fn edit(draft: &mut Draft, context: &mut Arc<Context>, edit: &Edit) {
    let key = |draft: &Draft, at: usize| {
        draft
            .rows("containers")
            .nth(at)
            .map(|row| row.key())
            .unwrap_or_default()
    };
    match edit {
        Edit::Enter(container, row, field, text) => {
            if let Some(at) = variable(draft, *container, *row) {
                draft.set(&format!("{at}.{field}"), *text);
            }
        }
        Edit::Import(container, on) => {
            let rows = if *on {
                json!([{"key": 900, "kind": "config-map", "config-map": "all"}])
            } else {
                json!([])
            };
            draft.set(&format!("containers.{}.env-from", key(draft, *container)), rows);
        }
        Edit::Add(container) => {
            let row: Row = json!({"name": "A", "value": "1"})
                .as_object()
                .cloned()
                .unwrap_or_default();
            draft.add(&format!("containers.{}.env", key(draft, *container)), row);
        }
        Edit::Remove(container, row) => {
            if let Some(at) = variable(draft, *container, *row) {
                draft.remove(&at);
            }
        }
        Edit::Swap => {
            let mut rows = draft
                .at("containers")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            rows.reverse();
            draft.set("containers", rows);
        }
        Edit::Same => {
            let rows = draft.at(&format!("containers.{}.env", key(draft, 0))).cloned();
            draft.set(&format!("containers.{}.env", key(draft, 1)), rows.unwrap_or_default());
        }
        Edit::Elsewhere(path, text) => draft.set(path, *text),
        Edit::Learn(namespace) => Arc::make_mut(context).namespaces = namespace.map(|name| vec![name.to_owned()]),
        Edit::Keep(on) => {
            draft.kept.clear();
            if *on {
                draft
                    .kept
                    .insert("spec.template.spec.containers[0].env[0].value".into(), 7.into());
            }
        }
    }
}

fn begin() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "task");
    draft.set("basic.namespace", "default");
    draft.set("basic.cluster", "here");
    let (one, other) = (
        json!({"key": 10, "name": "A", "value": "1"}),
        json!({"key": 11, "name": "B", "value": "$(A)"}),
    );
    let third = json!({"key": 20, "kind": "config-map-key", "name": "C", "config-map": "m", "config-map-key": "k"});
    let rows = json!([
        {"key": 1, "name": "a", "image": "x", "env": [one, other]},
        {"key": 2, "name": "b", "image": "y", "env": [third, {"key": 21, "name": "D", "value": "$(C)"}]},
    ]);
    draft.set("containers", rows);
    draft
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_draft_that_is_judged_at_every_edit_has_the_findings_of_one_that_is_judged_once(
        edits in prop::collection::vec(any_edit(), 1..30)
    ) {
        let (mut draft, mut checker, mut context) = (begin(), Checker::default(), Arc::<Context>::default());
        for done in edits {
            edit(&mut draft, &mut context, &done);
            prop_assert_eq!(checker.check(&draft, context.clone()), check(&draft, &context), "after {:?}", done);
        }
    }
}
