//! Which clusters there are.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use kube::config::AuthInfo;
use sha2::{Digest, Sha256};

use crate::cache::Cache;
use crate::identity::hex;
use crate::{Client, Error, Identity, Limits, kubeconfig};

/// The name of the practice cluster.
pub const PRACTICE: &str = "practice";
/// The name of the cluster that this program runs in.
pub const IN_CLUSTER: &str = "in-cluster";

/// Where clusters come from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Every context of these files is a cluster.
    pub kubeconfigs: Vec<PathBuf>,
    /// So is the one that this program runs in.
    pub in_cluster: bool,
    /// The files give addresses only: whoever calls brings credentials of their own. An API server tries a client
    /// certificate before a bearer token, so one that was left would make everyone its owner.
    pub addresses_only: bool,
    /// How long to wait for what.
    pub limits: Limits,
}

/// A cluster, as it may be shown before it was ever contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterInfo {
    /// What it is called here; unique.
    pub name: String,
    /// It is the practice cluster.
    pub practice: bool,
    /// Its address, without credentials; empty for the practice cluster.
    pub server: String,
    /// The namespace of its context, else `default`.
    pub default_namespace: String,
    /// It is what kubectl would use.
    pub current: bool,
    /// Nothing proves that it is the one meant: its certificate is not checked, or it is plain HTTP.
    pub insecure: bool,
    /// Its context needs a plugin, which may open a browser: it is contacted only when somebody opens it.
    pub on_demand: bool,
    /// A short hash of address and certificate authority: the same name elsewhere may be another cluster.
    pub fingerprint: String,
    /// Everything that decides who is spoken to there, hashed in full: a token that this cluster checked is sent to
    /// no other destination.
    pub destination: String,
}

/// Why a kubeconfig, or a context of it, is not in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file.
    pub file: PathBuf,
    /// The line to mend, counted from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong, without any value of the file that might be secret.
    pub message: String,
}

impl LoadError {
    pub(crate) fn new(file: &Path, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.file.display())?;
        self.line.map_or(Ok(()), |line| write!(to, ":{line}"))?;
        write!(to, ": {}", self.message)
    }
}

/// All clusters, and the ways to them. A cluster is contacted when it is first asked something, never before: its
/// context may need a plugin that opens a browser.
#[derive(Default)]
pub struct Clusters {
    /// What the files say: replaced as a whole when they change.
    found: RwLock<Arc<Found>>,
    /// Clusters that come from no file, at the head of the list.
    made: Vec<Arc<Known>>,
    sources: Sources,
    limits: Limits,
    clients: Cache,
}

/// What the files said when they were read.
#[derive(Default)]
struct Found {
    known: Vec<Arc<Known>>,
    problems: Vec<LoadError>,
    /// When each file was written last.
    written: Vec<Option<SystemTime>>,
}

struct Known {
    info: ClusterInfo,
    way: Way,
}

enum Way {
    Config(Box<kube::Config>),
    Made(Box<Client>),
}

impl Clusters {
    /// Reads the sources. Never fails: what cannot be used is in [`Clusters::problems`].
    pub async fn load(sources: Sources) -> Self {
        Self {
            found: RwLock::new(Arc::new(Found::read(&sources).await)),
            made: Vec::new(),
            limits: sources.limits,
            clients: if sources.addresses_only {
                Cache::for_many()
            } else {
                Cache::default()
            },
            sources,
        }
    }

    /// Reads the files again if one of them was written since. Says whether it did.
    pub async fn reload(&self) -> bool {
        if self.found().written == written(&self.sources.kubeconfigs) {
            return false;
        }
        let mut found = Found::read(&self.sources).await;
        let before = self.found();
        let is_broken = found.problems.iter().any(|problem| !before.problems.contains(problem));
        if is_broken && found.known.len() < before.known.len() {
            // Perhaps it is being written: what was known of it goes on until it can be read.
            found.known.clone_from(&before.known);
        }
        let found = Arc::new(found);
        *self.found.write().unwrap_or_else(PoisonError::into_inner) = found;
        // They may have been made by what does not hold any more.
        self.clients.clear();
        true
    }

    fn found(&self) -> Arc<Found> {
        self.found.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn known(&self, name: &str) -> Option<Arc<Known>> {
        let is_it = |known: &&Arc<Known>| known.info.name == name;
        let made = self.made.iter().find(is_it).cloned();
        made.or_else(|| self.found().known.iter().find(is_it).cloned())
    }

    /// Adds the practice cluster, at the head of the list.
    #[must_use]
    pub fn with_practice(self, client: kube::Client) -> Self {
        let default_namespace = client.default_namespace().to_owned();
        self.with(
            PRACTICE,
            Client::of(client, "the practice cluster"),
            &default_namespace,
            true,
        )
    }

    /// Adds a cluster that is spoken to by a client made elsewhere, at the head of the list.
    #[must_use]
    pub fn with(mut self, name: &str, client: Client, default_namespace: &str, practice: bool) -> Self {
        let info = ClusterInfo {
            name: name.to_owned(),
            practice,
            server: String::new(),
            default_namespace: default_namespace.to_owned(),
            current: false,
            insecure: false,
            on_demand: false,
            fingerprint: fingerprint(name, &[]),
            destination: name.to_owned(),
        };
        let known = Known {
            info,
            way: Way::Made(Box::new(client)),
        };
        self.made.insert(0, Arc::new(known));
        self
    }

    /// What is not in the list, and why.
    pub fn problems(&self) -> Vec<LoadError> {
        self.found().problems.clone()
    }

    /// All clusters: the practice cluster first, then in the order of files and contexts.
    pub fn list(&self) -> Vec<ClusterInfo> {
        let found = self.found();
        let all = self.made.iter().chain(&found.known);
        all.map(|known| known.info.clone()).collect()
    }

    /// One cluster.
    pub fn info(&self, name: &str) -> Option<ClusterInfo> {
        self.known(name).map(|known| known.info.clone())
    }

    /// The way to a cluster as a person. Connects nowhere yet, but may run the context's exec plugin.
    pub async fn client(&self, name: &str, identity: &Identity) -> Result<Client, Error> {
        self.way(name, identity, true).await
    }

    /// The same, once, for a token that nobody checked yet: it takes no place among those that are kept.
    pub async fn client_once(&self, name: &str, identity: &Identity) -> Result<Client, Error> {
        self.way(name, identity, false).await
    }

    async fn way(&self, name: &str, identity: &Identity, is_kept: bool) -> Result<Client, Error> {
        let known = self
            .known(name)
            .ok_or_else(|| Error::UnknownCluster { name: name.to_owned() })?;
        if let Identity::Token(bearer) = identity
            && bearer.destination() != known.info.destination
        {
            // The files changed meanwhile: the token is not for whoever has the name now.
            return Err(Error::UnknownCluster { name: name.to_owned() });
        }
        match (&known.way, identity) {
            (Way::Made(client), Identity::Local) => Ok((**client).clone()),
            (Way::Made(client), Identity::Token(bearer)) => client.with_token(bearer.token()),
            (Way::Config(config), _) => {
                let mut config = (**config).clone();
                if let Identity::Token(bearer) = identity {
                    // Whatever the file had: these credentials and no others.
                    config.auth_info = AuthInfo {
                        token: Some(bearer.token().to_owned().into()),
                        ..AuthInfo::default()
                    };
                }
                let connect = Client::connect(config, &known.info.server, self.limits);
                if !is_kept {
                    return connect.await;
                }
                let key = (name.to_owned(), identity.credentials());
                self.clients.get(key, connect).await
            }
        }
    }
}

impl Found {
    async fn read(sources: &Sources) -> Self {
        // Before they are read: what is written meanwhile is read the next time.
        let mut all = Self {
            written: written(&sources.kubeconfigs),
            ..Self::default()
        };
        let (found, mut problems) = kubeconfig::read(&sources.kubeconfigs, sources.addresses_only).await;
        for found in found {
            let name = all.free_name(&found.context, &found.file);
            all.add(name, found.config, found.current);
        }
        if sources.in_cluster {
            match kube::Config::incluster() {
                Ok(mut config) => {
                    if sources.addresses_only {
                        config.auth_info = AuthInfo::default();
                    }
                    let alone = all.known.is_empty();
                    let name = all.free_name(IN_CLUSTER, Path::new("service account"));
                    all.add(name, config, alone);
                }
                Err(error) => {
                    let account = Path::new("/var/run/secrets/kubernetes.io/serviceaccount");
                    problems.push(LoadError::new(account, None, error.to_string()));
                }
            }
        }
        all.problems = problems;
        all
    }

    fn add(&mut self, name: String, config: kube::Config, current: bool) {
        let info = ClusterInfo {
            name,
            practice: false,
            server: kubeconfig::shown(&config.cluster_url),
            default_namespace: config.default_namespace.clone(),
            current,
            insecure: config.accept_invalid_certs || config.cluster_url.scheme_str() == Some("http"),
            on_demand: config.auth_info.exec.is_some() || config.auth_info.auth_provider.is_some(),
            fingerprint: fingerprint(
                &kubeconfig::shown(&config.cluster_url),
                config.root_cert.as_deref().unwrap_or_default(),
            ),
            destination: destination(&config),
        };
        self.known.push(Arc::new(Known {
            info,
            way: Way::Config(Box::new(config)),
        }));
    }

    /// The context's name, with the file's beside it where it would be the second of that name.
    fn free_name(&self, context: &str, file: &Path) -> String {
        let file = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        let more = (2..).map(|count| format!("{context} ({file} {count})"));
        let mut names = [context.to_owned(), format!("{context} ({file})")]
            .into_iter()
            .chain(more);
        // The practice cluster may come later, and is always called the same.
        let is_free = |name: &String| name != PRACTICE && !self.known.iter().any(|known| known.info.name == *name);
        names.find(is_free).unwrap_or_else(|| context.to_owned())
    }
}

/// When each file was written last; none for one that is not there.
fn written(files: &[PathBuf]) -> Vec<Option<SystemTime>> {
    let of = |file: &PathBuf| std::fs::metadata(file).and_then(|data| data.modified()).ok();
    files.iter().map(of).collect()
}

/// Stable over releases: links carry it.
fn fingerprint(server: &str, authorities: &[Vec<u8>]) -> String {
    let mut hash = Sha256::new();
    hash.update(server.trim_end_matches('/').to_lowercase());
    for authority in authorities {
        hash.update([0]);
        hash.update(authority);
    }
    hex(&hash.finalize()[..6])
}

/// Address, certificate authority, name in the certificate, proxy, and whether anything of it is checked.
fn destination(config: &kube::Config) -> String {
    let mut hash = Sha256::new();
    let texts = [
        Some(config.cluster_url.to_string()),
        config.tls_server_name.clone(),
        config.proxy_url.as_ref().map(ToString::to_string),
        Some(config.accept_invalid_certs.to_string()),
    ];
    for text in texts.iter().flatten() {
        hash.update(text);
        hash.update([0]);
    }
    for authority in config.root_cert.iter().flatten() {
        hash.update(Sha256::digest(authority));
    }
    hex(&hash.finalize())
}
