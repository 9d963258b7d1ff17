//! One task, live.

use job::Args;
use leptos::prelude::*;

use super::kubectl::commands;
use super::log::{Chosen, LOG, READ, log};
use super::status::{progress, sentence, status_word};
use super::task_actions::{DELETE, PATCH, actions};
use super::task_parts::{cause, event_row, pod_row};
use crate::api::{CauseView, FrameBody, PodRow, Sentence, StreamPage, StreamRequest, TaskAddress, TaskDetail};
use crate::browser::{Clock, focus_soon, fragment, use_clock};
use crate::live::{Connection, connect};
use crate::routes::tasks_page;
use crate::shell::{Crumb, Rights, bar, link_trouble, main, page};
use crate::state::State;
use crate::text::{self, fill, key, t, task as task_text, task_key};
use crate::ui::{
    Banner, El, Item, Tone, age_of, banner, button, columns, copy_button, el, heading, link, list, nothing, part,
    part_if, words,
};

/// Ids of the parts of the page, as addresses name them.
const PODS: &str = "pods";
const EVENTS: &str = "events";
const PLACES: [&str; 3] = [PODS, LOG, EVENTS];
/// So many Events are drawn at first, the newest ones.
const DRAWN_EVENTS: usize = 20;

/// What is known of the task on this page.
#[derive(Clone, Default, PartialEq)]
enum Seen {
    #[default]
    Nothing,
    Missing,
    Here(Box<TaskDetail>),
    /// It was here and was deleted: its last state stays.
    Deleted(Box<TaskDetail>),
}

impl Seen {
    fn detail(&self) -> Option<&TaskDetail> {
        match self {
            Self::Here(task) | Self::Deleted(task) => Some(task),
            Self::Nothing | Self::Missing => None,
        }
    }
}

/// The task's page.
pub fn task(task: TaskAddress) -> AnyView {
    let clock = use_clock();
    let seen = State::new(Seen::Nothing);
    let request = StreamRequest {
        page: StreamPage::Task,
        cluster: task.cluster.clone(),
        namespace: task.namespace.clone(),
        name: task.name.clone(),
        ..StreamRequest::default()
    };
    let stream = connect(request, clock, move |body| {
        let FrameBody::Task { task } = body else { return };
        seen.update(|seen| {
            *seen = match (task, std::mem::replace(seen, Seen::Nothing)) {
                (Some(task), _) => Seen::Here(task),
                (None, Seen::Here(last) | Seen::Deleted(last)) => Seen::Deleted(last),
                (None, _) => Seen::Missing,
            };
        });
    });
    let way = vec![
        Crumb::clusters(),
        Crumb::cluster(&task.cluster),
        Crumb::tasks(&task.cluster),
        Crumb::here(task.name.clone()),
    ];
    let place = format!("{} / {}", task.cluster, task.namespace);
    let missing = fill(
        key::TASK_MISSING,
        &Args::with("name", &task.name).and("namespace", &task.namespace),
    );
    let all = tasks_page(&task.cluster);
    let fate = part_if(move || {
        let what = match &*seen.read() {
            // What ended before it came is said above.
            Seen::Nothing if stream.connection.with(Connection::is_broken) => return None,
            Seen::Nothing => return Some(el("p").class("loading").child(t(key::LOADING))),
            Seen::Missing => missing.clone(),
            Seen::Deleted(_) => t(key::TASK_DELETED).to_owned(),
            Seen::Here(_) => return None,
        };
        let all = link("", &all).child(t(key::ALL_TASKS));
        Some(banner(Banner {
            actions: vec![all],
            ..Banner::new(Tone::Info, what)
        }))
    });
    let here = State::of(move || seen.read().detail().is_some());
    let (title, task_name) = (task.name.clone(), task.name.clone());
    let details = part_if(move || here.get().then(|| details(&task, seen, clock)).flatten());
    page(
        bar(way, Some(stream)),
        main("")
            .child(heading(&title, &place))
            .child(
                el("p")
                    .class("place mono")
                    .child(place)
                    .child(copy_button(&task_name, task_name.clone())),
            )
            .child(link_trouble(stream))
            .child(fate)
            .child(details),
    )
}

fn details(task: &TaskAddress, seen: State<Seen>, clock: Clock) -> Option<El> {
    let status = Signal::derive(move || {
        let seen = seen.read();
        seen.detail()
            .map(|detail| detail.row.status.clone())
            .unwrap_or_default()
    });
    let fixed = seen.with_untracked(|seen| seen.detail().cloned())?;
    let said = words(move || status.with(sentence));
    let advice = words(move || status.with(|status| status.advice.as_ref().map(text::sentence).unwrap_or_default()));
    let gone = State::of(move || matches!(&*seen.read(), Seen::Deleted(_)));
    let row = Signal::derive(move || seen.read().detail().map(|detail| detail.row.clone()));
    let place = (task.cluster.clone(), task.namespace.clone());
    let rights = Rights::ask(&[PATCH, DELETE, READ], move || place.clone());
    let address = task.clone();
    let actions = part_if(move || (!gone.get()).then(|| actions(address.clone(), row, rights)));
    let of_pods = State::of(move || {
        seen.read()
            .detail()
            .map(|detail| detail.pods.clone())
            .unwrap_or_default()
    });
    let chosen = Chosen::new();
    let last = part_if(move || {
        gone.get()
            .then(|| el("span").child(task_text(task_key::LAST)).child(" "))
    });
    let description = (!fixed.description.is_empty()).then(|| el("p").class("description").child(fixed.description));
    let headline = el("section")
        .class("headline")
        .attr("aria-live", "polite")
        .child(el("p").class("big").child(last).child(status_word(status)))
        .child(el("p").class("said").child(said))
        .child(el("p").class("advice").child(advice));
    let facts = el("p")
        .class("facts-line")
        .child(progress(status))
        .child(" · ")
        .child(el("span").class("mono").child(fixed.row.images.join(", ")))
        .child(copy_button(&fixed.row.images.join(", "), fixed.row.images.join("\n")))
        .child(" · ")
        .child(age_of(fixed.row.created, clock));
    let shown = el("div")
        .class("task")
        .child(el("div").class("task-head").child(headline).child(actions))
        .child(part(move || match gone.get() {
            true => nothing(),
            false => rights.missing(&[PATCH, DELETE]),
        }))
        .child(causes(seen))
        .child(facts)
        .child(description)
        .child(places(of_pods, seen))
        .child(pods(of_pods, chosen, clock))
        .child(log(task, of_pods, rights, chosen, clock))
        .child(events(seen, clock))
        .child(commands(task));
    Some(shown)
}

/// The parts of the page, each with an address; one that the address named when the page came is gone to.
fn places(pods: State<Vec<PodRow>>, seen: State<Seen>) -> El {
    let place = |id: &str, title: Signal<String>| link("", &format!("#{id}")).child(title);
    let here = fragment();
    if let Some(id) = here.strip_prefix('#').filter(|id| PLACES.contains(id)) {
        focus_soon(id.to_owned());
    }
    el("nav")
        .class("places")
        .attr("aria-label", task_text(task_key::PLACES))
        .child(place(PODS, pods_title(pods)))
        .child(place(LOG, words(|| t(key::LOG).to_owned())))
        .child(place(EVENTS, events_title(seen)))
}

fn pods_title(pods: State<Vec<PodRow>>) -> Signal<String> {
    words(move || fill(key::PODS, &Args::with("count", pods.with(Vec::len))))
}

fn events_title(seen: State<Seen>) -> Signal<String> {
    let count = move || seen.read().detail().map(|detail| detail.events.len());
    words(move || fill(key::EVENTS, &Args::with("count", count().unwrap_or_default())))
}

fn causes(seen: State<Seen>) -> AnyView {
    list(move || {
        let seen = seen.read();
        let causes = seen.detail().map(|detail| detail.causes.clone()).unwrap_or_default();
        // What the headline advises is not said again below it.
        let said = seen.detail().and_then(|detail| detail.row.status.advice.clone());
        let once = |cause: CauseView| {
            let advice = cause.advice.filter(|advice| said.as_ref() != Some(advice));
            CauseView { advice, ..cause }
        };
        let item = |shown: CauseView| Item::new(key_of(&shown), move || cause(&shown));
        causes.into_iter().map(once).map(item).collect()
    })
}

fn pods(pods: State<Vec<PodRow>>, chosen: Chosen, clock: Clock) -> El {
    let count = move || pods.with(Vec::len);
    let rows = list(move || {
        // A row stays for as long as its Pod does: somebody may be in it.
        let item = |pod: PodRow| Item::new(pod.uid.clone(), move || pod_row(&pod, pods, chosen, clock));
        pods.get().into_iter().take(200).map(item).collect()
    });
    let none = words(move || {
        if count() == 0 {
            t(key::NO_PODS).to_owned()
        } else {
            String::new()
        }
    });
    let titles = [
        key::COLUMN_NAME,
        key::COLUMN_STATUS,
        key::COLUMN_NODE,
        key::COLUMN_RESTARTS,
        key::COLUMN_AGE,
        key::LOG,
    ];
    let table = el("table")
        .class("list pods")
        .child(columns(&titles))
        .child(el("tbody").child(rows));
    section(PODS, pods_title(pods))
        .child(table)
        .child(el("p").class("help").child(none))
}

fn events(seen: State<Seen>, clock: Clock) -> El {
    let drawn = State::new(DRAWN_EVENTS);
    let more = part_if(move || {
        let count = seen.read().detail().map_or(0, |detail| detail.events.len());
        let show = move || {
            drawn.set(usize::MAX);
            focus_soon(EVENTS.to_owned());
        };
        (count > drawn.get()).then(|| button("quiet", show).child(t(key::SHOW_MORE)))
    });
    let rows = list(move || {
        let events = seen
            .read()
            .detail()
            .map(|detail| detail.events.clone())
            .unwrap_or_default();
        events
            .into_iter()
            .take(drawn.get())
            .map(|event| {
                Item::new(format!("{} {}", event.uid, event.count), move || {
                    event_row(&event, clock)
                })
            })
            .collect()
    });
    section(EVENTS, events_title(seen))
        .child(el("ul").class("events").child(rows))
        .child(more)
}

fn section(id: &str, title: Signal<String>) -> El {
    el("section")
        .attr("aria-labelledby", id)
        .child(el("h2").id(id).attr("tabindex", "-1").child(title))
}

/// All that a cause shows: another is made anew. (Its `Debug` would bring 3 kB of code.)
fn key_of(cause: &CauseView) -> String {
    let said = |sentence: &Sentence| text::sentence(sentence);
    let advice = cause.advice.as_ref().map(said).unwrap_or_default();
    let place = cause.place.join(" ");
    let (what, pods, evidence) = (said(&cause.what), cause.pods, &cause.evidence);
    format!("{what}|{advice}|{place}|{pods}|{evidence}|{}", cause.blocking)
}
