//! How many, how long: Number of Instances, Parallel number, Timeout period.

use crate::{Args, Code, Draft, DraftPath, Finding, Severity};

/// The longest time that a Pod may be given to end, in seconds (the form's own bound; Kubernetes has none).
const LONGEST_GRACE: i64 = 9_999;

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding>) {
    let mut say = |path, severity, code, args| findings.push(Finding::house(path, severity, code, args));
    let runs = draft.text("basic.runs");
    let instances = draft.text("basic.instances").trim();
    if runs != "one-pod" {
        match instances.parse::<i64>() {
            Err(_) if instances.is_empty() => say(DraftPath::INSTANCES, Severity::Error, Code::Required, Args::none()),
            Ok(0) => say(DraftPath::INSTANCES, Severity::Warning, Code::NothingRuns, Args::none()),
            _ => {}
        }
    }
    if !matches!(runs, "one-pod" | "work-queue") {
        let parallel = draft.effective_parallel();
        match (parallel.parse::<i64>(), instances.parse::<i64>()) {
            // Below zero is said at Number of Instances already.
            (Ok(parallel), Ok(instances @ 0..)) if parallel > instances => {
                let args = Args::with("parallel", parallel).and("instances", instances);
                say(DraftPath::PARALLEL, Severity::Error, Code::ParallelAboveInstances, args);
            }
            (Ok(0), Ok(1..)) => say(DraftPath::PARALLEL, Severity::Warning, Code::NothingRuns, Args::none()),
            _ => {}
        }
    }
    if draft
        .text("advanced.grace")
        .trim()
        .parse()
        .is_ok_and(|seconds: i64| seconds > LONGEST_GRACE)
    {
        let path = DraftPath::within("advanced", "grace");
        say(path, Severity::Error, Code::GraceTooLong, Args::none());
    }
    if draft.text("advanced.timeout").trim().parse() == Ok(0) {
        say(DraftPath::TIMEOUT, Severity::Warning, Code::TimeoutZero, Args::none());
    }
}
