//! The Job's own fields (`pkg/apis/batch/validation/validation.go`: `validateJobSpec`,
//! `validateNameAllowsCompletions`).

use serde_json::Value;

use super::format::{LABEL, is_label};
use super::metadata::job_name;
use super::{Found, number, text};
use crate::{Args, Code};

/// `maxParallelismForIndexedJob`.
const INDEXED_PARALLELISM: i64 = 100_000;
/// `parallelismLimitForHighCompletions`, which holds above `completionsSoftLimit` when failures are
/// counted by index.
const PARALLELISM_OF_MANY: i64 = 10_000;

pub(super) fn judge(job: &Value, found: &mut Found) {
    for field in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
    ] {
        if number(job, &format!("/spec/{field}")).is_some_and(|number| number < 0) {
            found.error(format!("spec.{field}"), Code::Negative, Args::none());
        }
    }
    match text(job, "/spec/completionMode") {
        None | Some("NonIndexed") => {}
        Some("Indexed") => indexed(job, found),
        Some(other) => {
            found.error(
                "spec.completionMode",
                Code::NotSupported,
                Args::with("value", other).and("allowed", "NonIndexed, Indexed"),
            );
        }
    }
    restart_policy(job, found);
}

fn indexed(job: &Value, found: &mut Found) {
    let parallelism = number(job, "/spec/parallelism");
    // `SetDefaults_Job`: completions become 1 when neither count is set.
    let completions = number(job, "/spec/completions").or(parallelism.is_none().then_some(1));
    let is_by_index = number(job, "/spec/backoffLimitPerIndex").is_some();
    let max = match completions {
        Some(completions) if completions > INDEXED_PARALLELISM && is_by_index => PARALLELISM_OF_MANY,
        _ => INDEXED_PARALLELISM,
    };
    if parallelism.is_some_and(|parallelism| parallelism > max) {
        found.error("spec.parallelism", Code::IndexedParallelism, Args::with("max", max));
    }
    let Some(completions) = completions else {
        return found.error("spec.completions", Code::IndexedNeedsCount, Args::none());
    };
    if let Some(name) = job_name(job).filter(|_| completions > 0) {
        let hostname = format!("{name}-{}", completions - 1);
        if !is_label(&hostname) || hostname.len() > LABEL {
            let max = LABEL.saturating_sub(hostname.len() - name.len());
            found.error(
                "metadata.name",
                Code::IndexedNameTooLong,
                Args::with("hostname", hostname).and("max", max),
            );
        }
    }
}

/// Row 53. Missing is defaulted to `Always`, which a Job may not have.
fn restart_policy(job: &Value, found: &mut Found) {
    let path = "spec.template.spec.restartPolicy";
    match text(job, "/spec/template/spec/restartPolicy") {
        // Row 40 (`validateJobSpec`).
        Some("OnFailure") if job.pointer("/spec/podFailurePolicy").is_some_and(Value::is_object) => {
            found.error(
                path,
                Code::NotSupported,
                Args::with("value", "OnFailure").and("allowed", "Never"),
            );
        }
        Some("Never" | "OnFailure") => {}
        None | Some("" | "Always") => found.error(path, Code::Required, Args::none()),
        Some(other) => found.error(
            path,
            Code::NotSupported,
            Args::with("value", other).and("allowed", "OnFailure, Never"),
        ),
    }
}
