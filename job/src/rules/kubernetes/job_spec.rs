//! The Job's own fields (`pkg/apis/batch/validation/validation.go`: `ValidateJobCreate`,
//! `validateJobSpec`, `validateNameAllowsCompletions`, `validateGeneratedSelector`).

use super::format::{LABEL, is_short_label, is_subdomain};
use super::metadata::{NameRule, SUBDOMAIN_NAME, labels, name_of};
use super::{Found, WHOLE, metadata, pod_failure_policy, schema, selector, success_policy, template};
use crate::rules::node::Node;
use crate::{Args, Code};

/// `maxParallelismForIndexedJob`, `maxFailedIndexesForIndexedJob`, `completionsSoftLimit`
const INDEXED: i64 = 100_000;
/// `parallelismLimitForHighCompletions`, `maxFailedIndexesLimitForHighCompletions`, which hold above
/// the soft limit when failures are counted by index.
const OF_MANY: i64 = 10_000;
/// `maxManagedByLength`
const MANAGED_BY: usize = 63;

pub(super) fn judge(job: &Node, found: &mut Found) {
    const RULE: &NameRule = &SUBDOMAIN_NAME;
    let (meta, spec) = (job.field("metadata"), job.field("spec"));
    metadata::judge(&meta, RULE, found);
    let template = spec.field("template");
    all_labels(&meta, &spec, &template, found);
    found.fields(&spec, schema::JOB_SPEC);
    let completions = completions(&spec);
    if spec.field("completionMode").is("Indexed") {
        indexed(&meta, &spec, completions, found);
        if WHOLE {
            success_policy::judge(&spec.field("successPolicy"), completions, found);
        }
    } else {
        let is_known =
            matches!(spec.field("completionMode").text(), "NonIndexed") || !spec.field("completionMode").is_set();
        for name in ["backoffLimitPerIndex", "maxFailedIndexes"]
            .into_iter()
            .filter(|_| is_known)
        {
            found.forbid(&spec.field(name), "completionMode: Indexed");
        }
        found.forbid(&spec.field("successPolicy"), "completionMode: Indexed");
    }
    let per_index = spec.field("backoffLimitPerIndex");
    if spec.field("maxFailedIndexes").is_set() && !per_index.is_set() {
        found.require(&per_index);
    }
    let policy = spec.field("podFailurePolicy");
    if WHOLE {
        managed_by(&spec.field("managedBy"), found);
        pod_failure_policy::judge(&policy, &spec, &template.field("spec"), found);
    }
    let replacement = spec.field("podReplacementPolicy");
    if replacement.is_set() {
        let allowed = if policy.is_set() {
            "Failed"
        } else {
            "Failed, TerminatingOrFailed"
        };
        found.one_of(&replacement, allowed);
    }
    template::judge(&template, found);
    restart_policy(&template.field("spec").field("restartPolicy"), policy.is_set(), found);
}

/// `SetDefaults_Job`: completions become 1 when neither count is set.
fn completions(spec: &Node) -> Option<i64> {
    let none = || (!spec.field("parallelism").is_set()).then_some(1);
    spec.field("completions").number().or_else(none)
}

fn indexed(meta: &Node, spec: &Node, completions: Option<i64>, found: &mut Found) {
    let (parallelism, failed) = (spec.field("parallelism"), spec.field("maxFailedIndexes"));
    let is_many = spec.field("backoffLimitPerIndex").is_set() && completions.is_some_and(|count| count > INDEXED);
    let max = if is_many { OF_MANY } else { INDEXED };
    if parallelism.number().is_some_and(|number| number > max) {
        found.error(&parallelism, Code::IndexedParallelism, Args::with("max", max));
    }
    match failed.number() {
        None if is_many => found.require(&failed),
        Some(number) => {
            let max = max.min(completions.unwrap_or(max));
            if number > max {
                found.error(&failed, Code::TooLarge, Args::with("max", max));
            }
        }
        None => {}
    }
    let Some(completions) = completions else {
        return found.error(&spec.field("completions"), Code::IndexedNeedsCount, Args::none());
    };
    if let Some(name) = name_of(meta).filter(|_| completions > 0) {
        let hostname = format!("{name}-{}", completions - 1);
        if !is_short_label(&hostname) {
            let max = LABEL.saturating_sub(hostname.len() - name.len());
            let args = Args::with("hostname", hostname).and("max", max);
            found.error(&meta.field("name"), Code::IndexedNameTooLong, args);
        }
    }
}

/// `IsDomainPrefixedPath` (`apimachinery/pkg/util/validation/validation.go`)
fn managed_by(at: &Node, found: &mut Found) {
    if !at.is_set() || !found.needs(at) {
        return;
    }
    let is_right = at.text().split_once('/').is_some_and(|(host, path)| {
        let is_known = |c: char| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c);
        is_subdomain(host) && !path.is_empty() && path.chars().all(is_known)
    });
    found.form(at, is_right, "example.com/controller");
    found.too_long(at, MANAGED_BY);
}

/// Missing is defaulted to `Always`, which a Job may not have.
fn restart_policy(at: &Node, has_failure_policy: bool, found: &mut Found) {
    match at.text() {
        "" | "Always" => found.require(at),
        _ if has_failure_policy => found.one_of(at, "Never"),
        _ => found.one_of(at, "OnFailure, Never"),
    }
}

/// The labels that `generateSelector` of `pkg/registry/batch/job/strategy.go` writes, and whether
/// their value is the Job's name; it is the Job's uid otherwise, which nobody knows beforehand.
const GENERATED: [(&str, bool); 4] = [
    ("job-name", true),
    ("batch.kubernetes.io/job-name", true),
    ("controller-uid", false),
    ("batch.kubernetes.io/controller-uid", false),
];
/// Stands for the uid; no label can be this.
const UID: &str = "\n";

/// Labels of the Job and its template, and the selector that must catch the latter. Those of the
/// template are reported at `spec.template.labels` (`ValidatePodTemplateSpec`).
fn all_labels(meta: &Node, spec: &Node, template: &Node, found: &mut Found) {
    let (of_job, template_meta) = (meta.field("labels"), template.field("metadata"));
    let of_template = template_meta.field("labels");
    let is_manual = spec.field("manualSelector").is_true();
    let name = name_of(meta);
    let given = name.as_deref().filter(|_| !is_manual);
    labels(&of_template, given, &template.field("labels"), found);
    // `SetDefaults_Job`: a Job without labels shares those of its template.
    match (of_job.len() > 0, of_template.is_set()) {
        (true, _) => labels(&of_job, None, &of_job, found),
        (false, true) => labels(&of_template, given, &of_job, found),
        (false, false) => {}
    }
    let generated = |key: &str| {
        let (_, is_name) = GENERATED.iter().find(|(known, _)| *known == key && !is_manual)?;
        Some(if *is_name {
            name.as_deref().unwrap_or_default()
        } else {
            UID
        })
    };
    for (key, _) in GENERATED {
        let label = of_template.entry(key);
        if label.is_set() && generated(key).is_some_and(|wanted| wanted != label.text()) {
            found.error(&label, Code::Reserved, Args::with("name", key));
        }
    }
    let selector = spec.field("selector");
    if is_manual && !selector.is_set() {
        found.require(&selector);
        return found.error(&of_template, Code::OnlyWith, Args::with("needs", "selector"));
    }
    let before = found.0.len();
    selector::judge(&selector, found);
    if found.0.len() > before {
        return;
    }
    if !is_manual && !selector::matches(&selector, &generated) {
        found.only_with(&selector, "manualSelector: true");
    }
    let of_pods = |key: &str| of_template.text_of(key).or_else(|| generated(key));
    // The generated part of the selector.
    const KEY: &str = "batch.kubernetes.io/controller-uid";
    let is_added = !is_manual && selector.field("matchLabels").text_of(KEY).is_none();
    if (is_added && of_pods(KEY) != Some(UID)) || !selector::matches(&selector, &of_pods) {
        found.error(&of_template, Code::OnlyWith, Args::with("needs", "selector"));
    }
}
