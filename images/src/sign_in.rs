//! Whether a registry takes credentials at all, as `docker login` asks (moby's `registry/auth.go`: `loginV2`).

use http::StatusCode;

use crate::transport::{Answer, Call, Transport};
use crate::{Client, Credentials, Error, Registry, answer};

/// The API itself (OCI distribution specification, "Determining Support").
const API: &str = "/v2/";

/// What came of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedIn {
    /// The registry asked for credentials and takes these. What they may do there is another question.
    Taken,
    /// The registry answers anybody and never asked: whether these are right cannot be known. They were not sent.
    NotAsked,
}

impl Client {
    /// Whether a registry takes these credentials. They are sent anew each time: what was kept of earlier calls is no
    /// proof, and nothing is kept of this one.
    ///
    /// # Errors
    /// [`Error::Unauthorized`] when it does not take them; all others but [`Error::NotFound`] and
    /// [`Error::NoCatalogue`].
    pub async fn sign_in(&self, registry: &Registry, credentials: &Credentials) -> Result<SignedIn, Error> {
        let transport = self.of(registry)?;
        transport.within(transport.takes(credentials)).await
    }
}

impl Transport {
    async fn takes(&self, credentials: &Credentials) -> Result<SignedIn, Error> {
        let mut call = Call::get(self.url(API)?, "application/json");
        let first = self.ask(&call).await?;
        if first.code != StatusCode::UNAUTHORIZED {
            return self.answers(&first).map(|()| SignedIn::NotAsked);
        }
        // A token without a scope allows nothing, and so is given for a password alone.
        let Some((pass, _)) = self.pass(&first.headers, None, Some(credentials)).await? else {
            return Err(self.refusal(&first, API, true));
        };
        call.authorization = Some(pass.value);
        let mut second = self.ask(&call).await?;
        second.granted = pass.is_token;
        self.answers(&second).map(|()| SignedIn::Taken)
    }

    /// A success may say `{}`, `true` or nothing, just not show a web page. Who has no API is no registry.
    fn answers(&self, answer: &Answer) -> Result<(), Error> {
        if answer.code.is_success() {
            let web = answer::page(&answer.headers, &answer.body);
            return web.map_or(Ok(()), |why| Err(self.no_registry(answer.code.as_u16(), why)));
        }
        Err(match self.refusal(answer, API, true) {
            Error::NotFound { .. } => self.no_registry(answer.code.as_u16(), format!("there is no {API}")),
            error => error,
        })
    }
}
