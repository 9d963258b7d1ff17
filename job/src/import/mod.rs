//! Objects become a draft: what the form shows becomes its fields, everything else is kept.
//!
//! The other way of [`crate::manifest`]: what an imported draft becomes is what was imported, but for
//! what a controller made (its labels, its selector, the status) and for defaults that the form spells out.

mod counts;
mod defaults;
mod fields;
mod logs;
mod objects;
mod onto;
mod service;
mod strip;

use serde_json::{Map, Value, json};

use self::fields::Reader;
pub(crate) use self::objects::MOST_SERVICES;
pub use self::objects::{Imported, Left, objects};
pub use self::onto::onto;
use crate::draft::{Row, VERSION};
use crate::form::{ADVANCED, CONTAINER, Field, POD, Tab};
use crate::manifest::APP_LABELS;
use crate::{DESCRIPTION_ANNOTATION, Draft};

/// The draft of a `batch/v1` Job. Total: what has another shape than the API's is kept as it is.
/// The cluster is not known; a container keeps its place.
pub fn job(job: &Value) -> Draft {
    let mut reader = Reader::default();
    let fields = read(job.clone(), &mut reader);
    draft(fields, reader)
}

fn draft(fields: Map<String, Value>, reader: Reader) -> Draft {
    Draft::from(json!({"version": VERSION, "keys": reader.keys, "fields": fields, "kept": reader.kept}))
}

/// The fields of a Job.
fn read(mut job: Value, reader: &mut Reader) -> Map<String, Value> {
    if strip::is_answered(&job) {
        defaults::of_job(&mut job);
    }
    strip::of_job(&mut job);
    let mut basic = basic(&mut job, reader);
    counts::read(&mut job, &mut basic);
    let mut draft = Map::new();
    let mut advanced = Row::new();
    if let Some(parallel) = basic.remove("parallel") {
        advanced.insert("parallel".into(), parallel);
    }
    let mut pod = Row::new();
    logs::stdout(&mut job, &mut pod);
    let logs = logs::directories(&mut job);
    reader.read(table(ADVANCED), &mut job, &mut advanced, "");
    let template = "spec.template.spec";
    if let Some(spec) = job.pointer_mut("/spec/template/spec") {
        reader.read(table(POD), spec, &mut pod, template);
        let containers = reader.rows(table(CONTAINER), spec, "containers", &format!("{template}.containers"));
        draft.insert("containers".into(), logs.given_to(containers, reader));
    }
    fields::take(&mut job, &["spec", "template", "spec"], |left| {
        left.as_object().is_some_and(Map::is_empty)
    });
    draft.insert("basic".into(), Value::Object(basic));
    draft.insert("pod".into(), Value::Object(pod));
    draft.insert("advanced".into(), Value::Object(advanced));
    reader.keep("", job);
    draft
}

fn table(tabs: &'static [Tab]) -> impl Iterator<Item = &'static Field> + Clone {
    tabs.iter().flat_map(|tab| tab.fields)
}

/// Name, namespace and description; the labels that the form makes of the name.
fn basic(job: &mut Value, reader: &mut Reader) -> Row {
    let mut basic = Row::new();
    for fixed in ["apiVersion", "kind"] {
        fields::take(job, &[fixed], |_| true);
    }
    for (at, field) in [
        (&["metadata", "name"][..], "name"),
        (&["metadata", "namespace"], "namespace"),
        (&["metadata", "annotations", DESCRIPTION_ANNOTATION], "description"),
    ] {
        if let Some(text) = fields::take(job, at, |value| value.as_str().is_some_and(|text| !text.is_empty())) {
            basic.insert(field.into(), text);
        }
    }
    // Without a name the form makes none.
    if let Some(name) = basic.get("name") {
        for place in APP_LABELS {
            let at = fields::parts(place);
            if fields::at(job, &at).is_none() {
                reader.kept.insert(place.to_owned(), Value::Null);
            }
            fields::take(job, &at, |value| value == name);
        }
    }
    basic
}
