//! `slipway check`: what it says, and what it ends with.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use clap::Parser;
use serde_json::{Value, json};
use server::check::{End, check};
use server::settings::{Command, CommandLine};

const GOOD: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: nightly}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: main, image: busybox}]\n";

pub fn run(arguments: &[&str], input: &[u8]) -> (End, String) {
    let all = ["slipway", "check"].iter().chain(arguments);
    let Command::Check(asked) = CommandLine::try_parse_from(all).unwrap().command else {
        panic!()
    };
    let mut written = Vec::new();
    let end = check(&asked, &mut std::io::Cursor::new(input), &mut written).unwrap();
    (end, String::from_utf8(written).unwrap())
}

fn as_json(input: &str) -> (End, Value) {
    let (end, written) = run(&["--output", "json"], input.as_bytes());
    (end, serde_json::from_str(&written).unwrap())
}

/// Field, origin and code of every finding of an object.
fn findings(object: &Value) -> Vec<[&str; 3]> {
    let said = object["findings"].as_array().unwrap();
    said.iter()
        .map(|finding| ["field", "origin", "code"].map(|name| finding[name].as_str().unwrap()))
        .collect()
}

#[test]
fn what_the_api_server_takes_is_fine() {
    let (end, said) = as_json(GOOD);
    assert_eq!((end, &said["objects"][0]["name"]), (End::Fine, &json!("nightly")));
    assert_eq!(findings(&said["objects"][0]), Vec::<[&str; 3]>::new());
    assert_eq!(
        run(&[], GOOD.as_bytes()),
        (End::Fine, "Job nightly: accepted\n".to_owned())
    );
}

#[test]
fn what_it_refuses_is_said_with_its_field() {
    let (end, said) = as_json(&GOOD.replace("Never", "Always"));
    assert_eq!(end, End::Refused);
    let found = findings(&said["objects"][0]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0][..2], ["spec.template.spec.restartPolicy", "kubernetes"]);
    let (_, text) = run(&[], GOOD.replace("Never", "Always").as_bytes());
    assert!(
        text.starts_with("Job nightly: refused\n  error spec.template.spec.restartPolicy: "),
        "{text}"
    );
    assert!(!text.contains('{'), "every placeholder is filled: {text}");
}

#[test]
fn several_documents_and_lists_are_taken_apart() {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"ports": [{"port": 80}]}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "b"}},
    ]});
    let (end, said) = as_json(&format!("{GOOD}---\n{list}\n---\n"));
    let kinds: Vec<_> = said["objects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|object| object["kind"].as_str())
        .collect();
    assert_eq!(
        (end, kinds),
        (End::Fine, vec![Some("Job"), Some("Service"), Some("Deployment")])
    );
    assert_eq!(
        findings(&said["objects"][2])[0][1..],
        ["slipway", "unjudged"],
        "another kind is never silently fine"
    );
}

#[test]
fn a_key_that_stands_there_twice_is_refused() {
    for text in [
        format!("{GOOD}kind: Job\n"),
        r#"{"apiVersion":"batch/v1","kind":"Job","kind":"Job","metadata":{"name":"nightly"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]}}}}"#.to_owned(),
    ] {
        let (end, said) = as_json(&text);
        assert_eq!(end, End::Refused, "{text}");
        assert_eq!(findings(&said["objects"][0]), [["kind", "kubernetes", "duplicate-key"]]);
    }
}

#[test]
fn a_key_that_stands_twice_in_an_item_of_a_list_is_refused_there() {
    let item = |extra: &str| {
        format!(
            r#"{{"apiVersion":"batch/v1","kind":"Job",{extra}"metadata":{{"name":"nightly"}},"spec":{{"template":{{"spec":{{"restartPolicy":"Never","containers":[{{"name":"main","image":"busybox"}}]}}}}}}}}"#
        )
    };
    let (fine, twice) = (item(""), item(r#""kind":"Job","#));
    for text in [
        format!(r#"{{"apiVersion":"v1","kind":"List","items":[{fine},{twice}]}}"#),
        format!("[{fine},{twice}]"),
    ] {
        let (end, said) = as_json(&text);
        assert_eq!(end, End::Refused, "{text}");
        assert_eq!(findings(&said["objects"][0]), Vec::<[&str; 3]>::new());
        assert_eq!(findings(&said["objects"][1]), [["kind", "kubernetes", "duplicate-key"]]);
    }
}

#[test]
fn a_number_counts_as_it_is_written_whole_in_yaml_and_not_in_json() {
    let of_json = |count: &str| {
        format!(
            r#"{{"apiVersion":"batch/v1","kind":"Job","metadata":{{"name":"nightly"}},"spec":{{"parallelism":{count},"template":{{"spec":{{"restartPolicy":"Never","containers":[{{"name":"main","image":"busybox"}}]}}}}}}}}"#
        )
    };
    for (count, end) in [
        ("1", End::Fine),
        ("-0", End::Fine),
        ("1.0", End::Refused),
        ("1E0", End::Refused),
    ] {
        let (text, lines) = (of_json(count), run(&["--lines"], of_json(count).as_bytes()).0);
        assert_eq!((as_json(&text).0, lines), (end, end), "{count}");
    }
    let of_yaml = format!("{GOOD}  parallelism: 1.0\n");
    assert_eq!(as_json(&of_yaml).0, End::Fine, "kubectl reads it as 1");
}

#[test]
fn text_that_is_no_yaml_is_unreadable_and_says_where() {
    let (end, said) = as_json("a: [1\nb: }\n");
    assert_eq!((end, &said["objects"]), (End::Unreadable, &json!([])));
    assert!(said["error"]["line"].as_u64().unwrap() >= 1 && !said["error"]["message"].as_str().unwrap().is_empty());
    let (end, text) = run(&["/nonexistent/file"], b"");
    assert_eq!(end, End::Unreadable);
    assert!(text.starts_with("/nonexistent/file:1:1: "), "{text}");
}

#[test]
fn a_file_is_read() {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("check-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, GOOD).unwrap();
    assert_eq!(run(&[path.to_str().unwrap()], b"").0, End::Fine);
}

#[test]
fn every_line_gives_one_line() {
    let good = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly"}, "spec": {"template": {"spec": {
        "restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}});
    let mut bad = good.clone();
    bad["spec"]["parallelism"] = json!("two");
    let input = [
        good.to_string().as_bytes(),
        b"\n",
        bad.to_string().as_bytes(),
        b"\n{\n\xff\n\n[]",
    ]
    .concat();
    let (end, written) = run(&["--lines"], &input);
    let lines: Vec<Value> = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((end, lines.len()), (End::Unreadable, 6));
    assert_eq!(findings(&lines[0]["objects"][0]), Vec::<[&str; 3]>::new());
    assert_eq!(
        findings(&lines[1]["objects"][0])[0][..2],
        ["spec.parallelism", "kubernetes"]
    );
    for (line, number) in [(&lines[2], 3), (&lines[3], 4), (&lines[4], 5)] {
        assert_eq!((&line["objects"], &line["error"]["line"]), (&json!([]), &json!(number)));
    }
    assert_eq!(lines[5], json!({"objects": []}));
}

#[test]
fn deep_nesting_and_bombs_end_in_bounded_time_and_memory() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb: String = (1..40)
        .map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1))
        .collect();
    for text in [deep, "a: ".repeat(50_000), format!("a0: &a0 [x, x]\n{bomb}")] {
        assert_eq!(run(&[], text.as_bytes()).0, End::Unreadable);
        assert_eq!(run(&["--lines"], text.replace('\n', " ").as_bytes()).0, End::Unreadable);
    }
}

#[test]
fn rules_of_the_house_warn_and_count_as_errors_only_when_asked_for() {
    let input = GOOD
        .replace("nightly", "db")
        .replace("image: busybox", "image: Busybox");
    let (end, said) = as_json(&input);
    assert_eq!(end, End::Fine);
    assert_eq!(
        findings(&said["objects"][0]),
        [
            ["metadata.name", "slipway", "name-length"],
            ["spec.template.spec.containers[0].image", "node", "image-upper-case"]
        ]
    );
    let severity = |said: &Value| said["objects"][0]["findings"][0]["severity"].clone();
    assert_eq!(severity(&said), "warning");
    let (end, written) = run(&["--house-rules", "--output", "json"], input.as_bytes());
    let said: Value = serde_json::from_str(&written).unwrap();
    assert_eq!((end, severity(&said)), (End::Refused, json!("error")));
    assert_eq!(run(&["--house-rules"], GOOD.as_bytes()).0, End::Fine);
}
