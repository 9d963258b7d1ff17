//! What an image is: from its manifest and its configuration, without a single layer.

use http::{Method, StatusCode};

use crate::auth::pull;
use crate::digest::{announced, of};
use crate::manifest::{Descriptor, MANIFESTS, Manifest, Platform};
use crate::name::Reference;
use crate::transport::{Call, Transport};
use crate::{Credentials, Error, answer};

/// More than Go or anybody else builds for; an index may hold ten thousands.
const MOST_PLATFORMS: usize = 64;

/// An image as a registry has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What the reference stands for now: the index where there is one, else the manifest. This is what pins it.
    pub digest: String,
    /// The platform that the rest is about: `linux/amd64` where there is one, else the index's first.
    pub platform: String,
    /// Its platforms, `os/architecture[/variant]`, each once, in the registry's order; at most 64.
    pub architectures: Vec<String>,
    /// What a node with nothing of it loads, in bytes (compressed).
    pub size: u64,
    /// `USER`: a name, a number, either with a group; empty for root.
    pub user: String,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub cmd: Vec<String>,
    /// `EXPOSE`, each once, in ascending order.
    pub ports: Vec<Port>,
    /// `WORKDIR`; empty for `/`.
    pub working_dir: String,
    /// When it was built; None where it does not say. Reproducible builds say 1970.
    pub created: Option<jiff::Timestamp>,
}

/// A port that an image says it listens on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// 1 to 65535.
    pub number: u16,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
}

impl Transport {
    pub(crate) async fn inspect(
        &self,
        repository: &str,
        reference: Reference<'_>,
        credentials: Option<&Credentials>,
    ) -> Result<Image, Error> {
        let (text, sign) = match reference {
            Reference::Tag(text) => (text, ':'),
            Reference::Digest(text) => (text, '@'),
        };
        let what = format!("{repository}{sign}{text}");
        let no_image = |why: String| Error::NotAnImage {
            what: what.clone(),
            why,
        };
        let (mut manifest, digest) = self.manifest(repository, text, &what, credentials).await?;
        let mut architectures = Vec::new();
        if let Some(manifests) = manifest.manifests.take() {
            let real = |one: &&Descriptor| one.platform.as_ref().is_none_or(Platform::is_real);
            let chosen = manifests
                .iter()
                .find(|one| is_usual(one))
                .or_else(|| manifests.iter().find(real));
            let chosen = chosen.ok_or_else(|| no_image("an index without any platform".to_owned()))?;
            for platform in manifests
                .iter()
                .filter_map(|one| one.platform.as_ref())
                .filter(|one| one.is_real())
            {
                push_new(&mut architectures, crate::error::words(&platform.to_string()));
            }
            if !crate::name::is_digest(&chosen.digest) {
                return Err(self.no_registry(200, "an index with something else than digests".to_owned()));
            }
            manifest = self.manifest(repository, &chosen.digest, &what, credentials).await?.0;
        }
        let (Some(config), None) = (&manifest.config, &manifest.manifests) else {
            return Err(no_image("an index of indexes".to_owned()));
        };
        let size = manifest.size();
        let config = self.config(repository, config, &what, credentials).await?;
        let platform = Platform {
            os: config.os,
            architecture: config.architecture,
            variant: config.variant,
        };
        let platform = crate::error::words(&platform.to_string());
        push_new(&mut architectures, platform.clone());
        let run = config.config.unwrap_or_default();
        Ok(Image {
            digest,
            platform,
            architectures,
            size,
            user: run.user.unwrap_or_default(),
            entrypoint: run.entrypoint.unwrap_or_default(),
            cmd: run.cmd.unwrap_or_default(),
            ports: ports(run.exposed_ports.unwrap_or_default().keys()),
            working_dir: run.working_dir.unwrap_or_default(),
            created: config.created.and_then(|text| text.parse().ok()),
        })
    }

    /// The digest of a tag, without its manifest where the registry says it in a header.
    pub(crate) async fn digest(
        &self,
        repository: &str,
        tag: &str,
        credentials: Option<&Credentials>,
    ) -> Result<String, Error> {
        let what = format!("{repository}:{tag}");
        let mut call = Call::get(self.url(&format!("/v2/{repository}/manifests/{tag}"))?, MANIFESTS);
        call.method = Method::HEAD;
        let answer = self.ask_as(call, &pull(repository), credentials).await?;
        // Some know no HEAD; the answer to a GET says the same, and why not.
        if answer.code == StatusCode::METHOD_NOT_ALLOWED
            || answer.code.is_success() && announced(&answer.headers).is_none()
        {
            return self
                .manifest(repository, tag, &what, credentials)
                .await
                .map(|(_, digest)| digest);
        }
        if !answer.code.is_success() {
            return Err(self.refusal(&answer, &what, credentials.is_some()));
        }
        Ok(announced(&answer.headers).unwrap_or_default().to_owned())
    }

    /// A manifest or an index, with its digest.
    async fn manifest(
        &self,
        repository: &str,
        reference: &str,
        what: &str,
        credentials: Option<&Credentials>,
    ) -> Result<(Manifest, String), Error> {
        let url = self.url(&format!("/v2/{repository}/manifests/{reference}"))?;
        let answer = self
            .ask_as(Call::get(url, MANIFESTS), &pull(repository), credentials)
            .await?;
        if !answer.code.is_success() {
            return Err(self.refusal(&answer, what, credentials.is_some()));
        }
        // First: a web page is a better word for a web page than a wrong digest.
        let manifest: Manifest = answer::json(self, &answer)?;
        let announced = announced(&answer.headers);
        if let Some(announced) = announced {
            self.verify(&answer.body, announced)?;
        }
        if crate::name::is_digest(reference) {
            self.verify(&answer.body, reference)?;
        }
        if let Some(why) = manifest.objection() {
            let what = what.to_owned();
            return Err(Error::NotAnImage { what, why });
        }
        let digest = announced.map_or_else(|| of(&answer.body, reference), str::to_owned);
        Ok((manifest, digest))
    }
}

/// What most clusters run on.
fn is_usual(one: &Descriptor) -> bool {
    let platform = one.platform.as_ref();
    platform.is_some_and(|platform| platform.os == "linux" && platform.architecture == "amd64")
}

fn push_new(list: &mut Vec<String>, text: String) {
    if list.len() < MOST_PLATFORMS && text != "/" && !list.contains(&text) {
        list.push(text);
    }
}

/// `8080`, `8080/tcp`. Ranges are of Dockerfiles and never get here; what is no port is left out.
fn ports<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<Port> {
    let port = |text: &String| {
        let (number, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
        let protocol = protocol.to_ascii_lowercase();
        let number = number.parse().ok().filter(|number| *number != 0)?;
        matches!(protocol.as_str(), "tcp" | "udp" | "sctp").then_some(Port { number, protocol })
    };
    let mut ports: Vec<Port> = texts.filter_map(port).collect();
    ports.sort();
    ports.dedup();
    ports
}
