//! Agreement with a real API server: what Kubernetes 1.37.2 said of these Jobs (its own validation
//! code, run in a process of its own) is what `rules::kubernetes` says of them.
//!
//! A case is *judged* when every cause that the API server gave lies under a place that our rules
//! know ([`KNOWN`]), or when it gave none. What is not judged is counted and listed by place: never
//! silently fine.

use std::collections::{BTreeMap, BTreeSet};

use job::Finding;
use job::rules::kubernetes::judge;
use serde::Deserialize;
use serde_json::{Value, json};

/// Creates of Jobs, as `cases/api-server-1.37.2.jsonl` has them.
const CASES: &str = include_str!("cases/api-server-1.37.2.jsonl");

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
    message: String,
}

/// Places that our rules know, with words of the rule where only one of several is ours. `[]` is any
/// position.
const KNOWN: [(&str, &str); 28] = [
    ("metadata.name", ""),
    ("metadata.generateName", ""),
    ("metadata.namespace", ""),
    ("metadata.labels", ""),
    ("metadata.annotations", ""),
    ("spec.parallelism", ""),
    ("spec.completions", ""),
    ("spec.completionMode", ""),
    ("spec.activeDeadlineSeconds", ""),
    ("spec.backoffLimit", ""),
    ("spec.ttlSecondsAfterFinished", ""),
    ("spec.template.labels", ""),
    ("spec.template.annotations", ""),
    ("spec.template.spec.restartPolicy", ""),
    ("spec.template.spec.containers", ""),
    ("spec.template.spec.containers[].name", ""),
    ("spec.template.spec.containers[].image", ""),
    ("spec.template.spec.containers[].imagePullPolicy", ""),
    (
        "spec.template.spec.containers[].resources.requests",
        "must be less than or equal to",
    ),
    ("spec.template.spec.containers[].resources.requests[cpu]", ""),
    ("spec.template.spec.containers[].resources.requests[memory]", ""),
    ("spec.template.spec.containers[].resources.limits[cpu]", ""),
    ("spec.template.spec.containers[].resources.limits[memory]", ""),
    // What cannot be decoded: Go's words, which name the place or nothing.
    ("decode", "Go struct field JobSpec.spec.parallelism"),
    ("decode", "Go struct field JobSpec.spec.completions"),
    ("decode", "Go struct field JobSpec.spec.backoffLimit"),
    ("decode", "quantities must match"),
    ("decode", "unable to parse quantity's suffix"),
];

/// Cases whose undecodable quantity, which the API server does not name, stands elsewhere than in a
/// container's resources.
const OTHER_QUANTITY: [&str; 1] = ["emptyDir sizeLimit bad"];

fn is_known(place: &str, words: &str) -> bool {
    KNOWN
        .iter()
        .any(|(known, part)| *known == place && words.contains(part))
}

/// `containers[3].name` as `containers[].name`.
fn any_position(field: &str) -> String {
    let mut place = String::new();
    for (at, part) in field.split('[').enumerate() {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let bracket = if at > 0 { "[" } else { "" };
        place.extend([bracket, if rest.starts_with(']') { rest } else { part }]);
    }
    place
}

/// Where our rules and the API server would differ about this case, if they do; or the places why
/// it is not judged.
enum Outcome {
    Agrees,
    Disagrees(String),
    Unjudged(BTreeSet<String>),
}

fn compare(case: &Case) -> Outcome {
    let found: Vec<Finding> = judge(&case.object).into_iter().filter(Finding::is_error).collect();
    let ours: BTreeSet<&str> = found.iter().map(|finding| finding.api_path.as_str()).collect();
    if case.expect.panic {
        return if found.is_empty() {
            Outcome::Disagrees("it crashes the API server".into())
        } else {
            Outcome::Agrees
        };
    }
    if let Some(words) = &case.expect.decode_error {
        return if !is_known("decode", words) || OTHER_QUANTITY.contains(&case.title.as_str()) {
            Outcome::Unjudged([format!("decode: {words}")].into())
        } else if found.is_empty()
            || !ours
                .iter()
                .all(|path| !words.contains("JobSpec") || words.contains(path))
        {
            Outcome::Disagrees(format!("{words}; ours {ours:?}"))
        } else {
            Outcome::Agrees
        };
    }
    let places = case
        .expect
        .causes
        .iter()
        .map(|cause| (any_position(&cause.field), &cause.message));
    let unknown: BTreeSet<_> = places
        .filter(|(place, words)| !is_known(place, words))
        .map(|(place, _)| place)
        .collect();
    if !unknown.is_empty() {
        return Outcome::Unjudged(unknown);
    }
    let theirs: BTreeSet<&str> = case.expect.causes.iter().map(|cause| cause.field.as_str()).collect();
    if case.expect.accepted == found.is_empty() && ours == theirs {
        Outcome::Agrees
    } else {
        Outcome::Disagrees(format!("theirs {theirs:?}; ours {ours:?}"))
    }
}

#[test]
fn no_judged_case_disagrees_with_the_api_server() {
    let (mut agree, mut disagree, mut unjudged) = (0, Vec::new(), BTreeMap::<String, usize>::new());
    let mut unjudged_cases = 0;
    for line in CASES.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        match compare(&case) {
            Outcome::Agrees => agree += 1,
            Outcome::Disagrees(why) => disagree.push(format!("{}: {why}", case.title)),
            Outcome::Unjudged(places) => {
                unjudged_cases += 1;
                places
                    .into_iter()
                    .for_each(|place| *unjudged.entry(place).or_default() += 1);
            }
        }
    }
    let total = CASES.lines().count();
    println!(
        "{total} creates of Jobs: {agree} agree, {} disagree, {unjudged_cases} unjudged, at:",
        disagree.len()
    );
    for (place, count) in &unjudged {
        println!("{count:4} {place}");
    }
    assert!(disagree.is_empty(), "{disagree:#?}");
    // More may be judged and less unjudged than here, never the other way round.
    assert!(agree >= 116 && agree + unjudged_cases == total, "{agree} of {total}");
}

#[test]
fn no_unjudged_case_that_is_refused_is_refused_for_another_reason() {
    for line in CASES.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let theirs: BTreeSet<&str> = case.expect.causes.iter().map(|cause| cause.field.as_str()).collect();
        if let Outcome::Unjudged(_) = compare(&case) {
            let invented: Vec<_> = judge(&case.object)
                .into_iter()
                .filter(|f| f.is_error() && !theirs.contains(&*f.api_path))
                .collect();
            assert!(invented.is_empty(), "{}: {invented:?}", case.title);
        }
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
