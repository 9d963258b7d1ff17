//! Secrets with the credentials of registries: read where they are used, made where they are missing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::call::Call;
use crate::create::{FIELD_MANAGER, post};
use crate::{Client, Error, place};

/// What such a Secret holds, by its type (`pkg/credentialprovider/secrets`: `MakeDockerKeyring`). Its `Debug` says
/// nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PullSecret {
    /// The older form, `.dockercfg`.
    pub is_legacy: bool,
    /// Its text.
    pub config: Vec<u8>,
}

impl std::fmt::Debug for PullSecret {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("PullSecret")
    }
}

/// The type of those that are made here.
const TYPE: &str = "kubernetes.io/dockerconfigjson";
/// Where it keeps its text.
const KEY: &str = ".dockerconfigjson";
/// The same of the older form.
const LEGACY_KEY: &str = ".dockercfg";

/// Reads one, with the person's own rights. None where the Secret is none of a registry.
pub async fn read(client: &Client, namespace: &str, name: &str) -> Result<Option<PullSecret>, Error> {
    #[derive(Deserialize)]
    struct Secret {
        #[serde(default)]
        data: std::collections::BTreeMap<String, String>,
    }
    let call = Call::get(place::core(namespace, "secrets", name), client.limits().read);
    let secret: Secret = call.make(client).await?.json()?;
    let of = |key: &str| secret.data.get(key).and_then(|text| STANDARD.decode(text).ok());
    let config = of(KEY).map(|config| (false, config));
    let found = config.or_else(|| of(LEGACY_KEY).map(|config| (true, config)));
    Ok(found.map(|(is_legacy, config)| PullSecret { is_legacy, config }))
}

/// Makes one, by exactly one POST.
///
/// # Errors
///
/// [`Error::AnswerLost`] when it may or may not have been made; every other error says that it was not.
pub async fn create(client: &Client, namespace: &str, name: &str, config: &str) -> Result<(), Error> {
    let secret = json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "type": TYPE,
        "data": {KEY: STANDARD.encode(config)},
    });
    let path = place::of_core(namespace, "secrets");
    let call = post(path, &secret, FIELD_MANAGER, client.limits().change);
    call.make(client).await.map(drop)
}
