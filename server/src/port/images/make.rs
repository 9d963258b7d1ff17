//! Making a pull secret. Its registry is asked first whether it takes the credentials.

use app::api::{ApiError, PullSecret, RegistryTrouble, TaskAddress};
use cluster::{Client, pull_secret};
use images::{Credentials, docker_config};
use job::image::Unseen;
use tokio::time::timeout;

use super::{Images, WITHIN, unseen};
use crate::errors;

impl Images {
    /// Nothing where it was made; else why the registry did not take the credentials, or could not be asked.
    pub(in crate::port) async fn make(
        &self,
        client: &Client,
        task: &TaskAddress,
        secret: &PullSecret,
    ) -> Result<Option<RegistryTrouble>, ApiError> {
        // As it stands in names of images, whatever it was copied from.
        let registry = secret.registry.trim();
        let registry = registry.split_once("://").map_or(registry, |(_, host)| host);
        let secret = &PullSecret {
            registry: registry.trim_end_matches('/').to_owned(),
            ..secret.clone()
        };
        if !secret.anyway
            && let Some(trouble) = self.refused(secret).await
        {
            return Ok(Some(trouble));
        }
        let config = docker_config(&secret.registry, &secret.user, &secret.password);
        let made = pull_secret::create(client, &task.namespace, &secret.name, &config).await;
        made.map(|()| None)
            .map_err(|error| errors::of_cluster(&task.cluster, &error))
    }

    async fn refused(&self, secret: &PullSecret) -> Option<RegistryTrouble> {
        let without_words = |why| {
            let words = String::new();
            Some(RegistryTrouble { why, words })
        };
        let Some(registry) = self.client.registries().find(&secret.registry) else {
            return without_words(Unseen::Unnamed);
        };
        let Some(credentials) = Credentials::new(&secret.user, &secret.password) else {
            return without_words(Unseen::SignIn);
        };
        match timeout(WITHIN, self.client.sign_in(registry, &credentials)).await {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(unseen::trouble(&error)),
            Err(_) => without_words(Unseen::Slow),
        }
    }
}
