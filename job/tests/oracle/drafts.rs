//! Drafts of every shape that the form's table allows, biased to edges: most fields are as one would enter them,
//! some empty, too long, contradictory, of the wrong kind.

use job::form::{ADVANCED, BASIC, CONTAINER, Field, Kind, POD, SERVICE, Tab};
use job::{Defaults, Draft};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

type Fields = BoxedStrategy<Map<String, Value>>;

/// Any draft.
pub fn any_draft() -> BoxedStrategy<Draft> {
    let containers = prop::collection::vec(of_tabs(CONTAINER), 1..3);
    let services = prop::collection::vec(of_tabs(SERVICE), 0..2);
    (of_tabs(BASIC), containers, of_tabs(POD), services, of_tabs(ADVANCED))
        .prop_map(|(basic, containers, pod, services, advanced)| {
            let mut draft = Draft::new(&Defaults::safe());
            draft.set("basic", basic);
            draft.set("pod", pod);
            draft.set("advanced", advanced);
            draft.set("containers", keyed(containers));
            draft.set("services", keyed(services));
            draft
        })
        .boxed()
}

/// The next of them.
pub fn next(drafts: &BoxedStrategy<Draft>, runner: &mut TestRunner) -> Draft {
    drafts.new_tree(runner).expect("every draft can be made").current()
}

fn keyed(rows: Vec<Map<String, Value>>) -> Value {
    let row = |(key, mut row): (usize, Map<String, Value>)| {
        row.insert("key".into(), json!(key + 1));
        Value::Object(row)
    };
    rows.into_iter().enumerate().map(row).collect()
}

fn of_tabs(tabs: &'static [Tab]) -> Fields {
    of(tabs.iter().flat_map(|tab| tab.fields).collect())
}

fn of(fields: Vec<&'static Field>) -> Fields {
    let mut strategy = Just(Map::new()).boxed();
    for field in fields {
        let value = value(field);
        strategy = (strategy, value)
            .prop_map(move |(mut map, value)| {
                map.insert(field.name.to_owned(), value);
                map
            })
            .boxed();
    }
    strategy
}

/// Mostly the first, sometimes the second.
fn mostly(usual: BoxedStrategy<Value>, odd: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![400 => usual, 1 => odd].boxed()
}

fn texts(all: &[&str]) -> BoxedStrategy<Value> {
    select(all.iter().map(|text| json!(text)).collect::<Vec<_>>()).boxed()
}

fn rows(row: Fields, is_needed: bool) -> BoxedStrategy<Value> {
    let some = prop::collection::vec(row, 1..3).prop_map(keyed).boxed();
    let none = Just(json!([])).boxed();
    let weight = if is_needed { 60 } else { 1 };
    prop_oneof![12 => none, weight => some].boxed()
}

fn value(field: &'static Field) -> BoxedStrategy<Value> {
    let long = "a".repeat(64);
    match field.kind {
        Kind::Flag => prop_oneof![4 => Just(json!(false)), 1 => Just(json!(true))].boxed(),
        Kind::Choice(_) | Kind::YesNo | Kind::Union(_) => {
            let words = field.words();
            let first = texts(words.get(..1).unwrap_or_default());
            prop_oneof![2 => first, 1 => texts(&words)].boxed()
        }
        Kind::Number => mostly(
            number(field),
            texts(&[
                "-1",
                "0",
                "65536",
                "2147483648",
                "x",
                "1.5",
                "-",
                "9223372036854775808",
                "101",
                " 7 ",
            ]),
        ),
        Kind::Port => mostly(
            texts(&["80", "8080", "web"]),
            texts(&[
                "",
                "0",
                "65536",
                "-1",
                "WEB",
                "a-b-c-d-e-f-g-h-i",
                "web--x",
                "8080x",
                "1",
            ]),
        ),
        Kind::Octal => mostly(texts(&["", "0644", "0400"]), texts(&["0777", "1000", "9", "-1", "x"])),
        Kind::Commas => commas(field),
        Kind::Area(_) => texts(&["", "why"]),
        Kind::Words => rows(of(field.inner().iter().collect()), false),
        Kind::Pairs => rows(pair(), false),
        Kind::Rows(inner) => rows(of(inner.iter().collect()), field.name == "expressions"),
        Kind::Group(inner) => {
            let set = of(inner.iter().collect()).prop_map(Value::Object).boxed();
            prop_oneof![12 => Just(json!({})), 1 => set].boxed()
        }
        Kind::Text | Kind::Trimmed => mostly(
            usual(field),
            texts(&[
                "", "a b", "A", "任务", "-x", "x-", "a.b", "a/b", "..", "a:b", &long, "1", " a ",
            ]),
        ),
    }
}

fn number(field: &Field) -> BoxedStrategy<Value> {
    match field.name {
        "port" => texts(&["80", "8080", "443"]),
        "node-port" => texts(&["", "", "30080", "31000"]),
        "success" => texts(&["", "1"]),
        "weight" => texts(&["1", "50", "100"]),
        _ => texts(&["", "1", "3", "60"]),
    }
}

fn commas(field: &Field) -> BoxedStrategy<Value> {
    match field.name {
        "values" => mostly(texts(&["a", "a, b", "1"]), texts(&["", "a b", "A_b", "é", "x, -y"])),
        _ => mostly(texts(&["", "a, b"]), texts(&["A B", ",", "é", "a, a"])),
    }
}

fn pair() -> Fields {
    let name = mostly(
        texts(&["app", "team", "example.com/why", "a.b"]),
        texts(&["", "a b", "/x", "é", "x/y/z"]),
    );
    let value = mostly(texts(&["", "x", "a.b_c"]), texts(&["a b", "-", "é", "x/y"]));
    (name, value)
        .prop_map(|(name, value)| {
            let mut row = Map::new();
            row.insert("name".into(), name);
            row.insert("value".into(), value);
            row
        })
        .boxed()
}

/// What one would enter.
fn usual(field: &Field) -> BoxedStrategy<Value> {
    match field.label {
        "cpu-request" => mostly(
            texts(&["", "100m", "0.25"]),
            texts(&["1u", "2", "-1", "x", "1K", "5e-1"]),
        ),
        "cpu-limit" => mostly(texts(&["", "250m", "1"]), texts(&["1u", "50m", "-1", "x", "1K"])),
        "memory-request" => mostly(texts(&["", "64Mi"]), texts(&["100m", "-1", "1MB", "2G", "1.5"])),
        "memory-limit" => mostly(texts(&["", "64Mi", "1Gi"]), texts(&["100m", "-1", "1MB", "1.5"])),
        "volume-size" => mostly(texts(&["", "1Gi"]), texts(&["-1", "x", "0", "1.5"])),
        "volume-name" => texts(&["data", "data", "cache"]),
        "mount-volume" => texts(&["data"]),
        "container-name" => texts(&["main", "main", "main", "side", "other", "third"]),
        "name" | "namespace" => texts(&["nightly", "report-01"]),
        "port-name" => texts(&["", "web", "admin"]),
        "mount-path" | "log-path" => texts(&["/data", "/cache", "/var/log/app"]),
        "sub-path" => texts(&["", "a", "a/b"]),
        "item-path" => texts(&["a", "b.conf", "x/y"]),
        "http-path" => texts(&["", "/", "/healthz"]),
        "http-host" => texts(&["", "127.0.0.1"]),
        "host-path" => texts(&["/var/log", "/tmp"]),
        "resource-name" => texts(&["limits.cpu", "requests.memory", "limits.ephemeral-storage"]),
        "resource-container" => texts(&["", "main", "side"]),
        "resource-divisor" => texts(&["", "1", "1m", "1Mi"]),
        "field-path" => texts(&[
            "metadata.name",
            "status.podIP",
            "spec.nodeName",
            "metadata.labels['app']",
        ]),
        "env-name" => texts(&["A", "B_C", "path.x"]),
        "env-prefix" => texts(&["", "P_"]),
        "topology" => texts(&["kubernetes.io/hostname", "zone"]),
        "expression-key" | "taint-key" => texts(&["disk", "example.com/gpu"]),
        "taint-value" => texts(&["", "yes"]),
        "image" => texts(&["busybox:1.36", "a/b@sha256:0"]),
        _ => texts(&["settings", "keys"]),
    }
}
