//! The registries that the operator named.

use std::borrow::Cow;

use crate::{Place, SettingsError};

/// Docker Hub, as image names have it.
const DOCKER: &str = "docker.io";
/// Its other names (distribution's `normalize.go`: `legacyDefaultDomain`), and where it is.
pub(crate) const DOCKER_NAMES: [&str; 3] = [DOCKER, "index.docker.io", "registry-1.docker.io"];
/// Where it is.
const DOCKER_ADDRESS: &str = "registry-1.docker.io";
/// Where its tokens come from.
const DOCKER_AUTH: &str = "auth.docker.io";
/// Where its blobs are (Docker's allow-list for firewalls, docs.docker.com/desktop/setup/allow-list).
const DOCKER_BLOBS: [&str; 3] = [
    "production.cloudflare.docker.com",
    "production.cloudfront.docker.com",
    "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
];

/// One registry, and all that may be contacted for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// As it stands in image names: `HOST[:PORT]`, in lower case. `docker.io` for Docker Hub.
    pub name: String,
    /// What people call it.
    pub title: Option<String>,
    /// Where it is. Without TLS only where the operator wrote so.
    pub address: Place,
    /// PEM: these certificates are trusted for it and its other hosts, and no others. None: the system's.
    pub ca: Option<Vec<u8>>,
    /// Where its tokens may come from, beside its own address. Credentials are sent there.
    pub auth_hosts: Vec<Place>,
    /// Where its blobs may be, beside its own address. https only; no credentials are sent there.
    pub blob_hosts: Vec<Place>,
    /// Whether its names may resolve to addresses of a private network, or of this machine.
    pub allow_private: bool,
    /// Whether it is asked for its repositories.
    pub catalogue: bool,
}

impl Registry {
    /// A registry of that name at that place, with nothing allowed beside it; Docker Hub with what it consists of.
    ///
    /// # Errors
    /// The name is no `HOST[:PORT]`.
    pub fn new(name: &str, address: Option<Place>) -> Result<Self, SettingsError> {
        let bad = |what: &str, why: String| SettingsError::Bad {
            what: what.to_owned(),
            why,
        };
        let name = name.to_ascii_lowercase();
        let own = Place::parse(&name).map_err(|why| bad(&name, why))?;
        if name.contains("://") {
            return Err(bad(&name, "is an address; a name is HOST[:PORT]".to_owned()));
        }
        let places = |hosts: &[&str]| {
            hosts
                .iter()
                .map(|host| Place::parse(host))
                .collect::<Result<Vec<_>, _>>()
        };
        let docker = DOCKER_NAMES.contains(&name.as_str());
        let (usual, auth_hosts, blob_hosts) = if docker {
            let usual = Place::parse(DOCKER_ADDRESS).map_err(|why| bad(DOCKER, why))?;
            let auth = places(&[DOCKER_AUTH]).map_err(|why| bad(DOCKER, why))?;
            (usual, auth, places(&DOCKER_BLOBS).map_err(|why| bad(DOCKER, why))?)
        } else {
            (own, Vec::new(), Vec::new())
        };
        Ok(Self {
            name: if docker { DOCKER.to_owned() } else { name },
            title: None,
            address: address.unwrap_or(usual),
            ca: None,
            auth_hosts,
            blob_hosts,
            allow_private: false,
            // Docker Hub's holds millions, and it says 401 to everybody.
            catalogue: !docker,
        })
    }

    /// Reads `HOST[:PORT]`, or `http://HOST[:PORT]` for one without TLS.
    ///
    /// # Errors
    /// It is neither.
    pub fn short(text: &str) -> Result<Self, SettingsError> {
        let bad = |why: String| SettingsError::Bad {
            what: text.to_owned(),
            why,
        };
        let address = Place::parse(text).map_err(bad)?;
        match text.split_once("://") {
            Some((_, name)) => Self::new(name.trim_end_matches('/'), Some(address)),
            None => Self::new(text, None),
        }
    }

    /// The repository that a path of an image name means there: Docker Hub's own images are in `library`.
    pub fn repository<'a>(&self, path: &'a str) -> Cow<'a, str> {
        if self.is_docker() && !path.contains('/') {
            Cow::Owned(format!("library/{path}"))
        } else {
            Cow::Borrowed(path)
        }
    }

    pub(crate) fn is_docker(&self) -> bool {
        self.name == DOCKER
    }
}

/// Whether an image name's domain is Docker Hub.
pub(crate) fn is_docker(domain: &str) -> bool {
    domain.is_empty() || DOCKER_NAMES.iter().any(|name| name.eq_ignore_ascii_case(domain))
}

/// All registries that the operator named, each name once. Nothing else is ever contacted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registries(Vec<Registry>);

impl Registries {
    /// # Errors
    /// A name that is there twice, or a place for blobs without TLS.
    pub fn new(registries: Vec<Registry>) -> Result<Self, SettingsError> {
        for (at, registry) in registries.iter().enumerate() {
            if registries.iter().take(at).any(|other| other.name == registry.name) {
                return Err(SettingsError::Twice {
                    name: registry.name.clone(),
                });
            }
            if let Some(plain) = registry.blob_hosts.iter().find(|place| !place.is_https()) {
                return Err(SettingsError::Bad {
                    what: plain.to_string(),
                    why: "blobs are followed over https only".to_owned(),
                });
            }
        }
        Ok(Self(registries))
    }

    /// The registry of an image reference, by the reference's domain; an empty one is Docker Hub, as for Kubernetes.
    pub fn find(&self, domain: &str) -> Option<&Registry> {
        let domain = domain.to_ascii_lowercase();
        let name = if is_docker(&domain) { DOCKER } else { &domain };
        self.0.iter().find(|registry| registry.name == name)
    }

    /// In the order of the operator.
    pub fn iter(&self) -> impl Iterator<Item = &Registry> {
        self.0.iter()
    }

    /// Whether none was named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docker_hub_goes_by_all_its_names() {
        let registries = Registries::new(vec![Registry::short("docker.io").unwrap()]).unwrap();
        let hub = registries.find("").unwrap();
        assert_eq!(hub.address.to_string(), "https://registry-1.docker.io");
        assert_eq!(registries.find("index.docker.io"), Some(hub));
        assert_eq!(registries.find("docker.io.evil.example"), None);
        assert_eq!(hub.repository("busybox"), "library/busybox");
        assert_eq!(hub.repository("bitnami/redis"), "bitnami/redis");
    }

    #[test]
    fn plain_http_is_spoken_only_where_it_is_written() {
        let plain = Registry::short("http://127.0.0.1:5000").unwrap();
        assert_eq!(
            (plain.name.as_str(), plain.address.is_https()),
            ("127.0.0.1:5000", false)
        );
        assert!(Registry::short("127.0.0.1:5000").unwrap().address.is_https());
        assert!(Registry::short("r.example/path").is_err());
    }

    #[test]
    fn a_name_is_there_once() {
        let twice = vec![
            Registry::short("docker.io").unwrap(),
            Registry::short("index.docker.io").unwrap(),
        ];
        assert!(matches!(Registries::new(twice), Err(SettingsError::Twice { .. })));
    }
}
