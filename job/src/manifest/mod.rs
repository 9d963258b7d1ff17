//! A draft becomes the objects that the API server is sent, and a map of where each part came from.

mod fields;
mod kept;
mod logs;
mod path;
mod service;
mod source_map;
mod write;

use serde_json::{Value, json};

pub(crate) use self::kept::{APP_LABELS, SELECTOR, rekeyed};
pub use self::logs::{FLUENT_BIT_EXCLUDE, PATHS, STDOUT};
pub use self::path::{ApiPath, Part};
pub(crate) use self::service::OF_JOB;
pub use self::source_map::SourceMap;
use self::write::Writer;
use crate::draft::{Draft, DraftPath};
use crate::form::{ADVANCED, CONTAINER, POD};
use crate::{ATTEMPT_ANNOTATION, DESCRIPTION_ANNOTATION};

/// What a draft becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifests {
    /// The `batch/v1` Job.
    pub job: Value,
    /// From places in the Job to places in the draft.
    pub map: SourceMap,
    /// The Services beside it, in the order of the form.
    pub services: Vec<Made>,
}

/// An object, and where each part of it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The object.
    pub object: Value,
    /// From its places to places in the draft.
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
    let (job, map) = write(draft, Writer::new(Some(SourceMap::default())));
    let services = draft
        .rows("services")
        .map(|service| service::made(draft, service))
        .collect();
    Manifests { job, map, services }
}

/// What is sent, in its order: the Job, without its map, and the Services.
pub fn objects(draft: &Draft) -> Vec<Value> {
    let services = draft.rows("services").map(|row| service::made(draft, row).object);
    [job(draft)].into_iter().chain(services).collect()
}

/// The Job alone, without the map: quicker, at every keystroke.
pub fn job(draft: &Draft) -> Value {
    write(draft, Writer::new(None)).0
}

fn write(draft: &Draft, mut to: Writer) -> (Value, SourceMap) {
    let basic = draft.group("basic");
    to.fix("apiVersion", json!("batch/v1"));
    to.fix("kind", json!("Job"));
    let name = basic.text("name");
    to.set("metadata.name", DraftPath::NAME, json!(name));
    to.set_text("metadata.namespace", DraftPath::NAMESPACE, basic.text("namespace"));
    let app_label = |to: &mut Writer, place: &str| {
        // Another one, or none, came from elsewhere, and something may look for it.
        if !draft.kept.contains_key(place) {
            to.set_text(place, DraftPath::NAME, name);
        }
    };
    let [of_job, of_pods] = APP_LABELS;
    app_label(&mut to, of_job);
    let description = basic.text("description");
    if !description.is_empty() {
        let annotation = ApiPath::metadata_annotation(DESCRIPTION_ANNOTATION);
        to.set_at(annotation, DraftPath::DESCRIPTION, json!(description));
    }
    counts(draft, &mut to);
    app_label(&mut to, of_pods);
    logs::stdout(draft, &mut to);
    to.fields("", ADVANCED, draft.group("advanced"), "advanced");
    to.fields("spec.template.spec", POD, draft.group("pod"), "pod");

    let containers = "spec.template.spec.containers";
    to.fix(containers, json!([]));
    for (index, container) in draft.rows("containers").enumerate() {
        let path = format!("containers.{}", container.key());
        to.fields(&format!("{containers}[{index}]"), CONTAINER, container, &path);
    }
    logs::directories(draft, &mut to);
    kept::write(draft, None, &mut to);
    to.finish()
}

/// How many, how many at once, and whether they are numbered.
fn counts(draft: &Draft, to: &mut Writer) {
    let basic = draft.group("basic");
    let instances = basic.text("instances");
    match basic.text("runs") {
        "one-pod" => {
            to.set("spec.completions", DraftPath::RUNS, json!(1));
            to.set("spec.parallelism", DraftPath::RUNS, json!(1));
        }
        "work-queue" => {
            to.set_number("spec.parallelism", DraftPath::INSTANCES, instances);
            return;
        }
        _ => {
            to.set_number("spec.completions", DraftPath::INSTANCES, instances);
            to.set_number("spec.parallelism", DraftPath::PARALLEL, &draft.effective_parallel());
        }
    }
    if basic.flag("indexed") {
        to.set("spec.completionMode", DraftPath::INDEXED, json!("Indexed"));
    }
}
