//! Ours beside theirs: the verdict, and for a refusal the set of fields. Words are not compared.

use std::collections::BTreeSet;
use std::ops::Range;

use job::context::{Minor, NodePorts};
use job::rules::cluster::pod_security::{Level, judge};
use job::rules::kubernetes;
use job::{Finding, Origin, Severity};
use serde_json::Value;

use super::answer::{Oracle, Said};
use super::mutate;

/// What our rules say.
pub struct Verdict {
    fields: BTreeSet<String>,
    /// Places that no rule knows.
    unjudged: Vec<String>,
}

impl Verdict {
    pub fn accepted() -> Self {
        Self {
            fields: BTreeSet::new(),
            unjudged: Vec::new(),
        }
    }
}

pub fn ours(object: &Value) -> Verdict {
    let findings = match object["kind"].as_str() {
        Some("Service") => kubernetes::judge_service(object, NodePorts::default()),
        _ => kubernetes::judge(object),
    };
    let refuses = |finding: &Finding| finding.is_error() && finding.origin == Origin::Kubernetes;
    Verdict {
        fields: findings
            .into_iter()
            .filter(refuses)
            .map(|finding| finding.api_path)
            .collect(),
        unjudged: kubernetes::unjudged(object),
    }
}

/// The same of a line of JSON, as `slipway check --lines` reads it: a key that stands twice is refused.
pub fn ours_of_line(line: &str) -> (Value, Verdict) {
    let document = job::yaml::read(line).expect("it is JSON").remove(0);
    let mut verdict = ours(&document.value);
    verdict.fields.extend(document.twice);
    (document.value, verdict)
}

#[derive(Default)]
pub struct Disagreements {
    /// What was said of which object; none of one that was no plain value.
    said: Vec<(Value, String)>,
    refused: usize,
    compared: usize,
    forbidden: usize,
}

impl Disagreements {
    pub fn compare(&mut self, object: &Value, theirs: &Said, ours: &Verdict) {
        if theirs.panic {
            return;
        }
        self.compared += 1;
        self.refused += usize::from(!theirs.accepted);
        let is_judged = |field: &String| !ours.unjudged.iter().any(|place| field.starts_with(place.as_str()));
        let fields: BTreeSet<String> = theirs
            .causes
            .iter()
            .map(|cause| cause.field.clone())
            .filter(is_judged)
            .collect();
        let agree = if theirs.decode_error.is_some() || theirs.other_error.is_some() {
            !ours.fields.is_empty() || !ours.unjudged.is_empty()
        } else {
            ours.fields == fields
        };
        self.compare_pod_security(object, theirs, ours);
        if !agree {
            let words: Vec<_> = theirs
                .causes
                .iter()
                .map(|cause| format!("{}: {}", cause.field, cause.message))
                .collect();
            let said = format!(
                "theirs {fields:?} {:?} {words:?}\n  ours {:?} (unjudged {:?})",
                theirs.decode_error, ours.fields, ours.unjudged
            );
            self.said.push((object.clone(), said));
        }
    }

    /// Level by level and version by version: the set of checks that forbid something.
    fn compare_pod_security(&mut self, object: &Value, theirs: &Said, ours: &Verdict) {
        for (policy, reasons) in &theirs.pod_security {
            let (level, version) = policy.split_once(':').expect("LEVEL:VERSION");
            let level = Level::of_label(level).expect("a level");
            let version = Minor::of_version(version).unwrap_or(Minor::NEWEST);
            let found = judge(object, level, version, Severity::Error);
            let own: BTreeSet<_> = found
                .iter()
                .filter_map(|finding| finding.args.get("reason"))
                .map(str::to_owned)
                .collect();
            // One of several is said in the plural.
            let said = |reason: &String| {
                reason
                    .replace("AppArmor profiles", "AppArmor profile")
                    .replace("hostPorts", "hostPort")
            };
            let reasons: BTreeSet<_> = reasons.iter().map(said).collect();
            self.forbidden += reasons.len();
            if own != reasons && ours.unjudged.is_empty() {
                let said = format!("{policy}: theirs {reasons:?}\n  ours {own:?}");
                self.said.push((object.clone(), said));
            }
        }
    }

    pub fn count(&self) -> usize {
        self.said.len()
    }

    /// Fails when there is one, and when so few or so many were refused that the run proves little.
    pub fn must_be_none(self, share_refused: Range<f64>, oracle: &Oracle) {
        let share = self.refused as f64 / self.compared.max(1) as f64;
        println!("{} times something was forbidden by Pod Security", self.forbidden);
        println!("{} compared, {:.0} % refused", self.compared, share * 100.0);
        assert!(
            self.said.is_empty(),
            "{} of {} disagree; the first:\n{}",
            self.said.len(),
            self.compared,
            self.shrunk(oracle)
        );
        assert!(share_refused.contains(&share), "{share} of them were refused");
    }

    /// The first of them, each as small as it still disagrees.
    fn shrunk(&self, oracle: &Oracle) -> String {
        let said = self
            .said
            .iter()
            .take(SHOWN)
            .map(|(object, said)| match shrunk(object, oracle) {
                Some((small, said)) => format!("{said}\n  {small}"),
                // The text says more than the value.
                None => format!("{said}\n  {object}"),
            });
        said.collect::<Vec<_>>().join("\n")
    }
}

/// Disagreements that are shown.
const SHOWN: usize = 8;

/// Takes away place after place for as long as both still disagree.
pub fn shrunk(object: &Value, oracle: &Oracle) -> Option<(Value, String)> {
    let disagree = |object: &Value, said: &Said| {
        let mut found = Disagreements::default();
        found.compare(object, said, &ours(object));
        found.said.pop()
    };
    let said = oracle.ask(std::slice::from_ref(object));
    let mut smallest = disagree(object, said.first()?)?;
    loop {
        let smaller = mutate::smaller(&smallest.0);
        let said = oracle.ask(&smaller);
        let mut still = smaller
            .iter()
            .zip(&said)
            .filter_map(|(object, said)| disagree(object, said));
        match still.next() {
            Some(found) => smallest = found,
            None => return Some(smallest),
        }
    }
}
