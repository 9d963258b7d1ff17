//! Edits of texts that people write.

use job::yaml::{edit, read, write};
use serde_json::{Value, json};

const JOB: &str = "\
# Backs up the database every night.
apiVersion: batch/v1
kind: Job
metadata:
  name: nightly   # must be unique
  labels: {team: data, tier: \"1\"}

spec:
  backoffLimit: 4
  # Two at once, the disk takes no more.
  parallelism: 2 # was 3
  template:
    spec:
      restartPolicy: Never
      containers:
        # The work.
        - name: main
          image: 'busybox:1.36'
          command: [\"sh\", \"-c\"]
          args:
            - |
              # not a comment
              echo one
              echo two
          env:
            - name: A # first
              value: \"1\"

            # second
            - name: B
              value: \"2\"
        # Ships the logs.
        - image: fluent-bit
          name: logs
";

fn value(text: &str) -> Value {
    read(text).unwrap().remove(0).value
}

/// The text after a change of its first document, which is what was wanted.
fn edited(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut object = value(text);
    change(&mut object);
    let result = edit(text, &[0], std::slice::from_ref(&object));
    assert_eq!(value(&result), object, "{result}");
    result
}

/// The lines that are gone and the lines that came, in a text and what became of it.
fn difference<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    while !before.is_empty() && before.first() == after.first() {
        before.remove(0);
        after.remove(0);
    }
    while !before.is_empty() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    (before, after)
}

fn container(object: &mut Value) -> &mut Value {
    &mut object["spec"]["template"]["spec"]["containers"][0]
}

#[test]
fn one_change_touches_its_lines_alone() {
    type Change = fn(&mut Value);
    let cases: Vec<(Change, &[&str], &[&str])> = vec![
        (
            |job| job["metadata"]["name"] = json!("weekly"),
            &["  name: nightly   # must be unique"],
            &["  name: weekly   # must be unique"],
        ),
        (
            |job| job["metadata"]["name"] = json!("yes"),
            &["  name: nightly   # must be unique"],
            &["  name: \"yes\"   # must be unique"],
        ),
        (
            |job| job["spec"]["parallelism"] = json!(5),
            &["  parallelism: 2 # was 3"],
            &["  parallelism: 5 # was 3"],
        ),
        (
            |job| container(job)["image"] = json!("it's:new"),
            &["          image: 'busybox:1.36'"],
            &["          image: 'it''s:new'"],
        ),
        (
            |job| container(job)["env"][1]["value"] = json!("x"),
            &["              value: \"2\""],
            &["              value: \"x\""],
        ),
        (
            |job| job["metadata"]["labels"]["team"] = json!("true"),
            &["  labels: {team: data, tier: \"1\"}"],
            &["  labels: {team: \"true\", tier: \"1\"}"],
        ),
        (
            |job| job["metadata"]["labels"]["some"] = json!("a, b"),
            &["  labels: {team: data, tier: \"1\"}"],
            &["  labels: {some: \"a, b\", team: data, tier: \"1\"}"],
        ),
        (
            |job| drop(job["metadata"]["labels"].as_object_mut().unwrap().remove("tier")),
            &["  labels: {team: data, tier: \"1\"}"],
            &["  labels: {team: data}"],
        ),
        (
            |job| job["metadata"]["labels"] = json!({}),
            &["  labels: {team: data, tier: \"1\"}"],
            &["  labels: {}"],
        ),
        (
            |job| container(job)["command"] = json!(["sh", "-e", "-c"]),
            &["          command: [\"sh\", \"-c\"]"],
            &["          command: [\"sh\", \"-e\", \"-c\"]"],
        ),
        (|job| job["spec"]["completions"] = json!(6), &[], &["  completions: 6"]),
        (|job| job["spec"]["suspend"] = json!(true), &[], &["  suspend: true"]),
        (
            |job| container(job)["imagePullPolicy"] = json!("Always"),
            &[],
            &["          imagePullPolicy: Always"],
        ),
        (
            |job| container(job)["resources"] = json!({"limits": {"cpu": "1"}}),
            &[],
            &[
                "          resources:",
                "            limits:",
                "              cpu: \"1\"",
            ],
        ),
        (
            |job| job["spec"]["template"]["spec"]["volumes"] = json!([{"name": "v", "emptyDir": {}}]),
            &[],
            &["      volumes:", "        - emptyDir: {}", "          name: v"],
        ),
        (
            |job| drop(job["spec"].as_object_mut().unwrap().remove("parallelism")),
            &["  parallelism: 2 # was 3"],
            &[],
        ),
        (
            |job| drop(container(job).as_object_mut().unwrap().remove("name")),
            &["        - name: main", "          image: 'busybox:1.36'"],
            &["        - image: 'busybox:1.36'"],
        ),
        (
            |job| container(job)["args"] = json!(["# not a comment\necho one\necho 2\necho three\n"]),
            &["              echo two"],
            &["              echo 2", "              echo three"],
        ),
        (
            |job| container(job)["args"] = json!(["one line"]),
            &[
                "            - |",
                "              # not a comment",
                "              echo one",
                "              echo two",
            ],
            &["            - one line"],
        ),
        (
            |job| job["metadata"]["name"] = json!("a\nb"),
            &["  name: nightly   # must be unique"],
            &["  name: |-   # must be unique", "    a", "    b"],
        ),
        (
            |job| drop(container(job)["env"].as_array_mut().unwrap().remove(0)),
            &["            - name: A # first", "              value: \"1\""],
            &[],
        ),
        (
            |job| {
                let env = container(job)["env"].as_array_mut().unwrap();
                env.insert(0, json!({"name": "0"}));
            },
            &[],
            &["            - name: \"0\""],
        ),
        (
            |job| {
                container(job)["env"]
                    .as_array_mut()
                    .unwrap()
                    .push(json!({"name": "C", "value": "3"}))
            },
            &[],
            &["            - name: C", "              value: \"3\""],
        ),
        (
            |job| {
                drop(
                    job["spec"]["template"]["spec"]["containers"]
                        .as_array_mut()
                        .unwrap()
                        .remove(1),
                )
            },
            &["        - image: fluent-bit", "          name: logs"],
            &[],
        ),
        (
            |job| container(job)["env"] = json!([]),
            &[
                "          env:",
                "            - name: A # first",
                "              value: \"1\"",
                "",
                "            # second",
                "            - name: B",
                "              value: \"2\"",
            ],
            &["          env: []"],
        ),
    ];
    for (change, gone, came) in cases {
        for text in [JOB.to_owned(), JOB.replace('\n', "\r\n"), format!("\u{feff}{JOB}")] {
            let after = edited(&text, change);
            assert_eq!(difference(&text, &after), (gone.to_vec(), came.to_vec()), "{after}");
            assert_eq!(after.contains('\r'), text.contains('\r'));
            assert_eq!(after.matches("\r\n").count(), after.matches('\r').count());
        }
    }
}

#[test]
fn several_changes_at_once_are_as_many_small_ones() {
    let after = edited(JOB, |job| {
        job["metadata"]["labels"]["tier"] = json!("2");
        job["spec"]["backoffLimit"] = json!(0);
        container(job)["env"][0]["value"] = json!("9");
        container(job)["env"].as_array_mut().unwrap().push(json!({"name": "C"}));
        container(job)["workingDir"] = json!("/");
        job["spec"]["template"]["spec"]["containers"]
            .as_array_mut()
            .unwrap()
            .push(json!({"name": "third"}));
    });
    let wanted = JOB
        .replace("tier: \"1\"", "tier: \"2\"")
        .replace("backoffLimit: 4", "backoffLimit: 0")
        .replace("value: \"1\"", "value: \"9\"")
        .replace(
            "              value: \"2\"\n",
            "              value: \"2\"\n            - name: C\n",
        )
        .replace("name: main\n", "name: main\n          workingDir: /\n")
        + "        - name: third\n";
    assert_eq!(after, wanted);
}

#[test]
fn what_stays_the_same_is_not_touched() {
    for text in [
        JOB,
        "a:   1\nb: [ 1,2 ]\n\n\n# end",
        "{ \"a\": 1.0,\n\t\"b\":{} }",
        "a: &a {b: 1}\nc: *a\nd: {<<: *a}\n",
        "? a\n: b\n",
    ] {
        assert_eq!(edited(text, |_| {}), text);
    }
}

#[test]
fn anchors_that_a_change_touches_are_written_out_and_comments_stay() {
    let text = "\
# head
base: &base # shared
  cpu: 1 # one
  memory: 2
small: *base # same
other:
  # why
  <<: *base
  cpu: 3
z: &unused 5 # five
";
    let after = edited(text, |object| object["base"]["cpu"] = json!(9));
    for comment in ["# head", "# shared", "# one", "# same", "# five"] {
        assert!(after.contains(comment), "{comment}\n{after}");
    }
    assert!(after.contains("  cpu: 9 # one\n"), "{after}");
    let after = edited(text, |object| object["z"] = json!(6));
    assert_eq!(after, text.replace("&unused 5", "6"));
    let after = edited(text, |object| object["other"]["cpu"] = json!(4));
    assert_eq!(after, text.replace("cpu: 3", "cpu: 4"));
    let after = edited(text, |object| object["small"]["cpu"] = json!(4));
    assert_eq!(
        after,
        text.replace("small: *base # same", "small: # same\n  cpu: 4\n  memory: 2")
    );
    let after = edited(text, |object| {
        drop(object["other"].as_object_mut().unwrap().remove("memory"))
    });
    assert_eq!(after, text.replace("  # why\n  <<: *base\n  cpu: 3\n", "  cpu: 3\n"));
}

#[test]
fn json_stays_json() {
    let text = "{\n  \"kind\": \"Job\",\n  \"spec\": {\n    \"parallelism\": 1,\n    \"list\": [\n      \"a\",\n      2\n    ]\n  }\n}\n";
    let after = edited(text, |job| {
        job["spec"]["parallelism"] = json!("many");
        job["spec"]["new"] = json!({"a": [1, "b"]});
        job["spec"]["list"].as_array_mut().unwrap().push(json!("c"));
    });
    let wanted: Value = serde_json::from_str(&after).unwrap_or_else(|error| panic!("{error}\n{after}"));
    assert_eq!(wanted, value(&after));
    assert_eq!(
        after,
        text.replace("1,\n", "\"many\",\n").replace(
            "      2\n    ]\n",
            "      2,\n      \"c\"\n    ],\n    \"new\": {\"a\": [1, \"b\"]}\n"
        ),
    );
}

#[test]
fn documents_of_others_stay_new_ones_come_and_ours_go() {
    let text = "# first\na: 1\n---\n# theirs\nb:   2 # b\n---\nc: 3\n";
    let of = |ours: &[usize], objects: &[Value]| edit(text, ours, objects);
    assert_eq!(
        of(&[0, 2], &[json!({"a": 2}), json!({"c": 4})]),
        text.replace("a: 1", "a: 2").replace("c: 3", "c: 4")
    );
    assert_eq!(
        of(&[0], &[json!({"a": 1}), json!({"d": 4})]),
        format!("{text}---\nd: 4\n")
    );
    assert_eq!(
        of(&[0, 2], &[json!({"a": 1})]),
        "# first\na: 1\n---\n# theirs\nb:   2 # b\n"
    );
    assert_eq!(of(&[1], &[]), "# first\na: 1\n---\nc: 3\n");
    let first_gone = of(&[0], &[]);
    assert!(
        first_gone.ends_with("---\n# theirs\nb:   2 # b\n---\nc: 3\n"),
        "{first_gone}"
    );
    assert_eq!(
        edit("a: 1", &[0], &[json!({"a": 1}), json!({"b": 1})]),
        "a: 1\n---\nb: 1\n"
    );
    assert_eq!(
        edit("# nothing yet\n", &[], &[json!({"b": 1})]),
        "# nothing yet\nb: 1\n"
    );
    assert_eq!(edit("", &[], &[json!({"b": 1})]), "b: 1\n");
    assert_eq!(edit("--- # x\n", &[], &[json!({"b": 1})]), "--- # x\n---\nb: 1\n");
    assert_eq!(edit("a: [", &[0], &[json!({"b": 1})]), write(&[json!({"b": 1})]));
    assert_eq!(
        edit("--- {a: 1}\n...\n# end\n", &[0], &[json!({"a": 2})]),
        "--- {a: 2}\n...\n# end\n"
    );
}

#[test]
fn odd_texts_are_written_anew_rather_than_wrongly() {
    for (text, object) in [
        ("? a\n: b\n", json!({"a": "c"})),
        ("a: |+\n  x\n\n", json!({"a": "y\n\n", "b": 1})),
        ("a: |\n  x", json!({"a": "x", "b": "y"})),
        ("a:\n\tb\n", json!({"a": "c"})),
        ("!!map {a: !!str 1}\n", json!({"a": 1})),
        ("&x a: 1\n", json!({"b": 1})),
        ("- [a: 1, b]\n- - x\n", json!([[{"a": 2}, "b"], ["x", "y"]])),
        ("--- &a\n- 1\n", json!([1, 2])),
        ("--- |\n  a\n", json!("b\nc\n")),
        ("a: 1\na: 2\n", json!({"b": 1})),
        ("{a, b: }\n", json!({"a": 1, "b": 2})),
        ("a: >\n  x\n  y\n\nb: 1\n", json!({"a": "x\ny\n", "b": 1})),
        ("a: \"x\n  y\" # c\nb: 'z'\n", json!({"a": "x", "b": "a\u{0}"})),
        ("%YAML 1.2\n---\na: 1\n", json!({"a": 2})),
    ] {
        let result = edit(text, &[0], std::slice::from_ref(&object));
        assert_eq!(value(&result), object, "{text} => {result}");
    }
}
