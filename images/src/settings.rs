//! The operator's file of registries.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{Place, Registries, Registry};

/// What is wrong with the operator's settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The file is no TOML, or holds a key that is not known.
    #[error("{0}")]
    Toml(String),
    /// A file cannot be read.
    #[error("{}: {why}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why not.
        why: String,
    },
    /// A value that cannot be used.
    #[error("{what:?} {why}")]
    Bad {
        /// The value.
        what: String,
        /// Why not.
        why: String,
    },
    /// Two registries of one name.
    #[error("{name} is there twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// The certificates cannot be used.
    #[error("the certificates of {name} cannot be used: {why}")]
    Certificates {
        /// The registry.
        name: String,
        /// Why not.
        why: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    registry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    name: String,
    title: Option<String>,
    address: Option<String>,
    #[serde(default)]
    plain_http: bool,
    ca_file: Option<PathBuf>,
    auth_hosts: Option<Vec<String>>,
    blob_hosts: Option<Vec<String>>,
    #[serde(default)]
    allow_private: bool,
    catalogue: Option<bool>,
}

impl Registries {
    /// Reads a file of `[[registry]]` tables (docs/registries.md has every key), and the certificates that it names,
    /// by paths from its own folder, to be put together with those of flags in [`Registries::new`]. It blocks: it is
    /// for the start of a program.
    ///
    /// # Errors
    /// The file or one of the certificates cannot be read, or a value cannot be used.
    pub fn read(file: &Path) -> Result<Vec<Registry>, SettingsError> {
        let text = read(file)?;
        let text = String::from_utf8(text).map_err(|_| SettingsError::Toml("the file is no UTF-8".to_owned()))?;
        Self::parse(&text, file.parent().unwrap_or(Path::new("")))
    }

    /// The same of a text; `folder` is where its paths start.
    ///
    /// # Errors
    /// As [`Registries::read`].
    pub fn parse(text: &str, folder: &Path) -> Result<Vec<Registry>, SettingsError> {
        let file: File = toml::from_str(text).map_err(|error| SettingsError::Toml(error.to_string()))?;
        file.registry.into_iter().map(|entry| entry.registry(folder)).collect()
    }
}

impl Entry {
    fn registry(self, folder: &Path) -> Result<Registry, SettingsError> {
        let mut registry = Registry::new(&self.name, None)?;
        if let Some(address) = &self.address {
            registry.address = place(address)?;
            if self.plain_http == registry.address.is_https() && address.contains("://") {
                return Err(SettingsError::Bad {
                    what: address.clone(),
                    why: format!("contradicts plain-http = {}", self.plain_http),
                });
            }
        }
        if self.plain_http && registry.address.is_https() {
            registry.address = registry.address.plain();
        }
        if let Some(hosts) = &self.auth_hosts {
            registry.auth_hosts = hosts.iter().map(|host| place(host)).collect::<Result<_, _>>()?;
        }
        if let Some(hosts) = &self.blob_hosts {
            registry.blob_hosts = hosts.iter().map(|host| place(host)).collect::<Result<_, _>>()?;
        }
        registry.ca = self.ca_file.map(|file| read(&folder.join(file))).transpose()?;
        registry.title = self.title;
        registry.allow_private = self.allow_private;
        registry.catalogue = self.catalogue.unwrap_or(registry.catalogue);
        Ok(registry)
    }
}

fn place(text: &str) -> Result<Place, SettingsError> {
    Place::parse(text).map_err(|why| SettingsError::Bad {
        what: text.to_owned(),
        why,
    })
}

fn read(file: &Path) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(file).map_err(|error| SettingsError::File {
        file: file.to_owned(),
        why: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<Registry>, SettingsError> {
        Registries::parse(text, Path::new("/nowhere"))
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
            [[registry]]
            name = "harbor.example"
            title = "Our Harbor"
            address = "harbor.internal:8443"
            auth-hosts = ["login.example"]
            blob-hosts = ["s3.example"]
            allow-private = true
            catalogue = false
            [[registry]]
            name = "localhost:5000"
            plain-http = true
            [[registry]]
            name = "docker.io"
        "#;
        let registries = parse(text).unwrap();
        let [harbor, local, docker] = registries.as_slice() else {
            panic!()
        };
        assert_eq!(harbor.address.to_string(), "https://harbor.internal:8443");
        assert_eq!(harbor.auth_hosts, [Place::parse("login.example").unwrap()]);
        assert!(harbor.allow_private && !harbor.catalogue);
        assert_eq!(local.address.to_string(), "http://localhost:5000");
        assert_eq!(docker.auth_hosts, [Place::parse("auth.docker.io").unwrap()]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, part) in [
            ("[[registry]]\nname = \"a\"\nplain = true", "plain"),
            ("[[registry]]\ntitle = \"a\"", "name"),
            ("[[registry]]\nname = \"a/b\"", "a/b"),
            ("[[registry]]\nname = \"http://a\"", "http://a"),
            (
                "[[registry]]\nname = \"a\"\naddress = \"http://a\"",
                "plain-http = false",
            ),
            (
                "[[registry]]\nname = \"a\"\naddress = \"https://a\"\nplain-http = true",
                "plain-http = true",
            ),
            ("[[registry]]\nname = \"a\"\nca-file = \"ca.pem\"", "/nowhere/ca.pem"),
            ("[[registry]]\nname = \"a\"\nauth-hosts = [\"u@b\"]", "u@b"),
            ("registry", "line 1"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
