//! The watches behind one view: four streams of news.

use std::fmt::Debug;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use job::status::{ObservedEvent, ObservedJob, ObservedPod};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Event, Pod};
use kube::runtime::utils::Backoff;
use kube::runtime::watcher::{self, Config, DefaultBackoff, watcher};
use kube::{Api, Resource};
use serde::de::DeserializeOwned;
use tokio::sync::mpsc::Sender;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::Key;
use crate::error::{of_kube, of_status};
use crate::{Client, Clusters, Error, Identity, observe};

/// A server that knows nothing of streaming lists ignores the wish, and then never says where the list ends.
const STREAMED_LIST_STALLS: Duration = Duration::from_secs(15);
/// A plugin that failed may have opened a browser; once a minute is often enough for that.
const CREDENTIALS_AGAIN: Duration = Duration::from_secs(60);
/// What is not allowed will hardly be in a moment.
const FORBIDDEN_AGAIN: Duration = Duration::from_secs(30);

/// One of the four streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Jobs,
    Pods,
    JobEvents,
    PodEvents,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Jobs, Self::Pods, Self::JobEvents, Self::PodEvents];
}

/// Something that was seen.
#[derive(Debug)]
pub(super) enum Object {
    Job(ObservedJob),
    Pod(ObservedPod),
    Event(ObservedEvent),
}

/// What the streams say.
pub(super) enum News {
    /// There is a way to the cluster.
    Way(Client),
    /// All objects of a kind follow.
    Beginning(Kind),
    /// An object is there, or changed.
    Seen(Kind, Object),
    /// An object is gone; this is how it was seen last.
    Gone(Object),
    /// What was not seen since the beginning is not there any more.
    Complete(Kind),
    /// It cannot be watched at the moment.
    Failed(Kind, Error),
}

/// Keeps the four streams going, for as long as it is polled or until nobody listens.
pub(super) async fn run(
    clusters: Arc<Clusters>,
    mut credentials: watch::Receiver<Identity>,
    key: Key,
    news: Sender<News>,
) {
    let mut backoff = DefaultBackoff::default();
    let is_there = || {
        clusters
            .info(&key.cluster)
            .is_some_and(|info| info.destination == key.destination)
    };
    // When it is another cluster's name, onlookers are told that this ended, and look at that one.
    while !news.is_closed() && is_there() {
        let identity = credentials.borrow_and_update().clone();
        match clusters.client(&key.cluster, &identity).await {
            Ok(client) => {
                let _ = news.send(News::Way(client.clone())).await;
                streams(&client, key.namespace.as_deref(), &news).await;
                // Newer credentials need not wait.
                let _ = timeout(backoff.next().unwrap_or(CREDENTIALS_AGAIN), credentials.changed()).await;
            }
            Err(error) => {
                let wait = match error {
                    Error::BadCredentials { .. } => CREDENTIALS_AGAIN,
                    _ => backoff.next().unwrap_or(CREDENTIALS_AGAIN),
                };
                let _ = news.send(News::Failed(Kind::Jobs, error)).await;
                let _ = timeout(wait, credentials.changed()).await;
            }
        }
    }
}

/// The four streams with one client, until it is not accepted any more.
async fn streams(client: &Client, namespace: Option<&str>, news: &Sender<News>) {
    fn place<K>(client: &Client, namespace: Option<&str>) -> Api<K>
    where
        K: Resource<DynamicType = (), Scope = k8s_openapi::NamespaceResourceScope>,
    {
        let client = client.streams().clone();
        namespace.map_or_else(
            || Api::all(client.clone()),
            |namespace| Api::namespaced(client.clone(), namespace),
        )
    }
    let every = Config::default();
    let jobs = Watch {
        kind: Kind::Jobs,
        api: place::<Job>(client, namespace),
        config: every.clone(),
        read: |job| Object::Job(observe::job(job)),
    };
    let pods = Watch {
        kind: Kind::Pods,
        api: place::<Pod>(client, namespace),
        config: every.clone().labels("batch.kubernetes.io/job-name"),
        read: |pod| Object::Pod(observe::pod(pod)),
    };
    let events = |kind, about: &str| Watch {
        kind,
        api: place::<Event>(client, namespace),
        config: every.clone().fields(&format!("involvedObject.kind={about}")),
        read: |event| Object::Event(observe::event(event)),
    };
    // A task each: reading ten thousand Pods keeps a core busy for a while.
    let mut all = JoinSet::new();
    let server: Arc<str> = client.server().into();
    all.spawn(jobs.follow(server.clone(), news.clone()));
    all.spawn(pods.follow(server.clone(), news.clone()));
    all.spawn(events(Kind::JobEvents, "Job").follow(server.clone(), news.clone()));
    all.spawn(events(Kind::PodEvents, "Pod").follow(server, news.clone()));
    // The first that ends takes the others with it.
    all.join_next().await;
}

struct Watch<K> {
    kind: Kind,
    api: Api<K>,
    config: Config,
    read: fn(K) -> Object,
}

impl<K> Watch<K>
where
    K: Resource<DynamicType = ()> + Clone + DeserializeOwned + Debug + Send + 'static,
{
    /// Follows until nobody listens or the credentials are refused.
    ///
    /// After an error that is worth telling, kube's watcher is made anew: it says nothing when it could resume, so
    /// only a new beginning shows that all is well again; and one that is refused its resource version (a 410 in
    /// front of the stream) would ask for the same one forever. Hence its backoff is taken apart from it, too.
    async fn follow(self, server: Arc<str>, news: Sender<News>) {
        let Self {
            kind,
            api,
            config,
            read,
        } = self;
        let mut backoff = DefaultBackoff::default();
        let (mut streaming, mut failures, mut was_complete) = (true, 0_u32, false);
        loop {
            let config = if streaming {
                config.clone().streaming_lists()
            } else {
                config.clone()
            };
            let mut stream = pin!(watcher(api.clone(), config));
            let (mut begun, mut complete) = (false, false);
            let error = loop {
                let next = if streaming && begun && !complete {
                    timeout(STREAMED_LIST_STALLS, stream.next()).await
                } else {
                    Ok(stream.next().await)
                };
                let said = match next {
                    Ok(Some(Ok(watcher::Event::Init))) => {
                        if begun && !complete {
                            // It ended before it was complete: without a pause that could go on at full speed.
                            sleep(pause(&mut backoff, None)).await;
                        }
                        (begun, complete) = (true, false);
                        Some(News::Beginning(kind))
                    }
                    Ok(Some(Ok(watcher::Event::InitApply(object) | watcher::Event::Apply(object)))) => {
                        Some(News::Seen(kind, read(object)))
                    }
                    Ok(Some(Ok(watcher::Event::Delete(object)))) => Some(News::Gone(read(object))),
                    Ok(Some(Ok(watcher::Event::InitDone))) => {
                        (complete, was_complete, failures) = (true, true, 0);
                        backoff.reset();
                        Some(News::Complete(kind))
                    }
                    Ok(Some(Err(error))) => match judge(&error, &server) {
                        Verdict::Nothing => None,
                        Verdict::Resumes => {
                            sleep(pause(&mut backoff, None)).await;
                            None
                        }
                        Verdict::Broken(error) => break Some(error),
                    },
                    Ok(None) => break None,
                    Err(_) => {
                        streaming = false;
                        break None;
                    }
                };
                if let Some(said) = said
                    && news.send(said).await.is_err()
                {
                    return;
                }
            };
            let Some(error) = error else { continue };
            if streaming && matches!(error, Error::Invalid(_) | Error::BadRequest(_)) {
                // The server knows of streaming lists, and they are switched off.
                streaming = false;
                continue;
            }
            failures += 1;
            let wait = pause(&mut backoff, Some(&error));
            let over = matches!(error, Error::Unauthorized(_) | Error::BadCredentials { .. });
            if failures >= patience(&error, was_complete) && news.send(News::Failed(kind, error)).await.is_err() {
                return;
            }
            sleep(wait).await;
            if over {
                return;
            }
        }
    }
}

enum Verdict {
    /// An object that cannot be read, or a forgotten resource version: the watcher goes on by itself.
    Nothing,
    /// The stream broke: the watcher resumes where it was.
    Resumes,
    /// It could not be begun.
    Broken(Error),
}

fn judge(error: &watcher::Error, server: &str) -> Verdict {
    match error {
        watcher::Error::WatchError(status) if status.code == 410 => Verdict::Nothing,
        watcher::Error::WatchError(status) => Verdict::Broken(of_status(status)),
        watcher::Error::WatchFailed(kube::Error::SerdeError(error)) => {
            tracing::warn!(%error, "an object cannot be read and is left out");
            Verdict::Nothing
        }
        watcher::Error::WatchFailed(_) => Verdict::Resumes,
        watcher::Error::InitialListFailed(error) | watcher::Error::WatchStartFailed(error) => {
            Verdict::Broken(of_kube(error, server).error)
        }
        watcher::Error::NoResourceVersion => Verdict::Broken(Error::NotKubernetes {
            code: 200,
            why: "a list without a resource version".to_owned(),
        }),
    }
}

/// How many times in a row it must fail before it is told. A server that restarts, or that is busy (429), is not
/// down; what was never seen, or is not allowed, is told at once.
fn patience(error: &Error, was_complete: bool) -> u32 {
    match error {
        Error::TooManyRequests { .. } => 3,
        Error::Other(refusal) if refusal.code == 410 => 5,
        Error::Unreachable { .. } | Error::Internal(_) | Error::Timeout { .. } if was_complete => 2,
        _ => 1,
    }
}

/// How long to leave the server alone: ever longer, never in step with others, and never shorter than it asked.
fn pause(backoff: &mut DefaultBackoff, error: Option<&Error>) -> Duration {
    let pause = backoff.next().unwrap_or(FORBIDDEN_AGAIN);
    let asked = error
        .and_then(Error::retry_after_seconds)
        .map(|seconds| Duration::from_secs(u64::from(seconds)));
    let asked = asked.or_else(|| error.filter(|error| error.is_forbidden()).map(|_| FORBIDDEN_AGAIN));
    let jitter = Duration::from_millis(rand::random_range(0..500));
    asked.map_or(pause, |asked| pause.max(asked + jitter))
}
