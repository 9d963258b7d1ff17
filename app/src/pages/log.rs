//! What a container of the task says.

use std::sync::Arc;

use job::Args;
use leptos::prelude::*;

use crate::api::{ContainerRow, ErrorKind, PodRow, TaskAddress};
use crate::browser::{Clock, focus_soon, sleep};
use crate::live::{Connection, Log, LogAsked, Piece, follow_log};
use crate::shell::{Rights, trouble};
use crate::state::{State, follow};
use crate::text::{self, key, log_key, t};
use crate::ui::{El, Item, Tone, button, el, link, list, part_if, words};

/// What reading a log needs.
pub(super) const READ: &str = "get pods/log";
/// Lines to begin with, and after "Earlier".
const LINES: (u32, u32) = (500, 5_000);
/// Where the lines are, and the title above them.
const LINES_ID: &str = "log-lines";
const TITLE_ID: &str = "log";

/// What the person looks at of the task's logs.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// Pod and container by name; empty for what shows most.
    of: State<(String, String)>,
    previous: State<bool>,
    paused: State<bool>,
    lines: State<u32>,
    times: State<bool>,
}

impl Chosen {
    pub(super) fn new() -> Self {
        Self {
            of: State::default(),
            previous: State::new(false),
            paused: State::new(false),
            lines: State::new(LINES.0),
            times: State::new(false),
        }
    }

    /// Shows the log of that Pod.
    pub(super) fn show(self, pod: String) {
        self.choose(pod, String::new());
        focus_soon(TITLE_ID.to_owned());
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
fn looked_at(pods: &[PodRow], (pod, container): &(String, String)) -> Option<(PodRow, ContainerRow)> {
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
fn speaks(seen: State<Option<(PodRow, ContainerRow)>>) -> bool {
    seen.with(|seen| seen.as_ref().is_some_and(|(_, container)| container.speaks))
}

fn named(pod: &str) -> PodRow {
    PodRow {
        name: pod.to_owned(),
        ..PodRow::default()
    }
}

/// The part of the task's page.
pub(super) fn log(task: &TaskAddress, pods: State<Vec<PodRow>>, rights: Rights, chosen: Chosen, clock: Clock) -> El {
    let seen = State::of(move || pods.with(|pods| chosen.of.with(|of| looked_at(pods, of))));
    let place = task.clone();
    let asked = State::of(move || {
        let (pod, container) = seen.get()?;
        if !container.speaks || chosen.paused.get() || rights.lacks(READ) {
            return None;
        }
        Some(LogAsked {
            cluster: place.cluster.clone(),
            namespace: place.namespace.clone(),
            pod: pod.name,
            container: container.name,
            previous: chosen.previous.get(),
            follow: container.runs && !chosen.previous.get(),
            lines: chosen.lines.get(),
            run: container.restarts,
        })
    });
    let of = State::of(move || {
        let (pod, container) = seen.get().unwrap_or_default();
        let run = container.restarts - i32::from(chosen.previous.get());
        format!("{} {} {run}", pod.name, container.name)
    });
    let log = follow_log(of, asked, clock);
    let place = task.clone();
    let file = move || {
        let (pod, container) = seen.get()?;
        let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
        Some(format!(
            "/api/log?page=log&cluster={}&namespace={}&name={}&container={}&previous={}",
            encode(&place.cluster),
            encode(&place.namespace),
            encode(&pod.name),
            encode(&container.name),
            chosen.previous.get(),
        ))
    };
    let download = move || {
        link("button", "")
            .live("href", file.clone())
            .attr("download", "")
            .child(text::log(log_key::DOWNLOAD))
    };
    let can_be_read = State::of(move || speaks(seen) && !rights.lacks(READ));
    let controls = el("div")
        .class("filters")
        .child(pod_choice(pods, seen, chosen))
        .child(container_choice(seen, chosen))
        .child(part_if(move || {
            let ran_before = seen.with(|seen| seen.as_ref().is_some_and(|(_, container)| container.restarts > 0));
            ran_before.then(|| box_of(log_key::PREVIOUS, chosen.previous))
        }))
        .child(box_of(log_key::TIMES, chosen.times))
        .child(pause(chosen))
        .child(part_if(move || {
            let earlier = move || chosen.lines.set(LINES.1);
            let lines: usize = log
                .pieces
                .with(|pieces| pieces.iter().map(|piece| piece.lines.len()).sum());
            let has_more = chosen.lines.get() < LINES.1 && lines >= LINES.0 as usize;
            has_more.then(|| button("", earlier).child(text::log(log_key::EARLIER)))
        }))
        .child(part_if(move || can_be_read.get().then(&download)));
    let shown = part_if(move || speaks(seen).then(|| lines(log, chosen)));
    el("section")
        .attr("aria-labelledby", TITLE_ID)
        .child(el("h2").id(TITLE_ID).attr("tabindex", "-1").child(t(key::LOG)))
        .child(rights.missing(&[READ]))
        .child(controls)
        .child(part_if(move || (!rights.lacks(READ)).then(|| state(log, seen, chosen))))
        .child(shown)
}

fn pod_choice(pods: State<Vec<PodRow>>, seen: State<Option<(PodRow, ContainerRow)>>, chosen: Chosen) -> El {
    let names = State::of(move || {
        pods.with(|pods| {
            pods.iter()
                .take(200)
                .map(|pod| (pod.name.clone(), pod.name.clone()))
                .collect()
        })
    });
    let shown = State::of(move || seen.get().map(|(pod, _)| pod.name).unwrap_or_default());
    choice(log_key::POD, names, shown, move |pod| chosen.choose(pod, String::new()))
}

fn container_choice(seen: State<Option<(PodRow, ContainerRow)>>, chosen: Chosen) -> El {
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
        let pod = seen.get().map(|(pod, _)| pod).unwrap_or_default();
        pod.containers.into_iter().map(named).collect()
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

fn box_of(words: &'static str, on: State<bool>) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .checked(move || on.get())
        .on("change", move |event| on.set(event_target_checked(&event)));
    el("label")
        .class("toggle")
        .child(input)
        .child(" ")
        .child(text::log(words))
}

fn pause(chosen: Chosen) -> El {
    let turn = move || chosen.paused.set(!chosen.paused.get_untracked());
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

/// How it stands with the log, in a line or, where something is wrong, in a banner.
fn state(log: Log, seen: State<Option<(PodRow, ContainerRow)>>, chosen: Chosen) -> El {
    let wrong = State::of(move || match log.connection.get() {
        Connection::Stale(error) | Connection::Ended(error) => Some(error),
        Connection::Connecting | Connection::Live => None,
    });
    let said = words(move || {
        let is_live = log.connection.with(|connection| *connection == Connection::Live);
        let word = match wrong.get().map(|error| error.kind) {
            _ if seen.with(Option::is_none) => log_key::NONE,
            _ if !speaks(seen) => log_key::WAITS,
            _ if chosen.paused.get() => log_key::PAUSED,
            Some(ErrorKind::Refused) => log_key::REFUSED,
            Some(ErrorKind::NotFound) => log_key::GONE,
            Some(_) => return String::new(),
            None if log.ended.get() && log.pieces.with(Vec::is_empty) => log_key::EMPTY,
            None if log.ended.get() => log_key::ENDED,
            None if is_live => log_key::FOLLOWS,
            None => return t(key::LOADING).to_owned(),
        };
        text::log(word).to_owned()
    });
    let banner = part_if(move || {
        let error = wrong.get()?;
        let is_said = matches!(error.kind, ErrorKind::Refused | ErrorKind::NotFound);
        Some(if is_said {
            el("p").class("help mono").child(error.words)
        } else {
            trouble(error, Tone::Warn, Vec::new())
        })
    });
    el("div")
        .child(el("p").class("help").attr("role", "status").child(said))
        .child(banner)
}

fn lines(log: Log, chosen: Chosen) -> El {
    let pieces = list(move || {
        let times = chosen.times.get();
        let item = |piece: &Arc<Piece>| {
            let shown = piece.clone();
            Item::new(format!("{} {times}", piece.number), move || said(&shown, times))
        };
        log.pieces.with(|pieces| pieces.iter().map(item).collect())
    });
    // The outer box is upside down, so that the browser itself keeps to the end while the end is in sight.
    el("div")
        .id(LINES_ID)
        .class("log")
        .attr("tabindex", "0")
        .attr("role", "log")
        .attr("aria-live", "off")
        .attr("aria-labelledby", TITLE_ID)
        .child(el("div").child(pieces))
}

fn said(piece: &Piece, times: bool) -> El {
    let skipped = (piece.skipped > 0).then(|| {
        let args = Args::with("count", piece.skipped);
        el("p")
            .class("skipped")
            .child(text::log_filled(log_key::SKIPPED, &args))
    });
    let mut text = String::new();
    for (at, line) in piece.lines.iter().enumerate() {
        let words = without_time(line);
        text.push_str(if at > 0 { "\n" } else { "" });
        text.push_str(if times { line } else { words });
    }
    el("div").child(skipped).child(el("pre").child(text))
}

/// A line without its time, where it has one: what the kubelet itself says there has none.
fn without_time(line: &str) -> &str {
    let is_time =
        |word: &str| word.ends_with('Z') && word.contains('T') && word.starts_with(|c: char| c.is_ascii_digit());
    match line.split_once(' ') {
        Some((first, words)) if is_time(first) => words,
        _ => line,
    }
}
