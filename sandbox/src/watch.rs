//! Watches: the history of a kind, followed from a version on.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, Stream};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::list::{Shape, Shown};
use crate::object;
use crate::options::ListOptions;
use crate::resource::Kind;
use crate::service::PracticeBody;
use crate::status::Refusal;
use crate::store::{Change, Expired, Store};

/// How many changes are taken at once: a slow reader holds this much and no more.
const BATCH: usize = 256;
/// How often a quiet watch tells its version.
const BOOKMARK: Duration = Duration::from_secs(60);
/// How long before its end a watch tells its version once more.
const LAST_BOOKMARK: Duration = Duration::from_secs(2);

struct Watch {
    store: Store,
    bell: watch::Receiver<u64>,
    kind: Kind,
    namespace: String,
    options: ListOptions,
    shape: Shape,
    /// Everything up to this version was sent or is in the queue.
    version: u64,
    initial: VecDeque<Arc<Value>>,
    changes: VecDeque<Change>,
    /// The mark that ends the initial events is still to be sent.
    mark: bool,
    bookmark: Option<Instant>,
    deadline: Instant,
    over: bool,
}

/// Starts a watch; its body ends with its time, or with an ERROR when it falls behind.
pub(crate) fn watch(store: &Store, kind: Kind, namespace: &str, options: ListOptions, shape: Shape) -> PracticeBody {
    let bell = store.listen();
    let deadline = Instant::now() + options.timeout;
    let mut watch = Watch {
        bell,
        kind,
        namespace: namespace.into(),
        shape,
        version: options.version.unwrap_or(0),
        initial: VecDeque::new(),
        changes: VecDeque::new(),
        mark: options.initial_events && options.bookmarks,
        // Events have no watch cache, and so no bookmarks.
        bookmark: (options.bookmarks && kind != Kind::Event).then(|| next_bookmark(deadline)),
        deadline,
        over: false,
        store: store.clone(),
        options,
    };
    if watch.options.initial_events || watch.version == 0 {
        store.read(|objects| {
            watch.version = objects.revision();
            watch.initial = objects
                .list(kind, namespace, None)
                .filter(|object| watch.options.matches(object))
                .cloned()
                .collect();
        });
    }
    StreamBody::new(frames(watch)).boxed_unsync()
}

/// In a while, or shortly before the end if that is sooner and still to come.
fn next_bookmark(deadline: Instant) -> Instant {
    let now = Instant::now();
    let usual = now + BOOKMARK;
    match deadline.checked_sub(LAST_BOOKMARK).filter(|last| *last > now) {
        Some(last) => usual.min(last),
        None => usual,
    }
}

fn frames(watch: Watch) -> impl Stream<Item = Result<Frame<Bytes>, Infallible>> {
    stream::unfold(watch, |mut watch| async move {
        let line = watch.next().await?;
        Some((Ok(Frame::data(line)), watch))
    })
}

impl Watch {
    /// The next line, or nothing when the watch is over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.over || Instant::now() >= self.deadline {
                return None;
            }
            if let Some(object) = self.initial.pop_front() {
                return Some(self.line("ADDED", &object));
            }
            if std::mem::take(&mut self.mark) {
                return Some(self.bookmark(true));
            }
            while let Some(change) = self.changes.pop_front() {
                if let Some(line) = self.tell(&change) {
                    return Some(line);
                }
            }
            self.bell.borrow_and_update();
            match self.more() {
                Ok(true) => continue,
                Ok(false) => {}
                Err(line) => return Some(line),
            }
            let bookmark = self.bookmark.unwrap_or(self.deadline);
            tokio::select! {
                rung = self.bell.changed() => self.over = rung.is_err(),
                () = sleep_until(self.deadline) => return None,
                () = sleep_until(bookmark), if self.bookmark.is_some() => {
                    self.bookmark = Some(next_bookmark(self.deadline));
                    return Some(self.bookmark(false));
                }
            }
        }
    }

    /// Takes further changes out of the history. What is no longer there ends the watch.
    fn more(&mut self) -> Result<bool, Bytes> {
        let (changes, current) = self
            .store
            .read(|objects| (objects.changes(self.kind, self.version, BATCH), objects.revision()));
        match changes {
            Ok(changes) => {
                // With the whole history seen the version is that of the cluster, whatever kind it comes from.
                let seen = if changes.len() < BATCH {
                    Some(current)
                } else {
                    changes.last().map(|last| last.revision)
                };
                self.version = seen.unwrap_or(current).max(self.version);
                self.changes = changes.into();
                Ok(!self.changes.is_empty())
            }
            Err(Expired { oldest }) => {
                self.over = true;
                let message = format!("too old resource version: {} ({oldest})", self.version);
                let status = Refusal::expired(message).json();
                Err(line(&json!({"type": "ERROR", "object": status})))
            }
        }
    }

    /// What a change means to this watch: an object may also come into its sight, or leave it.
    fn tell(&self, change: &Change) -> Option<Bytes> {
        if !self.namespace.is_empty() && object::namespace(&change.last) != self.namespace {
            return None;
        }
        let saw = |side: &Option<Arc<Value>>| side.as_ref().is_some_and(|object| self.options.matches(object));
        match (saw(&change.before), saw(&change.after)) {
            (false, false) => None,
            (false, true) => Some(self.line("ADDED", &change.last)),
            (true, true) => Some(self.line("MODIFIED", &change.last)),
            (true, false) if change.after.is_none() => Some(self.line("DELETED", &change.last)),
            (true, false) => {
                let mut last = change.before.as_deref().cloned().unwrap_or_default();
                let version = change.revision.to_string();
                object::fields(&mut last, "/metadata").insert("resourceVersion".into(), version.into());
                Some(self.line("DELETED", &last))
            }
        }
    }

    fn line(&self, what: &str, object: &Value) -> Bytes {
        let shown = Shown {
            object,
            shape: self.shape,
            listed: false,
        };
        let object = serde_json::to_value(shown).unwrap_or_default();
        line(&json!({"type": what, "object": object}))
    }

    fn bookmark(&self, initial_events_end: bool) -> Bytes {
        let resource = self.kind.resource();
        let mut metadata = json!({"resourceVersion": self.version.to_string(), "creationTimestamp": null});
        if initial_events_end {
            metadata["annotations"] = json!({"k8s.io/initial-events-end": "true"});
        }
        let mut object = json!({
            "kind": resource.kind,
            "apiVersion": resource.api_version(),
            "metadata": metadata,
        });
        // Clients that read typed objects insist on the fields that a type always writes.
        if self.kind == Kind::Pod {
            object["spec"] = json!({"containers": null});
            object["status"] = json!({});
        }
        self.line("BOOKMARK", &object)
    }
}

fn line(value: &Value) -> Bytes {
    let mut text = value.to_string();
    text.push('\n');
    text.into()
}
