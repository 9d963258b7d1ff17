//! Agreement with a real API server: what Kubernetes 1.37.2 said of these Jobs and Services (its own
//! validation code, run in a process of its own) is what `rules::kubernetes` says of them.

use std::collections::BTreeSet;

use job::context::NodePorts;
use job::rules::kubernetes::{judge, judge_service, unjudged};
use job::{Finding, Origin};
use serde::Deserialize;
use serde_json::{Value, json};

/// Creates of Jobs and Services, as `cases/api-server-1.37.2.jsonl` has them.
const CASES: &str = include_str!("cases/api-server-1.37.2.jsonl");

/// Services whose `expect` is the answer of the validation code alone. An API server normalizes and
/// allocates before it validates (`pkg/registry/core/service/storage/storage.go`: `beginCreate`):
/// `clusterIP` becomes `clusterIPs`, the health check gets a port, and both are accepted.
const ALLOCATED_BEFORE: [&str; 2] = [
    "svc headless via clusterIP only (needs normalize)",
    "svc LB local no hcnp (alloc fills)",
];

#[derive(Deserialize)]
struct Case {
    title: String,
    object: Value,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    accepted: bool,
    causes: Vec<Cause>,
    #[serde(rename = "decodeError")]
    decode_error: Option<String>,
    /// The API server crashes on it, so its answer counts for nothing.
    #[serde(default)]
    panic: bool,
}

#[derive(Deserialize)]
struct Cause {
    field: String,
}

fn cases() -> impl Iterator<Item = Case> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn errors(object: &Value) -> Vec<Finding> {
    let all = match object["kind"].as_str() {
        Some("Service") => judge_service(object, NodePorts::default()),
        _ => judge(object),
    };
    let is_refusal = |finding: &Finding| finding.is_error() && finding.origin == Origin::Kubernetes;
    all.into_iter().filter(is_refusal).collect()
}

/// Where our rules and the API server differ about this case, if they do.
fn disagreement(case: &Case) -> Option<String> {
    let found = errors(&case.object);
    let ours: BTreeSet<&str> = found.iter().map(|finding| finding.api_path.as_str()).collect();
    if case.expect.panic {
        return found.is_empty().then(|| "it crashes the API server".into());
    }
    if let Some(words) = &case.expect.decode_error {
        // Only a few of Go's messages name the whole place, and none its positions.
        let is_named = |path: &&str| !words.contains("JobSpec") || words.contains(*path);
        return (found.is_empty() || !ours.iter().all(is_named)).then(|| format!("{words}; ours {ours:?}"));
    }
    let is_accepted = case.expect.accepted || ALLOCATED_BEFORE.contains(&case.title.as_str());
    let causes = case.expect.causes.iter().filter(|_| !is_accepted);
    let theirs: BTreeSet<&str> = causes.map(|cause| cause.field.as_str()).collect();
    let is_same = is_accepted == found.is_empty() && ours == theirs;
    (!is_same).then(|| format!("theirs {theirs:?}; ours {ours:?}"))
}

#[test]
fn the_rules_agree_with_the_api_server() {
    let total = cases().count();
    let disagree: Vec<String> = cases()
        .filter_map(|case| Some(format!("{}: {}", case.title, disagreement(&case)?)))
        .collect();
    println!(
        "{total} creates of Jobs and Services: {} agree, {} disagree:",
        total - disagree.len(),
        disagree.len()
    );
    disagree.iter().for_each(|case| println!("  {case}"));
    assert!(total >= 258, "cases are missing: {total}");
    assert!(disagree.is_empty(), "{disagree:#?}");
}

#[test]
fn no_case_stands_at_a_place_that_no_rule_knows_and_is_refused_there() {
    for case in cases() {
        let places = unjudged(&case.object);
        let unknown: Vec<&Cause> = case
            .expect
            .causes
            .iter()
            .filter(|cause| places.iter().any(|place| cause.field.starts_with(place)))
            .collect();
        assert!(unknown.is_empty(), "{}: {places:?}", case.title);
    }
}

/// The one case that is too large for the file: 262144 bytes of annotations are accepted, one more is not.
#[test]
fn annotations_of_exactly_the_limit_are_accepted() {
    let job = |bytes: usize| {
        json!({"metadata": {"name": "abcd", "annotations": {"k": "x".repeat(bytes - 1)}}, "spec": {"template": {"spec": {
            "restartPolicy": "Never", "containers": [{"name": "a", "image": "busybox"}]}}}})
    };
    assert_eq!(judge(&job(262_144)), []);
    let found = judge(&job(262_145));
    assert_eq!(
        found
            .iter()
            .map(|finding| finding.api_path.as_str())
            .collect::<Vec<_>>(),
        ["metadata.annotations"]
    );
}
