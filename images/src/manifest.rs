//! Manifests, indexes and configurations, as far as they are read here (OCI image specification 1.1; Docker's schema 2
//! is the same in these fields).
//!
//! `oci-spec` has types for all of it, and its enums of media types, its builders and its strictness are for those who
//! make images; these few lenient fields are for those who look at what others made.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// What is taken for a manifest.
pub(crate) const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, \
     application/vnd.docker.distribution.manifest.list.v2+json, \
     application/vnd.oci.image.manifest.v1+json, \
     application/vnd.docker.distribution.manifest.v2+json";

/// What may be the configuration of an image; others are charts, signatures, attestations.
const CONFIGS: [&str; 2] = [
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.container.image.v1+json",
];

/// A manifest or an index: which of them, its fields say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    pub(crate) schema_version: Option<u64>,
    pub(crate) artifact_type: Option<String>,
    pub(crate) config: Option<Descriptor>,
    pub(crate) layers: Option<Vec<Descriptor>>,
    pub(crate) manifests: Option<Vec<Descriptor>>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Descriptor {
    #[serde(default)]
    pub(crate) media_type: String,
    pub(crate) digest: String,
    /// Bytes, as stored.
    pub(crate) size: u64,
    pub(crate) platform: Option<Platform>,
}

#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Platform {
    #[serde(default)]
    pub(crate) os: String,
    #[serde(default)]
    pub(crate) architecture: String,
    pub(crate) variant: Option<String>,
}

impl Platform {
    /// BuildKit keeps attestations under a platform that there is not: `unknown/unknown`.
    pub(crate) fn is_real(&self) -> bool {
        let real = |part: &str| !part.is_empty() && part != "unknown";
        real(&self.os) && real(&self.architecture)
    }
}

/// `linux/arm/v7`
impl fmt::Display for Platform {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}/{}", self.os, self.architecture)?;
        match &self.variant {
            Some(variant) if !variant.is_empty() => write!(to, "/{variant}"),
            _ => Ok(()),
        }
    }
}

impl Manifest {
    /// Why it is neither an image nor an index of images; None when it is one.
    pub(crate) fn objection(&self) -> Option<String> {
        let kind = self.config.as_ref().map_or("", |config| config.media_type.as_str());
        match self {
            // What is both could be read one way here and the other way by a node (CVE-2021-41190).
            Self {
                manifests: Some(_),
                layers,
                config,
                ..
            } if layers.is_some() || config.is_some() => Some("both a manifest and an index".to_owned()),
            Self { manifests: Some(_), .. } => None,
            Self {
                schema_version: Some(1),
                ..
            } => Some("a manifest of schema 1, which nodes do not run".to_owned()),
            Self { config: None, .. } | Self { layers: None, .. } => {
                Some("a manifest without configuration or layers".to_owned())
            }
            Self {
                artifact_type: Some(kind),
                ..
            } if !CONFIGS.contains(&kind.as_str()) => Some(crate::error::words(kind)),
            _ if !kind.is_empty() && !CONFIGS.contains(&kind) => Some(crate::error::words(kind)),
            _ => None,
        }
    }

    /// Compressed bytes, configuration included; what is counted twice is stored once, and rare.
    pub(crate) fn size(&self) -> u64 {
        let layers = self.layers.iter().flatten();
        layers
            .chain(&self.config)
            .fold(0, |sum, part| sum.saturating_add(part.size))
    }
}

/// The configuration of an image.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    pub(crate) os: String,
    pub(crate) architecture: String,
    pub(crate) variant: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) config: Option<Run>,
}

/// How it is run.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Run {
    pub(crate) user: Option<String>,
    pub(crate) entrypoint: Option<Vec<String>>,
    pub(crate) cmd: Option<Vec<String>>,
    pub(crate) working_dir: Option<String>,
    pub(crate) exposed_ports: Option<BTreeMap<String, IgnoredAny>>,
}
