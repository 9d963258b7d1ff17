//! A draft from elsewhere: a link, a file, a text, an object of a cluster. It is shown before anything is done with
//! it, and becomes a draft of this browser on pressing; nothing is ever created here.

mod read;
mod summary;

use job::Args;
use leptos::prelude::*;
use web_sys::Event;

use self::read::{Opened, Trouble, of_cluster, of_text};
use self::summary::summary;
use crate::api::{self, ConsoleInfo, TaskAddress};
use crate::browser::{files_of, focus_soon, fragment, on_fragment, query, text_of_file};
use crate::routes::source_page;
use crate::shell::{Crumb, bar, main, page, trouble, with_console};
use crate::state::State;
use crate::text::{draft as say, draft_filled, draft_key, key, t};
use crate::ui::{Banner, El, Tone, banner, button, el, heading, link, part_if};

/// What was opened.
type Found = State<Option<Result<Opened, Trouble>>>;

/// The page.
pub fn open(_: ()) -> AnyView {
    with_console(opened)
}

fn opened(console: ConsoleInfo) -> AnyView {
    let found = Found::new(None);
    let read = move |text: String| {
        leptos::task::spawn_local(async move {
            found.set(Some(of_text(text).await));
        });
    };
    let read_fragment = move || {
        let fragment = fragment();
        if fragment.len() > 1 {
            read(fragment);
        }
    };
    read_fragment();
    on_fragment(read_fragment);
    let of = TaskAddress {
        cluster: query("cluster"),
        namespace: query("namespace"),
        name: query("name"),
    };
    if !of.name.is_empty() {
        let kind = query("kind");
        leptos::task::spawn_local(async move {
            found.set(Some(of_cluster(of, kind).await));
        });
    }
    let clusters = console.clusters.iter().map(|cluster| cluster.name.clone()).collect();
    let shown = part_if(move || {
        let console = console.clone();
        found.with(|found| match found {
            Some(Ok(opened)) => Some(summary(opened.clone(), console)),
            Some(Err(why)) => Some(said(why)),
            None => None,
        })
    });
    let typed = State::new(String::new());
    let file = move |event: &Event| {
        // A text that is dropped is the browser's.
        let Some(files) = files_of(event) else { return };
        event.prevent_default();
        leptos::task::spawn_local(async move {
            match text_of_file(&files).await {
                Some(text) => read(text),
                None => {
                    found.set(Some(Err(Trouble::File)));
                }
            }
        });
    };
    let choose = part_if(move || {
        let is_open = found.with(|found| matches!(found, Some(Ok(_))));
        (!is_open).then(|| choose(read, file, typed))
    });
    let again = part_if(move || {
        let another = move || {
            found.set(None);
            focus_soon("open-text".to_owned());
        };
        let is_open = found.with(|found| matches!(found, Some(Ok(_))));
        is_open.then(|| button("link", another).child(say(draft_key::OPEN_ANOTHER)))
    });
    page(
        bar(vec![Crumb::clusters(), Crumb::here(say(draft_key::OPEN))], None),
        main("open")
            .on("dragover", |event| event.prevent_default())
            .on("drop", move |event| file(&event))
            .child(heading(say(draft_key::OPEN), ""))
            .child(el("div").child(shown))
            .child(choose)
            .child(again)
            .child(of_cron_job(clusters)),
    )
}

/// Why it cannot be opened. The draft that was open before is as it was.
fn said(why: &Trouble) -> El {
    let (what, next) = match why {
        Trouble::Link(name) => (say(name).to_owned(), say(draft_key::BAD_LINK_NEXT)),
        Trouble::Text(error) => {
            let args = Args::with("line", error.line)
                .and("column", error.column)
                .and("words", &error.message);
            (draft_filled(draft_key::BAD_TEXT, &args), say(draft_key::BAD_TEXT_NEXT))
        }
        Trouble::NoJob(left) => {
            let args = Args::with("found", left.join(", "));
            (draft_filled(draft_key::NO_JOB, &args), say(draft_key::NO_JOB_NEXT))
        }
        Trouble::File => (say(draft_key::BAD_FILE).to_owned(), ""),
        Trouble::Api(error) => return trouble(error.clone(), Tone::Bad, Vec::new()),
    };
    banner(Banner {
        next: next.to_owned(),
        ..Banner::new(Tone::Bad, what)
    })
}

/// Paste, choose a file or drop one.
fn choose(
    read: impl Fn(String) + Copy + Send + Sync + 'static,
    file: impl Fn(&Event) + Copy + Send + Sync + 'static,
    typed: State<String>,
) -> El {
    let text = el("textarea")
        .id("open-text")
        .class("mono")
        .attr("rows", "12")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "open-help")
        .value(move || typed.get())
        .on("input", move |event| typed.set(event_target_value(&event)));
    let chosen = el("input")
        .id("open-file")
        .attr("type", "file")
        .attr("accept", ".yaml,.yml,.json,text/plain")
        .on("change", move |event| file(&event));
    let press = move || read(typed.get_untracked());
    el("section")
        .child(
            el("div")
                .class("field wide")
                .child(el("label").attr("for", "open-text").child(say(draft_key::OPEN_TEXT)))
                .child(text)
                .child(el("p").class("help").id("open-help").child(say(draft_key::OPEN_HELP))),
        )
        .child(
            el("div")
                .class("actions")
                .child(button("primary", press).child(say(draft_key::OPEN_IT)))
                .child(el("label").attr("for", "open-file").child(say(draft_key::OPEN_FILE)))
                .child(chosen),
        )
}

/// A CronJob of a cluster, by name.
fn of_cron_job(clusters: Vec<String>) -> El {
    let place = State::new(TaskAddress {
        cluster: clusters.first().cloned().unwrap_or_default(),
        namespace: "default".to_owned(),
        name: String::new(),
    });
    let names = State::new(Vec::<String>::new());
    let ask = move || {
        let TaskAddress { cluster, namespace, .. } = place.get_untracked();
        leptos::task::spawn_local(async move {
            let task = TaskAddress {
                cluster,
                namespace,
                name: String::new(),
            };
            let call = api::Names {
                task,
                resource: "cronjobs".to_owned(),
                within: String::new(),
            };
            // Who may list none types the name.
            names.set(api::call(call).await.unwrap_or_default());
        });
    };
    let options: Vec<_> = clusters
        .iter()
        .map(|name| el("option").attr("value", name).child(name.as_str()))
        .collect();
    let cluster = el("select")
        .id("cron-cluster")
        .child(options)
        .on("change", move |event| {
            let _ = place.update(|place| place.cluster = event_target_value(&event));
        });
    let namespace = el("input")
        .id("cron-namespace")
        .attr("type", "text")
        .class("mono")
        .value(move || place.with(|place| place.namespace.clone()))
        .on("change", move |event| {
            let _ = place.update(|place| place.namespace = event_target_value(&event));
        });
    let name = el("input")
        .id("cron-name")
        .attr("type", "text")
        .class("mono")
        .attr("list", "cron-names")
        .on("focus", move |_| ask())
        .on("input", move |event| {
            let _ = place.update(|place| place.name = event_target_value(&event));
        });
    let proposed = part_if(move || {
        let options = names.get().into_iter().map(|name| el("option").attr("value", &name));
        Some(el("datalist").id("cron-names").child(options.collect::<Vec<_>>()))
    });
    let go = link("button", "")
        .live("href", move || {
            let TaskAddress {
                cluster,
                namespace,
                name,
            } = place.get();
            (!name.is_empty()).then(|| source_page("CronJob", &cluster, &namespace, &name))
        })
        // The page is the same, and reads its address when it is made.
        .attr("data-reload", "")
        .child(say(draft_key::OPEN_IT));
    let field = |id: &str, label: &'static str, control: El| {
        el("div")
            .class("field")
            .child(el("label").attr("for", id).child(label))
            .child(control)
    };
    el("details")
        .class("section")
        .child(
            el("summary")
                .class("section-title")
                .child(say(draft_key::OPEN_CRON_JOB)),
        )
        .child(
            el("div")
                .class("section-body")
                .child(field("cron-cluster", say(draft_key::CLUSTER), cluster))
                .child(field("cron-namespace", t(key::COLUMN_NAMESPACE), namespace))
                .child(field("cron-name", say(draft_key::CRON_JOB), name).child(proposed))
                .child(el("div").class("actions").child(go)),
        )
}
