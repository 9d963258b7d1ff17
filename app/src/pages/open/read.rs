//! From what was opened to a draft.

use job::import::{self, Imported, Left};
use job::link::{BadLink, ClusterMark, Link, is_link};
use job::yaml::{self, Unreadable};
use job::{Draft, DraftPath};
use serde_json::Value;

use crate::api::{self, ApiError, TaskAddress};
use crate::browser::read_link;
use crate::text::draft_key;

/// A draft, and what is around it.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) link: Link,
    /// Objects that are no part of it.
    pub(super) left: Vec<String>,
    /// The YAML that it was, comments and all; empty where it was none.
    pub(super) text: String,
}

/// Why it cannot be opened.
#[derive(Clone)]
pub(super) enum Trouble {
    /// It is a link that cannot be used; the name of the sentence that says why.
    Link(&'static str),
    /// It is no YAML.
    Text(Unreadable),
    /// There is no Job in it; what there is.
    NoJob(Vec<String>),
    /// The file cannot be read, or is too large.
    File,
    /// The cluster did not give it.
    Api(ApiError),
}

/// A link, a draft file, or YAML or JSON.
pub(super) async fn of_text(text: String) -> Result<Opened, Trouble> {
    let linked = if is_link(&text) {
        Some(read_link(text.trim()).await)
    } else {
        Link::read_file(&text)
    };
    match linked {
        Some(Ok(link)) => Ok(Opened {
            link,
            left: Vec::new(),
            text: String::new(),
        }),
        Some(Err(why)) => Err(Trouble::Link(match why {
            BadLink::Damaged => draft_key::LINK_DAMAGED,
            BadLink::Later => draft_key::LINK_LATER,
            BadLink::TooBig => draft_key::LINK_TOO_BIG,
        })),
        None if text.trim_start().starts_with('#') && !text.contains('\n') => {
            Err(Trouble::Link(draft_key::LINK_DAMAGED))
        }
        None => {
            let documents = yaml::read(&text).map_err(Trouble::Text)?;
            let values: Vec<Value> = documents.into_iter().map(|document| document.value).collect();
            of_objects(&values, text)
        }
    }
}

fn of_objects(values: &[Value], text: String) -> Result<Opened, Trouble> {
    let Imported { draft, left } = import::objects(values);
    let left = left.iter().map(Left::title).collect();
    // Of a List or a CronJob the text is another one afterwards.
    let is_job =
        |value: &Value| value.get("kind") == Some(&"Job".into()) && value.get("apiVersion") == Some(&"batch/v1".into());
    let text = if values.iter().any(is_job) { text } else { String::new() };
    let Some(draft) = draft else {
        return Err(Trouble::NoJob(left));
    };
    let link = Link {
        draft,
        ..Link::default()
    };
    Ok(Opened { link, left, text })
}

/// A Job, running or finished, or what a CronJob starts.
pub(super) async fn of_cluster(task: TaskAddress, kind: String) -> Result<Opened, Trouble> {
    let cluster = task.cluster.clone();
    let objects = api::call(api::Source { task, kind }).await.map_err(Trouble::Api)?;
    let mut opened = of_objects(&objects, String::new())?;
    opened.link.draft.set(DraftPath::CLUSTER.as_str(), cluster.as_str());
    opened.link.cluster = ClusterMark {
        name: cluster,
        hash: String::new(),
    };
    Ok(opened)
}

/// The commands of a container, as they would be typed.
pub(super) fn command_line(draft: &Draft, key: u64) -> String {
    let words = ["command", "args"].map(|list| format!("containers.{key}.{list}"));
    let words = words
        .iter()
        .flat_map(|list| draft.rows_at(list).map(|row| row.text("text")));
    job::paste::typed(words)
}
