//! What goes on in a cluster, for any number of onlookers: one set of watches per place and person.
//!
//! ```text
//! upstream (four watches) ── news ──> keeper ── store ── derive ──> Arc<View> ──> subscriptions
//! ```

mod events;
mod keeper;
mod store;
mod streams;
mod upstream;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use job::status::Millis;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use self::keeper::Keeper;
pub use self::view::{State, Task, View};
use crate::access::can_i;
use crate::{Client, Clusters, Error, Identity, Refusal, place};

/// How many news may wait to be taken in; then the watches wait.
const NEWS: usize = 4096;

/// Shares watches between onlookers. Clone is cheap; all clones are one hub.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

/// How a hub keeps time.
#[derive(Clone)]
pub struct Pace {
    /// This machine's clock, in milliseconds since 1970.
    pub clock: Arc<dyn Fn() -> Millis + Send + Sync>,
    /// How long changes are gathered after a view was published.
    pub window: Duration,
    /// How long watches go on after the last onlooker left.
    pub linger: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            clock: Arc::new(|| jiff::Timestamp::now().as_millisecond()),
            window: Duration::from_millis(100),
            linger: Duration::from_secs(30),
        }
    }
}

/// What is watched, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    cluster: String,
    /// Where that was when it was subscribed to: the files may give the name to another cluster.
    destination: String,
    namespace: Option<String>,
    person: String,
    /// What the person may watch there: who may watch less than before looks at something else.
    rights: Rights,
}

/// What a person may watch of a place. Asked by whoever subscribes, with the person's own credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rights {
    /// Jobs.
    pub jobs: bool,
    /// Their Pods.
    pub pods: bool,
    /// Events of both.
    pub events: bool,
}

impl Rights {
    /// Everything.
    pub const ALL: Self = Self {
        jobs: true,
        pods: true,
        events: true,
    };

    /// Asks the API server.
    pub async fn of(client: &Client, namespace: Option<&str>) -> Result<Self, Error> {
        let (jobs, pods, events) = futures::join!(
            can_i(client, namespace, "watch", "batch", "jobs"),
            can_i(client, namespace, "watch", "", "pods"),
            can_i(client, namespace, "watch", "", "events"),
        );
        Ok(Self {
            jobs: jobs?,
            pods: pods?,
            events: events?,
        })
    }
}

struct Shared {
    clusters: Arc<Clusters>,
    pace: Pace,
    entries: Mutex<HashMap<Key, Entry>>,
}

struct Entry {
    /// The keeper's: when it ends, however it ends, onlookers are told and the next one starts another.
    views: Weak<watch::Sender<Arc<View>>>,
    /// How many onlookers there ever were.
    joined: u64,
    /// The newest credentials that the person came with: the watches go on with them when older ones end.
    credentials: watch::Sender<Identity>,
    work: [JoinHandle<()>; 2],
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.work.iter().for_each(JoinHandle::abort);
    }
}

impl Hub {
    /// A hub over these clusters.
    pub fn new(clusters: Arc<Clusters>) -> Self {
        Self::with_pace(clusters, Pace::default())
    }

    /// A hub with a pace of its own.
    pub fn with_pace(clusters: Arc<Clusters>, pace: Pace) -> Self {
        Self(Arc::new(Shared {
            clusters,
            pace,
            entries: Mutex::default(),
        }))
    }

    /// Looks at the tasks of a namespace, or of all. Must be called inside a tokio runtime. Fails only for what can
    /// never be watched; everything else is the view's [`State`].
    pub fn subscribe(
        &self,
        identity: &Identity,
        cluster: &str,
        namespace: Option<String>,
        rights: Rights,
    ) -> Result<Subscription, Error> {
        let info = self.0.clusters.info(cluster);
        let destination = info.map(|info| info.destination).ok_or_else(|| Error::UnknownCluster {
            name: cluster.to_owned(),
        })?;
        if let Some(namespace) = namespace.as_ref().filter(|namespace| !place::is_name(namespace)) {
            let message = format!("no namespace can be called {namespace:?}");
            return Err(Error::BadRequest(Box::new(Refusal {
                code: 400,
                message,
                ..Refusal::default()
            })));
        }
        let key = Key {
            cluster: cluster.to_owned(),
            destination,
            namespace,
            person: identity.person().to_owned(),
            rights,
        };
        let mut entries = self.0.entries();
        if let Some(entry) = entries.get_mut(&key)
            && let Some(views) = entry.views.upgrade()
        {
            entry.joined += 1;
            entry.credentials.send_if_modified(|known| {
                let is_new = known != identity;
                known.clone_from(identity);
                is_new
            });
            return Ok(Subscription {
                views: views.subscribe(),
                _hub: self.clone(),
            });
        }
        let (sender, views) = watch::channel(Arc::default());
        let sender = Arc::new(sender);
        let (tell, news) = mpsc::channel(NEWS);
        let weak = Arc::downgrade(&sender);
        let keeper = Keeper {
            hub: Arc::downgrade(&self.0),
            key: key.clone(),
            news,
            views: sender,
            pace: self.0.pace.clone(),
        };
        let (credentials, current) = watch::channel(identity.clone());
        let upstream = upstream::run(self.0.clusters.clone(), current, key.clone(), tell);
        let work = [tokio::spawn(keeper.run()), tokio::spawn(upstream)];
        entries.insert(
            key,
            Entry {
                views: weak,
                joined: 1,
                credentials,
                work,
            },
        );
        Ok(Subscription {
            views,
            _hub: self.clone(),
        })
    }

    /// How many places are watched at the moment.
    pub fn watched(&self) -> usize {
        self.0.entries().len()
    }
}

impl Shared {
    fn entries(&self) -> MutexGuard<'_, HashMap<Key, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn joined(&self, key: &Key) -> u64 {
        self.entries().get(key).map_or(0, |entry| entry.joined)
    }

    /// Ends an entry if nobody looks and nobody did since `before` were counted. Says whether it did.
    fn forget(&self, key: &Key, views: &watch::Sender<Arc<View>>, before: u64) -> bool {
        let mut entries = self.entries();
        let is_over = views.receiver_count() == 0 && entries.get(key).is_none_or(|entry| entry.joined == before);
        if is_over {
            entries.remove(key);
        }
        is_over
    }
}

/// One onlooker. The watches end a while after the last one is dropped.
pub struct Subscription {
    views: watch::Receiver<Arc<View>>,
    _hub: Hub,
}

impl Subscription {
    /// The view as it is now; [`Subscription::changed`] then waits for another one.
    pub fn view(&mut self) -> Arc<View> {
        self.views.borrow_and_update().clone()
    }

    /// The next view that was not seen yet. Views in between are left out: who is slow gets the newest. `None` when
    /// the watches ended, after which only subscribing again helps.
    pub async fn changed(&mut self) -> Option<Arc<View>> {
        self.views.changed().await.ok()?;
        Some(self.view())
    }
}
