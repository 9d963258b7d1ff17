//! What a container of the task says.

mod choice;
mod lines;

use self::choice::{Seen, box_of, container_choice, looked_at, pause, pod_choice, speaks};
use self::lines::{LINES_ID, lines};
use crate::api::{ErrorKind, PodRow, TaskAddress};
use crate::browser::{Clock, focus_soon};
use crate::live::{Connection, Log, LogAsked, follow_log};
use crate::shell::{Rights, trouble};
use crate::state::State;
use crate::text::{self, key, log_key, t};
use crate::ui::{El, Tone, button, el, link, part_if, words};

pub(super) use self::choice::Chosen;

/// What reading a log needs.
pub(super) const READ: &str = "get pods/log";
/// Lines to begin with, and after "Earlier".
const LINES: (u32, u32) = (500, 5_000);
/// Where the title is, as addresses name it.
pub(super) const LOG: &str = "log";

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
    let file = State::of(move || {
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
    });
    let download = move || {
        link("button", "")
            .live("href", move || file.get())
            .attr("download", "")
            .child(text::log(log_key::DOWNLOAD))
    };
    let can_be_read = State::of(move || speaks(seen) && !rights.lacks(READ));
    let controls = move || {
        el("div")
            .class("filters")
            .child(pod_choice(pods, seen, chosen))
            .child(container_choice(seen, chosen))
            .child(part_if(move || {
                let ran_before = seen.with(|seen| seen.as_ref().is_some_and(|(_, container)| container.restarts > 0));
                let choose = move |on| {
                    chosen.paused.set(false);
                    chosen.previous.set(on);
                };
                ran_before.then(|| box_of(log_key::PREVIOUS, chosen.previous, choose))
            }))
            .child(box_of(log_key::TIMES, chosen.times, move |on| chosen.times.set(on)))
            .child(pause(seen, chosen))
            .child(part_if(move || {
                let earlier = move || {
                    chosen.lines.set(LINES.1);
                    focus_soon(LINES_ID.to_owned());
                };
                let lines: usize = log
                    .pieces
                    .with(|pieces| pieces.iter().map(|piece| piece.lines.len()).sum());
                let is_whole = lines < LINES.0 as usize || lines > LINES.1 as usize;
                let has_more = chosen.lines.get() < LINES.1 && !is_whole && !chosen.paused.get();
                has_more.then(|| button("", earlier).child(text::log(log_key::EARLIER)))
            }))
            .child(part_if(move || can_be_read.get().then(download)))
    };
    let shown = part_if(move || speaks(seen).then(|| lines(log, chosen)));
    el("section")
        .attr("aria-labelledby", LOG)
        .child(el("h2").id(LOG).attr("tabindex", "-1").child(t(key::LOG)))
        .child(rights.missing(&[READ]))
        .child(part_if(move || seen.with(Option::is_some).then(controls)))
        .child(shown)
        // Below, so that what is wrong moves no line of it.
        .child(part_if(move || (!rights.lacks(READ)).then(|| state(log, seen, chosen))))
}

/// What concerns the whole page is said at its top, once.
fn is_said_of_the_page(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConsoleUnreachable | ErrorKind::SignIn | ErrorKind::Unauthorized | ErrorKind::UnknownCluster
    )
}

/// How it stands with the log, in a line or, where something is wrong, in a banner.
fn state(log: Log, seen: Seen, chosen: Chosen) -> El {
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
            Some(kind) if is_said_of_the_page(kind) => return t(key::LINK_STALE).to_owned(),
            Some(_) => return String::new(),
            None if log.ended.get() && log.pieces.with(Vec::is_empty) => log_key::EMPTY,
            None if log.ended.get() => log_key::ENDED,
            None if is_live => log_key::FOLLOWS,
            None => return t(key::LOADING).to_owned(),
        };
        text::log(word).to_owned()
    });
    let banner = part_if(move || {
        let error = wrong.get().filter(|error| !is_said_of_the_page(error.kind))?;
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
