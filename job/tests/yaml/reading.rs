//! What is read, and where it stands.

use std::time::{Duration, Instant};

use job::manifest::ApiPath;
use job::yaml::read;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn value(text: &str) -> Value {
    let documents = read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(documents.len(), 1, "{text}");
    documents[0].value.clone()
}

fn error(text: &str) -> (usize, usize, String) {
    let error = read(text).expect_err(text);
    (error.line, error.column, error.message)
}

/// Scalars as they are written, and what they mean to kubectl.
pub fn scalars() -> Vec<(&'static str, Value)> {
    vec![
        ("", json!(null)),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("nUll", json!("nUll")),
        ("y", json!(true)),
        ("Yes", json!(true)),
        ("yEs", json!("yEs")),
        ("on", json!(true)),
        ("N", json!(false)),
        ("OFF", json!(false)),
        ("1", json!(1)),
        ("-1", json!(-1)),
        ("+1", json!(1)),
        ("0644", json!(420)),
        ("0o17", json!(15)),
        ("0O17", json!(15)),
        ("08", json!(8)),
        ("0x1F", json!(31)),
        ("-0x1f", json!(-31)),
        ("0b101", json!(5)),
        ("1_000", json!(1000)),
        ("_1", json!("_1")),
        ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("1.5", json!(1.5)),
        ("3.0", json!(3)),
        ("1e3", json!(1000)),
        ("1.", json!(1)),
        (".5", json!(0.5)),
        ("-.5", json!(-0.5)),
        (".", json!(".")),
        ("1e", json!("1e")),
        ("1e999", json!("1e999")),
        (".inf", json!(".inf")),
        (".NaN", json!(".NaN")),
        ("12:30:45", json!("12:30:45")),
        ("2026-01-01", json!("2026-01-01")),
        ("0x", json!("0x")),
        ("++1", json!("++1")),
        ("'1'", json!("1")),
        ("\"yes\"", json!("yes")),
        ("! 1", json!("1")),
        ("!!str 1", json!("1")),
        ("!!str", json!("")),
        ("!!int \"1\"", json!(1)),
        ("!!float 1.5", json!(1.5)),
        ("!!bool yes", json!(true)),
        ("!!null ''", json!(null)),
        ("!mine 1", json!("1")),
        ("|\n  1", json!("1\n")),
        ("<<", json!("<<")),
        ("=", json!("=")),
        ("-0", json!(0)),
        ("0b", json!("0b")),
        ("0b2", json!("0b2")),
        ("0_7", json!(7)),
        ("1_", json!(1)),
        ("1__0.5", json!(10.5)),
        ("99999999999999999999", json!(99_999_999_999_999_999_999.0)),
        ("1e20", json!(1e20)),
        ("-1e3", json!(-1000)),
        ("1e-7", json!(1e-7)),
        (".5e1", json!(5)),
        (".5_0", json!(0.5)),
        ("._5", json!("._5")),
        (".5_", json!(".5_")),
        (".5__0", json!(".5__0")),
        ("1:20", json!("1:20")),
        ("+0x1F", json!(31)),
        ("+18446744073709551615", json!(18_446_744_073_709_551_615.0)),
        ("0xG", json!("0xG")),
        ("2026-01-01T10:00:00Z", json!("2026-01-01T10:00:00Z")),
        ("--", json!("--")),
        ("a b\n  c", json!("a b c")),
        ("'a\n\n  b'", json!("a\nb")),
        (">\n  a\n  b\n\n  c", json!("a b\nc\n")),
        ("|+\n  a\n", json!("a\n\n")),
        ("|2-\n    a", json!("  a")),
    ]
}

#[test]
fn plain_scalars_mean_what_they_mean_to_kubectl() {
    for (text, wanted) in scalars() {
        assert_eq!(value(&format!("a: {text}\n")), json!({"a": wanted}), "{text}");
    }
    for text in ["!!int a", "!!bool 1", "!!null a", "!!float yes", "!!binary aGk="] {
        assert_eq!(error(&format!("a: {text}")).0, 1, "{text}");
    }
}

#[test]
fn keys_are_texts() {
    let text = "1: a\ntrue: b\n0x10: c\n1.50: d\nyes: e\n'yes': f\n1e7: g\n.inf: h\n2026-01-01: i\n? k\n: l\n";
    assert_eq!(
        value(text),
        json!({"1": "a", "true": "e", "16": "c", "1.5": "d", "yes": "f", "1e+07": "g", ".inf": "h", "2026-01-01": "i", "k": "l"})
    );
    for text in ["~: a", ": a", "{a: 1}: b", "? [a]\n: b"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn json_is_yaml() {
    let job = json!({"apiVersion": "batch/v1", "spec": {"a": [1, 2.5, -3, true, null, "é\n\"\\/", {}, []], "t": "\u{1f600}\u{0}"}});
    for text in [job.to_string(), serde_json::to_string_pretty(&job).unwrap()] {
        assert_eq!(value(&text), job);
    }
    assert_eq!(
        value("{\n\t\"a\":{\"b\":\"\\ud83d\\ude00\\/\"}\n}"),
        json!({"a": {"b": "😀/"}})
    );
}

#[test]
fn a_key_that_stands_twice_is_told_and_the_last_counts() {
    let text = "\
kind: A
kind: Job
spec:
  list:
  - {image: a, image: b, image: c}
  - image: x
metadata: {labels: {a.b: 1, a.b: 2}}
---
a: 1
";
    let documents = read(text).unwrap();
    assert_eq!(documents[0].value["kind"], "Job");
    assert_eq!(documents[0].value["spec"]["list"][0]["image"], "c");
    assert_eq!(
        documents[0].twice,
        [
            "kind",
            "spec.list[0].image",
            "spec.list[0].image",
            "metadata.labels.a.b"
        ]
    );
    assert!(documents[1].twice.is_empty());
}

#[test]
fn empty_documents_are_none() {
    for text in [
        "",
        "\n",
        "# only\n",
        "---\n",
        "---\n# a\n---\n",
        "~\n",
        "--- null\n...\n",
        "\u{feff}",
    ] {
        assert_eq!(read(text).unwrap(), [], "{text:?}");
    }
    let several = read("\u{feff}# head\n---\na: 1\n---\n\n---\nb: 2\n...\n# c\n---\n- x\n").unwrap();
    let values: Vec<_> = several.iter().map(|document| document.value.clone()).collect();
    assert_eq!(values, [json!({"a": 1}), json!({"b": 2}), json!(["x"])]);
}

#[test]
fn aliases_and_merge_keys_stand_for_what_they_name() {
    let text = "\
base: &base {a: 1, b: 2}
more: &more
  b: 3
  c: 4
one:
  <<: *base
  b: 9
two:
  b: 9
  <<: [*more, *base]
three: *more
'<<': text
&k key: *k
";
    assert_eq!(
        value(text),
        json!({"base": {"a": 1, "b": 2}, "more": {"b": 3, "c": 4}, "one": {"a": 1, "b": 9},
            "two": {"a": 1, "b": 9, "c": 4}, "three": {"b": 3, "c": 4}, "<<": "text", "key": "key"})
    );
    for text in ["a: &a [*a]", "a: *b", "<<: 1", "<<: [1]", "a: &a 1\n<<: *a"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_where() {
    assert_eq!(error("a: 1\n b: 2\n").0, 2);
    assert_eq!(error("a: 1\nb: !!int x\n").0, 2);
    for text in [
        "a: [1\nb: }\n",
        "a: 'x",
        "a: @b",
        "{",
        "- a\nb",
        "%YAML 3\n",
        "a: \u{0}",
    ] {
        let error = read(text).expect_err(text);
        assert!(
            error.line >= 1 && error.column >= 1 && !error.message.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn too_much_is_refused_in_bounded_time() {
    let start = Instant::now();
    let laughs: String = (1..40)
        .map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1))
        .collect();
    let nested = format!("{}x{}", "&a [".repeat(60), "]".repeat(60));
    let wide = format!("{}{}{}", "[".repeat(60), "x,".repeat(99_000), "]".repeat(60));
    let anchored: String = (0..60).map(|n| format!("&a{n} [")).collect();
    for text in [
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "a: ".repeat(50_000),
        "- ".repeat(50_000),
        format!("{{\"a\":{}", "{\"a\":".repeat(70)),
        format!("a0: &a0 [x, x]\n{laughs}"),
        format!("a: {}", "x".repeat(1 << 20)),
        format!("[{}]", "x,".repeat(200_001)),
        format!("{anchored}{}{}", "x,".repeat(50_000), "]".repeat(60)),
        "a: &x {}\nb: &y [*x".to_owned(),
        "[".repeat(65) + &"]".repeat(65),
        format!(
            "a: &a {}1{}\nb: {}*a{}",
            "[".repeat(40),
            "]".repeat(40),
            "[".repeat(40),
            "]".repeat(40)
        ),
    ] {
        assert!(!error(&text).2.is_empty());
    }
    assert!(read(&nested).is_ok() && read(&wide).is_ok());
    assert!(read(&("[".repeat(64) + &"]".repeat(64))).is_ok());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

const JOB: &str = "\
# A job.
apiVersion: batch/v1
metadata:
  name: nightly   # its name

  labels:
    app: x
    a.b/c: y
spec:
  template:
    spec:
      containers:
      # the first
      - name: main
        image: busybox
        args:
        - |
          one

          two
        resources: {limits: {cpu: 1, memory: 2}}

      -
        name: second
        env: [
          {name: A},
          {name: B}
        ]
      restartPolicy: Never
  empty:
";

#[test]
fn every_entry_knows_its_lines() {
    let document = read(JOB).unwrap().remove(0);
    for (path, lines) in [
        ("apiVersion", (2, 2)),
        ("metadata", (3, 8)),
        ("metadata.name", (4, 4)),
        ("metadata.labels", (6, 8)),
        ("metadata.labels[a.b/c]", (8, 8)),
        ("metadata.labels[no]", (6, 8)),
        ("metadata.annotations[no]", (3, 8)),
        ("spec.template.spec.containers", (12, 28)),
        ("spec.template.spec.containers[0]", (14, 21)),
        ("spec.template.spec.containers[0].args", (16, 20)),
        ("spec.template.spec.containers[0].args[0]", (17, 20)),
        ("spec.template.spec.containers[0].resources.limits[memory]", (21, 21)),
        ("spec.template.spec.containers[1]", (23, 28)),
        ("spec.template.spec.containers[1].env", (25, 28)),
        ("spec.template.spec.containers[1].env[1].name", (27, 27)),
        ("spec.template.spec.containers[1].image", (23, 28)),
        ("spec.template.spec.containers[2]", (12, 28)),
        ("spec.empty", (30, 30)),
        ("", (2, 30)),
        ("nothing", (2, 30)),
    ] {
        assert_eq!(document.line_of(&ApiPath::parse(path)), lines, "{path}");
    }
}

#[test]
fn every_line_knows_its_entry() {
    let document = read(JOB).unwrap().remove(0);
    for (line, path) in [
        (0, ""),
        (1, ""),
        (2, "apiVersion"),
        (3, "metadata"),
        (4, "metadata.name"),
        (5, "metadata"),
        (6, "metadata.labels"),
        (8, "metadata.labels[a.b/c]"),
        (11, "spec.template.spec"),
        (13, "spec.template.spec.containers"),
        (14, "spec.template.spec.containers[0].name"),
        (16, "spec.template.spec.containers[0].args"),
        (18, "spec.template.spec.containers[0].args[0]"),
        (21, "spec.template.spec.containers[0].resources.limits"),
        (23, "spec.template.spec.containers[1]"),
        (25, "spec.template.spec.containers[1].env"),
        (27, "spec.template.spec.containers[1].env[1].name"),
        (29, "spec.template.spec.restartPolicy"),
        (30, "spec.empty"),
        (99, ""),
    ] {
        assert_eq!(document.path_at(line), ApiPath::parse(path), "{line}");
    }
    let second = read("a: 1\n---\nb:\n  c: 1\r\n  d: 2\r\n").unwrap().remove(1);
    assert_eq!(second.path_at(4), ApiPath::parse("b.c"));
    assert_eq!(second.line_of(&ApiPath::parse("b.d")), (5, 5));
    assert_eq!(second.path_at(1), ApiPath::default());
}

/// What a text of YAML is made of.
pub const TOKENS: &[&str] = &[
    "a",
    "b: ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    ": ",
    ":",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "!!int ",
    "!",
    "|",
    ">-",
    "|+2\n",
    "'",
    "\"",
    "#",
    " # c\n",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "? ",
    "\t",
    "\r\n",
    "\r",
    "1",
    "~",
    "yes",
    "é",
    "\u{feff}",
    "\\",
    "\\x",
    "\u{2028}",
    "key: value\n",
    "- item\n",
    "  ",
    "\n\n",
    "@",
    "`",
    "=",
    "0x",
    "\u{0}",
    "!<x>",
    "!e!x ",
    "%TAG !e! y\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_read_or_refused(tokens in prop::collection::vec(select(TOKENS.to_vec()), 0..60), any in ".{0,40}") {
        let text = tokens.concat();
        let start = Instant::now();
        for text in [&text, &any] {
            for document in read(text).unwrap_or_default() {
                for line in 0..text.lines().count() + 2 {
                    let (first, last) = document.line_of(&document.path_at(line));
                    prop_assert!(first <= last, "{text:?}");
                }
            }
        }
        prop_assert!(start.elapsed() < Duration::from_secs(2));
    }
}
