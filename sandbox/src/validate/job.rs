//! The spec of a Job.

use serde_json::Value;

use super::{Causes, metadata, names, pod};
use crate::default_job::generated_labels;
use crate::object::{entries, items, name, number, text};

/// The most Pods an Indexed Job may run at once.
const MOST_INDEXED: i64 = 100_000;

pub(super) fn check(job: &Value, causes: &mut Causes) {
    let labels = job.pointer("/spec/template/metadata/labels");
    if job.pointer("/spec/manualSelector") != Some(&Value::Bool(true)) {
        let selector = job.pointer("/spec/selector").unwrap_or(&Value::Null);
        let generated = selector["matchLabels"]
            .as_object()
            .is_some_and(|labels| labels.len() == 1 && labels.get("batch.kubernetes.io/controller-uid").is_some());
        if !generated {
            causes.invalid("spec.selector", selector.clone(), "`selector` not auto-generated");
        }
        for (label, value) in generated_labels(job) {
            let given = labels.and_then(|labels| labels.get(label)).and_then(Value::as_str);
            if given != Some(&value) {
                let field = format!("spec.template.metadata.labels[{label}]");
                causes.invalid(field, labels.cloned(), &format!("must be '{value}'"));
            }
        }
    }
    check_spec(job, causes);
}

/// The Pods that the Job will make must be those that it selects. Expressions are taken to fit.
fn selected(job: &Value, causes: &mut Causes) {
    let labels = job.pointer("/spec/template/metadata/labels");
    let selector = job.pointer("/spec/selector");
    if selector.is_none() {
        causes.required("spec.selector", "");
    }
    let fits = entries(job, "/spec/selector/matchLabels")
        .all(|(label, value)| labels.and_then(|labels| labels.get(label)) == Some(value));
    if selector.is_none() || !fits {
        let why = "`selector` does not match template `labels`";
        causes.invalid("spec.template.metadata.labels", labels.cloned(), why);
    }
}

/// What is judged at every change, too.
pub(super) fn check_spec(job: &Value, causes: &mut Causes) {
    selected(job, causes);
    let indexed = text(job, "/spec/completionMode") == "Indexed";
    let completions = number(job, "/spec/completions");
    let parallelism = number(job, "/spec/parallelism");
    for field in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ] {
        causes.not_negative(format!("spec.{field}"), number(job, &format!("/spec/{field}")));
    }
    if indexed {
        match completions {
            None => causes.required("spec.completions", "when completion mode is Indexed"),
            Some(count @ 1..) => {
                let last = format!("{}-{}", name(job), count - 1);
                if !names::label(&last).is_empty() {
                    let why = format!("will not able to create pod with invalid DNS label: {last}");
                    causes.invalid("metadata.name", name(job), &why);
                }
            }
            Some(_) => {}
        }
        if let Some(many) = parallelism.filter(|number| *number > MOST_INDEXED) {
            let why = format!("must be less than or equal to {MOST_INDEXED} when completion mode is Indexed");
            causes.invalid("spec.parallelism", many, &why);
        }
    }
    for field in ["backoffLimitPerIndex", "maxFailedIndexes"] {
        if let Some(number) = number(job, &format!("/spec/{field}")).filter(|_| !indexed) {
            causes.invalid(format!("spec.{field}"), number, "requires indexed completion mode");
        }
    }
    if number(job, "/spec/maxFailedIndexes").is_some() && number(job, "/spec/backoffLimitPerIndex").is_none() {
        causes.required("spec.backoffLimitPerIndex", "when maxFailedIndexes is specified");
    }
    let mode = text(job, "/spec/completionMode");
    if !["NonIndexed", "Indexed"].contains(&mode) {
        causes.unsupported("spec.completionMode", mode, &["NonIndexed", "Indexed"]);
    }
    let policy = job.pointer("/spec/podFailurePolicy").is_some();
    let supported: &[&str] = if policy {
        &["Failed"]
    } else {
        &["Failed", "TerminatingOrFailed"]
    };
    let replacement = text(job, "/spec/podReplacementPolicy");
    if policy && replacement == "TerminatingOrFailed" || !["Failed", "TerminatingOrFailed"].contains(&replacement) {
        causes.unsupported("spec.podReplacementPolicy", replacement, supported);
    }
    if let Some(success) = job.pointer("/spec/successPolicy") {
        if !indexed {
            causes.invalid(
                "spec.successPolicy",
                success.clone(),
                "requires indexed completion mode",
            );
        } else if items(success, "/rules").is_empty() {
            let why = "at least one rules must be specified when the successPolicy is specified";
            causes.required("spec.successPolicy.rules", why);
        }
    }
    let restart = text(job, "/spec/template/spec/restartPolicy");
    if policy && restart != "Never" {
        let why = "only \"Never\" is supported when podFailurePolicy is specified";
        causes.invalid("spec.template.spec.restartPolicy", restart, why);
    }
    template(job, causes);
}

fn template(job: &Value, causes: &mut Causes) {
    metadata::labels(job, "/spec/template/metadata/labels", "spec.template.labels", causes);
    metadata::annotations(
        job,
        "/spec/template/metadata/annotations",
        "spec.template.annotations",
        causes,
    );
    if let Some(template) = job.pointer("/spec/template") {
        pod::check(template, "spec.template.spec", causes);
    }
    let field = "spec.template.spec.restartPolicy";
    match text(job, "/spec/template/spec/restartPolicy") {
        "OnFailure" | "Never" => {}
        "" | "Always" => causes.required(field, "valid values: \"OnFailure\", \"Never\""),
        other => causes.unsupported(field, other, &["OnFailure", "Never"]),
    }
}
