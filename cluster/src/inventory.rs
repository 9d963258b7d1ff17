//! What there is: version, namespaces, names. Names only: a Job may be large, and its environment secret.

use std::collections::HashSet;

use job::context::Minor;
use serde::Deserialize;

use crate::call::{Call, METADATA, METADATA_OF_LIST};
use crate::{Client, Error, place};

const PAGE: &str = "500";
const MOST_NAMES: usize = 10_000;
const LONGEST_NAME: usize = 63;

/// An API server's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// As it calls itself: `v1.37.2`.
    pub git_version: String,
    /// The part that fields and rules depend on, where it can be read.
    pub minor: Option<Minor>,
}

/// Names of one kind of object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, in the API server's order.
    pub names: Vec<String>,
    /// Those of them that are being deleted.
    pub terminating: Vec<String>,
    /// There are more than were fetched.
    pub more: bool,
}

/// The Job that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its uid.
    pub uid: String,
    /// The press of Create that made it, if it was made here.
    pub attempt: Option<String>,
}

/// The API server's version.
pub async fn version(client: &Client) -> Result<Version, Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        git_version: String,
    }
    let answer: Answer = Call::get(place::VERSION, client.limits().read)
        .make(client)
        .await?
        .json()?;
    Ok(Version {
        minor: Minor::of_version(&answer.git_version),
        git_version: answer.git_version,
    })
}

/// The namespaces, at most 10,000.
pub async fn namespaces(client: &Client) -> Result<Names, Error> {
    list(client, place::NAMESPACES).await
}

/// The names of a namespace's Jobs, at most 10,000.
pub async fn task_names(client: &Client, namespace: &str) -> Result<Names, Error> {
    list(client, &place::jobs(namespace)).await
}

/// The names of what a namespace has of a resource of the core group, at most 10,000.
pub async fn names(client: &Client, namespace: &str, resource: &str) -> Result<Names, Error> {
    let path = match resource {
        "cronjobs" => place::cron_jobs(namespace),
        _ => place::of_core(namespace, resource),
    };
    list(client, &path).await
}

/// The Job that has this name, if there is one.
pub async fn name_taken(client: &Client, namespace: &str, name: &str) -> Result<Option<Taken>, Error> {
    if name.is_empty() {
        return Ok(None);
    }
    let call = Call::get(place::job(namespace, name), client.limits().read).accept(METADATA);
    let object: Object = match call.make(client).await {
        Ok(answer) => answer.json()?,
        Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut metadata = object.metadata;
    let attempt = metadata
        .annotations
        .as_mut()
        .and_then(|all| all.remove(job::ATTEMPT_ANNOTATION));
    Ok(Some(Taken {
        uid: metadata.uid,
        attempt,
    }))
}

/// A name that no Job of the namespace has: the wanted one, else `name-2`, `name-3` and so on.
pub async fn free_name(client: &Client, namespace: &str, wanted: &str) -> Result<String, Error> {
    match task_names(client, namespace).await {
        Ok(taken) if !taken.more => {
            let taken: HashSet<String> = taken.names.into_iter().collect();
            return Ok(candidates(wanted)
                .find(|name| !taken.contains(name))
                .unwrap_or_else(|| wanted.to_owned()));
        }
        // Who may not list may still be allowed to look at one.
        Ok(_) | Err(Error::Forbidden(_)) => {}
        Err(error) => return Err(error),
    }
    for name in candidates(wanted).take(50) {
        if name_taken(client, namespace, &name).await?.is_none() {
            return Ok(name);
        }
    }
    Ok(wanted.to_owned())
}

/// The wanted name and the ones after it. `name-2` goes on with `name-3`: it is the second of a series already.
fn candidates(wanted: &str) -> impl Iterator<Item = String> {
    let series = wanted.rsplit_once('-').and_then(|(base, count)| {
        let count: u32 = count.parse().ok().filter(|count| (2..1000).contains(count))?;
        Some((base, count))
    });
    let (base, last) = series.unwrap_or((wanted, 1));
    let base = base.to_owned();
    std::iter::once(wanted.to_owned()).chain((last.saturating_add(1)..).map(move |count| {
        let suffix = format!("-{count}");
        let room = LONGEST_NAME.saturating_sub(suffix.len());
        let cut: String = base.chars().take(room).collect();
        format!("{}{suffix}", cut.trim_end_matches(['-', '.']))
    }))
}

async fn list(client: &Client, path: &str) -> Result<Names, Error> {
    let mut found = Names::default();
    let mut page = String::new();
    let mut restarted = false;
    loop {
        let mut call = Call::get(path, client.limits().read)
            .accept(METADATA_OF_LIST)
            .query("limit", PAGE);
        if !page.is_empty() {
            call = call.query("continue", page.clone());
        }
        let list: List = match call.make(client).await {
            Ok(answer) => answer.json()?,
            // The list was too long under way, and its beginning is forgotten: once more from there.
            Err(Error::Other(refusal)) if refusal.code == 410 && !restarted => {
                (found, page, restarted) = (Names::default(), String::new(), true);
                continue;
            }
            Err(error) => return Err(error),
        };
        for item in list.items {
            if item.metadata.deletion_timestamp.is_some() {
                found.terminating.push(item.metadata.name.clone());
            }
            found.names.push(item.metadata.name);
        }
        page = list.metadata.next.unwrap_or_default();
        found.more = !page.is_empty();
        if !found.more || found.names.len() >= MOST_NAMES {
            return Ok(found);
        }
    }
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    metadata: ListMetadata,
    #[serde(default, deserialize_with = "or_none")]
    items: Vec<Object>,
}

#[derive(Default, Deserialize)]
struct ListMetadata {
    #[serde(default, rename = "continue")]
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Object {
    pub(crate) metadata: Metadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) uid: String,
    #[serde(default)]
    pub(crate) annotations: Option<std::collections::HashMap<String, String>>,
    #[serde(default)]
    deletion_timestamp: Option<String>,
    #[serde(default, rename = "ownerReferences")]
    pub(crate) owners: Vec<OwnerReference>,
}

/// Of whom an object is a part.
#[derive(Deserialize)]
pub(crate) struct OwnerReference {
    pub(crate) uid: String,
}

/// Go writes an empty list as `null`.
fn or_none<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Object>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(wanted: &str, count: usize) -> Vec<String> {
        candidates(wanted).take(count).collect()
    }

    #[test]
    fn names_are_counted_up() {
        assert_eq!(first("backup", 3), ["backup", "backup-2", "backup-3"]);
        assert_eq!(first("backup-2", 2), ["backup-2", "backup-3"]);
        assert_eq!(first("report-2024", 2), ["report-2024", "report-2024-2"]);
    }

    #[test]
    fn a_long_name_is_cut_so_that_its_number_fits() {
        let long = format!("{}-{}", "a".repeat(60), "bb");
        assert_eq!(first(&long, 2)[1], format!("{}-2", "a".repeat(60)));
        assert!(first(&"x".repeat(63), 100).iter().all(|name| name.len() <= 63));
    }
}
