//! Texts, links and drafts that nobody would write: what reads and judges them neither panics nor hangs on any.
//!
//! Each test goes on for `SLIPWAY_FUZZ_SECONDS` (2 where it is not set; `make test` says 60) with a seed of its own
//! time, which a failure prints. Every input must be done within `PATIENCE`, which only a hang takes.

use std::path::Path;
use std::sync::{LazyLock, mpsc};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use clap::Parser;
use job::draft::Draft;
use job::yaml::{self, Text};
use job::{Context, Defaults, DraftPath, check, manifests};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use server::check::check as check_text;
use server::link::{Streams, link, render};
use server::settings::{Command, CommandLine};

const PATIENCE: Duration = Duration::from_secs(30);
/// What inputs are made of.
const WORDS: [&str; 36] = [
    "apiVersion: batch/v1\n",
    "kind: Job\n",
    "metadata:\n  name: a\n",
    "spec:\n",
    "  template:\n",
    "    spec:\n",
    "      containers:\n      - name: a\n        image: b\n",
    "- ",
    ": ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "\\u0000",
    "\\ud800",
    "1e999",
    "-0x1f",
    "~",
    "null",
    "\t",
    "\r\n",
    "# ",
    "{\"kind\":\"Service\",\"apiVersion\":\"v1\"}",
    "\u{feff}",
];

fn seconds() -> Duration {
    let given = std::env::var("SLIPWAY_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    Duration::from_secs(given.unwrap_or(2))
}

/// Runs every input that `make` gives, on a thread of its own, so that one that hangs is named.
fn for_a_while(make: fn(&mut StdRng) -> Vec<u8>, run: fn(&[u8])) {
    let (end, mut count) = (Instant::now() + seconds(), 0_u64);
    let seed: u64 = rand::rng().random();
    let mut rng = StdRng::seed_from_u64(seed);
    let (inputs, work) = mpsc::channel::<Vec<u8>>();
    let (done, finished) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        for input in work {
            run(&input);
            if done.send(()).is_err() {
                return;
            }
        }
    });
    while Instant::now() < end {
        let input = make(&mut rng);
        inputs.send(input.clone()).expect("the worker lives");
        let ended = finished.recv_timeout(PATIENCE);
        assert!(
            ended.is_ok(),
            "seed {seed}, input {count}: {ended:?}\n{}",
            String::from_utf8_lossy(&input)
        );
        count += 1;
    }
    drop(inputs);
    worker.join().expect("no input panics");
    println!("{count} inputs");
    assert!(count > 10, "{count} inputs in {:?} prove little", seconds());
}

fn text(rng: &mut StdRng) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..rng.random_range(0..40) {
        let word = WORDS[rng.random_range(0..WORDS.len())].as_bytes();
        let times = if rng.random_range(0..50) == 0 { 2_000 } else { 1 };
        for _ in 0..times {
            text.extend_from_slice(word);
        }
    }
    for _ in 0..rng.random_range(0..4) {
        let at = rng.random_range(0..=text.len());
        text.insert(at, rng.random());
    }
    text
}

#[test]
fn no_text_panics_or_hangs_the_reader() {
    for_a_while(text, |input| {
        for arguments in [["slipway", "check", "--output=json"], ["slipway", "check", "--lines"]] {
            let Command::Check(asked) = CommandLine::try_parse_from(arguments).expect("it is a command").command else {
                panic!("check was asked for")
            };
            let mut written = Vec::new();
            check_text(&asked, &mut std::io::Cursor::new(input), &mut written).expect("memory takes it");
            for line in String::from_utf8(written).expect("it writes text").lines() {
                serde_json::from_str::<Value>(line).expect("it writes JSON");
            }
        }
    });
}

/// Any value, with names that a draft has.
fn value(rng: &mut StdRng, depth: u32) -> Value {
    const NAMES: [&str; 20] = [
        "basic",
        "containers",
        "pod",
        "services",
        "advanced",
        "name",
        "key",
        "env",
        "ports",
        "port",
        "kind",
        "value",
        "volumes",
        "mounts",
        "path",
        "liveness",
        "method",
        "instances",
        "runs",
        "node-required",
    ];
    match rng.random_range(0..if depth > 6 { 5 } else { 8 }) {
        0 => Value::Null,
        1 => rng.random::<bool>().into(),
        2 => rng.random_range(-3..70_000_i64).into(),
        3 => WORDS[rng.random_range(0..WORDS.len())].into(),
        4 => ["http", "fixed-count", "80", "a", "", "é", "-1", "$(A)"][rng.random_range(0..8)].into(),
        5 => (0..rng.random_range(0..5)).map(|_| value(rng, depth + 1)).collect(),
        _ => (0..rng.random_range(0..8))
            .map(|_| {
                (
                    NAMES[rng.random_range(0..NAMES.len())].to_owned(),
                    value(rng, depth + 1),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// A draft with any value at any of its places.
fn draft(rng: &mut StdRng) -> Vec<u8> {
    json!({"version": 1, "fields": value(rng, 0), "kept": {"spec.x[#1]": value(rng, 3)}})
        .to_string()
        .into_bytes()
}

#[test]
fn no_draft_panics_or_hangs_the_rules() {
    for_a_while(draft, |input| {
        let draft: Draft = serde_json::from_slice(input).expect("every JSON reads as a draft");
        let findings = check(&draft, &Context::default());
        assert!(findings.len() < 100_000);
    });
}

/// Files of a folder of this repository that end so.
fn files(folder: &str, end: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = std::fs::read_dir(folder)
        .expect("it is there")
        .map(|entry| entry.expect("it is read").path());
    let texts = paths.filter(|path| path.to_string_lossy().ends_with(end));
    let texts: Vec<_> = texts
        .map(|path| std::fs::read_to_string(path).expect("it is text"))
        .collect();
    assert!(!texts.is_empty());
    texts
}

/// Good links, and what they hold.
static LINKS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let held = |address: String| {
        let packed = job::link::packed(&address).expect("it is a link");
        let deflated = BASE64_URL_SAFE_NO_PAD.decode(packed).expect("it is base64");
        let json = miniz_oxide::inflate::decompress_to_vec(&deflated).expect("it is deflated");
        (address, String::from_utf8(json).expect("it is text"))
    };
    files("tests/links/0.1.0", ".link").into_iter().map(held).collect()
});

fn one_of<'a, T>(all: &'a [T], rng: &mut StdRng) -> &'a T {
    &all[rng.random_range(0..all.len())]
}

/// The text with some of it gone, twice, elsewhere, or with a word of ours in it.
fn mutated(text: &str, rng: &mut StdRng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..rng.random_range(1..4) {
        let at = rng.random_range(0..=chars.len());
        let longest = if rng.random() { 4 } else { 200 };
        let end = (at + rng.random_range(0..longest)).min(chars.len());
        let part: Vec<char> = match rng.random_range(0..4) {
            0 => chars.drain(at..end).skip(usize::MAX).collect(),
            1 => chars[at..end].to_vec(),
            2 => chars.drain(at..end).collect(),
            _ => one_of(&WORDS, rng).chars().collect(),
        };
        let to = if rng.random() {
            at
        } else {
            rng.random_range(0..=chars.len())
        };
        chars.splice(to..to, part);
    }
    chars.into_iter().collect()
}

fn packed(json: &[u8]) -> String {
    let deflated = miniz_oxide::deflate::compress_to_vec(json, 6);
    format!("#d=1.{}", BASE64_URL_SAFE_NO_PAD.encode(deflated))
}

/// A draft file with any value at any of its places.
fn any_file(rng: &mut StdRng) -> Value {
    let mut file = json!({"slipway-draft": 1, "f": value(rng, 0), "k": {"spec.x[#1]": value(rng, 3)}});
    for name in ["c", "k", "t", "n", "a", "s"] {
        if rng.random_range(0..4) == 0 {
            file[name] = value(rng, 4);
        }
    }
    if rng.random() {
        file["a"] = json!(["basic.name", "containers.1.env.2.value", *one_of(&WORDS, rng)]);
    }
    file
}

fn linked(rng: &mut StdRng) -> Vec<u8> {
    let (address, held) = one_of(&LINKS, rng);
    match rng.random_range(0..8) {
        0 => [b"#d=1.", text(rng).as_slice()].concat(),
        1 => mutated(address.trim(), rng).into(),
        2 | 3 => packed(mutated(held, rng).as_bytes()).into(),
        4 => packed(any_file(rng).to_string().as_bytes()).into(),
        5 => any_file(rng).to_string().into(),
        6 => mutated(&held.replacen('{', r#"{"slipway-draft":1,"#, 1), rng).into(),
        _ if rng.random_range(0..50) == 0 => packed(&vec![b'['; rng.random_range(0..40_000_000)]).into(),
        _ => address.clone().into(),
    }
}

/// What a command writes of that input; nothing where it refuses it.
fn written(arguments: &[&str], input: &[u8]) -> Option<String> {
    let (mut to, mut aside) = (Vec::new(), Vec::new());
    let mut from = input;
    let mut streams = Streams {
        from: &mut from,
        to: &mut to,
        aside: &mut aside,
    };
    let ended = match CommandLine::try_parse_from(arguments).expect("it is a command").command {
        Command::Link(asked) => link(&asked, &mut streams),
        Command::Render(asked) => render(&asked, &mut streams),
        _ => panic!("link or render was asked for"),
    };
    let aside = String::from_utf8(aside).expect("it says text");
    assert!(aside.lines().all(|line| line.starts_with("slipway: ")), "{aside}");
    ended.ok().map(|()| String::from_utf8(to).expect("it writes text"))
}

#[test]
fn no_link_and_no_draft_file_panics_or_hangs_and_what_opens_is_a_draft_that_stays_one() {
    for_a_while(linked, |input| {
        let rendered = written(&["slipway", "render"], input);
        let again = written(&["slipway", "link", "--keep-secrets"], input);
        assert_eq!(rendered.is_some(), again.is_some(), "both open it, or neither");
        if let (Some(rendered), Some(again)) = (rendered, again) {
            yaml::read(&rendered).expect("what is written is read");
            let opened = written(&["slipway", "render"], again.as_bytes());
            assert_eq!(opened, Some(rendered), "{again}");
        }
        let is_good = LINKS.iter().any(|(address, _)| address.as_bytes() == input);
        assert!(!is_good || written(&["slipway", "render"], input).is_some());
    });
}

/// Manifests as people write them.
static PATTERNS: LazyLock<Vec<String>> = LazyLock::new(|| files("../job/tests/patterns", ".yaml"));

/// A text beside a form, and what happens to it: `[own, step...]`, where a step is a whole text, an edit
/// `[where in 1000, characters taken, put]`, or a draft of the form.
fn typed(rng: &mut StdRng) -> Vec<u8> {
    let own = match rng.random_range(0..3) {
        0 => String::new(),
        1 => one_of(&PATTERNS, rng).clone(),
        _ => String::from_utf8_lossy(&text(rng)).into_owned(),
    };
    let mut steps = vec![json!(own)];
    for _ in 0..rng.random_range(1..8) {
        steps.push(match rng.random_range(0..8) {
            0 => one_of(&PATTERNS, rng).as_str().into(),
            1 => mutated(one_of(&PATTERNS, rng), rng).into(),
            2 => serde_json::from_slice(&draft(rng)).expect("it is JSON"),
            3 => {
                let held: Value = serde_json::from_str(&one_of(&LINKS, rng).1).expect("it is JSON");
                json!({"version": 1, "fields": held["f"], "kept": held["k"]})
            }
            _ => json!([rng.random_range(0..1001), rng.random_range(0..12), *one_of(&WORDS, rng)]),
        });
    }
    Value::Array(steps).to_string().into_bytes()
}

#[test]
fn no_text_beside_a_form_panics_or_hangs_and_it_stays_readable() {
    for_a_while(typed, |input| {
        let steps: Vec<Value> = serde_json::from_slice(input).expect("it is JSON");
        let mut draft = Draft::new(&Defaults::safe());
        let mut text = Text::new(&draft, steps[0].as_str().unwrap_or_default(), "");
        for step in &steps[1..] {
            let new = match step {
                Value::String(whole) => Some(whole.clone()),
                Value::Array(edit) => {
                    let number = |at: usize| edit[at].as_u64().unwrap_or_default() as usize;
                    let mut chars: Vec<char> = text.text().chars().collect();
                    let at = chars.len() * number(0) / 1_000;
                    let end = (at + number(1)).min(chars.len());
                    chars.splice(at..end, edit[2].as_str().unwrap_or_default().chars());
                    Some(chars.into_iter().collect())
                }
                of_form => {
                    draft = Draft::from(of_form.clone());
                    text.follow(&draft);
                    None
                }
            };
            if let Some(new) = new {
                let typed = text.type_text(new, &draft);
                assert_eq!(typed.is_some(), text.broken().is_none());
                draft = typed.unwrap_or(draft);
            }
            let made = manifests(&draft);
            for line in [1, 7, 1_000_000] {
                text.path_at(&made, line);
            }
            text.lines_of(&made, &DraftPath::NAME, "");
            if text.broken().is_some() {
                continue;
            }
            yaml::read(text.text()).expect("what is not broken is read");
            if text.own().is_empty() {
                assert_eq!(text.text(), yaml::write(&job::manifest::objects(&draft)));
            }
            let kept = Text::new(&draft, text.own(), "");
            let again = Text::new(&draft, kept.own(), "");
            assert_eq!(again.text(), kept.text(), "opened again, it stays as it is");
        }
    });
}
