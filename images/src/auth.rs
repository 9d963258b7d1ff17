//! Signing in: nothing, `Basic`, or a token from a token service (distribution's `spec/auth/token.md`).

use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use std::time::Duration;
use url::Url;

use crate::challenge::{Challenge, challenges};
use crate::credentials::authorization;
use crate::tokens::{Key, Pass, USUAL};
use crate::transport::{Answer, Call, Transport};
use crate::{Credentials, Error, Place, answer};

/// The longest token that is kept, in bytes. Those with many groups in them take some thousand.
const LONGEST_TOKEN: usize = 32 << 10;

/// What lists the repositories.
pub(crate) const CATALOGUE: &str = "registry:catalog:*";

/// What reads one repository.
pub(crate) fn pull(repository: &str) -> String {
    format!("repository:{repository}:pull")
}

/// A token service's answer. `access_token` is OAuth's name for the same.
#[derive(Deserialize)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
    expires_in: Option<u64>,
}

impl Transport {
    /// Makes a request, signing in when the registry asks for it: at most three requests, or four when a kept token is
    /// not taken any more. A 401 after that is the answer.
    pub(crate) async fn ask_as(
        &self,
        mut call: Call,
        scope: &str,
        credentials: Option<&Credentials>,
    ) -> Result<Answer, Error> {
        let key = Key::new(scope, credentials);
        let kept = self.tokens.get(&key);
        call.authorization = kept.as_ref().map(|pass| pass.value.clone());
        let mut first = self.ask(&call).await?;
        if first.code != StatusCode::UNAUTHORIZED {
            first.granted = kept.is_some_and(|pass| pass.is_token);
            return Ok(first);
        }
        self.tokens.forget(&key);
        let Some((pass, life)) = self.pass(&first.headers, Some(scope), credentials).await? else {
            return Ok(first);
        };
        call.authorization = Some(pass.value.clone());
        let mut second = self.ask(&call).await?;
        second.granted = pass.is_token;
        if second.code != StatusCode::UNAUTHORIZED {
            self.tokens.keep(key, pass, life);
        }
        Ok(second)
    }

    /// What to send, and for how long it holds. None when the registry offers no way that these credentials know.
    pub(crate) async fn pass(
        &self,
        headers: &HeaderMap,
        scope: Option<&str>,
        credentials: Option<&Credentials>,
    ) -> Result<Option<(Pass, Duration)>, Error> {
        let mut basic = None;
        for challenge in challenges(headers) {
            match challenge {
                Challenge::Bearer { realm, service } => {
                    return self
                        .token(&realm, service.as_deref(), scope, credentials)
                        .await
                        .map(Some);
                }
                Challenge::Basic => basic = credentials.and_then(Credentials::basic),
            }
        }
        Ok(basic.map(|value| (Pass { value, is_token: false }, USUAL)))
    }

    /// Asks a token service, if it is one that the operator named. Without a scope, a token tells who somebody is.
    async fn token(
        &self,
        realm: &str,
        service: Option<&str>,
        scope: Option<&str>,
        credentials: Option<&Credentials>,
    ) -> Result<(Pass, Duration), Error> {
        let (mut url, place) = self.realm(realm)?;
        // A realm's own scope would be asked for with the person's credentials.
        let own: Vec<(String, String)> = url
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| name != "scope")
            .collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(own)
            .extend_pairs(service.map(|service| ("service", service)))
            .extend_pairs(scope.map(|scope| ("scope", scope)));
        let mut call = Call::get(url, "application/json");
        call.authorization = credentials.and_then(Credentials::basic);
        let given = self.ask(&call).await?;
        if !given.code.is_success() {
            return Err(self.no_token(&given, &place, credentials.is_some()));
        }
        let token: Token = answer::json(self, &given)?;
        let no_token = || {
            self.no_registry(
                given.code.as_u16(),
                format!("{place} answered without a token that can be used"),
            )
        };
        let value = token
            .token
            .filter(|token| !token.is_empty())
            .or(token.access_token)
            .ok_or_else(no_token)?;
        let value = Some(value)
            .filter(|value| value.len() <= LONGEST_TOKEN)
            .ok_or_else(no_token)?;
        let value = authorization("Bearer", &value).ok_or_else(no_token)?;
        let life = token
            .expires_in
            .map_or(USUAL, |seconds| Duration::from_secs(seconds).max(USUAL));
        Ok((Pass { value, is_token: true }, life))
    }

    /// A realm that may be contacted: at the registry's own place, or at one of its `auth-hosts`.
    fn realm(&self, realm: &str) -> Result<(Url, Place), Error> {
        let known = |place: &Place| *place == self.registry.address || self.registry.auth_hosts.contains(place);
        let url = Url::parse(realm).ok();
        let place = url.as_ref().and_then(Place::of);
        match (url, place) {
            (Some(url), Some(place)) if known(&place) => Ok((url, place)),
            (_, Some(place)) => Err(self.not_allowed(&place.to_string(), "it is not in the registry's auth-hosts")),
            _ => Err(self.not_allowed(&crate::error::words(realm), "it is no address of a token service")),
        }
    }

    fn no_token(&self, given: &Answer, place: &Place, signed: bool) -> Error {
        match given.code {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Error::Unauthorized {
                registry: self.registry.name.clone(),
                why: match signed {
                    true => format!("{place} does not accept the user name and password"),
                    false => format!("{place} gives no token to nobody"),
                },
            },
            StatusCode::TOO_MANY_REQUESTS => answer::refusal(self, given, "token"),
            code => Error::Failed {
                registry: self.registry.name.clone(),
                code: code.as_u16(),
                why: format!("{place}, where its tokens come from, gave none"),
            },
        }
    }
}
