//! Causes, Pods and Events of a task.

use leptos::prelude::*;

use crate::api::{CauseView, EventRow, PodRow};
use crate::browser::Clock;
use crate::text::{self, key};
use crate::ui::{age_of, cell};

/// A panel: what happened, where, what to do, the evidence verbatim.
pub(super) fn cause(cause: &CauseView) -> AnyView {
    let line = |class: &'static str, words: String| (!words.is_empty()).then(|| view! { <p class=class>{words}</p> });
    let advice = cause.advice.as_ref().map(text::sentence).unwrap_or_default();
    let evidence = (!cause.evidence.is_empty()).then(|| view! { <pre class="words">{cause.evidence.clone()}</pre> });
    let class = if cause.blocking { "cause blocking" } else { "cause" };
    view! {
        <section class=class>
            {line("what", text::sentence(&cause.what))}
            {line("where mono", cause.place.join(" / "))}
            {line("advice", advice)}
            {evidence}
        </section>
    }
    .into_any()
}

pub(super) fn pod_row(pod: &PodRow, clock: Clock) -> AnyView {
    let class = if pod.bad { "bad" } else { "" };
    let status = view! { <span class=class>{pod.word.clone()}</span> <p class="trouble">{pod.words.clone()}</p> };
    view! {
        <tr>
            <th scope="row" class="mono">{pod.name.clone()}</th>
            {cell(key::COLUMN_STATUS, "", status)}
            {cell(key::COLUMN_NODE, "mono", pod.node.clone())}
            {cell(key::COLUMN_RESTARTS, "number", pod.restarts.to_string())}
            {cell(key::COLUMN_AGE, "number", age_of(pod.created, clock))}
        </tr>
    }
    .into_any()
}

pub(super) fn event_row(event: &EventRow, clock: Clock) -> AnyView {
    let times = if event.count > 1 {
        format!(" ×{}", event.count)
    } else {
        String::new()
    };
    let class = if event.warning { "warn" } else { "" };
    view! {
        <li class=class>
            <span class="number">{age_of(event.last_seen, clock)}</span>
            <span class="reason">{event.reason.clone() + &times}</span>
            <span class="mono">{event.about_name.clone()}</span>
            <span class="words">{event.words.clone()}</span>
        </li>
    }
    .into_any()
}
