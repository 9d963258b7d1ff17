//! Lists that come in pages (OCI distribution specification, "Listing tags"; [`crate::link`] for what follows).

use http::header::LINK;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::auth::{self, CATALOGUE};
use crate::transport::{Answer, Call, Transport};
use crate::{Credentials, Error, Place, answer, link, name};

/// Names asked for at once. Registries answer with fewer as they like; some refuse more (ECR, distribution 3).
pub(crate) const PAGE: usize = 1_000;
/// The most names that a whole list holds.
pub(crate) const MOST: usize = 10_000;
/// The longest cursor, in bytes.
const LONGEST_CURSOR: usize = 4_096;

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// As the registry ordered them, at most 10,001 (some heed no limit). What no repository or tag can be called is
    /// left out.
    pub names: Vec<String>,
    /// Where the next part starts, for the same question again; None at the end. It means something to that registry
    /// only.
    pub next: Option<String>,
}

/// A whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// At most 10,000.
    pub names: Vec<String>,
    /// Whether these are all. False: there are more than 10,000, or the time was over.
    pub complete: bool,
}

// A registry without any says null; who leaves the list out altogether is none: `deserialize_with` tells them apart.

#[derive(Deserialize)]
struct Repositories {
    #[serde(deserialize_with = "nullable")]
    repositories: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Tags {
    #[serde(deserialize_with = "nullable")]
    tags: Option<Vec<String>>,
}

fn nullable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    Option::deserialize(from)
}

/// What is listed.
#[derive(Clone, Copy)]
pub(crate) enum List<'a> {
    Repositories,
    Tags(&'a str),
}

impl Transport {
    /// One page, from a cursor that [`Page::next`] held.
    pub(crate) async fn page(
        &self,
        list: List<'_>,
        credentials: Option<&Credentials>,
        from: Option<&str>,
        limit: usize,
    ) -> Result<Page, Error> {
        if let Some(from) = from.filter(|from| from.len() > LONGEST_CURSOR) {
            return Err(name::bad(from, "page"));
        }
        let (path, scope, what) = match list {
            List::Repositories => ("/v2/_catalog".to_owned(), CATALOGUE.to_owned(), "catalogue".to_owned()),
            List::Tags(of) => (
                format!("/v2/{of}/tags/list"),
                auth::pull(of),
                format!("repository {of}"),
            ),
        };
        let mut url = self.url(&path)?;
        // A cursor is a query and stays one: what it holds is encoded, whatever it is.
        url.set_query(from);
        if !url.query_pairs().any(|(key, _)| key == "n") {
            url.query_pairs_mut()
                .append_pair("n", &limit.clamp(1, PAGE).to_string());
        }
        let answer = self
            .ask_as(Call::get(url.clone(), "application/json"), &scope, credentials)
            .await?;
        if !answer.code.is_success() {
            return Err(match list {
                List::Repositories => self.no_catalogue(&answer, credentials.is_some()),
                List::Tags(_) => self.refusal(&answer, &what, credentials.is_some()),
            });
        }
        let (names, known): (_, fn(&str) -> bool) = match list {
            List::Repositories => (
                answer::json::<Repositories>(self, &answer)?.repositories,
                name::is_repository,
            ),
            List::Tags(_) => (answer::json::<Tags>(self, &answer)?.tags, name::is_tag),
        };
        let names = names
            .unwrap_or_default()
            .into_iter()
            .filter(|text| known(text))
            .collect();
        let next = self.next(&url, &answer.headers)?;
        Ok(Page { names, next })
    }

    /// Page by page into `into`, which holds what there is when the time is over in between.
    pub(crate) async fn all(
        &self,
        list: List<'_>,
        credentials: Option<&Credentials>,
        into: &mut Names,
    ) -> Result<(), Error> {
        let mut from: Option<String> = None;
        // Bounded by requests, too: pages may be empty.
        for _ in 0..MOST {
            let page = self.page(list, credentials, from.as_deref(), PAGE).await?;
            into.names.extend(page.names);
            if into.names.len() > MOST || (into.names.len() == MOST && page.next.is_some()) {
                into.names.truncate(MOST);
                return Ok(());
            }
            match page.next {
                None => {
                    into.complete = true;
                    return Ok(());
                }
                next if next == from => return Err(self.no_registry(200, "a page that leads to itself".to_owned())),
                next => from = next,
            }
        }
        Ok(())
    }

    /// The query of the next page. It may be another page of the same list at the same place, and nothing else.
    fn next(&self, current: &Url, headers: &HeaderMap) -> Result<Option<String>, Error> {
        let values = headers
            .get_all(LINK)
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        let Some(target) = values
            .flat_map(link::links)
            .find(|(_, is_next)| *is_next)
            .map(|(target, _)| target)
        else {
            return Ok(None);
        };
        let elsewhere = |place: &str| Err(self.not_allowed(place, "the next page of a list is at the same address"));
        let Ok(url) = current.join(target) else {
            return elsewhere(&crate::error::words(target));
        };
        match Place::of(&url) {
            Some(place) if place == self.registry.address && url.path() == current.path() => {}
            Some(place) if place == self.registry.address => return elsewhere(&crate::error::words(url.path())),
            Some(place) => return elsewhere(&place.to_string()),
            None => return elsewhere(&crate::error::words(target.split('?').next().unwrap_or_default())),
        }
        match url.query().unwrap_or_default() {
            query if query.len() > LONGEST_CURSOR => Err(self.no_registry(
                200,
                format!("the next page's query is longer than {LONGEST_CURSOR} bytes"),
            )),
            query => Ok(Some(query.to_owned())),
        }
    }

    fn no_catalogue(&self, answer: &Answer, signed: bool) -> Error {
        let registry = self.registry.name.clone();
        if answer::is_unsupported(answer) {
            // A 404 that is a web page is no registry at all.
            return match answer::refusal(self, answer, "catalogue") {
                Error::NotARegistry { code, why, .. } => self.no_registry(code, why),
                _ => Error::NoCatalogue {
                    registry,
                    why: format!("it answered {}", answer.code.as_u16()),
                },
            };
        }
        let refused = matches!(answer.code, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        match answer::refusal(self, answer, "catalogue") {
            Error::Unauthorized { why, .. } | Error::Forbidden { why, .. } if refused && signed && answer.granted => {
                Error::NoCatalogue { registry, why }
            }
            other => other,
        }
    }
}
