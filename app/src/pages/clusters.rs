//! The clusters: name, version, state.

use job::Args;
use leptos::prelude::*;

use super::ask::ask;
use crate::api::{ApiError, ClusterInfo, ClusterSummary, SettingsProblem};
use crate::routes::{cluster_page, tasks_page};
use crate::shell::{Crumb, bar, main, page, with_console};
use crate::text::{error_texts, fill, key, t};
use crate::ui::{Banner, El, Tone, banner, cell, columns, details, el, heading, link, mark, part_if, words};

/// The list of clusters.
pub fn clusters() -> AnyView {
    with_console(|console| {
        let problems: Vec<_> = console.problems.into_iter().map(problem).collect();
        let clusters = if console.clusters.is_empty() {
            el("p").class("empty").child(t(key::NO_CLUSTERS))
        } else {
            table(console.clusters)
        };
        let head = el("header")
            .class("page-head")
            .child(heading(t(key::CLUSTERS), ""))
            .child(link("button primary", "/jobs/new").child(t(key::CREATE_TASK)));
        page(
            bar(vec![Crumb::here(t(key::CLUSTERS))], None),
            main("").child(head).child(problems).child(clusters),
        )
    })
}

fn problem(problem: SettingsProblem) -> El {
    let place = problem
        .line
        .map_or_else(|| problem.file.clone(), |line| format!("{}:{line}", problem.file));
    banner(Banner {
        next: t(key::KUBECONFIG_BROKEN_NEXT).to_owned(),
        details: problem.words,
        ..Banner::new(Tone::Warn, fill(key::KUBECONFIG_BROKEN, &Args::with("file", place)))
    })
}

fn table(clusters: Vec<ClusterSummary>) -> El {
    let titles = [
        key::COLUMN_NAME,
        key::COLUMN_STATE,
        key::COLUMN_VERSION,
        key::COLUMN_NAMESPACES,
        key::WORKLOAD,
    ];
    let rows: Vec<_> = clusters.into_iter().map(row).collect();
    el("table")
        .class("list")
        .child(columns(&titles))
        .child(el("tbody").child(rows))
}

/// A cluster is asked by itself, so that one that does not answer keeps no other from being shown.
fn row(cluster: ClusterSummary) -> El {
    let answer = ask(cluster.name.clone());
    let of = move |get: fn(&ClusterInfo) -> String| {
        words(move || {
            (*answer.read())
                .as_ref()
                .and_then(|answer| answer.as_ref().ok())
                .map(get)
                .unwrap_or_default()
        })
    };
    let namespaces = of(|info| {
        info.namespaces
            .as_ref()
            .map_or_else(|| "?".to_owned(), |names| names.len().to_string())
    });
    let practice = cluster
        .practice
        .then(|| el("span").class("practice").child(t(key::PRACTICE)));
    let name = el("th")
        .attr("scope", "row")
        .child(link("mono", &cluster_page(&cluster.name)).child(cluster.name.as_str()))
        .child(" ")
        .child(practice);
    el("tr")
        .child(name)
        .child(cell(key::COLUMN_STATE, "", part_if(move || Some(state(answer.get())))))
        .child(cell(key::COLUMN_VERSION, "mono", of(|info| info.version.clone())))
        .child(cell(key::COLUMN_NAMESPACES, "number", namespaces))
        .child(el("td").child(link("", &tasks_page(&cluster.name)).child(t(key::WORKLOAD))))
}

fn state(answer: Option<Result<ClusterInfo, ApiError>>) -> El {
    let (class, shape, word, words) = match answer {
        None => ("state connecting", "○ ", t(key::STATE_ASKING).to_owned(), String::new()),
        Some(Ok(_)) => ("state ready", "● ", t(key::STATE_READY).to_owned(), String::new()),
        Some(Err(error)) => ("state bad", "✕ ", error_texts(&error).0, error.words),
    };
    let word = el("span").class(class).child(mark(shape)).child(word);
    el("div").child(word).child(details(&words))
}
