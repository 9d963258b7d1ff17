//! The controller cannot make Pods (a1 to a9): Events `FailedCreate` of the Job.

use super::super::clock::Clock;
use super::super::scene::Scene;
use super::super::text::{after, between, has_any, quoted};
use super::super::{Cause, Phrase, Say};
use crate::Args;

pub(super) fn find(scene: &Scene, _clock: &mut Clock, found: &mut Vec<Cause>) {
    let job = &scene.job.uid;
    let missing = scene.missing_pods();
    let Some(failed) = scene.newest(job, &["FailedCreate"]).filter(|_| missing > 0) else {
        return;
    };
    let made = scene.newest(job, &["SuccessfulCreate"]).map(|event| event.last_seen);
    let made = made.into_iter().chain(scene.pods.iter().map(|pod| pod.created)).max();
    if made.is_some_and(|made| made > failed.last_seen) {
        return;
    }
    let cause = explain(&failed.message)
        .evidence(&failed.message)
        .since(failed.last_seen);
    found.push(Cause {
        pods: u32::try_from(missing).unwrap_or(1),
        ..cause
    });
}

const SPEC: &str = "spec.template.spec";
const RESOURCES: &str = "spec.template.spec.containers[0].resources";

fn explain(message: &str) -> Cause {
    let refusal = after(message, "is forbidden: ")
        .or_else(|| after(message, "Error creating: "))
        .unwrap_or(message);
    let cause = |title, say, args| Cause::blocking(title, "FailedCreate", Phrase::new(say, args));
    let has = |words: &[&str]| has_any(message, words);

    if let Some(rest) = after(message, "exceeded quota: ") {
        let part = |start, end| between(rest, start, end).unwrap_or_default();
        let args = Args::with("quota", rest.split(',').next().unwrap_or_default())
            .and("requested", part("requested: ", ", used: "))
            .and("used", part("used: ", ", limited: "))
            .and("limited", after(rest, "limited: ").unwrap_or_default());
        return cause(Say::QuotaExceeded, Say::QuotaExceededWhat, args)
            .advise(Say::FreeQuota)
            .mend(RESOURCES);
    }
    if let Some((quota, values)) = after(message, "failed quota: ").and_then(|rest| rest.split_once(": must specify")) {
        let args = Args::with("quota", quota).and("values", values.trim());
        let cause = cause(Say::QuotaNeedsValues, Say::QuotaNeedsValuesWhat, args.clone());
        return cause.advice(Phrase::new(Say::SetResources, args)).mend(RESOURCES);
    }
    if has(&["max limit to request ratio"]) || (has(&["minimum ", "maximum "]) && has(&[" usage per "])) {
        let args = Args::with("text", refusal);
        return cause(Say::LimitRangeRefused, Say::LimitRangeRefusedWhat, args)
            .advise(Say::ChangeResources)
            .mend(RESOURCES);
    }
    if let Some((level, violations)) =
        after(message, "violates PodSecurity \"").and_then(|rest| rest.split_once("\": "))
    {
        let args = Args::with("level", level).and("violations", violations);
        let cause = cause(Say::PodSecurityRefused, Say::PodSecurityRefusedWhat, args);
        return cause
            .advise(Say::MeetPodSecurity)
            .mend(format!("{SPEC}.securityContext"));
    }
    if let Some(account) = after(message, "error looking up service account ") {
        let account = account.split(':').next().unwrap_or_default();
        let args = Args::with("account", account.rsplit('/').next().unwrap_or_default());
        let cause = cause(Say::ServiceAccountMissing, Say::ServiceAccountMissingWhat, args.clone());
        return cause
            .advice(Phrase::new(Say::CreateServiceAccount, args))
            .mend(format!("{SPEC}.serviceAccountName"));
    }
    if let Some(name) = after(message, "no PriorityClass with name ") {
        let args = Args::with("kind", "PriorityClass").and("name", name.split(' ').next().unwrap_or_default());
        let cause = cause(Say::ClassMissing, Say::ObjectMissing, args.clone());
        return cause
            .advice(Phrase::new(Say::CreateObject, args))
            .mend(format!("{SPEC}.priorityClassName"));
    }
    if let Some(name) = quoted(message, "RuntimeClass").filter(|_| has(&["not found"])) {
        let args = Args::with("kind", "RuntimeClass").and("name", name);
        let cause = cause(Say::ClassMissing, Say::ObjectMissing, args.clone());
        return cause
            .advice(Phrase::new(Say::CreateObject, args))
            .mend(format!("{SPEC}.runtimeClassName"));
    }
    if let Some((_, invalid)) = after(message, "Pod \"").and_then(|rest| rest.split_once("\" is invalid: ")) {
        return pod_invalid(invalid);
    }
    if let Some(webhook) = quoted(message, "admission webhook").filter(|_| has(&["denied"])) {
        let text = after(message, "denied the request: ").unwrap_or(message);
        let args = Args::with("webhook", webhook).and("text", text);
        return cause(Say::AdmissionRefused, Say::WebhookRefused, args).advise(Say::AskPolicyOwner);
    }
    if has(&["failed calling webhook"]) {
        let args = Args::with("webhook", quoted(message, "failed calling webhook").unwrap_or_default());
        return cause(Say::WebhookFailed, Say::WebhookFailedWhat, args).advise(Say::AskPolicyOwner);
    }
    if has(&["ValidatingAdmissionPolicy"]) {
        let policy = between(message, "ValidatingAdmissionPolicy '", "'").unwrap_or_default();
        let args = Args::with("policy", policy).and("text", after(message, "denied request: ").unwrap_or(message));
        return cause(Say::AdmissionRefused, Say::PolicyRefused, args).advise(Say::AskPolicyOwner);
    }
    cause(
        Say::PodsNotCreated,
        Say::PodsNotCreatedWhat,
        Args::with("text", refusal),
    )
    .advise(Say::ReadMessage)
}

/// `spec.containers[0].image: Required value`, or several in brackets.
fn pod_invalid(invalid: &str) -> Cause {
    let first = invalid.trim_start_matches('[');
    let field = first
        .split_once(": ")
        .map(|(field, _)| field)
        .filter(|field| !field.contains(' '))
        .unwrap_or_default();
    let args = Args::with("field", field).and("text", invalid);
    let cause = Cause::blocking(Say::PodInvalid, "FailedCreate", Phrase::new(Say::PodInvalidWhat, args));
    let mend = if field.starts_with("spec.") || field.starts_with("metadata.") {
        format!("spec.template.{field}")
    } else {
        String::new()
    };
    cause.advise(Say::MendField).mend(mend)
}
