//! The conditions of a Job.

use serde_json::{Value, json};

use crate::object::{fields, items, now, text};

/// Why a Job is about to end, or has ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) success: bool,
    pub(super) reason: String,
    pub(super) message: String,
}

impl Verdict {
    pub(super) fn completed() -> Self {
        Self {
            success: true,
            reason: "CompletionsReached".into(),
            message: "Reached expected number of succeeded pods".into(),
        }
    }

    pub(super) fn failed(reason: &str, message: &str) -> Self {
        Self {
            success: false,
            reason: reason.into(),
            message: message.into(),
        }
    }

    /// The verdict that an earlier look wrote down.
    pub(super) fn of(job: &Value) -> Option<Self> {
        [("SuccessCriteriaMet", true), ("FailureTarget", false)]
            .iter()
            .find_map(|(kind, success)| {
                let condition = find(job, kind).filter(|condition| condition["status"] == "True")?;
                Some(Self {
                    success: *success,
                    reason: text(condition, "/reason").into(),
                    message: text(condition, "/message").into(),
                })
            })
    }

    /// Writes the verdict down before the Pods are gone.
    pub(super) fn announce(&self, job: &mut Value) -> bool {
        let kind = if self.success {
            "SuccessCriteriaMet"
        } else {
            "FailureTarget"
        };
        set(job, kind, true, &self.reason, &self.message)
    }

    /// Writes it down for good.
    pub(super) fn conclude(&self, job: &mut Value) {
        let kind = if self.success { "Complete" } else { "Failed" };
        set(job, kind, true, &self.reason, &self.message);
        if self.success {
            fields(job, "/status").insert("completionTime".into(), now().into());
        }
    }
}

pub(super) fn find<'a>(job: &'a Value, kind: &str) -> Option<&'a Value> {
    items(job, "/status/conditions")
        .iter()
        .find(|condition| condition["type"] == kind)
}

/// The condition with which the Job ended.
pub(super) fn finished(job: &Value) -> Option<&Value> {
    ["Complete", "Failed"]
        .iter()
        .find_map(|kind| find(job, kind).filter(|condition| condition["status"] == "True"))
}

/// Sets a condition; says whether that changed anything. One that never held is not written down as false.
pub(super) fn set(job: &mut Value, kind: &str, holds: bool, reason: &str, message: &str) -> bool {
    let status = if holds { "True" } else { "False" };
    match find(job, kind) {
        Some(condition) if condition["status"] == status => return false,
        None if !holds => return false,
        _ => {}
    }
    let condition = json!({
        "type": kind,
        "status": status,
        "reason": reason,
        "message": message,
        "lastProbeTime": now(),
        "lastTransitionTime": now(),
    });
    let list = fields(job, "/status").entry("conditions").or_insert(json!([]));
    if let Some(list) = list.as_array_mut() {
        list.retain(|condition| condition["type"] != kind);
        list.push(condition);
    }
    true
}
