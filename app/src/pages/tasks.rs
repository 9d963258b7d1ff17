//! The tasks of a cluster, live: `Workload`, tab `Task`.

use std::collections::BTreeMap;

use job::Args;
use job::status::Word;
use leptos::prelude::*;

use super::examples::first_steps;
use super::status::{needs_a_person, progress, sentence, status_word};
use crate::api::{ApiError, ErrorKind, TaskRow};
use crate::browser::{Clock, focus_soon, next_frame, put_query, query, use_clock};
use crate::live::{Connection, TaskList, watch_tasks};
use crate::routes::{OPEN, create_page, task_page};
use crate::shell::{Crumb, bar, link_trouble, main, page};
use crate::state::{State, follow};
use crate::text::{fill, key, of_word, t, task as say, task_key};
use crate::ui::{
    El, Gradual, Item, age_of, button, cell, columns, el, heading, link, list, only_heard, part, part_if, words,
};

/// So many rows are drawn; the rest on demand, so that ten thousand tasks stay quick.
const DRAWN: usize = 100;
/// Rows that are drawn in one frame: as many as are seen at once.
const AT_ONCE: usize = 12;

/// Where a namespace is entered.
const PLACE: &str = "place";

/// What is shown of the list.
#[derive(Clone, Copy)]
struct Shown {
    /// The namespace that is watched; empty for all.
    place: State<String>,
    /// Of those the one that is shown; empty for all.
    namespace: State<String>,
    /// The status that is shown, by its name in addresses; empty for all.
    status: State<String>,
    filter: State<String>,
}

/// The list of tasks: of all namespaces, or of the one that was entered by who may not see all.
pub fn tasks(cluster: String) -> AnyView {
    let place = State::new(query("namespace"));
    part(move || tasks_in(&cluster, place))
}

fn tasks_in(cluster: &str, place: State<String>) -> AnyView {
    let shown = Shown {
        place,
        namespace: State::new(query("in")),
        status: State::new(query("status")),
        filter: State::new(query("filter")),
    };
    // The address leads back to what is shown.
    follow(move || {
        let parameters = [
            ("namespace", shown.place.get()),
            ("in", shown.namespace.get()),
            ("status", shown.status.get()),
            ("filter", shown.filter.get()),
        ];
        put_query(&parameters, false);
    });
    let clock = use_clock();
    let tasks = watch_tasks(cluster.to_owned(), place.get(), clock);
    let sorted = State::of(move || newest_first(tasks));
    let found = State::of(move || {
        found(
            tasks,
            &sorted.read(),
            &shown.namespace.read(),
            &shown.status.read(),
            &shown.filter.read().to_ascii_lowercase(),
        )
    });
    let drawn = Gradual::new(AT_ONCE, DRAWN, Signal::derive(move || found.with(Vec::len)));
    let create = create_page(cluster);
    let rows = list({
        let cluster = cluster.to_owned();
        move || {
            let item = |row: &ArcRwSignal<TaskRow>| {
                let (row, cluster) = (row.clone(), cluster.clone());
                Item::new(row.read_untracked().uid.clone(), move || {
                    task_row(row.clone(), &cluster, clock)
                })
            };
            found.read().iter().take(drawn.now()).map(item).collect()
        }
    });
    let more = part_if(move || {
        (found.read().len() > drawn.wanted())
            .then(|| button("quiet", move || drawn.more(DRAWN)).child(t(key::SHOW_MORE)))
    });
    let way = create.clone();
    let none_fits = move || tasks.loaded.get() && found.read().is_empty() && !tasks.rows.read().is_empty();
    let none_fit = part_if(move || {
        let clear = move || {
            drawn.again();
            shown.filter.set(String::new());
            shown.namespace.set(String::new());
            shown.status.set(String::new());
        };
        none_fits().then(|| {
            el("div")
                .class("empty")
                .child(el("p").child(say(task_key::NONE_FITS)))
                .child(el("p").child(button("", clear).child(say(task_key::CLEAR_FILTER))))
        })
    });
    let empty = part_if(move || {
        if !tasks.loaded.get() {
            return (!tasks.link.connection.with(Connection::is_broken))
                .then(|| el("p").class("loading").child(t(key::LOADING)));
        }
        let create = || el("p").child(link("", &way).child(t(key::IMAGE_CREATION)));
        let none = || {
            el("div")
                .class("empty")
                .child(el("p").child(t(key::NO_TASKS)))
                .child(first_steps())
                .child(create())
        };
        tasks.rows.read().is_empty().then(none)
    });
    let head = el("header")
        .class("page-head")
        .child(heading(t(key::WORKLOAD), cluster))
        .child(
            el("div")
                .class("actions")
                .child(link("button primary", &create).child(t(key::IMAGE_CREATION)))
                .child(link("button", OPEN).child(t(key::OPEN_TEXT))),
        );
    let tabs = el("nav")
        .class("tabs")
        .attr("aria-label", t(key::WORKLOAD))
        .child(link("", "#main").attr("aria-current", "page").child(t(key::TASK_TAB)));
    let titles = [
        key::COLUMN_NAME,
        key::COLUMN_NAMESPACE,
        key::COLUMN_STATUS,
        key::COLUMN_PROGRESS,
        key::COLUMN_AGE,
    ];
    let table = el("table")
        .class("list tasks")
        .live_flag("hidden", move || found.read().is_empty())
        .child(columns(&titles))
        .child(el("tbody").child(rows));
    let way = vec![
        Crumb::clusters(),
        Crumb::cluster(cluster),
        Crumb::here(t(key::WORKLOAD)),
    ];
    // Whoever has to sign in first has nothing to filter: the form stands in its place.
    let asks = move || {
        let signs_in =
            |connection: &Connection| matches!(connection, Connection::Ended(error) if error.kind == ErrorKind::SignIn);
        tasks.link.connection.with(signs_in)
    };
    page(
        bar(way, Some(tasks.link)),
        main("").child(head).child(tabs).child(link_trouble(tasks.link)).child(
            el("div")
                .class("listed")
                .live_flag("hidden", asks)
                .child(filters(shown, tasks, found, drawn))
                .child(table)
                .child(more)
                .child(none_fit)
                .child(empty),
        ),
    )
}

fn filters(shown: Shown, tasks: TaskList, found: State<Vec<ArcRwSignal<TaskRow>>>, drawn: Gradual) -> El {
    // Where others are found they are drawn from the first on.
    let narrow = move |by: State<String>, to: String| {
        let before = untrack(|| found.read());
        by.set(to);
        if untrack(|| found.read()) != before {
            drawn.again();
        }
    };
    let latest = State::new(String::new());
    let names = State::of(move || {
        let rows = tasks.rows.read();
        let mut names: Vec<String> = Vec::new();
        for row in rows.values() {
            let namespace = &row.read_untracked().namespace;
            if let Err(place) = names.binary_search(namespace) {
                names.insert(place, namespace.clone());
            }
        }
        names
    });
    let namespaces = move || {
        let option = |name: String| {
            Item::new(name.clone(), move || {
                el("option").attr("value", &name).child(name.as_str())
            })
        };
        names.get().into_iter().map(option).collect()
    };
    let count = words(move || {
        // How many there are is known once they came.
        if !tasks.loaded.get() {
            return String::new();
        }
        let (found, all) = (found.read().len(), tasks.rows.read().len());
        let (text, args) = if found == all {
            (key::TASK_COUNT, Args::none())
        } else {
            (key::TASK_COUNT_OF, Args::with("found", found))
        };
        fill(text, &args.and("count", all))
    });
    let select = move |namespaces: AnyView| {
        el("select")
            .child(el("option").attr("value", "").child(t(key::ALL)))
            .child(namespaces)
            .value(move || {
                names.with(|_| ());
                shown.namespace.get()
            })
            .on("change", move |event| {
                narrow(shown.namespace, event_target_value(&event))
            })
    };
    // Who may not watch everywhere enters where.
    let entered = move || {
        el("input")
            .id(PLACE)
            .attr("type", "text")
            .class("mono")
            .value(move || shown.place.get())
            .on("change", move |event| {
                shown.place.set(event_target_value(&event).trim().to_owned());
                focus_soon(PLACE.to_owned());
            })
    };
    let is_narrow = State::of(move || {
        let forbidden = |error: &ApiError| error.kind == ErrorKind::Forbidden;
        let ended = |connection: &Connection| matches!(connection, Connection::Ended(error) if forbidden(error));
        !shown.place.with(String::is_empty) || tasks.link.connection.with(ended)
    });
    let control = part_if(move || {
        Some(if is_narrow.get() {
            entered()
        } else {
            select(list(namespaces))
        })
    });
    let namespace = el("label").child(t(key::COLUMN_NAMESPACE)).child(" ").child(control);
    let entering = part_if(move || {
        is_narrow
            .get()
            .then(|| el("p").class("help").child(say(task_key::ENTER_NAMESPACE)))
    });
    let status = el("label")
        .child(t(key::COLUMN_STATUS))
        .child(" ")
        .child(status_choice(shown, move |to| narrow(shown.status, to)));
    let input = el("input")
        .id("filter")
        .attr("type", "search")
        .attr("placeholder", t(key::FILTER))
        .value(move || shown.filter.get())
        .on("input", move |event| {
            // The letter first, in its frame; then what it finds, once for letters that come quickly.
            let typed = event_target_value(&event);
            latest.set(typed.clone());
            leptos::task::spawn_local(async move {
                next_frame().await;
                if latest.get_untracked() == typed {
                    narrow(shown.filter, typed);
                }
            });
        });
    el("div")
        .class("filters")
        .attr("role", "search")
        .child(namespace)
        .child(status)
        .child(el("label").class("grow").child(only_heard(t(key::FILTER))).child(input))
        .child(el("p").class("count").attr("role", "status").child(count))
        .child(entering)
}

fn status_choice(shown: Shown, narrow: impl Fn(String) + 'static) -> El {
    let option = |(word, name): (Word, &str)| el("option").attr("value", name).child(t(of_word(word)));
    el("select")
        .child(el("option").attr("value", "").child(t(key::ALL)))
        .child(Word::OF_A_JOB.map(option).into_iter().collect::<Vec<_>>())
        .value(move || shown.status.get())
        .on("change", move |event| narrow(event_target_value(&event)))
}

fn newest_first(tasks: TaskList) -> Vec<ArcRwSignal<TaskRow>> {
    // A map keeps its keys in order: a sort of its own would weigh 3 kB.
    let mut sorted = BTreeMap::new();
    for row in tasks.rows.read().values() {
        let of = row.read_untracked();
        let newest_first = i64::MAX - of.created.max(0);
        sorted.insert((newest_first, of.namespace.clone(), of.name.clone()), row.clone());
    }
    sorted.into_values().collect()
}

/// The rows that match.
fn found(
    tasks: TaskList,
    rows: &[ArcRwSignal<TaskRow>],
    namespace: &str,
    status: &str,
    filter: &str,
) -> Vec<ArcRwSignal<TaskRow>> {
    let wanted = Word::OF_A_JOB.into_iter().find(|(_, name)| *name == status);
    if wanted.is_some() {
        // A status changes where it stands; name and image do not.
        tasks.changed.get();
    }
    let matches = |row: &&ArcRwSignal<TaskRow>| {
        let row = row.read_untracked();
        (namespace.is_empty() || row.namespace == namespace)
            && wanted.is_none_or(|(word, _)| row.status.word == word)
            && (filter.is_empty() || row.name.contains(filter) || row.images.iter().any(|image| image.contains(filter)))
    };
    rows.iter().filter(matches).cloned().collect()
}

fn task_row(row: ArcRwSignal<TaskRow>, cluster: &str, clock: Clock) -> El {
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
    let title = el("th")
        .attr("scope", "row")
        .child(link("mono", &task_page(cluster, &namespace, &name)).child(name))
        .child(" ")
        .child(el("span").class("image mono").child(images.join(", ")))
        .child(el("p").class("trouble").child(trouble));
    el("tr")
        .child(title)
        .child(cell(key::COLUMN_NAMESPACE, "mono", namespace))
        .child(cell(key::COLUMN_STATUS, "", status_word(status)))
        .child(cell(key::COLUMN_PROGRESS, "", progress(status)))
        .child(cell(key::COLUMN_AGE, "number", age_of(created, clock)))
}
