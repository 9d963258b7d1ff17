//! Which log is looked at: Pod, container, run.

use job::Args;
use leptos::prelude::*;

use super::{LINES, LOG};
use crate::api::{ContainerRow, PodRow};
use crate::browser::{focus_soon, put_query, query, sleep};
use crate::state::{State, follow};
use crate::text::{self, log_key};
use crate::ui::{El, Item, button, el, list, words};

/// The Pod and the container that are looked at; nothing where there is no Pod.
pub(super) type Seen = State<Option<(PodRow, ContainerRow)>>;

/// In an address: the run before the last restart.
const PREVIOUS: &str = "previous";

/// What the person looks at of the task's logs.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Chosen {
    /// Pod and container by name; empty for what shows most.
    pub(super) of: State<(String, String)>,
    pub(super) previous: State<bool>,
    pub(super) paused: State<bool>,
    pub(super) lines: State<u32>,
    pub(super) times: State<bool>,
}

impl Chosen {
    /// What the address says, which then follows what is chosen.
    pub(in crate::pages) fn new() -> Self {
        let of = State::new((query("pod"), query("container")));
        let previous = State::new(query("run") == PREVIOUS);
        follow(move || {
            let (pod, container) = of.get();
            let run = if previous.get() { PREVIOUS } else { "" };
            put_query(
                &[("pod", pod), ("container", container), ("run", run.to_owned())],
                false,
            );
        });
        Self {
            of,
            previous,
            paused: State::new(false),
            lines: State::new(LINES.0),
            times: State::new(false),
        }
    }

    /// Shows the log of that Pod.
    pub(in crate::pages) fn show(self, pod: String) {
        self.choose(pod, String::new());
        focus_soon(LOG.to_owned());
    }

    fn choose(self, pod: String, container: String) {
        self.of.set((pod, container));
        self.previous.set(false);
        self.paused.set(false);
        self.lines.set(LINES.0);
    }
}

/// The Pod and the container that are looked at: what was chosen, else the newest Pod that said something, and of
/// that the first container that is no init container, or the init container that keeps it waiting.
pub(super) fn looked_at(pods: &[PodRow], (pod, container): &(String, String)) -> Option<(PodRow, ContainerRow)> {
    let speaks = |pod: &&PodRow| pod.containers.iter().any(|container| container.speaks);
    let found = pods.iter().find(|row| row.name == *pod);
    let row = match found {
        None if pod.is_empty() => pods.iter().find(speaks).or(pods.first())?,
        // It is gone: the cluster says so.
        None => {
            return Some((
                named(pod),
                ContainerRow {
                    name: container.clone(),
                    speaks: true,
                    ..ContainerRow::default()
                },
            ));
        }
        Some(row) => row,
    };
    let all = &row.containers;
    let chosen = all.iter().find(|row| row.name == *container);
    let own = all.iter().find(|row| !row.init && row.speaks);
    let usual = own
        .or_else(|| all.iter().rfind(|row| row.speaks))
        .or_else(|| all.iter().find(|row| !row.init));
    Some((row.clone(), chosen.or(usual)?.clone()))
}

/// Whether there is a log to look at.
pub(super) fn speaks(seen: Seen) -> bool {
    seen.with(|seen| seen.as_ref().is_some_and(|(_, container)| container.speaks))
}

fn named(pod: &str) -> PodRow {
    PodRow {
        name: pod.to_owned(),
        ..PodRow::default()
    }
}

pub(super) fn pod_choice(pods: State<Vec<PodRow>>, seen: Seen, chosen: Chosen) -> El {
    let shown = State::of(move || seen.get().map(|(pod, _)| pod.name).unwrap_or_default());
    let names = State::of(move || {
        let here = shown.get();
        let of = |pod: &PodRow| (pod.name.clone(), pod.name.clone());
        let mut names: Vec<_> = pods.with(|pods| pods.iter().take(200).map(of).collect());
        // One that is gone still has a name.
        if !here.is_empty() && !names.iter().any(|(name, _)| *name == here) {
            names.push((here.clone(), here));
        }
        names
    });
    choice(log_key::POD, names, shown, move |pod| chosen.choose(pod, String::new()))
}

pub(super) fn container_choice(seen: Seen, chosen: Chosen) -> El {
    let named = |container: ContainerRow| {
        let args = Args::with("name", &container.name);
        let said = if container.init {
            text::log_filled(log_key::INIT, &args)
        } else {
            container.name.clone()
        };
        (container.name, said)
    };
    let names = State::of(move || {
        let (pod, container) = seen.get().unwrap_or_default();
        let all = if pod.containers.is_empty() {
            vec![container]
        } else {
            pod.containers
        };
        all.into_iter().map(named).collect()
    });
    let shown = State::of(move || seen.get().map(|(_, container)| container.name).unwrap_or_default());
    choice(log_key::CONTAINER, names, shown, move |container| {
        let pod = seen.get_untracked().map(|(pod, _)| pod.name).unwrap_or_default();
        chosen.choose(pod, container);
    })
}

/// One of names that come and go, each with what is said of it.
fn choice(
    label: &'static str,
    names: State<Vec<(String, String)>>,
    shown: State<String>,
    choose: impl Fn(String) + 'static,
) -> El {
    let options = list(move || {
        let option = |(name, said): (String, String)| {
            Item::new(format!("{name} {said}"), move || {
                el("option").attr("value", &name).child(said.as_str())
            })
        };
        names.get().into_iter().map(option).collect()
    });
    let select = el("select")
        .child(options)
        .on("change", move |event| choose(event_target_value(&event)));
    let element = send_wrapper::SendWrapper::new(select.element::<web_sys::Element>());
    follow(move || {
        names.with(|_| ());
        let (shown, element) = (shown.get(), element.clone());
        leptos::task::spawn_local(async move {
            // Once its option is there.
            sleep(0).await;
            let _ = js_sys::Reflect::set(&element, &"value".into(), &shown.into());
        });
    });
    let id = format!("log-{label}");
    el("div")
        .class("choice-line")
        .child(el("label").attr("for", &id).child(text::log(label)))
        .child(select.id(&id))
}

pub(super) fn box_of(words: &'static str, on: State<bool>, choose: impl Fn(bool) + 'static) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .checked(move || on.get())
        .on("change", move |event| choose(event_target_checked(&event)));
    el("label")
        .class("toggle")
        .child(input)
        .child(" ")
        .child(text::log(words))
}

pub(super) fn pause(seen: Seen, chosen: Chosen) -> El {
    let turn = move || {
        // What stands still is what was looked at, whatever comes meanwhile.
        if let Some((pod, container)) = seen.get_untracked() {
            chosen.of.set((pod.name, container.name));
        }
        chosen.paused.set(!chosen.paused.get_untracked());
    };
    let word = words(move || {
        let word = if chosen.paused.get() {
            log_key::RESUME
        } else {
            log_key::PAUSE
        };
        text::log(word).to_owned()
    });
    button("", turn).child(word)
}
