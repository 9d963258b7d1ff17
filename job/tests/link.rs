//! A draft goes into a link and comes back.

use job::link::{BadLink, ClusterMark, Link, fragment, is_link, packed, secrets};
use job::{Defaults, Draft, DraftPath, manifests};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

#[path = "oracle/drafts.rs"]
mod drafts;

fn nightly() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly-report");
    draft.set("basic.cluster", "prod-eu");
    draft.set("basic.namespace", "default");
    draft.set("containers.1.image", "busybox:1.36");
    draft
}

fn with_variable(name: &str, value: &str) -> Draft {
    let mut draft = nightly();
    let row = json!({"name": name, "kind": "value", "value": value});
    draft.add("containers.1.env", row.as_object().cloned().unwrap());
    draft
}

/// Without what says nothing: an empty text and no text are the same to the form.
fn said(value: &Value) -> Value {
    let says_nothing = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(rows) => rows.is_empty(),
        Value::Object(group) => group.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(group) => {
            let members = group.iter().map(|(name, value)| (name.clone(), said(value)));
            Value::Object(members.filter(|(_, value)| !says_nothing(value)).collect())
        }
        Value::Array(rows) => rows.iter().map(said).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_link_of_a_name_and_an_image_says_no_more_than_that() {
    assert_eq!(
        Link::of(&nightly(), &[], &[]).json(),
        r#"{"c":["prod-eu"],"f":{"basic":{"name":"nightly-report","namespace":"default"},"containers":[{"image":"busybox:1.36"}]}}"#
    );
}

#[test]
fn every_draft_comes_back_as_it_was() {
    let all = drafts::any_draft();
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..2_000 {
        let mut draft = drafts::next(&all, &mut runner);
        draft
            .kept
            .insert("spec.template.spec.containers[#1].tty".into(), true.into());
        draft.kept.insert("spec.managedBy".into(), json!("example.com/queue"));
        let link = Link::of(&draft, &[], &[]);
        let back = Link::read(&link.json()).unwrap();
        let value = |draft: &Draft| said(&serde_json::from_str(&draft.json()).unwrap());
        assert_eq!(value(&back.draft)["fields"], value(&draft.renumbered())["fields"]);
        assert_eq!(back.draft.kept, draft.renumbered().kept);
        assert_eq!(manifests(&back.draft).job, manifests(&draft).job);
        assert_eq!(back.json(), link.json(), "the link of what came back is the same link");
        assert_eq!(Link::read_file(&link.file()).unwrap().unwrap(), back);
    }
}

#[test]
fn a_link_that_says_nothing_of_the_form_is_a_new_draft() {
    for nothing in ["{}", r#"{"f":{}}"#, r#"{"f":null}"#, r#"{"f":7}"#] {
        let link = Link::read(nothing).unwrap();
        assert_eq!(link.draft.text("advanced.retries"), "6", "{nothing}");
        assert_eq!(link.json(), "{}", "{nothing}");
    }
}

#[test]
fn what_was_emptied_stays_empty() {
    let mut draft = nightly();
    draft.set("containers.1.cpu-limit", "");
    draft.set("advanced.retries", "");
    draft.set("basic.runs", "one-pod");
    let back = Link::read(&Link::of(&draft, &[], &[]).json()).unwrap().draft;
    let text = |path: &str| back.text(path).to_owned();
    assert_eq!(
        (
            text("containers.1.cpu-limit"),
            text("advanced.retries"),
            text("containers.1.memory-limit")
        ),
        (String::new(), String::new(), "512Mi".to_owned())
    );
    assert_eq!(manifests(&back), manifests(&draft));
}

#[test]
fn secrets_are_found_in_fields_and_in_what_is_kept_and_left_out_of_a_link() {
    let mut draft = with_variable("DB_PASSWORD", "hunter2");
    draft.kept.insert(
        "spec.template.spec.initContainers".into(),
        json!([{"name": "init", "env": [{"name": "A", "value": "1"}, {"name": "API_TOKEN", "value": "t0p"}]}]),
    );
    let draft = draft.renumbered();
    let found = secrets(&draft);
    let names: Vec<_> = found.iter().map(|secret| secret.name.as_str()).collect();
    assert_eq!(names, ["DB_PASSWORD", "API_TOKEN"]);
    let places: Vec<String> = found.into_iter().map(|secret| secret.place).collect();
    let link = Link::of(&draft, &places, &[]);
    assert!(
        !link.json().contains("hunter2") && !link.json().contains("t0p"),
        "{}",
        link.json()
    );
    let back = Link::read(&link.json()).unwrap();
    assert_eq!(back.left_out, places);
    assert_eq!(back.draft.text("containers.1.env.2.name"), "DB_PASSWORD");
    assert!(
        Link::of(&draft, &places[1..], &[]).json().contains("hunter2"),
        "ticked, it goes along"
    );
}

#[test]
fn a_runbook_step_carries_words_and_what_to_ask() {
    let ask = [
        DraftPath::from("basic.name".to_owned()),
        DraftPath::from("containers.1.image".to_owned()),
    ];
    let mut link = Link::of(&nightly(), &[], &ask);
    link.title = "Replay a day".into();
    link.note = "Ask in #data first.".into();
    link.cluster.hash = "a1b2c3d4".into();
    let back = Link::read(&link.json()).unwrap();
    assert_eq!(
        (back.title.as_str(), back.note.as_str()),
        ("Replay a day", "Ask in #data first.")
    );
    assert_eq!(back.ask, ask);
    assert_eq!(back.draft.text("containers.1.image"), "");
    let mark = ClusterMark {
        name: "prod-eu".into(),
        hash: "a1b2c3d4".into(),
    };
    assert_eq!(back.cluster, mark);
    assert_eq!(back.draft.text("basic.cluster"), "prod-eu");
}

#[test]
fn what_is_asked_is_a_field_that_the_draft_has() {
    let link = json!({"f": {"containers": [{"command": ["sh", "-c"]}]}, "a": ["basic.name", "containers.7.image",
        "containers.1.image", "containers", "containers.1.env", "nothing", "", "kept", "containers.1.command",
        "containers.1.command.3", "containers.1.command.3.text", "containers.1.command.3.x", "containers.1.command.9.text",
        "containers.1.command.text"]});
    let asked = Link::read(&link.to_string()).unwrap().ask;
    assert_eq!(
        asked.iter().map(DraftPath::as_str).collect::<Vec<_>>(),
        ["basic.name", "containers.1.image", "containers.1.command.3.text"]
    );
}

#[test]
fn the_packed_part_is_found_in_a_fragment_and_in_an_address() {
    for address in [
        "d=1.abc",
        "#d=1.abc",
        "https://console.example.com/open#d=1.abc\n",
        &fragment("abc"),
    ] {
        assert_eq!(packed(address), Ok("abc"), "{address}");
    }
    for damaged in [
        "",
        "#",
        "d=",
        "d=1",
        "d=x.abc",
        "d=0.abc",
        "d=-1.abc",
        "https://console.example.com/open",
    ] {
        assert_eq!(packed(damaged), Err(BadLink::Damaged), "{damaged}");
    }
    assert_eq!(packed("d=2.abc"), Err(BadLink::Later));
    assert_eq!(packed("d=99999999999999999999.abc"), Err(BadLink::Damaged));
    assert_eq!(packed(&format!("d=1.{}", "a".repeat(2_000_000))), Err(BadLink::TooBig));
}

#[test]
fn a_text_is_a_link_or_a_manifest() {
    for link in [
        "d=1.abc",
        " #d=1.abc\n",
        "https://console.example.com/open#d=9.",
        "see console/open#d=1.abc",
    ] {
        assert!(is_link(link), "{link}");
    }
    for other in [
        "",
        "#",
        "# d=1.abc",
        "kind: Job",
        "# https://console.example.com/open#d=1.abc\nkind: Job",
        r##"{"kind":"Job","metadata":{"annotations":{"runbook":"https://console.example.com/open#d=1.abc"}}}"##,
    ] {
        assert!(!is_link(other), "{other}");
    }
}

#[test]
fn a_hostile_link_is_refused_with_its_reason() {
    let million = format!(r#"{{"f":{{"containers":[{}{{}}]}}}}"#, "{},".repeat(300_000));
    assert_eq!(Link::read(&million), Err(BadLink::TooBig));
    let long = format!(r#"{{"k":{{"a":[{}1]}}}}"#, "1,".repeat(100_000));
    assert_eq!(Link::read(&long), Err(BadLink::TooBig));
    let deep = format!(r#"{{"k":{{"a":{}{}}}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(Link::read(&deep), Err(BadLink::Damaged));
    assert_eq!(
        Link::read(&format!(r#"{{"t":"{}"}}"#, "a".repeat(101))),
        Err(BadLink::TooBig)
    );
    assert_eq!(Link::read(&"a".repeat(2_000_000)), Err(BadLink::TooBig));
    for damaged in ["", "null", "[]", "{", r#"{"f":"#, "1"] {
        assert_eq!(Link::read(damaged), Err(BadLink::Damaged), "{damaged}");
    }
}

#[test]
fn a_link_of_another_shape_reads_as_far_as_it_can() {
    for odd in [
        r#"{"f":[1,2],"k":3,"a":{},"s":"x","c":"prod"}"#,
        r#"{"f":{"basic":[{"name":1}],"containers":{"image":"x"},"services":"y"}}"#,
        r#"{"f":{"containers":[1,"a",null,[{}],{"key":9,"env":[{"key":1},{"key":1}]}]}}"#,
        r#"{"k":{"spec.x[#9999].y":1,"[":2,"":3}}"#,
    ] {
        let link = Link::read(odd).unwrap();
        let _ = (
            manifests(&link.draft),
            secrets(&link.draft),
            job::check(&link.draft, &job::Context::default()),
        );
        assert_eq!(
            Link::read(&link.json()).map(|link| link.json()),
            Ok(link.json()),
            "{odd}"
        );
    }
}

#[test]
fn a_secret_that_is_a_number_or_a_header_is_found_too() {
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "x"}, "spec": {"template": {"spec": {
        "containers": [{"name": "main", "image": "busybox",
            "env": [{"name": "PLAIN", "value": "1"}, {"name": "DB_PASSWORD", "value": 12345678}],
            "livenessProbe": {"httpGet": {"port": 80, "httpHeaders": [{"name": "Authorization", "value": "Bearer abc"}]}}}]}}}});
    let draft = job::import::job(&job).renumbered();
    let places: Vec<String> = secrets(&draft).into_iter().map(|secret| secret.place).collect();
    let text = Link::of(&draft, &places, &[]).json();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(!text.contains("12345678") && !text.contains("Bearer"), "{text}");
}
