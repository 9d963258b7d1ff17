//! Registries, as server functions see them: what the operator named, asked with a person's own pull secrets.

mod judge;
mod make;
mod unseen;
mod whom;

use std::time::Duration;

use app::api::{AsWhom, Looked, NameList, RegistryInfo};
use cluster::Client;
use images::{Image, Names};
use job::image::{Facts, Unseen};
use tokio::time::timeout;

use self::whom::Whom;

/// For the whole of a question, the reading of pull secrets included. A registry has 3 s of it by itself, whose end says
/// more than that it took too long.
const WITHIN: Duration = Duration::from_millis(3_500);

/// The registries that the operator named.
pub struct Images {
    client: images::Client,
}

impl Images {
    /// Those that the client may ask.
    pub fn new(client: images::Client) -> Self {
        Self { client }
    }

    /// All of them, in the order of the operator.
    pub(super) fn named(&self) -> Vec<RegistryInfo> {
        let info = |registry: &images::Registry| RegistryInfo {
            name: registry.name.clone(),
            title: registry.title.clone().unwrap_or_else(|| registry.name.clone()),
            lists: registry.catalogue,
        };
        self.client.registries().iter().map(info).collect()
    }

    pub(super) async fn repositories(&self, client: &Client, of: &AsWhom) -> Looked<NameList> {
        in_time(async {
            let whom = Whom::find(&self.client, client, of, "").await?;
            let found = self.client.all_repositories(whom.registry, whom.credentials()).await;
            Ok(whom.heard(found.map(list)))
        })
        .await
    }

    pub(super) async fn tags(&self, client: &Client, of: &AsWhom, repository: &str) -> Looked<NameList> {
        in_time(async {
            let whom = Whom::find(&self.client, client, of, repository).await?;
            let found = self.client.tags(whom.registry, repository, whom.credentials()).await;
            Ok(whom.heard(found.map(list)))
        })
        .await
    }

    pub(super) async fn image(&self, client: &Client, of: &AsWhom, repository: &str, reference: &str) -> Looked<Facts> {
        in_time(async {
            let whom = Whom::find(&self.client, client, of, repository).await?;
            let asked = self
                .client
                .inspect(whom.registry, repository, reference, whom.credentials());
            let found = asked.await;
            Ok(whom.heard(found.map(facts)))
        })
        .await
    }
}

/// What was heard, or that it took too long.
async fn in_time<T>(question: impl Future<Output = Result<Looked<T>, Unseen>>) -> Looked<T> {
    let heard = timeout(WITHIN, question).await;
    heard.unwrap_or(Err(Unseen::Slow)).unwrap_or_else(unseen::nothing)
}

fn list(names: Names) -> NameList {
    NameList {
        more: !names.complete,
        names: names.names,
    }
}

fn facts(image: Image) -> Facts {
    let port = |port: images::Port| format!("{}/{}", port.number, port.protocol.to_ascii_uppercase());
    Facts {
        digest: image.digest,
        platforms: image.architectures,
        platform: image.platform,
        size: i64::try_from(image.size).unwrap_or(i64::MAX),
        user: image.user,
        entrypoint: image.entrypoint,
        command: image.cmd,
        ports: image.ports.into_iter().map(port).collect(),
        working_dir: image.working_dir,
        created: image.created.map_or(0, |created| created.as_millisecond()),
    }
}
