//! Container logs: annotations that say to an agent in the cluster what to collect, and for each
//! directory a volume that holds it. What the image has at that path is hidden by the volume.

use serde_json::{Value, json};

use super::path::{ApiPath, Part};
use super::write::Writer;
use crate::{Draft, DraftPath};

/// Whether standard output is collected: `true` or `false`.
pub const STDOUT: &str = "logs.slipway.dev/stdout";
/// What else is collected: JSON, a list of `{container, path, pattern}`.
pub const PATHS: &str = "logs.slipway.dev/paths";

/// What is said of standard output.
pub(super) fn stdout(draft: &Draft, to: &mut Writer) {
    let stdout = draft.text("pod.collect-stdout");
    if !stdout.is_empty() {
        to.set_at(
            annotation(STDOUT),
            DraftPath::from("pod.collect-stdout".to_owned()),
            json!(stdout),
        );
    }
}

/// The directories: an annotation for all of them, a volume and a mount for each.
pub(super) fn directories(draft: &Draft, to: &mut Writer) {
    let mut collected = Vec::new();
    for (index, container) in draft.rows("containers").enumerate() {
        for log in container.rows("logs") {
            let (path, pattern) = (log.text("path").trim(), log.text("pattern").trim());
            let from =
                |field: &str| DraftPath::from(format!("containers.{}.logs.{}.{field}", container.key(), log.key()));
            let name = format!("logs-{}", collected.len() + 1);
            let volume = format!("spec.template.spec.volumes[{}]", to.len("spec.template.spec.volumes"));
            to.set(&volume, from("path"), json!({"name": name, "emptyDir": {}}));
            let mounts = format!("spec.template.spec.containers[{index}].volumeMounts");
            let mount = format!("{mounts}[{}]", to.len(&mounts));
            to.set(&mount, from("path"), json!({"name": name, "mountPath": path}));
            collected.push(json!({"container": container.text("name"), "path": path, "pattern": pattern}));
        }
    }
    if !collected.is_empty() {
        let list = Value::Array(collected).to_string();
        to.set_at(annotation(PATHS), DraftPath::CONTAINERS, json!(list));
    }
}

fn annotation(key: &str) -> ApiPath {
    let mut path = ApiPath::parse("spec.template.metadata.annotations");
    path.0.push(Part::Entry(key.to_owned()));
    path
}
