//! A connection to a checked place at a checked address.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;
use url::Url;

use crate::{Error, Place, Registry, address};

/// Turns names into addresses. Tests have their own; everybody else has [`SystemResolver`].
#[async_trait::async_trait]
pub trait Resolver: Send + Sync + 'static {
    /// All addresses of a host name.
    ///
    /// # Errors
    /// As the system says them; none at all is an empty list.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's resolver, with its hosts file.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait::async_trait]
impl Resolver for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Connects for one registry. Second of two gates: [`crate::transport`] asks before it sends, this one before it
/// connects, so that no way through a pool or a library leads elsewhere.
#[derive(Clone)]
pub(crate) struct Connector {
    pub(crate) registry: Arc<Registry>,
    pub(crate) resolver: Arc<dyn Resolver>,
    /// For one address; a host may have several.
    pub(crate) limit: Duration,
}

impl Connector {
    async fn connect(self, to: Uri) -> Result<TokioIo<TcpStream>, Error> {
        let place = Url::parse(&to.to_string()).ok().and_then(|url| Place::of(&url));
        let place = place.filter(|place| may_contact(&self.registry, place));
        let Some(place) = place else {
            return Err(self.refused(
                to.authority().map_or("nowhere", |to| to.as_str()),
                "it is not named for it",
            ));
        };
        let addresses = self.addresses(&place).await?;
        let mut why = "its name has no address".to_owned();
        for address in addresses {
            // To the very address that was checked: a second look-up might answer otherwise.
            let connecting = TcpStream::connect(SocketAddr::new(address, place.port()));
            match tokio::time::timeout(self.limit, connecting).await {
                Ok(Ok(stream)) => {
                    // Requests are one small write; a failure costs milliseconds, no more.
                    let _ = stream.set_nodelay(true);
                    return Ok(TokioIo::new(stream));
                }
                Ok(Err(error)) => why = error.to_string(),
                Err(_) => why = "no connection came about in time".to_owned(),
            }
        }
        Err(self.unreachable(why))
    }

    /// Those that may be connected to; an error when there are some and none may.
    async fn addresses(&self, place: &Place) -> Result<Vec<IpAddr>, Error> {
        let found = match place.ip() {
            Some(address) => vec![address],
            None => {
                let found = self.resolver.resolve(&place.host()).await;
                found.map_err(|error| self.unreachable(error.to_string()))?
            }
        };
        let mut refused = None;
        let mut allowed = Vec::new();
        for address in found {
            match address::refusal(place, address, self.registry.allow_private) {
                None => allowed.push(address),
                Some(why) => refused = Some((address, why)),
            }
        }
        match refused {
            Some((address, why)) if allowed.is_empty() => {
                Err(self.refused(&format!("{} ({address})", place.host()), why))
            }
            _ => Ok(allowed),
        }
    }

    fn refused(&self, place: &str, why: &str) -> Error {
        Error::NotAllowed {
            registry: self.registry.name.clone(),
            place: place.to_owned(),
            why: why.to_owned(),
        }
    }

    fn unreachable(&self, why: String) -> Error {
        Error::Unreachable {
            registry: self.registry.name.clone(),
            why,
        }
    }
}

/// Whether the operator named that place for that registry.
pub(crate) fn may_contact(registry: &Registry, place: &Place) -> bool {
    let others = || registry.auth_hosts.iter().chain(&registry.blob_hosts);
    registry.address == *place || others().any(|other| other == place)
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        Box::pin(self.clone().connect(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_connector_goes_nowhere_by_itself() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connector = |named: &str| Connector {
            registry: Arc::new(Registry::short(named).unwrap()),
            resolver: Arc::new(SystemResolver),
            limit: Duration::from_secs(1),
        };
        let to: Uri = format!("http://{address}").parse().unwrap();
        assert!(
            connector(&format!("http://{address}"))
                .connect(to.clone())
                .await
                .is_ok()
        );
        // Another host, another port, TLS instead of none: another place.
        for named in [
            "http://registry.example".to_owned(),
            "http://127.0.0.1:1".to_owned(),
            address.to_string(),
        ] {
            let refused = connector(&named).connect(to.clone()).await;
            assert!(matches!(refused, Err(Error::NotAllowed { .. })), "{named}");
        }
    }
}
