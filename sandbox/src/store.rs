//! The objects, their versions, and what changed lately.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::watch;

use crate::events::Ledger;
use crate::object;
use crate::resource::{Kind, RESOURCES};

/// How many changes of each kind a watch may go back.
const HISTORY: usize = 4096;
/// And how many bytes of it are kept.
const HISTORY_BYTES: usize = 64 * 1024 * 1024;

/// Where an object lies: its namespace (empty for none) and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl Key {
    pub(crate) fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
        }
    }

    pub(crate) fn of(object: &Value) -> Self {
        Self::new(object::namespace(object), object::name(object))
    }
}

/// One change: an object before and after it.
#[derive(Clone)]
pub(crate) struct Change {
    pub(crate) revision: u64,
    pub(crate) before: Option<Arc<Value>>,
    pub(crate) after: Option<Arc<Value>>,
    /// What a watch sends when the object is gone: its last state with the version of its removal.
    pub(crate) last: Arc<Value>,
    weight: usize,
}

/// The revision that was asked for is no longer in the history.
pub(crate) struct Expired {
    /// The oldest revision from which one can still follow.
    pub(crate) oldest: u64,
}

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<Key, Arc<Value>>,
    history: VecDeque<Change>,
    history_weight: usize,
    /// The revision of the newest change that was forgotten.
    forgotten: u64,
}

/// What controller and node have to look at since they looked last.
#[derive(Default)]
pub(crate) struct Notices {
    pub(crate) jobs: HashSet<Key>,
    pub(crate) pods: HashSet<Key>,
    /// uids of owners that went or are to go.
    pub(crate) owners: HashSet<String>,
}

/// All objects of the cluster; only ever seen under the lock of a [`Store`].
pub(crate) struct Objects {
    revision: u64,
    /// About how many bytes the objects take, without the history.
    weight: usize,
    shelves: Vec<Shelf>,
    by_uid: HashMap<String, (Kind, Key)>,
    dependents: HashMap<String, BTreeSet<(Kind, Key)>>,
    pub(crate) notices: Notices,
    pub(crate) ledger: Ledger,
}

impl Objects {
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn get(&self, kind: Kind, key: &Key) -> Option<&Arc<Value>> {
        self.shelves[kind as usize].objects.get(key)
    }

    pub(crate) fn weight(&self) -> usize {
        self.weight
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.shelves[kind as usize].objects.len()
    }

    pub(crate) fn find(&self, uid: &str) -> Option<&(Kind, Key)> {
        self.by_uid.get(uid)
    }

    /// The objects of a namespace (empty: of all) in order, after `after` if that is given.
    pub(crate) fn list<'a>(
        &'a self,
        kind: Kind,
        namespace: &'a str,
        after: Option<Key>,
    ) -> impl Iterator<Item = &'a Arc<Value>> {
        let start = match after {
            Some(key) => Bound::Excluded(key),
            None => Bound::Included(Key::new(namespace, "")),
        };
        self.shelves[kind as usize]
            .objects
            .range((start, Bound::Unbounded))
            .take_while(move |(key, _)| namespace.is_empty() || key.namespace == namespace)
            .map(|(_, object)| object)
    }

    /// The objects that name this uid as an owner.
    pub(crate) fn dependents(&self, uid: &str) -> Vec<(Kind, Key)> {
        self.dependents.get(uid).into_iter().flatten().cloned().collect()
    }

    /// The changes of a kind after a revision, oldest first, at most `limit`.
    pub(crate) fn changes(&self, kind: Kind, after: u64, limit: usize) -> Result<Vec<Change>, Expired> {
        let shelf = &self.shelves[kind as usize];
        if after < shelf.forgotten {
            return Err(Expired {
                oldest: shelf.forgotten,
            });
        }
        let first = shelf.history.partition_point(|change| change.revision <= after);
        Ok(shelf.history.range(first..).take(limit).cloned().collect())
    }

    /// Forgets how everything came to be: whoever follows starts from now.
    pub(crate) fn forget(&mut self) {
        for shelf in &mut self.shelves {
            shelf.history.clear();
            shelf.history_weight = 0;
            shelf.forgotten = self.revision;
        }
    }

    /// Stores the object under a new version, unless it says what is stored already. An object that is to go
    /// and that nothing holds any more goes instead.
    pub(crate) fn put(&mut self, kind: Kind, mut object: Value) -> Arc<Value> {
        let key = Key::of(&object);
        let before = self.get(kind, &key).cloned();
        if let Some(before) = &before {
            let version = before.pointer("/metadata/resourceVersion").cloned();
            object::fields(&mut object, "/metadata").insert("resourceVersion".into(), version.into());
            if **before == object {
                return before.clone();
            }
        }
        let free = object::is_deleting(&object)
            && object::items(&object, "/metadata/finalizers").is_empty()
            && object::number(&object, "/metadata/deletionGracePeriodSeconds") == Some(0);
        if free && before.is_some() {
            return self.record(kind, key, before, object, true);
        }
        self.record(kind, key, before, object, false)
    }

    /// Removes the object at once, whatever would hold it.
    pub(crate) fn remove(&mut self, kind: Kind, key: &Key) -> Option<Arc<Value>> {
        let before = self.get(kind, key).cloned()?;
        let last = (*before).clone();
        Some(self.record(kind, key.clone(), Some(before), last, true))
    }

    fn record(
        &mut self,
        kind: Kind,
        key: Key,
        before: Option<Arc<Value>>,
        mut object: Value,
        gone: bool,
    ) -> Arc<Value> {
        self.revision += 1;
        let revision = self.revision;
        object::fields(&mut object, "/metadata").insert("resourceVersion".into(), revision.to_string().into());
        let weight = weigh(&object);
        let last = Arc::new(object);
        self.weight += if gone { 0 } else { weight };
        if let Some(before) = &before {
            self.weight -= weigh(before).min(self.weight);
            self.unlink(kind, &key, before);
        }
        if !gone {
            self.link(kind, &key, &last);
        }
        self.notice(kind, &key, &last, gone);
        let shelf = &mut self.shelves[kind as usize];
        if gone {
            shelf.objects.remove(&key);
        } else {
            shelf.objects.insert(key, last.clone());
        }
        shelf.history.push_back(Change {
            revision,
            before,
            after: (!gone).then(|| last.clone()),
            last: last.clone(),
            weight,
        });
        shelf.history_weight += weight;
        while (shelf.history.len() > HISTORY || shelf.history_weight > HISTORY_BYTES)
            && let Some(old) = shelf.history.pop_front()
        {
            shelf.forgotten = old.revision;
            shelf.history_weight -= old.weight;
        }
        last
    }

    fn link(&mut self, kind: Kind, key: &Key, object: &Value) {
        self.by_uid.insert(object::uid(object).into(), (kind, key.clone()));
        for owner in object::items(object, "/metadata/ownerReferences") {
            let uid = object::text(owner, "/uid");
            self.dependents
                .entry(uid.into())
                .or_default()
                .insert((kind, key.clone()));
        }
    }

    fn unlink(&mut self, kind: Kind, key: &Key, object: &Value) {
        self.by_uid.remove(object::uid(object));
        for owner in object::items(object, "/metadata/ownerReferences") {
            let uid = object::text(owner, "/uid");
            if let Some(set) = self.dependents.get_mut(uid) {
                set.remove(&(kind, key.clone()));
                if set.is_empty() {
                    self.dependents.remove(uid);
                }
            }
        }
    }

    fn notice(&mut self, kind: Kind, key: &Key, object: &Value, gone: bool) {
        match kind {
            Kind::Job => {
                self.notices.jobs.insert(key.clone());
            }
            Kind::Pod => {
                self.notices.pods.insert(key.clone());
                if let Some(owner) = object::controller(object) {
                    let name = object::text(owner, "/name");
                    self.notices.jobs.insert(Key::new(key.namespace.as_str(), name));
                }
            }
            _ => {}
        }
        let uid = object::uid(object);
        if self.dependents.contains_key(uid) && gone || !gone && object::is_deleting(object) {
            self.notices.owners.insert(uid.into());
        }
        for owner in object::items(object, "/metadata/ownerReferences") {
            let uid = object::text(owner, "/uid");
            // An owner that is not there never was or went just now; one that is may wait for this object.
            if gone || !self.by_uid.contains_key(uid) {
                self.notices.owners.insert(uid.into());
            }
        }
    }
}

/// About how many bytes a value takes. Maps are trees whose nodes have room for eleven entries.
fn weigh(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weigh).sum(),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| key.len() + weigh(value));
            640 * map.len().div_ceil(8) + entries.sum::<usize>()
        }
        _ => 0,
    };
    inner + size_of::<Value>()
}

/// The objects behind a lock, and a bell that rings after every change.
#[derive(Clone)]
pub(crate) struct Store {
    objects: Arc<Mutex<Objects>>,
    bell: watch::Sender<u64>,
}

impl Default for Store {
    fn default() -> Self {
        let objects = Objects {
            revision: 1,
            weight: 0,
            shelves: RESOURCES.iter().map(|_| Shelf::default()).collect(),
            by_uid: HashMap::new(),
            dependents: HashMap::new(),
            notices: Notices::default(),
            ledger: Ledger::default(),
        };
        Self {
            objects: Arc::new(Mutex::new(objects)),
            bell: watch::Sender::new(1),
        }
    }
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, Objects> {
        // A panic inside leaves single objects whole: what is stored is replaced, never edited in place.
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&Objects) -> T) -> T {
        look(&self.lock())
    }

    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut Objects) -> T) -> T {
        let mut objects = self.lock();
        let before = objects.revision;
        let answer = change(&mut objects);
        let after = objects.revision;
        drop(objects);
        if after != before {
            self.bell.send_replace(after);
        }
        answer
    }

    /// Hears of every change from now on.
    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }
}
