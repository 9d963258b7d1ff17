//! A cluster: what it is, and the way to its workload.

use job::Args;
use job::context::Minor;
use leptos::prelude::*;

use super::ask::ask;
use super::clusters::insecure;
use crate::api::{self, ApiError, ClusterInfo, ClusterSummary};
use crate::routes::{create_page, tasks_page};
use crate::shell::{Crumb, bar, main, page, trouble, with_console};
use crate::text::{fill, key, t};
use crate::ui::{Banner, El, Tone, banner, el, heading, link, part_if};

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
                main("")
                    .child(heading(&name, ""))
                    .child(trouble(unknown, Tone::Bad, Vec::new()))
            }
        };
        page(bar(vec![Crumb::clusters(), Crumb::here(name.clone())], None), content)
    })
}

fn details(cluster: ClusterSummary) -> El {
    let answer = ask(cluster.name.clone());
    let practice = cluster
        .practice
        .then(|| el("span").class("practice").child(t(key::PRACTICE)));
    let practice_help = cluster
        .practice
        .then(|| el("p").class("help").child(t(key::PRACTICE_HELP)));
    let seen = part_if(move || {
        answer.get().map(|answer| match answer {
            Ok(info) => facts(info),
            Err(error) => trouble(error, Tone::Bad, Vec::new()),
        })
    });
    let ways = el("div")
        .class("actions")
        .child(link("button", &tasks_page(&cluster.name)).child(t(key::WORKLOAD)))
        .child(link("button primary", &create_page(&cluster.name)).child(t(key::CREATE_TASK)));
    let head = el("header")
        .class("page-head")
        .child(heading(&cluster.name, ""))
        .child(practice)
        .child(insecure(&cluster))
        .child(ways);
    let server = (!cluster.server.is_empty()).then(|| fact(t(key::COLUMN_SERVER), cluster.server));
    main("")
        .child(head)
        .child(practice_help)
        .child(el("dl").class("facts").child(server))
        .child(seen)
}

fn facts(info: ClusterInfo) -> El {
    let untried = Minor::of_version(&info.version).is_none_or(|minor| !minor.is_supported());
    let untried = untried.then(|| {
        let said = fill(key::VERSION_UNTRIED, &Args::with("version", &info.version));
        banner(Banner::new(Tone::Warn, said))
    });
    let namespaces = info
        .namespaces
        .map_or_else(|| t(key::NAMESPACES_HIDDEN).to_owned(), |names| names.join(", "));
    let facts = el("dl")
        .class("facts")
        .child(fact(t(key::COLUMN_VERSION), info.version))
        .child(fact(t(key::COLUMN_NAMESPACES), namespaces));
    el("div").class("step-fields").child(untried).child(facts)
}

fn fact(name: &str, value: String) -> Vec<El> {
    vec![el("dt").child(name), el("dd").class("mono").child(value)]
}
