//! One request to a registry, and its answer.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::Semaphore;
use url::Url;

use crate::connect::{Connector, Resolver, may_contact};
use crate::failure::{connection_broke, innermost};
use crate::tokens::Tokens;
use crate::{Error, Limits, Place, Registry, SettingsError, error, trust};

/// The largest head of an answer, in bytes; about, since one read may bring more than what is looked at. Registries send some hundred; redirects to signed URLs some thousand.
pub(crate) const LARGEST_HEAD: usize = 64 << 10;
/// How long an idle connection is kept. Load balancers close theirs after a minute and more.
const IDLE: Duration = Duration::from_secs(30);

/// The way to one registry: its connections, its limits, its tokens.
pub(crate) struct Transport {
    pub(crate) registry: Arc<Registry>,
    pub(crate) tokens: Tokens,
    pub(crate) limits: Limits,
    http: Client<HttpsConnector<Connector>, Empty<Bytes>>,
    /// So that one page of a hundred look-ups is no attack on a small registry.
    slots: Semaphore,
}

/// A request to be made. Nothing here ever has a body.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) accept: &'static str,
    pub(crate) authorization: Option<HeaderValue>,
    /// Whether a redirect is an answer (a blob's) or an error.
    pub(crate) may_redirect: bool,
}

impl Call {
    pub(crate) fn get(url: Url, accept: &'static str) -> Self {
        Self {
            method: Method::GET,
            url,
            accept,
            authorization: None,
            may_redirect: false,
        }
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) code: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether a token was asked for and given: what is refused then is a matter of rights, not of the password.
    pub(crate) granted: bool,
}

impl Transport {
    pub(crate) fn new(registry: Registry, limits: Limits, resolver: Arc<dyn Resolver>) -> Result<Self, SettingsError> {
        let tls = trust::tls(&registry)?;
        let registry = Arc::new(registry);
        let connector = Connector {
            registry: registry.clone(),
            resolver,
            limit: limits.connect,
        };
        // `https_or_http`: which of them is the connector's to decide, by the place.
        let builder = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        let http = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(limits.at_once)
            .http1_max_buf_size(LARGEST_HEAD)
            .build(builder.enable_http1().wrap_connector(connector));
        Ok(Self {
            registry,
            tokens: Tokens::default(),
            limits,
            http,
            slots: Semaphore::new(limits.at_once),
        })
    }

    /// Makes a request. One whose kept connection turns out to be broken is made once more: nothing here changes
    /// anything.
    pub(crate) async fn ask(&self, call: &Call) -> Result<Answer, Error> {
        let place = Place::of(&call.url);
        if !place.as_ref().is_some_and(|place| may_contact(&self.registry, place)) {
            let place = place.map_or_else(|| error::words(call.url.scheme()), |place| place.to_string());
            return Err(self.not_allowed(&place, "the operator did not name it"));
        }
        // The semaphore is never closed.
        let _slot = self.slots.acquire().await;
        let response = match self.http.request(self.request(call)?).await {
            Err(error) if connection_broke(&error) => self.http.request(self.request(call)?).await,
            response => response,
        };
        let response = response.map_err(|error| self.failed(&error))?;
        let (head, body) = response.into_parts();
        if head.status.is_redirection() && !call.may_redirect {
            return Err(Error::Redirected {
                registry: self.registry.name.clone(),
                to: destination(&call.url, &head.headers),
            });
        }
        let body = match Limited::new(body, self.limits.answer).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Err(self.too_large()),
            Err(error) => return Err(self.unreachable(format!("the connection broke: {}", innermost(&*error)))),
        };
        Ok(Answer {
            code: head.status,
            headers: head.headers,
            body,
            granted: false,
        })
    }

    fn request(&self, call: &Call) -> Result<Request<Empty<Bytes>>, Error> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(call.url.as_str())
            .header(header::ACCEPT, call.accept)
            .header(header::USER_AGENT, concat!("slipway/", env!("CARGO_PKG_VERSION")));
        if let Some(value) = &call.authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        let request = request.body(Empty::new());
        request.map_err(|error| self.unreachable(format!("no request can be made of this: {error}")))
    }

    pub(crate) fn not_allowed(&self, place: &str, why: &str) -> Error {
        Error::NotAllowed {
            registry: self.registry.name.clone(),
            place: place.to_owned(),
            why: why.to_owned(),
        }
    }

    pub(crate) fn unreachable(&self, why: String) -> Error {
        let registry = self.registry.name.clone();
        Error::Unreachable { registry, why }
    }

    pub(crate) fn no_registry(&self, code: u16, why: String) -> Error {
        let registry = self.registry.name.clone();
        Error::NotARegistry { registry, code, why }
    }

    pub(crate) fn too_large(&self) -> Error {
        Error::TooLarge {
            registry: self.registry.name.clone(),
            limit: self.limits.answer as u64,
        }
    }
}

/// Where a redirect leads, fit for a message: without query and fragment.
pub(crate) fn destination(from: &Url, headers: &HeaderMap) -> String {
    let to = headers
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok())
        .unwrap_or_default();
    let whole = from.join(to).map_or_else(|_| to.to_owned(), |url| url.to_string());
    error::words(whole.split(['?', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemResolver;

    #[tokio::test]
    async fn a_url_elsewhere_is_not_asked() {
        let registry = Registry::short("http://127.0.0.1:1").unwrap();
        let transport = Transport::new(registry, Limits::default(), Arc::new(SystemResolver)).unwrap();
        for url in [
            "http://127.0.0.1:2/v2/",
            "https://127.0.0.1:1/",
            "http://a@127.0.0.1:1/",
            "ftp://127.0.0.1:1/",
        ] {
            let call = Call::get(Url::parse(url).unwrap(), "*/*");
            let error = transport.ask(&call).await.map(|answer| answer.code).unwrap_err();
            // This gate's words, not the connector's.
            assert!(
                matches!(&error, Error::NotAllowed { why, .. } if why.contains("operator")),
                "{url}: {error:?}"
            );
        }
        let named = Call::get(Url::parse("http://127.0.0.1:1/v2/").unwrap(), "*/*");
        assert!(matches!(transport.ask(&named).await, Err(Error::Unreachable { .. })));
    }
}
