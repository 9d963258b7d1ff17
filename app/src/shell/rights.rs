//! What a person may not do is switched off, and says what is missing, with a Role that would grant it.

use job::Args;
use leptos::prelude::*;

use crate::api::{self, TaskAddress};
use crate::browser::{copy as copy_text, sleep};
use crate::shell::Signed;
use crate::state::{State, follow};
use crate::text::{fill, key, t};
use crate::ui::{El, button, el, part_if};

/// Asked again after that while something is missing, in milliseconds.
const AGAIN: i32 = 15_000;
/// Asked so long after the place was typed, in milliseconds.
const PAUSE: i32 = 400;

/// What the person lacks in a place: `create jobs.batch`. Nothing while nobody said.
#[derive(Clone, Copy)]
pub struct Rights {
    place: State<(String, String)>,
    lacks: State<Vec<String>>,
}

impl Rights {
    /// Asks for a place, and again when it is another, about these.
    pub fn ask(wanted: &'static [&'static str], place: impl Fn() -> (String, String) + Send + Sync + 'static) -> Self {
        let place = State::of(place);
        let lacks = State::<Vec<String>>::default();
        follow(move || {
            Signed::follow();
            let (cluster, namespace) = place.get();
            lacks.set(Vec::new());
            if cluster.is_empty() || namespace.is_empty() {
                return;
            }
            leptos::task::spawn_local(async move {
                sleep(PAUSE).await;
                let here = (cluster, namespace);
                if place.try_get_untracked().as_ref() != Some(&here) {
                    return;
                }
                let (cluster, namespace) = here.clone();
                let name = String::new();
                let task = TaskAddress {
                    cluster,
                    namespace,
                    name,
                };
                loop {
                    // No answer is no reason to switch anything off: the cluster will say.
                    let mut answer = api::call(api::Rights { task: task.clone() }).await.unwrap_or_default();
                    answer.retain(|right| wanted.contains(&right.as_str()));
                    if place.try_get_untracked().as_ref() != Some(&here) {
                        return;
                    }
                    let is_whole = answer.is_empty();
                    lacks.set(answer);
                    if is_whole {
                        return;
                    }
                    // Somebody may grant it meanwhile.
                    sleep(AGAIN).await;
                }
            });
        });
        Self { place, lacks }
    }

    /// Whether the person may not do that.
    pub fn lacks(self, right: &str) -> bool {
        self.lacks.with(|lacks| lacks.iter().any(|lacking| lacking == right))
    }

    /// What is missing of these, and how to get it; nothing where all is there.
    pub fn missing(self, wanted: &'static [&'static str]) -> AnyView {
        let missing = State::of(move || {
            let of = |right: &&&str| self.lacks(right);
            wanted
                .iter()
                .filter(of)
                .map(|right| (*right).to_owned())
                .collect::<Vec<_>>()
        });
        part_if(move || {
            let missing = missing.get();
            let (_, namespace) = self.place.get();
            (!missing.is_empty()).then(|| said(&missing, &namespace))
        })
    }
}

fn said(missing: &[String], namespace: &str) -> El {
    let args = Args::with("what", missing.join(", ")).and("namespace", namespace);
    let role = role(missing, namespace);
    let text = role.clone();
    let copy = move || {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            copy_text(&text).await;
        });
    };
    el("details")
        .class("banner warn")
        .child(el("summary").child(fill(key::RIGHTS_MISSING, &args)))
        .child(el("p").child(t(key::RIGHTS_ROLE)))
        .child(el("pre").class("words").child(role))
        .child(button("", copy).child(t(key::COPY)))
}

/// A Role that grants it (`rbac.authorization.k8s.io/v1`).
fn role(missing: &[String], namespace: &str) -> String {
    let mut role = format!(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: slipway\n  namespace: {namespace}\nrules:\n"
    );
    for right in missing {
        let (verb, what) = right.split_once(' ').unwrap_or_default();
        let (resource, group) = what.split_once('.').unwrap_or((what, ""));
        role.push_str(&format!(
            "- apiGroups: [\"{group}\"]\n  resources: [\"{resource}\"]\n  verbs: [\"{verb}\"]\n"
        ));
    }
    role
}
