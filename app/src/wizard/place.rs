//! Where the task goes: what the cluster says of itself, and whether the name is free there.

use job::DraftPath;
use job::context::Minor;
use leptos::prelude::*;

use super::form::Form;
use super::kept::last_place;
use super::notice::Notice;
use crate::api::{self, ErrorKind, TaskAddress};
use crate::browser::{is_focused, sleep};
use crate::shell::Signed;
use crate::state::{State, follow};

/// Looked up this long after the last keystroke, in milliseconds.
const PAUSE: i32 = 350;

/// Asks the chosen cluster for version and namespaces, and fills in a namespace when none was typed.
pub(super) fn ask_cluster(form: Form, trouble: State<Option<api::ApiError>>) {
    let cluster = form.sheet.text(&DraftPath::CLUSTER);
    let cluster = State::of(move || cluster.get());
    let is_known = State::new(false);
    follow(move || {
        let name = cluster.get();
        Signed::follow();
        let asked_who =
            |notice: &Option<Notice>| matches!(notice, Some(Notice::Failed(error)) if error.kind == ErrorKind::SignIn);
        if form.notice.with_untracked(asked_who) {
            form.notice.set(None);
        }
        trouble.set(None);
        form.context.update(|context| {
            context.version = None;
            context.namespaces = None;
        });
        if name.is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = api::call(api::ClusterState { cluster: name.clone() }).await;
            if cluster.try_get_untracked().as_ref() != Some(&name) {
                return;
            }
            match answer {
                Ok(info) => {
                    suggest_namespace(form, &name, info.namespaces.as_deref(), is_known.get_untracked());
                    is_known.set(true);
                    let _ = form.context.update(|context| {
                        context.version = Minor::of_version(&info.version);
                        context.namespaces = info.namespaces;
                    });
                }
                Err(error) => {
                    trouble.set(Some(error));
                }
            }
        });
    });
}

/// Last used, else the context's, else `default` if allowed, else the first allowed.
fn suggest_namespace(form: Form, cluster: &str, allowed: Option<&[String]>, is_known: bool) {
    let typed = |draft: &job::Draft| !draft.text(DraftPath::NAMESPACE.as_str()).is_empty();
    // Nor into the hands of who is about to type; a press of Create before it was known leads there by itself.
    let is_led = !is_known && form.sheet.findings.all.get_untracked();
    let is_entered = is_focused(&DraftPath::NAMESPACE.dom_id()) && !is_led;
    if is_entered || form.sheet.draft.try_with_untracked(typed).unwrap_or(true) {
        return;
    }
    let (last_cluster, last_namespace) = last_place();
    let of_context = form.console.try_with_value(|console| {
        console
            .clusters
            .iter()
            .find(|c| c.name == cluster)
            .map(|c| c.namespace.clone())
    });
    let mut candidates: Vec<String> = Vec::new();
    if last_cluster == cluster {
        candidates.push(last_namespace);
    }
    candidates.extend(of_context.flatten());
    candidates.push("default".to_owned());
    candidates.extend(allowed.and_then(|allowed| allowed.first().cloned()));
    let fits = |candidate: &String| !candidate.is_empty() && allowed.is_none_or(|allowed| allowed.contains(candidate));
    if let Some(candidate) = candidates.into_iter().find(fits) {
        form.sheet.fill_in(&DraftPath::NAMESPACE, candidate);
    }
}

/// Looks the name up while it is typed, a moment after the last keystroke.
pub(super) fn ask_name(form: Form) {
    let wanted = State::of(move || form.sheet.draft.with(TaskAddress::of));
    follow(move || {
        let task = wanted.get();
        let malformed = form.sheet.findings.checked.with_untracked(|findings| {
            findings.iter().any(|f| {
                f.is_error()
                    && (f.path == DraftPath::NAME || f.path == DraftPath::NAMESPACE)
                    && f.code != job::Code::NameTaken
            })
        });
        if task.cluster.is_empty() || task.namespace.is_empty() || task.name.is_empty() || malformed {
            return;
        }
        leptos::task::spawn_local(async move {
            sleep(PAUSE).await;
            if wanted.try_get_untracked().as_ref() != Some(&task) {
                return;
            }
            // No answer is no finding: the dry run will tell.
            if let Ok(taken) = api::call(api::Taken { task: task.clone() }).await
                && wanted.try_get_untracked().as_ref() == Some(&task)
            {
                let _ = form.context.update(|context| context.taken = taken);
            }
        });
    });
}
