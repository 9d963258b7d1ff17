//! The clusters: name, version, state.

use job::Args;
use leptos::prelude::*;

use super::ask::Answer;
use crate::api::{
    ApiError, ClusterInfo, ClusterSummary, ErrorKind, FrameBody, SettingsProblem, StreamPage, StreamRequest,
};
use crate::browser::use_clock;
use crate::live::connect;
use crate::routes::{cluster_page, tasks_page};
use crate::shell::{Crumb, bar, main, page, with_console};
use crate::text::{error_texts, fill, key, t};
use crate::ui::{Banner, El, Tone, banner, cell, columns, details, el, heading, link, mark, part_if, words};

/// The list of clusters.
pub fn clusters(_: ()) -> AnyView {
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
    let answers: Vec<(String, Answer)> = clusters
        .iter()
        .map(|cluster| (cluster.name.clone(), Answer::new(None)))
        .collect();
    let rows: Vec<_> = clusters
        .into_iter()
        .zip(&answers)
        .map(|(cluster, (_, answer))| row(cluster, *answer))
        .collect();
    // Each is told as it answers: one that does not keeps no other waiting.
    let request = StreamRequest {
        page: StreamPage::Clusters,
        ..StreamRequest::default()
    };
    connect(request, use_clock(), move |body| {
        if let FrameBody::Cluster { name, info, error } = body
            && let Some((_, answer)) = answers.iter().find(|(known, _)| *known == name)
            && let Some(said) = info.map(Ok).or_else(|| error.map(Err))
        {
            answer.set(Some(said));
        }
    });
    el("table")
        .class("list clusters")
        .child(columns(&titles))
        .child(el("tbody").child(rows))
}

fn row(cluster: ClusterSummary, answer: Answer) -> El {
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
        .child(practice)
        .child(insecure(&cluster));
    let on_demand = cluster.on_demand;
    el("tr")
        .child(name)
        .child(cell(
            key::COLUMN_STATE,
            "",
            part_if(move || Some(state(answer.get(), on_demand))),
        ))
        .child(cell(key::COLUMN_VERSION, "mono", of(|info| info.version.clone())))
        .child(cell(key::COLUMN_NAMESPACES, "number", namespaces))
        .child(el("td").child(link("", &tasks_page(&cluster.name)).child(t(key::WORKLOAD))))
}

/// Nobody knows who answers for a cluster whose certificate is not checked.
pub(super) fn insecure(cluster: &ClusterSummary) -> Option<El> {
    let mark = || el("span").class("practice").child(t(key::INSECURE));
    cluster.insecure.then(mark)
}

fn state(answer: Option<Result<ClusterInfo, ApiError>>, on_demand: bool) -> El {
    let (class, shape, word, words) = match answer {
        None if on_demand => (
            "state connecting",
            "○ ",
            t(key::STATE_ON_DEMAND).to_owned(),
            String::new(),
        ),
        None => ("state connecting", "○ ", t(key::STATE_ASKING).to_owned(), String::new()),
        Some(Ok(_)) => ("state ready", "● ", t(key::STATE_READY).to_owned(), String::new()),
        Some(Err(error)) if error.kind == ErrorKind::SignIn => {
            ("state connecting", "○ ", error_texts(&error).0, String::new())
        }
        Some(Err(error)) => ("state bad", "✕ ", error_texts(&error).0, error.words),
    };
    let word = el("span").class(class).child(mark(shape)).child(word);
    el("div").child(word).child(details(&words))
}
