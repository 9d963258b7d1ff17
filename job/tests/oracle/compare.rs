//! Ours beside theirs: the verdict, and for a refusal the set of fields. Words are not compared.

use std::collections::BTreeSet;
use std::ops::Range;

use job::context::{Minor, NodePorts};
use job::rules::cluster::pod_security::{Level, judge};
use job::rules::kubernetes;
use job::{Finding, Origin, Severity};
use serde_json::Value;

use super::answer::Said;

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

#[derive(Default)]
pub struct Disagreements {
    said: Vec<String>,
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
            self.said.push(format!(
                "theirs {fields:?} {:?} {words:?}\n  ours {:?} (unjudged {:?})\n  {object}",
                theirs.decode_error, ours.fields, ours.unjudged
            ));
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
                self.said
                    .push(format!("{policy}: theirs {reasons:?}\n  ours {own:?}\n  {object}"));
            }
        }
    }

    pub fn count(&self) -> usize {
        self.said.len()
    }

    /// Fails when there is one, and when so few or so many were refused that the run proves little.
    pub fn must_be_none(self, share_refused: Range<f64>) {
        let share = self.refused as f64 / self.compared.max(1) as f64;
        println!("{} times something was forbidden by Pod Security", self.forbidden);
        println!("{} compared, {:.0} % refused", self.compared, share * 100.0);
        assert!(
            self.said.is_empty(),
            "{} of {} disagree; the first:\n{}",
            self.said.len(),
            self.compared,
            self.said.iter().take(8).cloned().collect::<Vec<_>>().join("\n")
        );
        assert!(share_refused.contains(&share), "{share} of them were refused");
    }
}
