//! Garbage: what was owned by something that is gone, and what waits for what it owns.

use std::collections::HashSet;

use serde_json::Value;

use crate::delete::{self, Propagation};
use crate::object::{self, TRACKING, fields, has_finalizer, is_deleting, items, text};
use crate::resource::Kind;
use crate::store::{Key, Objects};

/// The most objects that one look deletes.
const MOST: usize = 500;

/// Looks at the owners with these uids, and returns those that must be looked at again.
pub(super) fn collect(objects: &mut Objects, uids: HashSet<String>) -> HashSet<String> {
    let mut waiting = HashSet::new();
    for uid in uids {
        let owner = match objects.find(&uid) {
            Some((kind, key)) => objects
                .get(*kind, key)
                .cloned()
                .map(|object| (*kind, key.clone(), object)),
            None => None,
        };
        match owner {
            None => {
                if !bereave(objects, &uid) {
                    waiting.insert(uid);
                }
            }
            Some((_, _, object)) if !is_deleting(&object) => {}
            Some((Kind::Namespace, key, _)) => {
                if !clear(objects, &key) {
                    waiting.insert(uid);
                }
            }
            Some((kind, key, object)) => {
                if has_finalizer(&object, "orphan") {
                    for (kind, key) in objects.dependents(&uid) {
                        disown(objects, kind, &key, &uid);
                    }
                    finalize(objects, kind, &key, "orphan");
                } else if has_finalizer(&object, "foregroundDeletion") && !blocked(objects, &uid) {
                    finalize(objects, kind, &key, "foregroundDeletion");
                }
            }
        }
    }
    waiting
}

/// The owner is gone: what has no other owner goes, too. Says whether all was looked at.
fn bereave(objects: &mut Objects, uid: &str) -> bool {
    let dependents = objects.dependents(uid);
    // What is on its way out already needs no second look.
    let mut fresh = dependents.into_iter().filter(|(kind, key)| {
        let object = objects.get(*kind, key);
        object.is_some_and(|object| !is_deleting(object) || has_finalizer(object, TRACKING))
    });
    let part: Vec<(Kind, Key)> = fresh.by_ref().take(MOST).collect();
    let all = fresh.next().is_none();
    for (kind, key) in part {
        let Some(object) = objects.get(kind, &key).cloned() else {
            continue;
        };
        let others = items(&object, "/metadata/ownerReferences").iter();
        let cared_for = others
            .map(|owner| text(owner, "/uid"))
            .any(|owner| owner != uid && objects.find(owner).is_some());
        if cared_for {
            disown(objects, kind, &key, uid);
        } else {
            release(objects, kind, &key);
            if !is_deleting(&object) {
                delete::begin(objects, kind, &key, Propagation::Background, None);
            }
        }
    }
    all
}

/// Deletes what the owner waits for; says whether anything of it is still there.
fn blocked(objects: &mut Objects, uid: &str) -> bool {
    let mut begun = 0;
    for (kind, key) in objects.dependents(uid) {
        let fresh = objects.get(kind, &key).is_some_and(|object| !is_deleting(object));
        if fresh {
            // The rest follows when these are gone.
            if begun == MOST {
                return true;
            }
            begun += 1;
            delete::begin(objects, kind, &key, Propagation::Background, None);
        }
        release(objects, kind, &key);
    }
    objects.dependents(uid).iter().any(|(kind, key)| {
        let owners = objects
            .get(*kind, key)
            .map_or(&[][..], |object| items(object, "/metadata/ownerReferences"));
        owners
            .iter()
            .any(|owner| owner["uid"] == uid && object::flag(owner, "/blockOwnerDeletion"))
    })
}

/// Nobody will count a Pod whose Job is gone or going.
fn release(objects: &mut Objects, kind: Kind, key: &Key) {
    finalize(objects, kind, key, TRACKING);
}

fn finalize(objects: &mut Objects, kind: Kind, key: &Key, finalizer: &str) {
    if let Some(object) = objects.get(kind, key).filter(|object| has_finalizer(object, finalizer)) {
        let mut object = (**object).clone();
        object::remove_finalizer(&mut object, finalizer);
        objects.put(kind, object);
    }
}

fn disown(objects: &mut Objects, kind: Kind, key: &Key, uid: &str) {
    let Some(object) = objects.get(kind, key) else { return };
    let mut object: Value = (**object).clone();
    object::remove_finalizer(&mut object, TRACKING);
    let metadata = fields(&mut object, "/metadata");
    if let Some(owners) = metadata.get_mut("ownerReferences").and_then(Value::as_array_mut) {
        owners.retain(|owner| owner["uid"] != uid);
        if owners.is_empty() {
            metadata.remove("ownerReferences");
        }
    }
    objects.put(kind, object);
}

/// Empties a namespace that is to go; says whether it is gone.
fn clear(objects: &mut Objects, namespace: &Key) -> bool {
    let mut left = false;
    for kind in Kind::all().filter(|kind| kind.resource().namespaced) {
        let keys: Vec<(Key, bool)> = objects
            .list(kind, &namespace.name, None)
            .map(|object| (Key::of(object), is_deleting(object)))
            .collect();
        for (key, going) in keys {
            if !going {
                delete::begin(objects, kind, &key, Propagation::Background, None);
            }
            release(objects, kind, &key);
            left |= objects.get(kind, &key).is_some();
        }
    }
    if !left {
        objects.remove(Kind::Namespace, namespace);
    }
    !left
}
