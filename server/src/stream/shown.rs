//! What a page has been shown, and what it has to be told to be up to date.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::api::{ApiError, FrameBody, StreamPage, StreamRequest};
use cluster::watch::{State, Task, View};
use job::status::Millis;

use super::rows;
use crate::errors;

/// So many rows a frame: ten thousand tasks are never one text in memory.
const ROWS: usize = 500;

pub(super) struct Shown {
    request: StreamRequest,
    signs_in: bool,
    standing: Option<Standing>,
    page: Page,
}

/// How well the cluster is seen.
#[derive(Clone, PartialEq)]
struct Standing {
    live: bool,
    error: Option<ApiError>,
    limits: Vec<String>,
}

/// What was shown, by revision. `None` before the first time.
enum Page {
    Tasks(Option<BTreeMap<Arc<str>, u64>>),
    Task(Option<Option<(String, u64)>>),
}

impl Shown {
    pub(super) fn new(request: &StreamRequest, signs_in: bool) -> Self {
        let page = match request.page {
            StreamPage::Clusters | StreamPage::Tasks => Page::Tasks(None),
            StreamPage::Task | StreamPage::Log => Page::Task(None),
        };
        Self {
            request: request.clone(),
            signs_in,
            standing: None,
            page,
        }
    }

    /// The revisions that are known mean nothing any more: the next time, everything is told.
    pub(super) fn forget(&mut self) {
        match &mut self.page {
            Page::Tasks(known) => *known = None,
            Page::Task(known) => *known = None,
        }
    }

    /// Whether the page was told an error after which nothing comes.
    pub(super) fn is_over(&self) -> bool {
        let error = self.standing.as_ref().and_then(|standing| standing.error.as_ref());
        error.is_some_and(|error| error.kind.ends_stream())
    }

    /// What is to be told, and takes it as told. Rows are made one frame at a time.
    pub(super) fn frames(&mut self, view: &View, now: Millis) -> impl Iterator<Item = FrameBody> + Send + use<> {
        let standing = self.standing(view, now);
        let data: Box<dyn Iterator<Item = FrameBody> + Send> = match &mut self.page {
            Page::Tasks(known) => Box::new(tasks(known, view).into_iter().flatten()),
            Page::Task(known) => Box::new(task(known, view, &self.request.name).into_iter()),
        };
        standing.into_iter().chain(data)
    }

    /// An error, as this person is told of it.
    pub(super) fn told(&self, error: ApiError) -> ApiError {
        errors::told(self.signs_in, error)
    }

    fn standing(&mut self, view: &View, now: Millis) -> Option<FrameBody> {
        let error = match &view.state {
            State::Broken { error, .. } => Some(self.told(errors::of_cluster(&self.request.cluster, error))),
            State::Connecting | State::Live => None,
        };
        let standing = Standing {
            live: view.state == State::Live,
            error,
            limits: view.limits.clone(),
        };
        if self.standing.as_ref() == Some(&standing) {
            return None;
        }
        self.standing = Some(standing.clone());
        let Standing { live, error, limits } = standing;
        Some(FrameBody::State {
            live,
            error,
            limits,
            now,
        })
    }
}

/// A state that is nothing but an error.
pub(super) fn trouble(error: ApiError, now: Millis) -> FrameBody {
    FrameBody::State {
        live: false,
        error: Some(error),
        limits: Vec::new(),
        now,
    }
}

/// Everything at first, then what changed. `None` while nothing was seen: an empty view says so only when it is live.
fn tasks(
    known: &mut Option<BTreeMap<Arc<str>, u64>>,
    view: &View,
) -> Option<impl Iterator<Item = FrameBody> + Send + use<>> {
    let snapshot = known.is_none();
    if snapshot && view.state != State::Live && view.tasks.is_empty() {
        return None;
    }
    let before = known.take().unwrap_or_default();
    let is_new = |(uid, task): &(&Arc<str>, &Arc<Task>)| before.get(*uid) != Some(&task.revision);
    let upsert: Vec<Arc<Task>> = view.tasks.iter().filter(is_new).map(|(_, task)| task.clone()).collect();
    let is_gone = |uid: &&Arc<str>| !view.tasks.contains_key(*uid);
    let gone: Vec<String> = before.keys().filter(is_gone).map(|uid| uid.to_string()).collect();
    *known = Some(
        view.tasks
            .iter()
            .map(|(uid, task)| (uid.clone(), task.revision))
            .collect(),
    );
    let is_news = snapshot || !upsert.is_empty() || !gone.is_empty();
    is_news.then(|| in_frames(snapshot, upsert, gone))
}

/// The first frame says what is gone, and whether to forget what was known; the others add to it.
fn in_frames(snapshot: bool, upsert: Vec<Arc<Task>>, gone: Vec<String>) -> impl Iterator<Item = FrameBody> + Send {
    let (mut upsert, mut first) = (upsert.into_iter(), Some((snapshot, gone)));
    std::iter::from_fn(move || {
        let is_first = first.is_some();
        let (snapshot, gone) = first.take().unwrap_or_default();
        let upsert: Vec<_> = upsert.by_ref().take(ROWS).map(|task| rows::row(&task)).collect();
        (is_first || !upsert.is_empty()).then_some(FrameBody::Tasks { snapshot, upsert, gone })
    })
}

fn task(known: &mut Option<Option<(String, u64)>>, view: &View, name: &str) -> Option<FrameBody> {
    let found = newest(view, name);
    if found.is_none() && view.state != State::Live {
        // Not seen is not the same as not there.
        return None;
    }
    let seen = found.map(|task| (task.job.uid.clone(), task.revision));
    if known.as_ref() == Some(&seen) {
        return None;
    }
    *known = Some(seen);
    let task = found.map(|task| Box::new(rows::detail(task)));
    Some(FrameBody::Task { task })
}

/// A name comes back after delete and create, while the old task may still be on its way out.
fn newest<'a>(view: &'a View, name: &str) -> Option<&'a Arc<Task>> {
    let of_name = view.tasks.values().filter(|task| task.job.name == name);
    of_name.max_by_key(|task| (task.job.deleted.is_none(), task.job.created))
}
