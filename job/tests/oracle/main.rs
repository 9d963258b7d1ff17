//! Agreement with the API server's own code, which runs in a process of its own (`end2end/oracle`): on drafts that
//! are made of the form's table, and on cases that were changed somewhere.
//!
//! Seeds are fixed, so that a run says the same everywhere; `SLIPWAY_SOAK` has a seed and a count of its own.

mod answer;
mod compare;
mod drafts;
mod import;
mod mutate;

use job::rules::kubernetes;
use job::{Draft, manifests};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;

use self::answer::Oracle;
use self::compare::{Disagreements, ours, ours_of_line};

/// How many of each.
const COUNT: usize = 20_000;
/// So many drafts are left in a file for the real API server (`end2end/tests/verdicts.spec.ts`).
const FOR_THE_REAL_ONE: usize = 1_000;

fn seed_and_count(of: u8) -> ([u8; 32], usize) {
    let mut seed = [of; 32];
    let soak = std::env::var("SLIPWAY_SOAK").unwrap_or_default();
    let Some((number, count)) = soak.split_once(' ') else {
        return (seed, COUNT);
    };
    let number: u64 = number.parse().expect("SLIPWAY_SOAK is \"SEED COUNT\"");
    for (byte, of_number) in seed.iter_mut().zip(number.to_le_bytes()) {
        *byte ^= of_number;
    }
    (seed, count.parse().expect("SLIPWAY_SOAK is \"SEED COUNT\""))
}

fn runner(of: u8) -> (TestRunner, usize) {
    let (seed, count) = seed_and_count(of);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    (TestRunner::new_with_rng(Config::default(), rng), count)
}

/// The objects that a draft becomes.
fn objects(draft: &Draft) -> Vec<Value> {
    let made = manifests(draft);
    let services = made.services.into_iter().map(|service| service.object);
    [made.job].into_iter().chain(services).collect()
}

#[test]
fn what_is_said_of_drafts_is_what_the_api_server_says() {
    let (mut runner, count) = runner(1);
    let drafts = drafts::any_draft();
    let mut found = Disagreements::default();
    let mut kept = Vec::new();
    let all: Vec<Value> = (0..count)
        .flat_map(|_| objects(&drafts::next(&drafts, &mut runner)))
        .collect();
    let oracle = Oracle::start();
    for (object, said) in all.iter().zip(oracle.ask(&all)) {
        if kept.len() < FOR_THE_REAL_ONE && object["kind"] == "Job" {
            kept.push(object.to_string());
        }
        found.compare(object, &said, &ours(object));
    }
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("drafts.jsonl");
    std::fs::write(file, kept.join("\n")).expect("the target folder can be written");
    found.must_be_none(0.3..0.7, &oracle);
}

#[test]
fn what_is_said_of_changed_cases_is_what_the_api_server_says() {
    let (seed, count) = seed_and_count(2);
    let mut rng = StdRng::from_seed(seed);
    let accepted = mutate::accepted();
    let line = |rng: &mut StdRng| mutate::line(mutate::changed(&accepted, rng), rng);
    let lines: Vec<String> = (0..count).map(|_| line(&mut rng)).collect();
    let mut found = Disagreements::default();
    let oracle = Oracle::start();
    for (line, said) in lines.iter().zip(oracle.ask_lines(lines.clone())) {
        let (object, verdict) = ours_of_line(line);
        found.compare(&object, &said, &verdict);
    }
    found.must_be_none(0.1..0.95, &oracle);
}

#[test]
fn a_rule_that_is_missing_would_be_seen() {
    let wrong = serde_json::json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "-"}, "spec": {"template": {"spec": {
        "restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}});
    let said = Oracle::start().ask(std::slice::from_ref(&wrong)).remove(0);
    let mut found = Disagreements::default();
    found.compare(&wrong, &said, &compare::Verdict::accepted());
    assert_eq!(found.count(), 1);
    assert!(!kubernetes::judge(&wrong).is_empty());
}

#[test]
fn what_disagrees_is_shown_as_small_as_it_still_disagrees() {
    let large = serde_json::json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a", "labels": {"x": "y"}}, "spec": {
        "parallelism": 3, "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}});
    let smaller = mutate::smaller(&large);
    assert!(
        smaller
            .iter()
            .all(|less| less.to_string().len() < large.to_string().len())
    );
    assert!(
        smaller
            .iter()
            .any(|less| less["metadata"].get("labels").is_none() && less["spec"] == large["spec"])
    );
    assert!(
        compare::shrunk(&large, &Oracle::start()).is_none(),
        "nothing disagrees here"
    );
}
