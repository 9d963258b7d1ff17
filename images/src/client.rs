//! The questions that registries are asked.

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use crate::connect::{Resolver, SystemResolver};
use crate::name::{self, Reference};
use crate::page::List;
use crate::transport::{Answer, Transport};
use crate::{Credentials, Error, Image, Limits, Names, Page, Registries, Registry, SettingsError, answer, tags};

/// The way to all registries that the operator named. Clone is cheap; all clones share connections and tokens.
///
/// Nothing but what its [`Registries`] name is ever contacted. Credentials come with each call; an answer is kept for
/// nobody, a token for who asked.
#[derive(Clone)]
pub struct Client {
    registries: Arc<Registries>,
    transports: Arc<HashMap<String, Transport>>,
}

impl Client {
    /// A client for these registries. Reads the system's certificates, and so may block for some milliseconds.
    ///
    /// # Errors
    /// Certificates of a registry cannot be used.
    pub fn new(registries: Registries, limits: Limits) -> Result<Self, SettingsError> {
        Self::with_resolver(registries, limits, Arc::new(SystemResolver))
    }

    /// The same with other eyes for names. What it finds is judged all the same.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_resolver(
        registries: Registries,
        limits: Limits,
        resolver: Arc<dyn Resolver>,
    ) -> Result<Self, SettingsError> {
        let mut transports = HashMap::new();
        for registry in registries.iter() {
            let transport = Transport::new(registry.clone(), limits, resolver.clone())?;
            transports.insert(registry.name.clone(), transport);
        }
        Ok(Self {
            registries: Arc::new(registries),
            transports: Arc::new(transports),
        })
    }

    /// All registries.
    pub fn registries(&self) -> &Registries {
        &self.registries
    }

    /// One page of repositories, of at most `limit` (1 to 1,000) names if the registry heeds it, from where the page
    /// before ended.
    ///
    /// # Errors
    /// [`Error::NoCatalogue`] where the registry has no list, or none for these credentials; all others.
    pub async fn repositories(
        &self,
        registry: &Registry,
        credentials: Option<&Credentials>,
        from: Option<&str>,
        limit: usize,
    ) -> Result<Page, Error> {
        let transport = self.of(registry)?;
        transport.has_catalogue()?;
        transport
            .within(transport.page(List::Repositories, credentials, from, limit))
            .await
    }

    /// All repositories, by name as the registry sorts them, up to 10,000 and for as long as a call may take: what
    /// came until then is an answer, too.
    ///
    /// # Errors
    /// As [`Client::repositories`].
    pub async fn all_repositories(
        &self,
        registry: &Registry,
        credentials: Option<&Credentials>,
    ) -> Result<Names, Error> {
        let transport = self.of(registry)?;
        transport.has_catalogue()?;
        transport.names(List::Repositories, credentials).await
    }

    /// All tags of a repository, up to 10,000 and for as long as a call may take, in the order of [`tags::sort`]:
    /// `latest`, versions downwards, names. Beyond 10,000 they are the first by the registry's order.
    ///
    /// # Errors
    /// All but [`Error::NoCatalogue`].
    pub async fn tags(
        &self,
        registry: &Registry,
        repository: &str,
        credentials: Option<&Credentials>,
    ) -> Result<Names, Error> {
        let (transport, repository) = self.repository(registry, repository)?;
        let mut names = transport.names(List::Tags(&repository), credentials).await?;
        tags::sort(&mut names.names);
        Ok(names)
    }

    /// What a tag or a digest stands for: two requests for an image, three where it is in an index.
    ///
    /// # Errors
    /// [`Error::NotAnImage`], [`Error::WrongDigest`] and all others but [`Error::NoCatalogue`].
    pub async fn inspect(
        &self,
        registry: &Registry,
        repository: &str,
        reference: &str,
        credentials: Option<&Credentials>,
    ) -> Result<Image, Error> {
        let (transport, repository) = self.repository(registry, repository)?;
        let reference = Reference::parse(reference)?;
        transport
            .within(transport.inspect(&repository, reference, credentials))
            .await
    }

    /// The digest that a tag stands for now.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such tag; all others but [`Error::NoCatalogue`].
    pub async fn digest(
        &self,
        registry: &Registry,
        repository: &str,
        tag: &str,
        credentials: Option<&Credentials>,
    ) -> Result<String, Error> {
        let (transport, repository) = self.repository(registry, repository)?;
        let tag = name::tag(tag)?;
        transport.within(transport.digest(&repository, tag, credentials)).await
    }

    /// Whether there is such a tag. False is also what a registry says of what these credentials may not know.
    ///
    /// # Errors
    /// As [`Client::digest`], without `NotFound`.
    pub async fn has_tag(
        &self,
        registry: &Registry,
        repository: &str,
        tag: &str,
        credentials: Option<&Credentials>,
    ) -> Result<bool, Error> {
        match self.digest(registry, repository, tag, credentials).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// By the name; the rest is what this client was made with, whatever the caller's copy says.
    pub(crate) fn of(&self, registry: &Registry) -> Result<&Transport, Error> {
        let name = &registry.name;
        self.transports
            .get(name)
            .ok_or_else(|| Error::UnknownRegistry { name: name.clone() })
    }

    fn repository(&self, registry: &Registry, path: &str) -> Result<(&Transport, String), Error> {
        let transport = self.of(registry)?;
        let path = transport.registry.repository(path);
        Ok((transport, name::repository(&path)?.to_owned()))
    }
}

impl Transport {
    /// A URL at the registry.
    pub(crate) fn url(&self, path: &str) -> Result<Url, Error> {
        let url = self.registry.address.url(path);
        url.map_err(|error| self.unreachable(format!("no address can be made of this: {error}")))
    }

    /// An answer that is no success. Who was given a token and is refused all the same is known, and not allowed.
    pub(crate) fn refusal(&self, answer: &Answer, what: &str, signed: bool) -> Error {
        match answer::refusal(self, answer, what) {
            Error::Unauthorized { registry, why } if answer.granted && signed => Error::Forbidden { registry, why },
            error => error,
        }
    }

    fn has_catalogue(&self) -> Result<(), Error> {
        if self.registry.catalogue {
            return Ok(());
        }
        Err(Error::NoCatalogue {
            registry: self.registry.name.clone(),
            why: "it is not asked for it (catalogue = false)".to_owned(),
        })
    }
}
