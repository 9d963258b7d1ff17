//! What the page shows and does, as commands of kubectl.

use crate::api::TaskAddress;
use crate::text::{task as say, task_key};
use crate::ui::{El, copy_button, el};

/// A section of commands, each with a button that copies it.
pub(super) fn commands(task: &TaskAddress) -> El {
    let TaskAddress {
        cluster,
        namespace,
        name,
    } = task;
    let line = |command: String| {
        let command = format!(
            "kubectl --context {} --namespace {namespace} {command}",
            quoted(cluster)
        );
        let copy = copy_button(&command, command.clone());
        el("li").child(el("code").child(command)).child(copy)
    };
    let patch =
        |suspend: bool| format!("patch job {name} --type merge --patch '{{\"spec\":{{\"suspend\":{suspend}}}}}'");
    let all = [
        format!("get job {name} --output wide"),
        format!("get pods --selector batch.kubernetes.io/job-name={name}"),
        format!("logs job/{name} --all-containers --prefix --follow"),
        format!("events --for job/{name}"),
        format!("get job {name} --output yaml"),
        patch(true),
        patch(false),
        format!("delete job {name}"),
    ];
    el("details")
        .class("section")
        .child(el("summary").class("section-title").child(say(task_key::KUBECTL)))
        .child(el("p").class("help").child(say(task_key::KUBECTL_HELP)))
        .child(
            el("ul")
                .class("commands")
                .child(all.map(line).into_iter().collect::<Vec<_>>()),
        )
}

/// A context may be called anything.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@');
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
