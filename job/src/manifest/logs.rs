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

/// Fluent Bit's own word for what it leaves out; it collects everything else
/// (docs.fluentbit.io, Kubernetes filter, `K8S-Logging.Exclude`).
pub const FLUENT_BIT_EXCLUDE: &str = "fluentbit.io/exclude";

/// What is said of standard output.
pub(super) fn stdout(draft: &Draft, to: &mut Writer) {
    let pod = draft.group("pod");
    let said = match (pod.text("collect-stdout"), pod.text("log-agent")) {
        ("", _) | ("true", "fluent-bit") => return,
        ("false", "fluent-bit") => (FLUENT_BIT_EXCLUDE, "true"),
        (collect, _) => (STDOUT, collect),
    };
    let (key, value) = said;
    to.set_at(
        annotation(key),
        DraftPath::within("pod", "collect-stdout"),
        json!(value),
    );
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
        let list = crate::draft::json(&Value::Array(collected));
        to.set_at(annotation(PATHS), DraftPath::CONTAINERS, json!(list));
    }
}

fn annotation(key: &str) -> ApiPath {
    let mut path = ApiPath::parse("spec.template.metadata.annotations");
    path.0.push(Part::Entry(key.to_owned()));
    path
}
