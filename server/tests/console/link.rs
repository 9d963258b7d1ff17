//! `slipway link` and `slipway render`: from a manifest to a link and back, and what they refuse.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use clap::Parser;
use job::form::{ADVANCED, BASIC, CONTAINER, Field, Kind, POD, SERVICE, Tab};
use job::link::{LONGEST, Link};
use job::{Defaults, Draft, import, yaml};
use serde_json::{Map, Value, json};
use server::check::{End, check};
use server::link::{Streams, link, render};
use server::settings::{Command, CommandLine};

const GOOD: &str = "\
apiVersion: batch/v1
kind: Job
metadata: {name: nightly, namespace: default}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: busybox:1.36
        env:
        - {name: DAY, value: today}
        - {name: DB_PASSWORD, value: hunter2}
";

/// What a command wrote, said beside it, and why it failed.
pub struct Ended {
    written: String,
    aside: String,
    why: Option<String>,
}

impl Ended {
    pub fn written(self) -> String {
        assert_eq!(self.why, None);
        self.written
    }
}

pub fn run(arguments: &[&str], input: &str) -> Ended {
    let all = ["slipway"].iter().chain(arguments);
    let (mut to, mut aside) = (Vec::new(), Vec::new());
    let mut streams = Streams {
        from: &mut input.as_bytes(),
        to: &mut to,
        aside: &mut aside,
    };
    let ended = match CommandLine::try_parse_from(all).unwrap().command {
        Command::Link(asked) => link(&asked, &mut streams),
        Command::Render(asked) => render(&asked, &mut streams),
        _ => panic!("link or render was asked for"),
    };
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended {
        written: text(to),
        aside: text(aside),
        why: ended.err(),
    }
}

/// The program itself: its exit code, and what it wrote and said.
fn program(arguments: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let mut child = Process::new(env!("CARGO_BIN_EXE_slipway"))
        .env_clear()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may refuse before all is read.
    let _ = child.stdin.take().unwrap().write_all(input);
    let ended = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

fn link_of(text: &str, arguments: &[&str]) -> String {
    let made = run(&[&["link"], arguments].concat(), text).written();
    made.strip_suffix('\n').unwrap().to_owned()
}

fn fragment(address: &str) -> &str {
    &address[address.find('#').unwrap()..]
}

/// What a link holds.
fn unpacked(address: &str) -> Value {
    let packed = job::link::packed(address).unwrap();
    let deflated = BASE64_URL_SAFE_NO_PAD.decode(packed).unwrap();
    serde_json::from_slice(&miniz_oxide::inflate::decompress_to_vec(&deflated).unwrap()).unwrap()
}

fn packed(json: &[u8]) -> String {
    let deflated = miniz_oxide::deflate::compress_to_vec(json, 6);
    format!(
        "https://console.example/open#d=1.{}",
        BASE64_URL_SAFE_NO_PAD.encode(deflated)
    )
}

fn values(text: &str) -> Vec<Value> {
    let documents = yaml::read(text).unwrap().into_iter();
    documents.map(|document| document.value).collect()
}

/// What the task of these documents becomes: the Job and its Services.
fn becomes(documents: &[Value]) -> Vec<Value> {
    job::manifest::objects(&import::objects(documents).draft.unwrap())
}

fn file(name: &str, text: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{count}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn every_pattern_becomes_a_link_that_renders_to_the_same_task() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../job/tests/patterns");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let wanted = becomes(&values(&text));
        let address = link_of("", &["--keep-secrets", path.to_str().unwrap()]);
        let rendered = run(&["render", &address], "").written();
        assert_eq!(values(&rendered), wanted, "{path:?}");
        assert_eq!(rendered, yaml::write(&wanted), "{path:?}");
        assert_eq!(
            run(&["render", path.to_str().unwrap()], "").written(),
            rendered,
            "{path:?}"
        );
        assert!(fragment(&address).len() <= LONGEST, "{path:?}");
        count += 1;
    }
    assert!(count >= 20, "{count}");
}

#[test]
fn every_job_that_the_api_server_takes_goes_through_a_link() {
    let cases = include_str!("../../../job/tests/cases/api-server-1.37.2.jsonl").lines();
    let cases = cases.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut count = 0;
    for case in cases.filter(|case| case["expect"]["accepted"] == true && case["object"]["kind"] == "Job") {
        let address = link_of(&case["object"].to_string(), &["--keep-secrets"]);
        let rendered = run(&["render", &address], "").written();
        assert_eq!(
            values(&rendered),
            becomes(&[case["object"].clone()]),
            "{}",
            case["title"]
        );
        count += 1;
    }
    assert!(count > 50, "{count}");
}

#[test]
fn the_program_reads_a_link_from_an_argument_standard_input_and_a_file() {
    let (code, address, said) = program(&["link", "--keep-secrets"], GOOD.as_bytes());
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(address.starts_with("http://127.0.0.1:3000/open#d=1."), "{address}");
    let wanted = yaml::write(&becomes(&values(GOOD)));
    let address = address.trim_end();
    let saved = file("saved.link", &format!("{address}\n"));
    for (argument, input) in [
        (address, ""),
        ("-", address),
        (saved.to_str().unwrap(), ""),
        (fragment(address), ""),
        (&fragment(address)[1..], ""),
    ] {
        let ended = program(&["render", argument], input.as_bytes());
        assert_eq!(ended, (Some(0), wanted.clone(), String::new()), "{argument}");
    }
}

#[test]
fn secrets_are_left_out_and_named_unless_they_are_kept() {
    let made = run(&["link"], GOOD);
    assert_eq!(
        made.aside,
        "slipway: left out: the value of DB_PASSWORD (containers.1.env.2.value)\n"
    );
    let address = made.written().trim_end().to_owned();
    assert!(!unpacked(&address).to_string().contains("hunter2"));
    let rendered = run(&["render", &address], "");
    assert_eq!(
        rendered.aside,
        "slipway: left out by whoever made the link: containers.1.env.2.value\n"
    );
    assert!(rendered.written().contains("DB_PASSWORD") && !run(&["render", &address], "").written.contains("hunter2"));
    let kept = run(&["link", "--keep-secrets"], GOOD);
    assert_eq!(kept.aside, "");
    assert!(unpacked(kept.written().trim_end()).to_string().contains("hunter2"));
}

#[test]
fn words_what_to_ask_the_cluster_and_the_console_go_along() {
    let address = link_of(
        GOOD,
        &[
            "--title=Replay a day",
            "--note=Ask in #data first.\n\u{1b}[2J",
            "--ask=containers.1.env.1.value",
            "--ask=basic.name",
            "--cluster=prod-eu",
            "--console=https://console.example/",
        ],
    );
    assert!(address.starts_with("https://console.example/open#d=1."), "{address}");
    let held = unpacked(&address);
    assert_eq!(
        (&held["t"], &held["n"], &held["c"], &held["a"], &held["s"]),
        (
            &json!("Replay a day"),
            &json!("Ask in #data first.\n\u{1b}[2J"),
            &json!(["prod-eu"]),
            // Keys, which count over the whole draft.
            &json!(["containers.1.env.2.value", "basic.name"]),
            &json!(["containers.1.env.3.value"])
        )
    );
    let rendered = run(&["render", &address], "");
    assert_eq!(
        rendered.aside,
        "slipway: title: Replay a day\n\
         slipway: note: Ask in #data first.  [2J\n\
         slipway: left out by whoever made the link: containers.1.env.2.value\n\
         slipway: to be filled in: containers.1.env.1.value\n\
         slipway: to be filled in: basic.name\n"
    );
    assert!(!rendered.written.contains("nightly") && !rendered.written.contains("today"));
    assert_eq!(link_of(&address, &["--console=https://console.example"]), address);
    let renamed = unpacked(&link_of(&address, &["--title=Again", "--ask=basic.namespace"]));
    assert_eq!(
        (&renamed["t"], &renamed["n"], &renamed["a"]),
        (&json!("Again"), &held["n"], &json!(["basic.namespace"]))
    );
}

#[test]
fn what_is_asked_counts_from_one_and_names_a_field() {
    let held = unpacked(&link_of(GOOD, &["--ask=containers.1.env.1.value"]));
    assert_eq!(held["f"]["containers"][0]["env"][0], json!({"name": "DAY"}));
    let secret = run(&["link", "--ask=containers.1.env.2.value"], GOOD);
    assert_eq!(secret.aside, "", "the reader enters it anyway");
    let held = unpacked(secret.written().trim_end());
    assert_eq!(
        (&held["a"], &held["s"]),
        (&json!(["containers.1.env.3.value"]), &Value::Null)
    );
    let words = GOOD.replace("        env:", "        command: [replay, --day, today]\n        env:");
    let held = unpacked(&link_of(&words, &["--ask=containers.1.command.3.text"]));
    assert_eq!(held["f"]["containers"][0]["command"], json!(["replay", "--day", {}]));
    for wrong in [
        "containers.1.command.1.text",
        "containers.0.image",
        "containers.2.image",
        "containers.1.env.3.value",
        "containers.1.env",
        "containers",
        "basic.nothing",
        "",
        "kept",
        "containers.1.99999999999999999999.x",
    ] {
        let why = run(&["link", &format!("--ask={wrong}")], GOOD).why.unwrap();
        assert!(why.starts_with(&format!("--ask {wrong}: ")), "{why}");
    }
}

#[test]
fn a_draft_file_is_what_a_link_is() {
    let made = run(&["link", "--as-file", "--title=Replay"], GOOD).written();
    let held: Value = serde_json::from_str(&made).unwrap();
    assert_eq!((&held["slipway-draft"], &held["t"]), (&json!(1), &json!("Replay")));
    let path = file("draft.slipway.json", &made);
    let path = path.to_str().unwrap();
    let address = link_of(GOOD, &["--title=Replay"]);
    assert_eq!(link_of("", &[path]), address);
    assert_eq!(
        run(&["render", path], "").written(),
        run(&["render", &address], "").written()
    );
}

#[test]
fn check_takes_a_link_and_a_draft_file() {
    let bad = GOOD.replace("Never", "Sometimes");
    let judged = |arguments: &[&str], input: &str| {
        let all = ["slipway", "check"].iter().chain(arguments);
        let Command::Check(asked) = CommandLine::try_parse_from(all).unwrap().command else {
            panic!("check was asked for")
        };
        let mut written = Vec::new();
        let end = check(&asked, &mut input.as_bytes(), &mut written).unwrap();
        (end, String::from_utf8(written).unwrap())
    };
    for (text, end, said) in [
        (GOOD, End::Fine, "Job nightly: accepted\n"),
        (
            &bad,
            End::Refused,
            "Job nightly: refused\n  error spec.template.spec.restartPolicy: ",
        ),
    ] {
        let address = link_of(text, &[]);
        let draft = run(&["link", "--as-file"], text).written();
        let path = file("check.slipway.json", &draft);
        for (arguments, input) in [
            (&[address.as_str()][..], ""),
            (&[], &format!("{address}\n")),
            (&[path.to_str().unwrap()], ""),
            (&["-"], &draft),
        ] {
            let (ended, written) = judged(arguments, input);
            assert_eq!(ended, end, "{arguments:?} {written}");
            assert!(written.starts_with(said), "{arguments:?} {written}");
        }
    }
    let damaged = judged(&["https://console.example/open#d=1.abc"], "");
    assert_eq!(
        damaged,
        (
            End::Unreadable,
            "the link is damaged: it was cut off or changed on the way\n".to_owned()
        )
    );
}

#[test]
fn a_manifest_in_one_line_that_mentions_a_link_is_a_manifest() {
    let mut job = values(GOOD).remove(0);
    job["metadata"]["annotations"] = json!({"runbook": link_of(GOOD, &[])});
    let text = job.to_string();
    assert_eq!(values(&run(&["render"], &text).written()), becomes(&[job]));
}

/// The one line that a refusal says, with exit code 2 and nothing written.
#[track_caller]
fn refused(arguments: &[&str], input: &[u8]) -> String {
    let began = Instant::now();
    let (code, written, said) = program(arguments, input);
    assert_eq!((code, written.as_str()), (Some(2), ""), "{said}");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let line = said.strip_prefix("slipway: ").expect(&said).trim_end();
    assert!(line.lines().count() == 1 && line.len() < 300, "{said}");
    line.to_owned()
}

#[test]
fn what_is_no_task_is_refused_in_one_line() {
    for command in ["link", "render"] {
        let no_job = refused(&[command], b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        assert_eq!(no_job, "there is no Job and no CronJob in it");
        assert_eq!(refused(&[command], b""), no_job);
        assert!(refused(&[command], b"a: [1\nb: }\n").starts_with("2:"));
        assert!(refused(&[command], b"\xff\xfe").ends_with("UTF-8"));
        assert!(refused(&[command, "/nonexistent/file"], b"").starts_with("/nonexistent/file: "));
        let path = file("no-job.yaml", "a: [1\nb: }\n");
        let path = path.to_str().unwrap();
        assert!(refused(&[command, path], b"").starts_with(&format!("{path}: 2:")));
        assert!(refused(&[command], &vec![b'a'; 5 << 20]).contains("more than 4 MiB"));
    }
    let long = "a".repeat(101);
    assert!(refused(&["link", "--title", &long], GOOD.as_bytes()).starts_with("--title has more than 100"));
    let long = "a".repeat(2_001);
    assert!(refused(&["link", "--note", &long], GOOD.as_bytes()).starts_with("--note has more than 2000"));
}

#[test]
fn a_bad_link_is_refused_in_one_line_and_in_bounded_time() {
    const DAMAGED: &str = "the link is damaged: it was cut off or changed on the way";
    const LATER: &str = "the link was made by a later release of Slipway";
    const TOO_BIG: &str = "the link holds more than any task has";
    let good = link_of(GOOD, &[]);
    let zeros = packed(&vec![0; 300_000_000]);
    let million = packed(format!(r#"{{"f":{{"containers":[{}{{}}]}}}}"#, "{},".repeat(340_000)).as_bytes());
    let values = packed(format!(r#"{{"k":{{"a":[{}1]}}}}"#, "1,".repeat(100_000)).as_bytes());
    let deep = packed(format!(r#"{{"k":{{"a":{}{}}}}}"#, "[".repeat(200_000), "]".repeat(200_000)).as_bytes());
    let long = format!("#d=1.{}", "a".repeat(2_000_000));
    for (link, why) in [
        (&good[..good.len() - 8], DAMAGED),
        ("#d=1.%%%", DAMAGED),
        ("#d=1.", DAMAGED),
        ("#d=x", DAMAGED),
        ("d=0.abc", DAMAGED),
        (&packed(b"\xff\xff"), DAMAGED),
        (&packed(b"[]"), DAMAGED),
        (&deep, DAMAGED),
        ("https://console.example/open#d=2.abc", LATER),
        (&zeros, TOO_BIG),
        (&million, TOO_BIG),
        (&values, TOO_BIG),
        (&long, TOO_BIG),
        (r#"{"slipway-draft": 2}"#, LATER),
        (r#"{"slipway-draft": "1"}"#, DAMAGED),
        (
            &format!(r#"{{"slipway-draft": 1, "t": "{}"}}"#, "a".repeat(101)),
            TOO_BIG,
        ),
    ] {
        let start = &link[..link.len().min(60)];
        for command in ["link", "render"] {
            assert_eq!(refused(&[command], link.as_bytes()), why, "{command} {start}");
        }
        let (code, said, _) = program(&["check"], link.as_bytes());
        assert_eq!((code, said), (Some(2), format!("-:1:1: {why}\n")), "{start}");
    }
}

#[test]
fn a_link_of_a_name_and_an_image_is_short() {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly-report-of-all-regions");
    draft.set("basic.namespace", "data-platform");
    draft.set("basic.cluster", "production-eu-west");
    draft.set("containers.1.image", "registry.example.com/data/report:2026.11.26");
    let address = link_of(&Link::of(&draft, &[], &[]).file(), &[]);
    assert!(fragment(&address).len() <= 200, "{}", fragment(&address).len());
}

/// `tests/links` holds links of every release. Each opens as it did.
#[test]
fn every_link_of_every_release_opens_as_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let all = std::fs::read_dir(folder).unwrap();
        all.map(|entry| entry.unwrap().path()).collect()
    };
    let releases: Vec<_> = entries(&folder).into_iter().filter(|path| path.is_dir()).collect();
    assert!(!releases.is_empty());
    for release in releases {
        let is_link = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "link");
        let links: Vec<_> = entries(&release).into_iter().filter(is_link).collect();
        assert!(links.len() >= 6, "{release:?}");
        for path in links {
            let rendered = run(&["render", path.to_str().unwrap()], "");
            let beside = |kind: &str| std::fs::read_to_string(path.with_extension(kind));
            assert_eq!(rendered.aside, beside("said").unwrap_or_default(), "{path:?}");
            assert_eq!(rendered.written(), beside("yaml").unwrap(), "{path:?}");
        }
    }
}

/// What one might enter there; each time another.
fn entered(field: &Field, count: &mut usize) -> Value {
    *count += 1;
    let count = *count;
    match field.kind {
        Kind::Flag => json!(true),
        Kind::Choice(_) | Kind::YesNo | Kind::Union(_) => {
            let words = field.words();
            json!(words[1..][count % (words.len() - 1)])
        }
        Kind::Number => json!((count * 37 % 60_000 + 1).to_string()),
        Kind::Port => json!((count * 97 % 60_000 + 1).to_string()),
        Kind::Octal => json!("0440"),
        Kind::Commas => json!(format!("{}-a, {}-b{count}", field.label, field.label)),
        Kind::Area(_) => json!("Replays a day of events. Ask in the channel of the data team first."),
        Kind::Words => {
            json!([{"key": 1, "text": format!("--{}", field.label)}, {"key": 2, "text": format!("{count}")}])
        }
        Kind::Pairs => json!([{"key": 1, "name": format!("example.com/{}", field.name), "value": format!("v{count}")}]),
        Kind::Rows(inner) => json!(rows(inner, count)),
        Kind::Group(inner) => Value::Object(filled(inner, "", &mut { count })),
        Kind::Text | Kind::Trimmed => json!(format!("{}-{count}", field.label)),
    }
}

/// Every field; `word` is that of the union which decides what the row is, empty for whichever.
fn filled(fields: &'static [Field], word: &str, count: &mut usize) -> Map<String, Value> {
    let mut made = Map::new();
    for field in fields {
        let value = match field.kind {
            Kind::Union(_) if !word.is_empty() => json!(word),
            _ => entered(field, count),
        };
        let is_other = field
            .when
            .is_some_and(|when| !word.is_empty() && !when.is.contains(&word));
        if !is_other {
            made.insert(field.name.to_owned(), value);
        }
    }
    made
}

/// A row for each word of the union that decides what a row is, or one.
fn rows(fields: &'static [Field], mut count: usize) -> Vec<Map<String, Value>> {
    let union = fields.iter().find(|field| matches!(field.kind, Kind::Union(_)));
    let words = union.map_or(vec![""], Field::words);
    let keyed = |(at, word): (usize, &str)| {
        let mut row = filled(fields, word, &mut count);
        row.insert("key".into(), json!(at + 1));
        row
    };
    words.into_iter().enumerate().map(keyed).collect()
}

fn of_tabs(tabs: &'static [Tab]) -> Map<String, Value> {
    let mut made = Map::new();
    let mut count = 0;
    for tab in tabs {
        made.extend(filled(tab.fields, "", &mut count));
        count += 20;
    }
    made
}

/// A draft in which every field of the form says something, of every kind of variable and volume one.
fn full() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    let list = |tabs| {
        let mut row = of_tabs(tabs);
        row.insert("key".into(), json!(1));
        json!([row])
    };
    draft.set("basic", of_tabs(BASIC));
    draft.set("pod", of_tabs(POD));
    draft.set("advanced", of_tabs(ADVANCED));
    draft.set("containers", list(CONTAINER));
    draft.set("services", list(SERVICE));
    draft.set("basic.instances", "10");
    draft
}

#[test]
fn a_link_of_every_field_of_the_form_is_at_most_six_kilobytes() {
    let draft = full();
    let made = run(&["link", "--keep-secrets"], &Link::of(&draft, &[], &[]).file()).written();
    let length = fragment(made.trim_end()).len();
    assert!(length <= 6_144, "{length}");
    assert!(length > 1_000, "{length}: is it full?");
    let rendered = run(&["render", made.trim_end()], "").written();
    assert_eq!(rendered, yaml::write(&job::manifest::objects(&draft)));
}
