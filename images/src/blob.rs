//! Blobs: of all there are, only the configuration of an image is ever read.

use http::header::LOCATION;
use url::Url;

use crate::auth::pull;
use crate::manifest::{Config, Descriptor};
use crate::transport::{Answer, Call, Transport, destination};
use crate::{Credentials, Error, Place, answer};

/// The most redirects that are followed for one blob.
const MOST_REDIRECTS: usize = 3;

impl Transport {
    /// The configuration that a manifest names.
    pub(crate) async fn config(
        &self,
        repository: &str,
        config: &Descriptor,
        what: &str,
        credentials: Option<&Credentials>,
    ) -> Result<Config, Error> {
        if !crate::name::is_digest(&config.digest) {
            return Err(self.no_registry(200, "a manifest with something else than digests".to_owned()));
        }
        if config.size > self.limits.answer as u64 {
            return Err(self.too_large());
        }
        let url = self.url(&format!("/v2/{repository}/blobs/{}", config.digest))?;
        let mut call = Call::get(url.clone(), "*/*");
        call.may_redirect = true;
        let mut answer = self.ask_as(call, &pull(repository), credentials).await?;
        if answer.code.is_redirection() {
            answer = self.follow(url, answer).await?;
        }
        if !answer.code.is_success() {
            return Err(self.refusal(&answer, &format!("configuration of {what}"), credentials.is_some()));
        }
        self.verify(&answer.body, &config.digest)?;
        answer::json(self, &answer)
    }

    /// A blob that is elsewhere: over https, at one of the registry's `blob-hosts`, as nobody.
    async fn follow(&self, mut from: Url, mut answer: Answer) -> Result<Answer, Error> {
        for _ in 0..MOST_REDIRECTS {
            let to = answer.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| from.join(to).ok());
            let place = to.as_ref().and_then(Place::of);
            let (Some(to), Some(place)) = (to, place) else {
                break;
            };
            if !place.is_https() || !self.registry.blob_hosts.contains(&place) {
                return Err(self.not_allowed(&place.to_string(), "it is not in the registry's blob-hosts"));
            }
            let mut call = Call::get(to.clone(), "*/*");
            call.may_redirect = true;
            answer = self.ask(&call).await?;
            if !answer.code.is_redirection() {
                return match answer.code.is_success() {
                    true => Ok(answer),
                    false => Err(Error::Failed {
                        registry: self.registry.name.clone(),
                        code: answer.code.as_u16(),
                        why: format!("{place}, where its blobs are, gave none"),
                    }),
                };
            }
            from = to;
        }
        Err(Error::Redirected {
            registry: self.registry.name.clone(),
            to: destination(&from, &answer.headers),
        })
    }
}
