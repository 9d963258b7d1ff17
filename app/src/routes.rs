//! The pages and their addresses: one type, read from an address and written as one.

use leptos::prelude::*;

use crate::api::TaskAddress;
use crate::browser::Address;
use crate::chunks::{self, fetch_ahead};
use crate::pages::missing;
use crate::shell::{Frame, Signed, with_chunk};
use crate::state::State;
use crate::text::Part;
use crate::ui::part;

/// The list of clusters.
pub const CLUSTERS: &str = "/clusters";
/// A draft from elsewhere: a link, a file, a text, an object of a cluster.
pub const OPEN: &str = "/open";
/// The unfinished drafts.
pub const DRAFTS: &str = "/drafts";

/// A page of the console.
#[derive(Clone, Debug, Default, PartialEq)]
enum Page {
    /// `/`, `/clusters`
    Clusters,
    /// `/clusters/CLUSTER`
    Cluster(String),
    /// `/clusters/CLUSTER/workload/jobs`
    Tasks(String),
    /// `/jobs/new`, `/clusters/CLUSTER/jobs/new`
    Create(Option<String>),
    /// `/clusters/CLUSTER/namespaces/NAMESPACE/jobs/NAME`
    Task(TaskAddress),
    /// `/drafts`
    Drafts,
    /// `/open`
    Open,
    /// Anything else.
    #[default]
    Missing,
}

impl Page {
    /// Names may contain any character: each part of the path is decoded after it was split.
    fn of(path: &str) -> Self {
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] | ["clusters"] => Self::Clusters,
            ["drafts"] => Self::Drafts,
            ["open"] => Self::Open,
            ["jobs", "new"] => Self::Create(None),
            ["clusters", cluster] => Self::Cluster((*cluster).to_owned()),
            ["clusters", cluster, "workload", "jobs"] => Self::Tasks((*cluster).to_owned()),
            ["clusters", cluster, "jobs", "new"] => Self::Create(Some((*cluster).to_owned())),
            ["clusters", cluster, "namespaces", namespace, "jobs", name] => Self::Task(TaskAddress {
                cluster: (*cluster).to_owned(),
                namespace: (*namespace).to_owned(),
                name: (*name).to_owned(),
            }),
            _ => Self::Missing,
        }
    }
}

/// Whatever page the address bar names.
pub fn pages(address: Address) -> AnyView {
    let page = State::of(move || Page::of(&address.path()));
    part(move || {
        let page = page.get();
        // The wizard stays as it is, with all that was typed.
        if !matches!(page, Page::Create(_)) {
            Signed::follow();
        }
        shown(page)
    })
}

fn shown(page: Page) -> AnyView {
    // What is one click away.
    if matches!(page, Page::Clusters | Page::Cluster(_) | Page::Tasks(_)) {
        fetch_ahead("wizard");
    }
    if matches!(page, Page::Tasks(_)) {
        fetch_ahead("task");
    }
    if matches!(page, Page::Create(_) | Page::Task(_) | Page::Drafts | Page::Open) {
        fetch_ahead("lists");
    }
    match page {
        Page::Clusters => with_chunk(&chunks::CLUSTERS, Frame::Page, &[], ()),
        Page::Cluster(name) => with_chunk(&chunks::CLUSTER, Frame::Page, &[], name),
        Page::Tasks(cluster) => with_chunk(&chunks::TASKS, Frame::Page, &[Part::Status], cluster),
        Page::Create(cluster) => with_chunk(&chunks::WIZARD, Frame::Page, &[Part::Form], cluster),
        Page::Task(address) => with_chunk(&chunks::TASK, Frame::Page, &[Part::Status], address),
        Page::Drafts => with_chunk(&chunks::DRAFTS, Frame::Page, &[Part::Draft], ()),
        Page::Open => with_chunk(&chunks::OPEN, Frame::Page, &[Part::Form, Part::Draft], ()),
        Page::Missing => missing(),
    }
}

/// The cluster that a page is of.
pub fn cluster_of(path: &str) -> Option<String> {
    match Page::of(path) {
        Page::Cluster(cluster) | Page::Tasks(cluster) | Page::Create(Some(cluster)) => Some(cluster),
        Page::Task(task) => Some(task.cluster),
        _ => None,
    }
}

/// A cluster.
pub fn cluster_page(cluster: &str) -> String {
    format!("{CLUSTERS}/{}", encode(cluster))
}

/// Its tasks: `Workload`, tab `Task`.
pub fn tasks_page(cluster: &str) -> String {
    format!("{}/workload/jobs", cluster_page(cluster))
}

/// Create Task, with the cluster fixed.
pub fn create_page(cluster: &str) -> String {
    format!("{}/jobs/new", cluster_page(cluster))
}

/// A Job or CronJob as a draft.
pub fn source_page(kind: &str, cluster: &str, namespace: &str, name: &str) -> String {
    let (cluster, namespace, name) = (encode(cluster), encode(namespace), encode(name));
    format!("{OPEN}?kind={kind}&cluster={cluster}&namespace={namespace}&name={name}")
}

/// Create Task, going on with a draft of this browser.
pub fn draft_page(cluster: &str, id: &str) -> String {
    let page = if cluster.is_empty() {
        "/jobs/new".to_owned()
    } else {
        create_page(cluster)
    };
    format!("{page}?draft={}", encode(id))
}

/// A task.
pub fn task_page(cluster: &str, namespace: &str, name: &str) -> String {
    format!(
        "{}/namespaces/{}/jobs/{}",
        cluster_page(cluster),
        encode(namespace),
        encode(name)
    )
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// What is no valid encoding stays as it stands.
fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}
