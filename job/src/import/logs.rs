//! Container logs: the annotations and the volumes that the form makes of them, back into its rows.

use serde_json::{Value, json};

use super::fields::{Reader, take};
use crate::draft::Row;
use crate::manifest::{FLUENT_BIT_EXCLUDE, PATHS, STDOUT};

const ANNOTATIONS: [&str; 4] = ["spec", "template", "metadata", "annotations"];

fn annotation(key: &str) -> Vec<&str> {
    ANNOTATIONS.into_iter().chain([key]).collect()
}

/// Whether standard output is collected.
pub(super) fn stdout(job: &mut Value, pod: &mut Row) {
    let said = take(job, &annotation(STDOUT), |value| value == "true" || value == "false");
    if let Some(said) = said {
        pod.insert("collect-stdout".into(), said);
    } else if take(job, &annotation(FLUENT_BIT_EXCLUDE), |value| value == "true").is_some() {
        pod.insert("collect-stdout".into(), "false".into());
        pod.insert("log-agent".into(), "fluent-bit".into());
    }
}

/// Directories, by the position of their container: path and pattern.
#[derive(Default)]
pub(super) struct Directories(Vec<(usize, Value, Value)>);

impl Directories {
    /// The containers' rows with their directories.
    pub(super) fn given_to(self, mut containers: Vec<Value>, reader: &mut Reader) -> Value {
        for (position, path, pattern) in self.0 {
            let row = reader.row([("path", path), ("pattern", pattern)]);
            let Some(Value::Object(container)) = containers.get_mut(position) else {
                continue;
            };
            match container.entry("logs").or_insert_with(|| json!([])) {
                Value::Array(rows) => rows.push(row),
                other => *other = json!([row]),
            }
        }
        Value::Array(containers)
    }
}

/// Takes the annotation, the volumes and the mounts, where they are exactly those that the form makes;
/// else all of them stay.
pub(super) fn directories(job: &mut Value) -> Directories {
    let mut rest = job.clone();
    match read(&mut rest) {
        Some(found) => {
            *job = rest;
            found
        }
        None => Directories::default(),
    }
}

fn read(job: &mut Value) -> Option<Directories> {
    let text = take(job, &annotation(PATHS), Value::is_string)?;
    let list: Vec<Value> = serde_json::from_str(text.as_str()?).ok()?;
    let mut found = Vec::new();
    // Each was appended: the last is taken first.
    for (index, said) in list.iter().enumerate().rev() {
        let name = format!("logs-{}", index + 1);
        let (path, pattern) = (said.get("path")?.clone(), said.get("pattern")?.clone());
        let pod = job.pointer_mut("/spec/template/spec")?;
        let position = pod
            .get("containers")?
            .as_array()?
            .iter()
            .position(|container| container.get("name") == said.get("container"))?;
        let container = pod.get_mut("containers")?.get_mut(position)?;
        last_is(container, "volumeMounts", &json!({"name": name, "mountPath": path}))?;
        last_is(pod, "volumes", &json!({"name": name, "emptyDir": {}}))?;
        found.insert(0, (position, path, pattern));
    }
    let is_in_order = found.is_sorted_by_key(|(position, ..)| *position);
    let written = Value::Array(list).to_string();
    (is_in_order && written == text.as_str()?).then_some(Directories(found))
}

/// Takes the last item of a list if it is that one, and an empty list with it.
fn last_is(object: &mut Value, list: &str, wanted: &Value) -> Option<()> {
    let items = object.get_mut(list)?.as_array_mut()?;
    items.pop_if(|last| last == wanted)?;
    if items.is_empty() {
        object.as_object_mut()?.remove(list);
    }
    Some(())
}
