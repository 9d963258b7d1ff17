//! A cluster: what it is, and the way to its workload.

use job::Args;
use job::context::Minor;
use leptos::prelude::*;

use super::ask::ask;
use crate::api::{self, ApiError, ClusterInfo, ClusterSummary};
use crate::routes::{create_page, tasks_page};
use crate::shell::{Crumb, bar, trouble, with_console};
use crate::text::{fill, key, t};
use crate::ui::{Banner, Tone, banner, heading, part_if};

/// Cluster details.
pub fn cluster(name: String) -> AnyView {
    with_console(move |console| {
        let known = console.clusters.into_iter().find(|cluster| cluster.name == name);
        let content = match known {
            Some(cluster) => details(cluster),
            None => {
                let unknown = ApiError {
                    cluster: name.clone(),
                    ..ApiError::console(api::ErrorKind::UnknownCluster, 404, "")
                };
                view! { {heading(&name, "")} {trouble(unknown, Tone::Bad, Vec::new())} }.into_any()
            }
        };
        view! { {bar(vec![Crumb::clusters(), Crumb::here(name.clone())], None)} <main id="main" tabindex="-1">{content}</main> }
            .into_any()
    })
}

fn details(cluster: ClusterSummary) -> AnyView {
    let answer = ask(cluster.name.clone());
    let practice = cluster
        .practice
        .then(|| view! { <span class="practice">{t(key::PRACTICE)}</span> });
    let practice_help = cluster
        .practice
        .then(|| view! { <p class="help">{t(key::PRACTICE_HELP)}</p> });
    let seen = part_if(move || {
        answer.get().map(|answer| match answer {
            Ok(info) => facts(info),
            Err(error) => trouble(error, Tone::Bad, Vec::new()),
        })
    });
    view! {
        <header class="page-head">{heading(&cluster.name, "")} {practice}</header>
        {practice_help}
        <nav class="sections" aria-label=t(key::SECTIONS)>
            <a href=tasks_page(&cluster.name)>{t(key::WORKLOAD)}</a>
            <a href=create_page(&cluster.name)>{t(key::CREATE_TASK)}</a>
        </nav>
        {seen}
        <dl class="facts">{fact(t(key::COLUMN_SERVER), cluster.server)}</dl>
    }
    .into_any()
}

fn facts(info: ClusterInfo) -> AnyView {
    let untried = Minor::of_version(&info.version).is_none_or(|minor| !minor.is_supported());
    let untried = untried.then(|| {
        banner(Banner::new(
            Tone::Warn,
            fill(key::VERSION_UNTRIED, &Args::with("version", &info.version)),
        ))
    });
    let namespaces = info
        .namespaces
        .map_or_else(|| t(key::NAMESPACES_HIDDEN).to_owned(), |names| names.join(", "));
    view! {
        {untried}
        <dl class="facts">{fact(t(key::COLUMN_VERSION), info.version)} {fact(t(key::COLUMN_NAMESPACES), namespaces)}</dl>
    }
    .into_any()
}

fn fact(name: &'static str, value: String) -> AnyView {
    view! { <dt>{name}</dt><dd class="mono">{value}</dd> }.into_any()
}
