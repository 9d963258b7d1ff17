//! Texts that nobody would write: the reader and the rules neither panic nor hang on any of them.
//!
//! Each test goes on for `SLIPWAY_FUZZ_SECONDS` (2 where it is not set; `make test` says 60) with a seed of its own
//! time, which a failure prints. Every input must be done within `PATIENCE`, which only a hang takes.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use clap::Parser;
use job::draft::Draft;
use job::{Context, check};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use server::check::check as check_text;
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
                serde_json::from_str::<serde_json::Value>(line).expect("it writes JSON");
            }
        }
    });
}

/// A draft with any value at any of its places.
fn draft(rng: &mut StdRng) -> Vec<u8> {
    fn value(rng: &mut StdRng, depth: u32) -> serde_json::Value {
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
            0 => serde_json::Value::Null,
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
    serde_json::json!({"version": 1, "fields": value(rng, 0), "kept": {"spec.x[#1]": value(rng, 3)}})
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
