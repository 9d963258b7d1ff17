//! The bar on top: breadcrumbs are the navigation.

use leptos::prelude::*;

use super::link_state::link_state;
use super::switches::{language_switch, theme_switch};
use crate::live::Link;
use crate::routes::{CLUSTERS, cluster_page, tasks_page};
use crate::text::{key, t};

/// One step of the way to this page.
#[derive(Clone)]
pub struct Crumb {
    text: String,
    href: Option<String>,
}

impl Crumb {
    /// The list of clusters.
    pub fn clusters() -> Self {
        Self {
            text: t(key::CLUSTERS).to_owned(),
            href: Some(CLUSTERS.to_owned()),
        }
    }

    /// A cluster.
    pub fn cluster(name: &str) -> Self {
        Self {
            text: name.to_owned(),
            href: Some(cluster_page(name)),
        }
    }

    /// The tasks of a cluster.
    pub fn tasks(cluster: &str) -> Self {
        Self {
            text: t(key::WORKLOAD).to_owned(),
            href: Some(tasks_page(cluster)),
        }
    }

    /// This page.
    pub fn here(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: None,
        }
    }
}

/// The bar. `link` is the page's stream, where it has one.
pub fn bar(crumbs: Vec<Crumb>, link: Option<Link>) -> AnyView {
    let crumbs: Vec<_> = crumbs
        .into_iter()
        .map(|crumb| match crumb.href {
            Some(href) => view! { <li><a href=href>{crumb.text}</a></li> }.into_any(),
            None => view! { <li aria-current="page">{crumb.text}</li> }.into_any(),
        })
        .collect();
    view! {
        <a class="skip" href="#main">{t(key::SKIP)}</a>
        <header class="bar">
            <a class="brand" href=CLUSTERS>"Slipway"</a>
            <nav aria-label=t(key::BREADCRUMBS)><ol>{crumbs}</ol></nav>
            <div class="bar-end">{link.map(link_state)} {language_switch()} {theme_switch()}</div>
        </header>
    }
    .into_any()
}
