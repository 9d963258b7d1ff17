//! The Pods of a Job: counted, made, and let go.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::create;
use crate::delete::{self, Propagation};
use crate::events::{self, Happening};
use crate::object::{self, TRACKING, fields, has_finalizer, is_deleting, items, name, namespace, text};
use crate::resource::Kind;
use crate::status::Refusal;
use crate::store::{Key, Objects};

/// Who speaks in events.
pub(super) const SPEAKER: &str = "job-controller";
/// The most Pods that one look makes, deletes or counts: others want their turn, too.
pub(super) const MOST: usize = 500;
/// Where a Pod's completion index stands.
const INDEX: &str = "batch.kubernetes.io/job-completion-index";

/// The Pods of a Job at one moment.
#[derive(Default)]
pub(super) struct Pods {
    /// Pending or running, and to stay.
    pub(super) active: Vec<Arc<Value>>,
    /// On their way out but still running.
    pub(super) terminating: usize,
    /// Succeeded, and not counted yet.
    pub(super) succeeded: Vec<Arc<Value>>,
    /// Failed, and not counted yet.
    pub(super) failed: Vec<Arc<Value>>,
    /// There are still more to count than one look takes.
    pub(super) more: bool,
}

impl Pods {
    pub(super) fn of(objects: &Objects, job: &Value) -> Self {
        let only_failed = text(job, "/spec/podReplacementPolicy") == "Failed";
        let uid = object::uid(job);
        let mut pods = Self::default();
        for (kind, key) in objects.dependents(uid) {
            let Some(pod) = objects.get(kind, &key).filter(|_| kind == Kind::Pod) else {
                continue;
            };
            let phase = text(pod, "/status/phase");
            let (going, done) = (is_deleting(pod), matches!(phase, "Succeeded" | "Failed"));
            match (done, going) {
                (false, false) => pods.active.push(pod.clone()),
                (false, true) => pods.terminating += 1,
                (true, _) => {}
            }
            let counting = pods.succeeded.len() + pods.failed.len();
            if !has_finalizer(pod, TRACKING) {
                continue;
            }
            if counting >= MOST && (done || going) {
                pods.more = true;
            } else if phase == "Succeeded" {
                pods.succeeded.push(pod.clone());
            } else if phase == "Failed" || going && !only_failed {
                pods.failed.push(pod.clone());
            }
        }
        pods
    }

    pub(super) fn ready(&self) -> usize {
        let ready = |pod: &&Arc<Value>| {
            items(pod, "/status/conditions")
                .iter()
                .any(|condition| condition["type"] == "Ready" && condition["status"] == "True")
        };
        self.active.iter().filter(ready).count()
    }

    /// How often containers of Pods that go on were restarted.
    pub(super) fn restarts(&self) -> i64 {
        let statuses = |pod: &Value| -> i64 {
            ["initContainerStatuses", "containerStatuses"]
                .iter()
                .flat_map(|list| items(pod, &format!("/status/{list}")))
                .filter_map(|status| status["restartCount"].as_i64())
                .sum()
        };
        self.active.iter().map(|pod| statuses(pod)).sum()
    }

    pub(super) fn indexes(&self) -> BTreeSet<i64> {
        self.active.iter().filter_map(|pod| index(pod)).collect()
    }
}

/// The completion index of a Pod.
pub(super) fn index(pod: &Value) -> Option<i64> {
    let annotations = pod.pointer("/metadata/annotations")?;
    annotations.get(INDEX)?.as_str()?.parse().ok()
}

/// The Job has counted the Pod and no longer holds it.
pub(super) fn release(objects: &mut Objects, pod: &Value) {
    let Some(pod) = objects.get(Kind::Pod, &Key::of(pod)) else {
        return;
    };
    let mut pod = (**pod).clone();
    object::remove_finalizer(&mut pod, TRACKING);
    objects.put(Kind::Pod, pod);
}

/// Deletes a Pod that is wanted no longer.
pub(super) fn delete(objects: &mut Objects, job: &Value, pod: &Value) {
    delete::begin(objects, Kind::Pod, &Key::of(pod), Propagation::Background, None);
    let message = format!("Deleted pod: {}", name(pod));
    events::record(objects, job, Happening::normal(SPEAKER, "SuccessfulDelete", message));
}

/// Makes one more Pod.
pub(super) fn make(objects: &mut Objects, job: &Value, index: Option<i64>) -> Result<(), Refusal> {
    let template = &job["spec"]["template"];
    let mut pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "generateName": base(name(job), index),
            "namespace": namespace(job),
            "ownerReferences": [{
                "apiVersion": "batch/v1",
                "kind": "Job",
                "name": name(job),
                "uid": object::uid(job),
                "controller": true,
                "blockOwnerDeletion": true,
            }],
        },
        "spec": template["spec"],
    });
    let metadata = fields(&mut pod, "/metadata");
    for field in ["labels", "annotations", "finalizers"] {
        if let Some(value) = template.pointer(&format!("/metadata/{field}")) {
            metadata.insert(field.into(), value.clone());
        }
    }
    object::add_finalizer(&mut pod, TRACKING);
    if let Some(index) = index {
        number(&mut pod, name(job), index);
    }
    create::default(Kind::Pod, &mut pod);
    let made = create::create(objects, Kind::Pod, pod, false)?;
    let message = format!("Created pod: {}", name(&made));
    events::record(objects, job, Happening::normal(SPEAKER, "SuccessfulCreate", message));
    Ok(())
}

/// The start of the Pod's name. An index is never cut off, the name of the Job is.
fn base(job: &str, index: Option<i64>) -> String {
    let Some(index) = index else { return format!("{job}-") };
    let end = format!("-{index}-");
    let kept = job.len().min(58_usize.saturating_sub(end.len()));
    format!("{}{end}", job.get(..kept).unwrap_or(job))
}

/// Tells the Pod and its containers their index.
fn number(pod: &mut Value, job: &str, index: i64) {
    for place in ["/metadata/labels", "/metadata/annotations"] {
        fields(pod, place).insert(INDEX.into(), index.to_string().into());
    }
    fields(pod, "/spec").insert("hostname".into(), format!("{job}-{index}").into());
    let variable = json!({
        "name": "JOB_COMPLETION_INDEX",
        "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": format!("metadata.labels['{INDEX}']")}},
    });
    for list in ["initContainers", "containers"] {
        let containers = fields(pod, "/spec").get_mut(list).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten() {
            let variables = fields(container, "").entry("env").or_insert(json!([]));
            if let Some(variables) = variables.as_array_mut()
                && !variables.iter().any(|known| known["name"] == variable["name"])
            {
                variables.push(variable.clone());
            }
        }
    }
}
