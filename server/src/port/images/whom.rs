//! As whom a registry is asked: with the pull secret that the nodes would use, where the person may read it. Its value
//! goes to the registry and nowhere else.

use app::api::{AsWhom, Looked};
use cluster::Client;
use cluster::pull_secret;
use futures::future::join_all;
use images::{BadConfig, Credentials, Error, Form, Keyring, Registry};
use job::image::Unseen;

use super::unseen;

/// More than any task has; the kubelet's own limits are far above.
const MOST: usize = 16;

/// A registry, and who asks.
pub(super) struct Whom<'r> {
    pub(super) registry: &'r Registry,
    key: Option<(String, Credentials)>,
    unread: Vec<String>,
}

impl<'r> Whom<'r> {
    pub(super) async fn find(
        images: &'r images::Client,
        client: &Client,
        of: &AsWhom,
        repository: &str,
    ) -> Result<Self, Unseen> {
        let registry = images.registries().find(&of.registry).ok_or(Unseen::Unnamed)?;
        let secrets = Secrets::read(client, &of.task.namespace, &of.secrets).await;
        let (key, unread) = secrets.of(registry, repository);
        Ok(Self { registry, key, unread })
    }

    pub(super) fn credentials(&self) -> Option<&Credentials> {
        self.key.as_ref().map(|(_, credentials)| credentials)
    }

    /// What it said to them.
    pub(super) fn heard<T>(self, said: Result<T, Error>) -> Looked<T> {
        let (found, trouble) = match said {
            Ok(found) => (Some(found), None),
            Err(error) => (None, Some(unseen::trouble(&error))),
        };
        Looked {
            found,
            trouble,
            secret: self.key.map(|(name, _)| name).unwrap_or_default(),
            unread: self.unread,
        }
    }
}

/// Pull secrets that were read, or why they were not.
#[derive(Default)]
pub(super) struct Secrets(Vec<(String, Result<Keyring, String>)>);

impl Secrets {
    /// Those of that name, with the person's own rights.
    pub(super) async fn read(client: &Client, namespace: &str, names: &[String]) -> Self {
        let named = names.iter().filter(|name| !name.is_empty()).take(MOST);
        let read = named.map(async |name| {
            let found = match pull_secret::read(client, namespace, name).await {
                Ok(Some(secret)) => keys(&secret).map_err(|error| format!("{name}: {error}")),
                Ok(None) => Err(format!("{name} holds no credentials of registries")),
                Err(error) => Err(format!("{name}: {error}")),
            };
            (name.clone(), found)
        });
        Self(join_all(read).await)
    }

    /// The first that knows a registry, and why others were passed over.
    pub(super) fn of(&self, registry: &Registry, repository: &str) -> (Option<(String, Credentials)>, Vec<String>) {
        let mut unread = Vec::new();
        for (name, secret) in &self.0 {
            let found = secret.as_ref().map_err(Clone::clone).and_then(|keys| {
                let found = keys.find(registry, repository);
                found.map_err(|error| format!("{name}: {error}"))
            });
            match found {
                Ok(Some(credentials)) => return (Some((name.clone(), credentials.clone())), unread),
                Ok(None) => {}
                Err(why) => unread.push(why),
            }
        }
        (None, unread)
    }
}

fn keys(secret: &pull_secret::PullSecret) -> Result<Keyring, BadConfig> {
    let form = if secret.is_legacy { Form::Legacy } else { Form::Config };
    let mut keys = Keyring::default();
    keys.add(&secret.config, form).map(|()| keys)
}
