//! The bar on top: breadcrumbs are the navigation.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::link_state::link_state;
use super::sign_in::sign_out;
use super::switches::{language_switch, theme_switch};
use crate::live::Link;
use crate::routes::{CLUSTERS, cluster_page, tasks_page};
use crate::text::{key, t};
use crate::ui::{El, all, el, link};

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

/// A page: the bar and what is below it.
pub fn page(bar: Vec<El>, main: El) -> AnyView {
    let mut parts: Vec<_> = bar.into_iter().map(El::into_any).collect();
    parts.push(main.into_any());
    all(parts)
}

/// What is below the bar.
pub fn main(class: &str) -> El {
    el("main").id("main").attr("tabindex", "-1").class(class)
}

/// What a page is while what it needs is on its way.
pub fn loading() -> AnyView {
    let loading = el("p").class("loading").child(t(key::LOADING));
    let main = main("").attr("aria-busy", "true").child(loading);
    page(bar(vec![Crumb::clusters()], None), main)
}

/// The bar. `stream` is the page's, where it has one.
pub fn bar(crumbs: Vec<Crumb>, stream: Option<Link>) -> Vec<El> {
    let crumb = |crumb: Crumb| match crumb.href {
        Some(href) => el("li").child(link("", &href).child(crumb.text)),
        None => el("li").attr("aria-current", "page").child(crumb.text),
    };
    let crumbs: Vec<_> = crumbs.into_iter().map(crumb).collect();
    let way = el("nav")
        .attr("aria-label", t(key::BREADCRUMBS))
        .child(el("ol").child(crumbs));
    let end = el("div")
        .class("bar-end")
        .child(stream.map(link_state))
        .child(sign_out())
        .child(
            el("button")
                .attr("type", "button")
                .class("quiet")
                .attr("data-keys", "")
                .attr("aria-label", t(key::KEYS))
                .attr("title", t(key::KEYS))
                .on("click", |event| {
                    let button = event.current_target().map(|button| button.unchecked_into::<Element>());
                    // Who listens may come after the press.
                    let _ = button.map(|button| button.set_attribute("data-keys", "pressed"));
                })
                .child("?"),
        )
        .child(language_switch())
        .child(theme_switch());
    let bar = el("header")
        .class("bar")
        .child(link("brand", CLUSTERS).child("Slipway"))
        .child(way)
        .child(end);
    vec![link("skip", "#main").child(t(key::SKIP)), bar]
}
