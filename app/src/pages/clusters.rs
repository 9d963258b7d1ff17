//! The clusters: name, version, state.

use job::Args;
use leptos::prelude::*;

use super::ask::ask;
use crate::api::{ApiError, ClusterInfo, ClusterSummary, SettingsProblem};
use crate::routes::{cluster_page, tasks_page};
use crate::shell::{Crumb, bar, with_console};
use crate::text::{error_texts, fill, key, t};
use crate::ui::{Banner, Tone, banner, cell, columns, heading, part, words};

/// The list of clusters.
pub fn clusters() -> AnyView {
    with_console(|console| {
        let problems: Vec<_> = console.problems.into_iter().map(problem).collect();
        let clusters = if console.clusters.is_empty() {
            view! { <p class="empty">{t(key::NO_CLUSTERS)}</p> }.into_any()
        } else {
            table(console.clusters)
        };
        view! {
            {bar(vec![Crumb::here(t(key::CLUSTERS))], None)}
            <main id="main" tabindex="-1">
                <header class="page-head">
                    {heading(t(key::CLUSTERS), "")}
                    <a class="button primary" href="/jobs/new">{t(key::CREATE_TASK)}</a>
                </header>
                {problems}
                {clusters}
            </main>
        }
        .into_any()
    })
}

fn problem(problem: SettingsProblem) -> AnyView {
    let place = problem
        .line
        .map_or_else(|| problem.file.clone(), |line| format!("{}:{line}", problem.file));
    banner(Banner {
        next: t(key::KUBECONFIG_BROKEN_NEXT).to_owned(),
        details: problem.words,
        ..Banner::new(Tone::Warn, fill(key::KUBECONFIG_BROKEN, &Args::with("file", place)))
    })
}

fn table(clusters: Vec<ClusterSummary>) -> AnyView {
    let rows: Vec<_> = clusters.into_iter().map(row).collect();
    view! {
        <table class="list">
            {columns(&[key::COLUMN_NAME, key::COLUMN_STATE, key::COLUMN_VERSION, key::COLUMN_NAMESPACES, key::WORKLOAD])}
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A cluster is asked by itself, so that one that does not answer keeps no other from being shown.
fn row(cluster: ClusterSummary) -> AnyView {
    let answer = ask(cluster.name.clone());
    let of = move |get: fn(&ClusterInfo) -> String| {
        words(move || {
            answer
                .read()
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
        .then(|| view! { " " <span class="practice">{t(key::PRACTICE)}</span> });
    view! {
        <tr>
            <th scope="row"><a class="mono" href=cluster_page(&cluster.name)>{cluster.name.clone()}</a>{practice}</th>
            {cell(key::COLUMN_STATE, "", part(move || state(answer.get())))}
            {cell(key::COLUMN_VERSION, "mono", of(|info| info.version.clone()))}
            {cell(key::COLUMN_NAMESPACES, "number", namespaces)}
            <td><a href=tasks_page(&cluster.name)>{t(key::WORKLOAD)}</a></td>
        </tr>
    }
    .into_any()
}

fn state(answer: Option<Result<ClusterInfo, ApiError>>) -> AnyView {
    let (class, mark, word, details) = match answer {
        None => ("state connecting", "○ ", t(key::STATE_ASKING).to_owned(), None),
        Some(Ok(_)) => ("state ready", "● ", t(key::STATE_READY).to_owned(), None),
        Some(Err(error)) => ("state bad", "✕ ", error_texts(&error).0, Some(error.words)),
    };
    let details = details
        .map(|words| view! { <details><summary>{t(key::DETAILS)}</summary><pre class="words">{words}</pre></details> });
    view! { <span class=class><span aria-hidden="true">{mark}</span>{word}</span> {details} }.into_any()
}
