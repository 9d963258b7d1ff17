//! The tasks of a cluster, live: `Workload`, tab `Task`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use job::Args;
use leptos::prelude::*;

use super::status::{needs_a_person, progress, sentence, status_word};
use crate::api::TaskRow;
use crate::browser::{Clock, query, use_clock};
use crate::live::{TaskList, watch_tasks};
use crate::routes::{create_page, task_page};
use crate::shell::{Crumb, bar, link_trouble};
use crate::text::{fill, key, t};
use crate::ui::{Item, age_of, cell, click, columns, heading, list, part, part_if, words};

/// So many rows are drawn at first; the rest on demand, so that ten thousand tasks stay quick.
const DRAWN: usize = 200;

/// What is shown of the list.
#[derive(Clone, Copy)]
struct Shown {
    namespace: RwSignal<String>,
    filter: RwSignal<String>,
    drawn: RwSignal<usize>,
}

/// The list of tasks.
pub fn tasks(cluster: String) -> AnyView {
    let shown = Shown {
        namespace: RwSignal::default(),
        filter: RwSignal::new(query("filter")),
        drawn: RwSignal::new(DRAWN),
    };
    let clock = use_clock();
    let tasks = watch_tasks(cluster.clone(), String::new(), clock);
    let found = Memo::new(move |_| {
        found(
            tasks,
            &shown.namespace.read(),
            &shown.filter.read().to_ascii_lowercase(),
        )
    });
    let create = create_page(&cluster);
    let rows = list({
        let cluster = cluster.clone();
        move || {
            let item = |row: &ArcRwSignal<TaskRow>| {
                let (row, cluster) = (row.clone(), cluster.clone());
                Item::new(row.read_untracked().uid.clone(), move || {
                    task_row(row.clone(), &cluster, clock)
                })
            };
            found.read().iter().take(shown.drawn.get()).map(item).collect()
        }
    });
    let more = part_if(move || (found.read().len() > shown.drawn.get()).then(|| show_more(shown.drawn)));
    let empty = create.clone();
    let empty = part_if(move || {
        if !tasks.loaded.get() {
            return Some(view! { <p class="loading">{t(key::LOADING)}</p> }.into_any());
        }
        let empty = empty.clone();
        tasks.rows.read().is_empty().then(|| {
            view! { <div class="empty"><p>{t(key::NO_TASKS)}</p><p><a href=empty>{t(key::IMAGE_CREATION)}</a></p></div> }.into_any()
        })
    });
    view! {
        {bar(vec![Crumb::clusters(), Crumb::cluster(&cluster), Crumb::here(t(key::WORKLOAD))], Some(tasks.link))}
        <main id="main" tabindex="-1">
            <header class="page-head">
                {heading(t(key::WORKLOAD), &cluster)}
                <a class="button primary" href=create>{t(key::IMAGE_CREATION)}</a>
            </header>
            <nav class="tabs" aria-label=t(key::WORKLOAD)><a href="#main" aria-current="page">{t(key::TASK_TAB)}</a></nav>
            {link_trouble(tasks.link)}
            {filters(shown, tasks, found)}
            <table class="list tasks">
                {columns(&[key::COLUMN_NAME, key::COLUMN_NAMESPACE, key::COLUMN_STATUS, key::COLUMN_PROGRESS, key::COLUMN_AGE])}
                <tbody>{rows}</tbody>
            </table>
            {more}
            {empty}
        </main>
    }
    .into_any()
}

fn show_more(drawn: RwSignal<usize>) -> AnyView {
    view! { <button type="button" class="quiet" on:click=click(move || drawn.update(|drawn| *drawn += DRAWN * 5))>{t(key::SHOW_MORE)}</button> }.into_any()
}

fn filters(shown: Shown, tasks: TaskList, found: Memo<Vec<ArcRwSignal<TaskRow>>>) -> AnyView {
    let namespaces = part(move || {
        let names: BTreeSet<_> = tasks
            .rows
            .read()
            .values()
            .map(|row| row.read_untracked().namespace.clone())
            .collect();
        let chosen = shown.namespace.get_untracked();
        names
            .into_iter()
            .map(|name| view! { <option value=name.clone() selected=name == chosen>{name.clone()}</option> }.into_any())
            .collect::<Vec<_>>()
            .into_any()
    });
    let count = words(move || {
        let (found, all) = (found.read().len(), tasks.rows.read().len());
        let (text, args) = if found == all {
            (key::TASK_COUNT, Args::none())
        } else {
            (key::TASK_COUNT_OF, Args::with("found", found))
        };
        fill(text, &args.and("count", all))
    });
    view! {
        <div class="filters" role="search">
            <label>{t(key::FIELD_NAMESPACE)} " "
                <select on:change=move |event| shown.namespace.set(event_target_value(&event))>
                    <option value="">{t(key::ALL)}</option>
                    {namespaces}
                </select>
            </label>
            <label class="grow"><span class="only-heard">{t(key::FILTER)}</span>
                <input id="filter" type="search" placeholder=t(key::FILTER) prop:value=shown.filter on:input=move |event| shown.filter.set(event_target_value(&event)) />
            </label>
            <p class="count" role="status">{count}</p>
        </div>
    }
    .into_any()
}

/// The rows that match, newest first.
fn found(tasks: TaskList, namespace: &str, filter: &str) -> Vec<ArcRwSignal<TaskRow>> {
    let rows = tasks.rows.read();
    let matches = |row: &&ArcRwSignal<TaskRow>| {
        let row = row.read_untracked();
        (namespace.is_empty() || row.namespace == namespace)
            && (filter.is_empty() || row.name.contains(filter) || row.images.iter().any(|image| image.contains(filter)))
    };
    let newest_first = |row: &ArcRwSignal<TaskRow>| {
        let key = row.read_untracked();
        (
            (
                Reverse(key.created),
                key.namespace.clone(),
                key.name.clone(),
                key.uid.clone(),
            ),
            row.clone(),
        )
    };
    rows.values()
        .filter(matches)
        .map(newest_first)
        .collect::<BTreeMap<_, _>>()
        .into_values()
        .collect()
}

fn task_row(row: ArcRwSignal<TaskRow>, cluster: &str, clock: Clock) -> AnyView {
    let row = RwSignal::from(row);
    let TaskRow {
        namespace,
        name,
        images,
        created,
        ..
    } = row.get_untracked();
    let status = Signal::derive(move || row.read().status.clone());
    let trouble = words(move || {
        let row = row.read();
        if needs_a_person(&row.status) {
            sentence(&row.status)
        } else {
            String::new()
        }
    });
    view! {
        <tr>
            <th scope="row">
                <a class="mono" href=task_page(cluster, &namespace, &name)>{name.clone()}</a>
                <span class="image mono">{images.join(", ")}</span>
                <p class="trouble">{trouble}</p>
            </th>
            {cell(key::COLUMN_NAMESPACE, "mono", namespace)}
            {cell(key::COLUMN_STATUS, "", status_word(status))}
            {cell(key::COLUMN_PROGRESS, "", progress(status))}
            {cell(key::COLUMN_AGE, "number", age_of(created, clock))}
        </tr>
    }
    .into_any()
}
