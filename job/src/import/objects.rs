//! The objects of one or several documents become one task: a Job and its Services.

use serde_json::{Map, Value, json};

use super::fields::Reader;
use super::service;
use crate::Draft;

/// Most Services of a task; what comes after them is left.
pub(crate) const MOST_SERVICES: usize = 200;

/// What became of objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The task; nothing when there is no Job among them.
    pub draft: Option<Draft>,
    /// What is no part of it, in the order of the documents.
    pub left: Vec<Left>,
}

/// An object that is no part of the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its kind; empty when it says none.
    pub kind: String,
    /// Its name; empty when it says none.
    pub name: String,
}

impl Left {
    /// Kind and name, as one says them.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind, self.name).trim().to_owned()
    }
}

/// An object, with what the list around it says of it.
struct Named<'a> {
    api: &'a str,
    kind: &'a str,
    object: &'a Value,
}

/// The draft of the first Job, or else of what the first CronJob would start, with the Services of its namespace.
/// Lists are opened. Total, as [`super::job`] is.
pub fn objects(documents: &[Value]) -> Imported {
    let mut all = Vec::new();
    for document in documents {
        open(document, ("", ""), &mut all);
    }
    let first = |kind: &str| all.iter().position(|named| named.is(kind, "batch/"));
    let job = first("Job");
    let Some(chosen) = job.or_else(|| first("CronJob")) else {
        let left = all.iter().map(Named::left).collect();
        return Imported { draft: None, left };
    };
    let mut reader = Reader::default();
    let mut services = Vec::new();
    let mut left = Vec::new();
    let mut fields = Map::new();
    if let Some(named) = all.get(chosen) {
        let object = named.object.clone();
        fields = super::read(if job.is_some() { object } else { of_cron_job(object) }, &mut reader);
    }
    let (task, namespace) = (basic(&fields, "name"), basic(&fields, "namespace"));
    for (_, named) in all.iter().enumerate().filter(|(at, _)| *at != chosen) {
        let other = text(named.object, "/metadata/namespace");
        let is_room = services.len() < MOST_SERVICES;
        if is_room && named.is("Service", "v1") && (other.is_empty() || other == namespace) {
            services.push(service::read(named.object.clone(), &task, &mut reader));
        } else {
            left.push(named.left());
        }
    }
    if !services.is_empty() {
        fields.insert("services".to_owned(), Value::Array(services));
    }
    let draft = Some(super::draft(fields, reader));
    Imported { draft, left }
}

fn basic(fields: &Map<String, Value>, name: &str) -> String {
    let basic = fields.get("basic").and_then(|basic| basic.get(name));
    basic.and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Named<'_> {
    /// Whether it is of that kind; others have kinds of the same name. `api` is the group, or all of the version.
    fn is(&self, kind: &str, api: &str) -> bool {
        let is_api = self.api == api || api.ends_with('/') && self.api.starts_with(api);
        self.kind == kind && (is_api || self.api.is_empty())
    }

    fn left(&self) -> Left {
        let name = match text(self.object, "/metadata/name") {
            "" => text(self.object, "/metadata/generateName"),
            name => name,
        };
        Left {
            kind: self.kind.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// Opens lists. The items of a typed one, as an API server answers it, say neither version nor kind
/// (`apimachinery/pkg/apis/meta/v1/types.go`: `List`; `api/batch/v1/types.go`: `JobList`). A document that is empty
/// is none.
fn open<'a>(object: &'a Value, of: (&'a str, &'a str), all: &mut Vec<Named<'a>>) {
    let or = |text: &'a str, other: &'a str| if text.is_empty() { other } else { text };
    let (api, kind) = (or(text(object, "/apiVersion"), of.0), or(text(object, "/kind"), of.1));
    let items = object.get("items").and_then(Value::as_array);
    match (kind.strip_suffix("List"), items) {
        (Some(""), Some(items)) => items.iter().for_each(|item| open(item, ("", ""), all)),
        (Some(kind), Some(items)) => items.iter().for_each(|item| open(item, (api, kind), all)),
        _ if object.is_null() => {}
        _ => all.push(Named { api, kind, object }),
    }
}

/// The Job that a CronJob would start, under the CronJob's own name
/// (`pkg/controller/cronjob/utils.go`: `getJobFromTemplate2`).
fn of_cron_job(mut cron: Value) -> Value {
    let mut job = cron
        .pointer_mut("/spec/jobTemplate")
        .map(Value::take)
        .unwrap_or_default();
    let mut metadata = match job.get_mut("metadata").map(Value::take) {
        Some(Value::Object(metadata)) => metadata,
        _ => Map::new(),
    };
    // With its uid: what a server answered has the server's defaults.
    for name in ["name", "namespace", "uid"] {
        if let Some(value) = cron.get("metadata").and_then(|metadata| metadata.get(name)) {
            metadata.insert(name.to_owned(), value.clone());
        }
    }
    let mut made = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata});
    if let (Value::Object(made), Value::Object(template)) = (&mut made, job) {
        let rest = template.into_iter().filter(|(name, _)| name != "metadata");
        made.extend(rest);
    }
    made
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
