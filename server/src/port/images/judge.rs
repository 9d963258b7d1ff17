//! What registries say of the images of a draft, while it is typed.

use std::collections::{BTreeMap, BTreeSet};

use cluster::{Client, preflight};
use futures::future::join_all;
use images::{Error, tags};
use job::image::{Reference, Unseen};
use job::rules::cluster::images::{Seen, judge};
use job::{Draft, Finding, manifests};
use serde_json::Value;
use tokio::time::timeout;

use super::whom::Secrets;
use super::{Images, WITHIN, facts, unseen};
use crate::port::preflight::at_fields;

/// Images that are looked up at once; a draft of more is one of a machine.
const MOST: usize = 32;
/// The tag of an image that names none.
const USUAL: &str = "latest";

impl Images {
    /// Findings at the fields of a draft. A registry that says nothing in time says nothing.
    pub(in crate::port) async fn judge(&self, client: &Client, namespace: &str, draft: &Draft) -> Vec<Finding> {
        let made = manifests(draft);
        let pod = made.job.pointer("/spec/template/spec");
        let texts = |list: &str, field: &str| -> Vec<String> {
            let items = pod.and_then(|pod| pod.get(list)).and_then(Value::as_array);
            let text = |item: &Value| Some(item.get(field)?.as_str()?.to_owned());
            items.into_iter().flatten().filter_map(text).collect()
        };
        let named: BTreeSet<String> = ["initContainers", "containers"]
            .iter()
            .flat_map(|list| texts(list, "image"))
            .filter(|image| self.is_named(image))
            .collect();
        if named.is_empty() {
            return Vec::new();
        }
        let secrets = texts("imagePullSecrets", "name");
        let asked = async {
            let secrets = timeout(WITHIN, Secrets::read(client, namespace, &secrets)).await;
            let secrets = secrets.unwrap_or_default();
            let seen = named.iter().take(MOST).map(async |image| {
                let seen = timeout(WITHIN, self.look(image, &secrets)).await;
                Some((image.clone(), seen.ok()??))
            });
            join_all(seen).await
        };
        let (seen, nodes) = futures::join!(asked, timeout(WITHIN, preflight::platforms(client)));
        let seen: BTreeMap<_, _> = seen.into_iter().flatten().collect();
        // Who may not read nodes is told nothing of them.
        let nodes = nodes.ok().and_then(Result::ok).unwrap_or_default();
        at_fields(judge(&made.job, &seen, &nodes), &made.map)
    }

    fn is_named(&self, image: &str) -> bool {
        let domain = Reference::parse(image).map(|reference| reference.domain.unwrap_or_default());
        domain.is_ok_and(|domain| self.client.registries().find(domain).is_some())
    }

    async fn look(&self, image: &str, secrets: &Secrets) -> Option<Seen> {
        let reference = Reference::parse(image).ok()?;
        let registry = self.client.registries().find(reference.domain.unwrap_or_default())?;
        let (key, unread) = secrets.of(registry, reference.path);
        let credentials = key.as_ref().map(|(_, credentials)| credentials);
        let (path, tag) = (reference.path, reference.tag.unwrap_or(USUAL));
        let wanted = reference.digest.unwrap_or(tag);
        let seen = match self.client.inspect(registry, path, wanted, credentials).await {
            Ok(image) => Some(Seen::There(facts(image))),
            Err(Error::NotFound { .. }) if reference.digest.is_none() => {
                // The repository may be there all the same.
                Some(match self.client.tags(registry, path, credentials).await {
                    Ok(known) if known.complete => {
                        let near = tags::nearest(tag, &known.names);
                        let others = known
                            .names
                            .iter()
                            .map(String::as_str)
                            .take(if near.is_empty() { 1 } else { 0 });
                        Seen::NoSuchTag(near.iter().copied().chain(others).map(str::to_owned).collect())
                    }
                    _ => Seen::Not(Unseen::Missing),
                })
            }
            Err(error) => Some(Seen::Not(unseen::of(&error))),
        };
        // Asked as somebody else than the nodes will be: what is not shown may be there for them.
        seen.filter(|seen| unread.is_empty() || matches!(seen, Seen::There(_)))
    }
}
