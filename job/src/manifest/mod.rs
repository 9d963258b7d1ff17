//! A draft becomes the objects that the API server is sent, and a map of where each part came from.

mod path;
mod source_map;
mod write;

use serde_json::{Value, json};

pub use self::path::{ApiPath, Part};
pub use self::source_map::SourceMap;
use self::write::Writer;
use crate::draft::{Container, Draft, DraftPath, Runs};
use crate::{ATTEMPT_ANNOTATION, DESCRIPTION_ANNOTATION};

/// What a draft becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifests {
    /// The `batch/v1` Job.
    pub job: Value,
    /// From places in the Job to places in the draft.
    pub map: SourceMap,
}

impl Manifests {
    /// Marks the Job with the press of Create that sends it, so that a lost answer can be resolved
    /// by reading the Job back. Only a Job about to be sent carries it: no link, copy or preview does.
    pub fn set_attempt(&mut self, attempt: &str) {
        write::insert(
            &mut self.job,
            &ApiPath::metadata_annotation(ATTEMPT_ANNOTATION),
            attempt.into(),
        );
    }
}

/// The objects of a draft. Never fails: what was typed and is no number stands in the manifest as
/// typed, and is a decode finding there, as it would be at the API server.
pub fn manifests(draft: &Draft) -> Manifests {
    let fields = &draft.fields;
    let basic = &fields.basic;
    let advanced = &fields.advanced;
    let mut to = Writer::new();

    to.fix("apiVersion", json!("batch/v1"));
    to.fix("kind", json!("Job"));
    to.set("metadata.name", DraftPath::NAME, json!(basic.name));
    to.set_text("metadata.namespace", DraftPath::NAMESPACE, &basic.namespace);
    to.set_text("metadata.labels[app]", DraftPath::NAME, &basic.name);
    if !basic.description.is_empty() {
        to.set_at(
            ApiPath::metadata_annotation(DESCRIPTION_ANNOTATION),
            DraftPath::DESCRIPTION,
            json!(basic.description),
        );
    }

    match basic.runs {
        Runs::OnePod => {
            to.set("spec.completions", DraftPath::RUNS, json!(1));
            to.set("spec.parallelism", DraftPath::RUNS, json!(1));
        }
        Runs::FixedCount => {
            to.set_number("spec.completions", DraftPath::INSTANCES, &basic.instances);
            to.set_number("spec.parallelism", DraftPath::PARALLEL, &fields.effective_parallel());
        }
        Runs::WorkQueue => to.set_number("spec.parallelism", DraftPath::INSTANCES, &basic.instances),
    }
    if basic.indexed && basic.runs != Runs::WorkQueue {
        to.set("spec.completionMode", DraftPath::INDEXED, json!("Indexed"));
    }
    to.set_number("spec.activeDeadlineSeconds", DraftPath::TIMEOUT, &advanced.timeout);
    to.set_number("spec.backoffLimit", DraftPath::RETRIES, &advanced.retries);
    to.set_text("spec.template.metadata.labels[app]", DraftPath::NAME, &basic.name);
    to.set(
        "spec.template.spec.restartPolicy",
        DraftPath::RESTART_POLICY,
        json!(advanced.restart_policy.as_str()),
    );

    to.fix("spec.template.spec.containers", json!([]));
    for (index, container) in fields.containers.iter().enumerate() {
        set_container(&mut to, index, container);
    }
    // In the order of paths, not of their spellings: `[2]` is written before `[10]`.
    let mut kept: Vec<_> = draft
        .kept
        .iter()
        .filter_map(|(path, value)| Some((ApiPath::parse_kept(path, &fields.containers)?, value)))
        .collect();
    kept.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, value) in kept {
        to.keep(path, value);
    }
    to.finish()
}

fn set_container(to: &mut Writer, index: usize, container: &Container) {
    let api = |rest: &str| format!("spec.template.spec.containers[{index}].{rest}");
    let field = |name: &str| DraftPath::container(container.key, name);
    to.set(&api("name"), field("name"), json!(container.name));
    to.set(&api("image"), field("image"), json!(container.image));
    to.set(
        &api("imagePullPolicy"),
        field("pull-policy"),
        json!(container.pull_policy.as_str()),
    );
    let quantities = [
        ("requests", "cpu", "cpu-request", &container.cpu_request),
        ("requests", "memory", "memory-request", &container.memory_request),
        ("limits", "cpu", "cpu-limit", &container.cpu_limit),
        ("limits", "memory", "memory-limit", &container.memory_limit),
    ];
    for (kind, resource, name, text) in quantities {
        to.set_text(&api(&format!("resources.{kind}[{resource}]")), field(name), text.trim());
    }
    if container.privileged {
        to.set(&api("securityContext.privileged"), field("privileged"), json!(true));
    }
}
