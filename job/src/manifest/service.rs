//! A Service of the task.

use serde_json::json;

use super::write::Writer;
use super::{Made, SELECTOR, SourceMap, kept};
use crate::draft::Group;
use crate::form::SERVICE;
use crate::{Draft, DraftPath};

/// The label that the Job controller gives to the Pods of a Job, and no other Pod has.
pub(crate) const OF_JOB: &str = "batch.kubernetes.io/job-name";

/// Name and selector fall back to those of the task, so that a Service catches its Pods only.
pub(super) fn made(draft: &Draft, service: Group) -> Made {
    let path = format!("services.{}", service.key());
    let from = |field: &str| DraftPath::within(&path, field);
    let task = draft.text(DraftPath::NAME.as_str());
    let typed = service.text("name").trim();
    let mut to = Writer::new(Some(SourceMap::default()));
    to.fix("apiVersion", json!("v1"));
    to.fix("kind", json!("Service"));
    to.set(
        "metadata.name",
        from("name"),
        json!(if typed.is_empty() { task } else { typed }),
    );
    let namespace = draft.text(DraftPath::NAMESPACE.as_str());
    to.set_text("metadata.namespace", DraftPath::NAMESPACE, namespace);
    to.fields("", SERVICE, service, &path);
    if service.flag("session") {
        to.set("spec.sessionAffinity", from("session"), json!("ClientIP"));
    }
    // Another one, or none, came from elsewhere.
    let is_kept = draft
        .kept
        .contains_key(&format!("services[#{}].{SELECTOR}", service.key()));
    if !is_kept && !to.has(SELECTOR) {
        to.set(SELECTOR, from("selector"), json!({OF_JOB: task}));
    }
    kept::write(draft, Some(service.key()), &mut to);
    let (object, map) = to.finish();
    Made { object, map }
}
