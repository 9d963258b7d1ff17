//! Which of the credentials in pull secrets are for an image: Kubernetes' `pkg/credentialprovider/keyring.go`.

use std::collections::BTreeMap;
use std::fmt;

use crate::docker_config::{self, Held};
use crate::registry::DOCKER_NAMES;
use crate::{BadConfig, Credentials, Form, Registry};

/// What a Pod's pull secrets hold, put together as the kubelet puts it together.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Keyring(BTreeMap<String, Vec<Held>>);

impl Keyring {
    /// Adds a pull secret (`BasicDockerKeyring.Add`). For the same place, what was added earlier is used first.
    ///
    /// # Errors
    /// It is no configuration of Docker's: then nothing of it is added. The kubelet pulls nothing with such a one.
    pub fn add(&mut self, config: &[u8], form: Form) -> Result<(), BadConfig> {
        for (key, held) in docker_config::read(config, form)? {
            self.0.entry(place(&key)).or_default().extend(held);
        }
        Ok(())
    }

    /// What the kubelet uses first for a repository of a registry (`BasicDockerKeyring.Lookup`): of all keys that fit,
    /// the last by the alphabet, which is the longest path. It goes on to others when a registry refuses. None when
    /// there is nothing to sign in with.
    ///
    /// # Errors
    /// [`BadConfig::Unsendable`]: all that is there for this image is of that kind.
    pub fn find(&self, registry: &Registry, repository: &str) -> Result<Option<&Credentials>, BadConfig> {
        let image = format!("{}/{}", registry.name, registry.repository(repository));
        let fitting = self.0.iter().rev().filter(|(key, _)| is_for(key, &image));
        let mut fitting: Vec<_> = fitting.map(|(_, held)| held).collect();
        // `isDefaultRegistryMatch`, but for hosts without a dot: Docker Hub's password is not for `localhost`.
        // `registry-1` is used by the kubelet for images that are written so, which are Docker Hub's for us.
        if fitting.is_empty() && registry.is_docker() {
            fitting.extend(DOCKER_NAMES.iter().find_map(|name| self.0.get(*name)));
        }
        let mut unsendable = None;
        for held in fitting.into_iter().flatten() {
            match held {
                Ok(credentials) => return Ok(Some(credentials)),
                Err(why) => unsendable = Some(*why),
            }
        }
        unsendable.map_or(Ok(None), Err)
    }
}

/// Says nothing.
impl fmt::Debug for Keyring {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Keyring")
    }
}

/// A key without its scheme, and with what follows the version of the API in place of it: `https://r.example/v1/` is
/// `r.example`. As Go reads a URL, neither its user nor its query counts.
fn place(key: &str) -> String {
    let rest = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://"));
    let rest = rest.unwrap_or(key).split(['?', '#']).next().unwrap_or_default();
    let (host, path) = host_and_path(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let versioned = path.starts_with("/v1/") || path.starts_with("/v2/");
    let path = path.get(3..).filter(|_| versioned).unwrap_or(path);
    match path {
        "/" => host.to_owned(),
        path => format!("{host}{path}"),
    }
}

/// `URLsMatch`: the same port, a path that starts so (within a component, too), and as many labels of the host, each
/// of which fits.
fn is_for(key: &str, image: &str) -> bool {
    let ((host, path), (image_host, image_path)) = (host_and_path(key), host_and_path(image));
    let ((name, port), (image_name, image_port)) = (name_and_port(host), name_and_port(image_host));
    let mut labels = name.split('.').zip(image_name.split('.'));
    port == image_port
        && image_path.starts_with(path)
        && name.split('.').count() == image_name.split('.').count()
        && labels.all(|(glob, label)| fits(glob, label))
}

fn host_and_path(place: &str) -> (&str, &str) {
    let end = place.find('/').unwrap_or(place.len());
    place.split_at_checked(end).unwrap_or((place, ""))
}

/// As they are written: 443 is another port than none. An IPv6 address without one falls apart like any that equals it.
fn name_and_port(host: &str) -> (&str, &str) {
    host.rsplit_once(':').unwrap_or((host, ""))
}

/// `filepath.Match`, as far as a host can hold its wild cards: `*`. Go's URLs have no `?`, `\` or `[a-z]` in a host.
fn fits(glob: &str, label: &str) -> bool {
    let mut pieces = glob.split('*');
    let Some(mut rest) = label.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    fn person(user: &str) -> Credentials {
        Credentials::new(user, "s3cret").unwrap()
    }

    /// A legacy configuration in which each key's user is called like the key.
    fn legacy(keys: &[&str]) -> Vec<u8> {
        let entry = |key: &&str| {
            (
                key.to_string(),
                json!({"username": key.replace(':', "|"), "password": "s3cret"}),
            )
        };
        Value::Object(keys.iter().map(entry).collect::<Map<_, _>>())
            .to_string()
            .into_bytes()
    }

    /// Which of the keys is used for an image; an empty one for none.
    fn used(keys: &[&'static str], registry: &str, repository: &str) -> &'static str {
        let mut keyring = Keyring::default();
        keyring.add(&legacy(keys), Form::Legacy).unwrap();
        let registry = Registry::short(registry).unwrap();
        let found = keyring.find(&registry, repository).unwrap();
        let is_of = |key: &&&str| found == Some(&person(&key.replace(':', "|")));
        match keys.iter().find(is_of) {
            Some(key) => key,
            None => {
                assert_eq!(found, None);
                ""
            }
        }
    }

    #[test]
    fn a_key_fits_an_image_as_it_does_for_the_kubelet() {
        for (key, registry, repository, fits) in [
            ("r.example", "r.example", "team/app", true),
            ("https://r.example", "r.example", "team/app", true),
            ("http://r.example/", "r.example", "team/app", true),
            ("https://r.example/v1/", "r.example", "team/app", true),
            ("r.example/v2/", "r.example", "team/app", true),
            ("https://ann@r.example/?x=1#y", "r.example", "team/app", true),
            ("s.example", "r.example", "team/app", false),
            ("r.exam", "r.example", "team/app", false),
            ("R.example", "r.example", "team/app", false),
            ("example", "r.example", "team/app", false),
            ("a.r.example", "r.example", "team/app", false),
            ("r.example.evil", "r.example", "team/app", false),
            ("", "r.example", "team/app", false),
            ("ftp://r.example", "r.example", "team/app", false),
            // Paths are beginnings, and the version of the API is none.
            ("r.example/team", "r.example", "team/app", true),
            ("r.example/team/app", "r.example", "team/app", true),
            ("r.example/te", "r.example", "team/app", true),
            ("r.example/team/", "r.example", "team/app", true),
            ("r.example/v2/team", "r.example", "team/app", true),
            ("r.example/v1", "r.example", "team/app", false),
            ("r.example/v3/", "r.example", "team/app", false),
            ("r.example/v2/v2/", "r.example", "team/app", false),
            ("r.example/team", "r.example", "other/app", false),
            ("r.example/team/app/more", "r.example", "team/app", false),
            ("r.example/*", "r.example", "team/app", false),
            // Ports are what is written.
            ("r.example:5000", "r.example:5000", "team/app", true),
            ("r.example:5000/team", "r.example:5000", "team/app", true),
            ("r.example:5000", "r.example", "team/app", false),
            ("r.example", "r.example:5000", "team/app", false),
            ("r.example:443", "r.example", "team/app", false),
            ("r.example:*", "r.example:5000", "team/app", false),
            ("[::1]:5000", "[::1]:5000", "team/app", true),
            ("[::1]", "[::1]", "team/app", true),
            ("[::1]", "[::1]:5000", "team/app", false),
            // A star is within one label.
            ("*.example", "r.example", "team/app", true),
            ("*.example:5000", "r.example:5000", "team/app", true),
            ("https://*.example/team", "r.example", "team/app", true),
            ("r.*", "r.example", "team/app", true),
            ("*.*", "r.example", "team/app", true),
            ("r.e*m*e", "r.example", "team/app", true),
            ("r.e**e", "r.example", "team/app", true),
            ("r.example*", "r.example", "team/app", true),
            ("r.exam*example", "r.example", "team/app", false),
            ("r.e*z*e", "r.example", "team/app", false),
            ("r.e*pl*am*e", "r.example", "team/app", false),
            ("r.e*m", "r.example", "team/app", false),
            ("r.*x", "r.example", "team/app", false),
            ("*", "r.example", "team/app", false),
            ("*.example", "a.r.example", "team/app", false),
            ("*.*.example", "a.r.example", "team/app", true),
            ("*", "localhost", "team/app", true),
            ("?.example", "r.example", "team/app", false),
            ("[r].example", "r.example", "team/app", false),
        ] {
            let expected = if fits { key } else { "" };
            assert_eq!(
                used(&[key], registry, repository),
                expected,
                "{key} for {registry}/{repository}"
            );
        }
    }

    #[test]
    fn the_longest_path_is_used_first_and_a_star_last() {
        let keys = [
            "*.example",
            "https://r.example/v1/",
            "r.example/team",
            "http://r.example/team/app",
            "r.example/z",
        ];
        assert_eq!(used(&keys, "r.example", "team/app"), "http://r.example/team/app");
        assert_eq!(used(&keys, "r.example", "team/other"), "r.example/team");
        assert_eq!(used(&keys, "r.example", "other"), "https://r.example/v1/");
        assert_eq!(used(&keys, "s.example", "team/app"), "*.example");
    }

    #[test]
    fn docker_hub_is_found_by_all_its_names() {
        let keys = [
            "registry-1.docker.io",
            "https://index.docker.io/v1/",
            "docker.io",
            "docker.io/library",
        ];
        assert_eq!(used(&keys, "docker.io", "busybox"), "docker.io/library");
        assert_eq!(used(&keys, "docker.io", "bitnami/redis"), "docker.io");
        assert_eq!(used(&keys[..2], "docker.io", "busybox"), "https://index.docker.io/v1/");
        assert_eq!(used(&keys[..1], "docker.io", "busybox"), "registry-1.docker.io");
        assert_eq!(
            used(&["index.docker.io"], "index.docker.io", "busybox"),
            "index.docker.io"
        );
        // What Docker Desktop keeps beside it, globs, and what looks like it.
        for key in [
            "https://index.docker.io/v1/access-token",
            "*.docker.io",
            "index.docker.io:443",
            "docker.io.evil",
        ] {
            assert_eq!(used(&[key], "docker.io", "busybox"), "", "{key}");
        }
        // It is nobody else's, not even where the kubelet would send it.
        for other in ["localhost", "r.example"] {
            assert_eq!(used(&keys, other, "library/busybox"), "");
        }
    }

    #[test]
    fn pull_secrets_are_looked_at_together() {
        let registry = Registry::short("r.example").unwrap();
        let mut keyring = Keyring::default();
        let config = json!({"auths": {"r.example": {"username": "first", "password": "s3cret"}}}).to_string();
        keyring.add(config.as_bytes(), Form::Config).unwrap();
        keyring
            .add(&legacy(&["https://r.example", "r.example/team"]), Form::Legacy)
            .unwrap();
        assert_eq!(keyring.find(&registry, "other/app"), Ok(Some(&person("first"))));
        assert_eq!(keyring.find(&registry, "team/app"), Ok(Some(&person("r.example/team"))));
        // One that is bad changes nothing.
        let before = keyring.clone();
        let bad = json!({"a.example": {"username": "x", "password": "x"}, "b.example": {"auth": "!"}}).to_string();
        assert_eq!(keyring.add(bad.as_bytes(), Form::Legacy), Err(BadConfig::Auth));
        assert!(keyring == before);
        assert_eq!(format!("{keyring:?}"), "Keyring");
    }

    #[test]
    fn what_cannot_be_sent_is_said_only_where_nothing_else_fits() {
        let registry = Registry::short("r.example").unwrap();
        let mut keyring = Keyring::default();
        let config = json!({
            "r.example/team": {"auth": "YW5uOnMzY3JldAo="}, "r.example/none": {"identitytoken": "x"},
            "r.example/both": {"auth": "YW5uOnMzY3JldAo="}, "r.example/bot": {"username": "bot", "password": "s3cret"}
        });
        keyring.add(config.to_string().as_bytes(), Form::Legacy).unwrap();
        assert_eq!(keyring.find(&registry, "team/app"), Err(BadConfig::Unsendable));
        assert_eq!(keyring.find(&registry, "both/app"), Ok(Some(&person("bot"))));
        assert_eq!(keyring.find(&registry, "none/app"), Ok(None));
        assert_eq!(keyring.find(&registry, "other"), Ok(None));
        // The kubelet looks no further than to what fits, and so uses nothing here.
        let mut keyring = Keyring::default();
        let hub = Registry::short("docker.io").unwrap();
        let config = json!({
            "docker.io/library": {"identitytoken": "x"}, "index.docker.io": {"username": "hub", "password": "s3cret"}
        });
        keyring.add(config.to_string().as_bytes(), Form::Legacy).unwrap();
        assert_eq!(keyring.find(&hub, "busybox"), Ok(None));
        assert_eq!(keyring.find(&hub, "bitnami/redis"), Ok(Some(&person("hub"))));
    }
}
