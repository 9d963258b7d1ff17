//! Causes, Pods and Events of a task.

use super::log::Chosen;
use crate::api::{CauseView, EventRow, PodRow};
use crate::browser::Clock;
use crate::state::State;
use crate::text::{self, key, t};
use crate::ui::{El, age_of, button, cell, el, only_heard, words};

/// A panel: what happened, where, what to do, the evidence verbatim.
pub(super) fn cause(cause: &CauseView) -> El {
    let line = |tag: &str, class: &str, words: String| (!words.is_empty()).then(|| el(tag).class(class).child(words));
    let advice = cause.advice.as_ref().map(text::sentence).unwrap_or_default();
    el("section")
        .class(if cause.blocking { "cause blocking" } else { "cause" })
        .child(line("p", "what", text::sentence(&cause.what)))
        .child(line("p", "where mono", cause.place.join(" / ")))
        .child(line("p", "advice", advice))
        .child(line("pre", "words", cause.evidence.clone()))
}

/// The row of a Pod; what is in it follows the Pod of that uid.
pub(super) fn pod_row(pod: &PodRow, pods: State<Vec<PodRow>>, chosen: Chosen, clock: Clock) -> El {
    let uid = pod.uid.clone();
    let now = State::of(move || {
        pods.with(|pods| pods.iter().find(|pod| pod.uid == uid).cloned())
            .unwrap_or_default()
    });
    let say = move |of: fn(&PodRow) -> String| words(move || now.with(of));
    let name = pod.name.clone();
    let log = button("link", move || chosen.show(name.clone()))
        .child(t(key::LOG))
        .child(" ")
        .child(only_heard(pod.name.as_str()));
    let word = el("span")
        .live("class", move || now.with(|pod| pod.bad).then(|| "bad".to_owned()))
        .child(say(|pod| pod.word.clone()));
    let trouble = el("p").class("trouble").child(say(|pod| pod.words.clone()));
    el("tr")
        .child(el("th").attr("scope", "row").class("mono").child(pod.name.as_str()))
        .child(cell(key::COLUMN_STATUS, "", vec![word, trouble]))
        .child(cell(key::COLUMN_NODE, "mono", say(|pod| pod.node.clone())))
        .child(cell(
            key::COLUMN_RESTARTS,
            "number",
            say(|pod| pod.restarts.to_string()),
        ))
        .child(cell(key::COLUMN_AGE, "number", age_of(pod.created, clock)))
        .child(el("td").child(log))
}

pub(super) fn event_row(event: &EventRow, clock: Clock) -> El {
    let times = (event.count > 1).then(|| format!(" ×{}", event.count));
    el("li")
        .class(if event.warning { "warn" } else { "" })
        .child(el("span").class("number").child(age_of(event.last_seen, clock)))
        .child(el("span").class("reason").child(event.reason.as_str()).child(times))
        .child(el("span").class("mono").child(event.about_name.as_str()))
        .child(el("span").class("words").child(event.words.as_str()))
}
