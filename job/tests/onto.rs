//! A draft in the place of another.

use job::{Draft, import, manifests};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

#[path = "oracle/drafts.rs"]
mod drafts;

fn objects(draft: &Draft) -> Vec<Value> {
    let made = manifests(draft);
    let services = made.services.into_iter().map(|service| service.object);
    [made.job].into_iter().chain(services).collect()
}

fn imported(draft: &Draft) -> Draft {
    import::objects(&objects(draft)).draft.unwrap()
}

fn of(fields: Value) -> Draft {
    Draft::from(json!({"version": 1, "keys": 50, "fields": fields, "kept": {}}))
}

fn keys(draft: &Draft, list: &str) -> Vec<u64> {
    draft.rows_at(list).map(|row| row.key()).collect()
}

/// Whether no list has a key twice, or one above the last that was given.
fn is_keyed(value: &Value, last: u64) -> bool {
    match value {
        Value::Array(rows) => {
            let mut keys: Vec<_> = rows.iter().map(|row| row["key"].as_u64().unwrap()).collect();
            keys.sort_unstable();
            let is_once = keys.windows(2).all(|pair| pair[0] < pair[1]);
            is_once && keys.iter().all(|key| *key <= last) && rows.iter().all(|row| is_keyed(row, last))
        }
        Value::Object(group) => group.values().all(|value| is_keyed(value, last)),
        _ => true,
    }
}

#[test]
fn a_draft_in_the_place_of_another_becomes_the_same_manifests() {
    let all = drafts::any_draft();
    let mut runner = TestRunner::deterministic();
    let mut old = drafts::next(&all, &mut runner);
    for _ in 0..300 {
        let next = drafts::next(&all, &mut runner);
        let read = imported(&next);
        for new in [next, read] {
            let made = import::onto(&old, new.clone());
            assert_eq!(objects(&made), objects(&new), "{old:?}\nkept {:?}", new.kept);
            assert_eq!(made.text("basic.cluster"), old.text("basic.cluster"));
            let value = Value::from(made.clone());
            // What the generator makes has the same keys in many lists, and counts none of them.
            assert!(
                is_keyed(&value["fields"], value["keys"].as_u64().unwrap().max(9)),
                "{value}"
            );
            old = made;
        }
    }
}

#[test]
fn a_draft_in_the_place_of_itself_stays_as_it_is() {
    let all = drafts::any_draft();
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        let draft = drafts::next(&all, &mut runner);
        assert_eq!(import::onto(&draft, draft.clone()), with_cluster(draft));
    }
}

fn with_cluster(mut draft: Draft) -> Draft {
    let cluster = draft.text("basic.cluster").to_owned();
    draft.set("basic.cluster", cluster);
    draft
}

#[test]
fn rows_keep_their_keys_by_name_and_else_by_their_order() {
    let old = of(json!({"basic": {"name": "nightly", "cluster": "prod"}, "containers": [
        {"key": 30, "name": "main", "args": [{"key": 4, "text": "-v"}, {"key": 5, "text": "x"}],
            "mounts": [{"key": 9, "path": "/a"}, {"key": 8, "path": "/b"}]},
        {"key": 20, "name": "side"}, {"key": 10, "name": "other"}]}));
    let new = of(json!({"basic": {"name": "nightly"}, "containers": [
        {"key": 1, "name": "other"}, {"key": 2, "name": "renamed"},
        {"key": 3, "name": "main", "args": [{"key": 4, "text": "-x"}, {"key": 5, "text": "x"}, {"key": 6, "text": "-v"}],
            "mounts": [{"key": 7, "path": "/b"}]},
        {"key": 8, "name": "one more"}]}));
    let mut new = new;
    new.kept = json!({"spec.template.spec.containers[#3].volumeMounts[#7].mountPropagation": "None",
        "spec.template.spec.containers[#8].tty": true, "spec.suspend": true})
    .as_object()
    .unwrap()
    .clone();
    let made = import::onto(&old, new.clone());
    assert_eq!(keys(&made, "containers"), [10, 20, 30, 52]);
    assert_eq!(
        (keys(&made, "containers.30.args"), keys(&made, "containers.30.mounts")),
        (vec![51, 5, 4], vec![9])
    );
    let kept: Vec<_> = made.kept.keys().map(String::as_str).collect();
    assert_eq!(
        kept,
        [
            "spec.suspend",
            "spec.template.spec.containers[#30].volumeMounts[#9].mountPropagation",
            "spec.template.spec.containers[#52].tty",
        ]
    );
    assert_eq!(objects(&made), objects(&new));
    assert_eq!(made.text("basic.cluster"), "prod");
}

#[test]
fn what_was_typed_in_fields_that_do_not_apply_now_is_not_lost() {
    let old = of(json!({
        "basic": {"name": "nightly", "runs": "fixed-count", "instances": "9", "indexed": true},
        "advanced": {"parallel": "4", "retries": "2"},
        "containers": [{"key": 1, "name": "main", "env": [{"key": 2, "name": "A", "kind": "secret-key", "secret": "keys"}],
            "liveness": {"method": "http", "path": "/healthz", "period": "5"}}],
        "pod": {"volumes": [{"key": 3, "kind": "secret", "name": "data", "secret": "keys",
            "secret-items": [{"key": 4, "key-name": "a", "path": "b"}]}]}}));
    let new = of(json!({
        "basic": {"name": "nightly", "runs": "one-pod"},
        "containers": [{"key": 1, "name": "main", "env": [{"key": 2, "name": "A", "kind": "value", "value": "x"}]}],
        "pod": {"volumes": [{"key": 3, "kind": "empty-dir", "name": "data"}]}}));
    let mut made = import::onto(&old, new.clone());
    assert_eq!(objects(&made), objects(&new));
    for (path, text) in [
        ("basic.instances", "9"),
        ("advanced.parallel", "4"),
        ("containers.1.env.2.secret", "keys"),
        ("containers.1.liveness.path", "/healthz"),
        ("pod.volumes.3.secret-items.4.path", "b"),
        ("containers.1.env.2.value", "x"),
        // It applies, and the new one says nothing.
        ("advanced.retries", ""),
        ("containers.1.liveness.method", ""),
    ] {
        assert_eq!(made.text(path), text, "{path}");
    }
    made.set("basic.runs", "fixed-count");
    assert_eq!(objects(&made)[0]["spec"]["parallelism"], 4);
}
