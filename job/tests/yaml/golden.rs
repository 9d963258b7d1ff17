//! The corpus that Go reads as well (end2end/oracle): what `write` writes of everything that is hard
//! to write, and the same as JSON. Written anew with `SLIPWAY_GOLDEN=write`.

use std::path::Path;

use job::yaml::{read, write};
use serde_json::{Value, json};

use crate::made::TRICKY;
use crate::reading::scalars;

/// Texts that are read; Go reads them the same.
const READ: &[&str] = &[
    "1: a\ntrue: b\n0x10: c\n1.50: d\n'yes': f\n1e7: g\n2026-01-01: i\n? k\n: l\n.inf: m\n0777: n\n1.25e-7: o\n1e3: p\nNo: q\n1_0: r\n",
    "base: &base {a: 1, b: 2}\none:\n  <<: *base\n  b: 9\ntwo: *base\n",
    "m: &m {b: 3, c: 4}\nn: &n {b: 5, d: 6}\ntwo:\n  <<: [*m, *n]\n  b: 9\n",
    "# head\na: # c\n- b # d\n\n- c: 1\n  d: [1, 'x', {y: z}]\n-\n  e\n",
    "{\"a\": [1, 2.5, \"\\u00e9\\n\\t\\\\\", {}, null]}",
    "a: \"x\\\n  y\"\nb: \"x\n  y\"\n",
    "a: |\n  b",
    "a: >-\n  b\n  c\n\n\n",
    "- - 1\n  - 2\n- []\n",
    "a:\r\n  b: |\r\n    x\r\n    y\r\n  c: 1\r\n",
];

fn corpus() -> Vec<Value> {
    let mut objects: Vec<Value> = TRICKY
        .iter()
        .map(|text| json!({"text": text, "list": [text, [text, {"a": text}]], "keys": {*text: text}}))
        .collect();
    objects.push(json!({"numbers": [0, -1, 1.5, -0.25, 1e100, 1.5e-7, 123_456_789_012_345_678_i64, u64::MAX, 1e21]}));
    objects.push(json!({"rest": [null, true, false, {}, [], [[]], [{}], {"a": {}}]}));
    objects.push(json!({"long": {"k".repeat(1100): {"b": [1]}}}));
    objects
}

#[test]
fn the_corpus_that_go_reads_is_what_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let objects = corpus();
    let text = write(&objects);
    let lines: String = objects.iter().map(|object| format!("{object}\n")).collect();
    if std::env::var_os("SLIPWAY_GOLDEN").is_some() {
        std::fs::write(folder.join("yaml.txt"), &text).unwrap();
        std::fs::write(folder.join("yaml.jsonl"), &lines).unwrap();
    }
    assert_eq!(std::fs::read_to_string(folder.join("yaml.txt")).unwrap(), text);
    assert_eq!(std::fs::read_to_string(folder.join("yaml.jsonl")).unwrap(), lines);
    let values: Vec<Value> = read(&text)
        .unwrap()
        .into_iter()
        .map(|document| document.value)
        .collect();
    assert_eq!(values.len(), objects.len());
}

#[test]
fn what_is_read_is_what_go_reads() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/yaml-read.jsonl");
    let is_json = |value: &Value| {
        !value
            .as_str()
            .is_some_and(|text| text.starts_with(".inf") || text == ".NaN")
    };
    let scalars = scalars().into_iter().filter(|(_, value)| is_json(value));
    let texts = scalars.map(|(text, _)| format!("a: {text}\n"));
    let lines: String = texts
        .chain(READ.iter().map(|text| (*text).to_owned()))
        .map(|text| {
            let value = read(&text).unwrap().remove(0).value;
            format!("{}\n", json!({"text": text, "value": value}))
        })
        .collect();
    if std::env::var_os("SLIPWAY_GOLDEN").is_some() {
        std::fs::write(&file, &lines).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), lines);
}
