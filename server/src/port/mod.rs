//! The port of the server functions, implemented with `cluster`.

mod attempt;
mod audit;
mod create;
mod findings;
mod images;
mod names;
mod preflight;
mod rights;
mod room;
mod services;
pub(crate) mod sign_in;
mod source;

use std::sync::Arc;

use app::api::{
    ApiError, AsWhom, Caller, Check, ClusterInfo, ClusterSummary, ConsoleInfo, CreateRequest, Looked, NameList,
    Outcome, Port, PullSecret, RegistryInfo, RegistryTrouble, ServiceMade, SettingsProblem, Signed, TaskAddress,
};
use async_trait::async_trait;
use cluster::create::{ReadBack, read_back};
use cluster::{Client, Clusters, Error, act, inventory};
use job::context::{NodePorts, TakenName};
use job::image::Facts;
use job::{Defaults, Draft, Finding, manifests};
use serde_json::Value;

use self::attempt::{are_attempts, is_attempt};
use self::audit::Act;
use self::create::Press;
pub use self::images::Images;
use self::room::{Guest, Rooms};
use crate::session::Auth;
use crate::{Limits, errors};

/// The clusters, as server functions see them.
pub struct Kubernetes {
    clusters: Arc<Clusters>,
    defaults: Defaults,
    node_ports: NodePorts,
    auth: Arc<Auth>,
    images: Images,
    rooms: Arc<Rooms>,
}

impl Kubernetes {
    /// A port to these clusters.
    pub fn new(
        clusters: Arc<Clusters>,
        defaults: Defaults,
        node_ports: NodePorts,
        auth: Arc<Auth>,
        images: Images,
    ) -> Self {
        Self {
            rooms: Rooms::new(Limits::of(&auth).calls),
            clusters,
            defaults,
            node_ports,
            auth,
            images,
        }
    }

    async fn client(&self, caller: &Caller, cluster: &str) -> Result<Guest, ApiError> {
        let identity = sign_in::identity(&self.clusters, caller, cluster)?;
        let place = match self.clusters.info(cluster) {
            Some(_) => self.rooms.enter(cluster)?,
            None => {
                let name = cluster.to_owned();
                return Err(errors::of_cluster(cluster, &Error::UnknownCluster { name }));
            }
        };
        let client = self.clusters.client(cluster, &identity).await;
        let client = client.map_err(|error| errors::of_cluster(cluster, &error))?;
        Ok(Guest::new(client, place))
    }

    /// What the page is told of another task that has the name.
    async fn name_taken(&self, client: &Client, task: &TaskAddress) -> Result<Outcome, ApiError> {
        let free = inventory::free_name(client, &task.namespace, &task.name).await;
        let free = free.map_err(|error| errors::of_cluster(&task.cluster, &error))?;
        Ok(Outcome::NameTaken { free })
    }
}

#[async_trait]
impl Port for Kubernetes {
    async fn console(&self, caller: &Caller) -> Result<ConsoleInfo, ApiError> {
        let clusters = self.clusters.list().into_iter().map(|known| ClusterSummary {
            name: known.name,
            practice: known.practice,
            server: known.server,
            namespace: known.default_namespace,
            current: known.current,
            insecure: known.insecure,
            fingerprint: known.fingerprint,
            on_demand: known.on_demand,
            person: sign_in::name_at(caller, &known.destination),
        });
        let problems = self.clusters.problems().into_iter().map(|problem| SettingsProblem {
            file: problem.file.display().to_string(),
            line: problem.line.and_then(|line| u32::try_from(line).ok()),
            words: problem.message,
        });
        Ok(ConsoleInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            clusters: clusters.collect(),
            // Paths of files are the operator's affair, whose console has its log.
            problems: if *caller == Caller::Local {
                problems.collect()
            } else {
                Vec::new()
            },
            defaults: self.defaults.clone(),
            node_ports: self.node_ports,
            signs_in: matches!(*self.auth, Auth::Token { .. }),
        })
    }

    async fn sign_in(&self, caller: &Caller, cluster: &str, token: &str) -> Result<Signed, ApiError> {
        let is_known = self.clusters.info(cluster).is_some();
        let _place = is_known.then(|| self.rooms.enter(cluster)).transpose()?;
        let signed = sign_in::sign_in(&self.clusters, &self.auth, caller, cluster, token).await;
        let person = signed.as_ref().map_or("", |signed| &signed.name);
        let cluster = if is_known { cluster } else { "" };
        audit::session("sign-in", person, cluster, &audit::word(&signed));
        signed
    }

    async fn sign_out(&self, caller: &Caller, cluster: &str) -> Result<Signed, ApiError> {
        sign_in::sign_out(&self.clusters, &self.auth, caller, cluster)
    }

    async fn cluster(&self, caller: &Caller, cluster: &str) -> Result<ClusterInfo, ApiError> {
        let client = self.client(caller, cluster).await?;
        let (version, namespaces) = futures::join!(inventory::version(&client), inventory::namespaces(&client));
        let failed = |error| errors::of_cluster(cluster, &error);
        let version = match version {
            Ok(version) => version.git_version,
            Err(error) if error.is_forbidden() => String::new(),
            Err(error) => return Err(failed(error)),
        };
        let namespaces = match namespaces {
            // Of a list that was cut, what is missing is not known: names are typed then.
            Ok(names) if names.more => None,
            Ok(names) => Some(names.names),
            Err(error) if error.is_forbidden() => None,
            Err(error) => return Err(failed(error)),
        };
        let namespaces = namespaces.map(|mut names| {
            names.sort_unstable();
            names
        });
        Ok(ClusterInfo { version, namespaces })
    }

    async fn names(
        &self,
        caller: &Caller,
        task: &TaskAddress,
        resource: &str,
        within: &str,
    ) -> Result<Vec<String>, ApiError> {
        let client = self.client(caller, &task.cluster).await?;
        names::of(&client, task, resource, within).await
    }

    async fn source(&self, caller: &Caller, task: &TaskAddress, kind: &str) -> Result<Vec<Value>, ApiError> {
        let client = self.client(caller, &task.cluster).await?;
        source::of(&client, task, kind).await
    }

    async fn rights(&self, caller: &Caller, task: &TaskAddress) -> Result<Vec<String>, ApiError> {
        let client = self.client(caller, &task.cluster).await?;
        rights::lacking(&client, task).await
    }

    async fn taken(&self, caller: &Caller, task: &TaskAddress) -> Result<Option<TakenName>, ApiError> {
        let client = self.client(caller, &task.cluster).await?;
        let failed = |error| errors::of_cluster(&task.cluster, &error);
        let taken = inventory::name_taken(&client, &task.namespace, &task.name).await;
        if taken.map_err(failed)?.is_none() {
            return Ok(None);
        }
        let free = inventory::free_name(&client, &task.namespace, &task.name).await;
        Ok(Some(TakenName {
            namespace: task.namespace.clone(),
            name: task.name.clone(),
            free: free.map_err(failed)?,
        }))
    }

    async fn create(&self, caller: &Caller, request: CreateRequest) -> Result<Outcome, ApiError> {
        let attempt = &request.attempt;
        if !is_attempt(&attempt.id) || !are_attempts(&attempt.earlier) {
            return Err(attempt::refused());
        }
        let task = TaskAddress::of(&request.draft);
        let mut act = Act::begin(&self.clusters, caller, &task, "create", &request.attempt.id);
        let press = Press {
            port: self,
            caller,
            request: &request,
        };
        let result = press.run().await;
        act.end(&audit::outcome(&result));
        result
    }

    async fn read_back(&self, caller: &Caller, task: &TaskAddress, attempts: &[String]) -> Result<Outcome, ApiError> {
        if !are_attempts(attempts) {
            return Err(attempt::refused());
        }
        let client = self.client(caller, &task.cluster).await?;
        let failed = |error| errors::of_cluster(&task.cluster, &error);
        let found = read_back(&client, &task.namespace, &task.name, attempts).await;
        match found.map_err(failed)? {
            ReadBack::Ours(made) => Ok(Outcome::Created {
                uid: made.uid,
                warnings: made.warnings,
            }),
            ReadBack::Taken { .. } => self.name_taken(&client, task).await,
            ReadBack::NotFound => {
                let why = "there is no task of this name".to_owned();
                let error = failed(Error::AnswerLost { why });
                Ok(Outcome::Lost { error })
            }
        }
    }

    async fn preflight(&self, caller: &Caller, draft: &Draft) -> Result<Vec<Check>, ApiError> {
        let task = TaskAddress::of(draft);
        let client = self.client(caller, &task.cluster).await?;
        let checks = preflight::run(&client, &task, &manifests(draft)).await;
        let mut checks = checks.map_err(|error| errors::of_cluster(&task.cluster, &error))?;
        let known = self.clusters.info(&task.cluster);
        if known.is_some_and(|known| known.practice) {
            checks.push(preflight::practice());
        }
        Ok(checks)
    }

    async fn services(&self, caller: &Caller, draft: &Draft, uid: &str) -> Result<Vec<ServiceMade>, ApiError> {
        let task = TaskAddress::of(draft);
        let mut act = Act::begin(&self.clusters, caller, &task, "create-services", "");
        let client = act.on(self.client(caller, &task.cluster).await)?;
        let mut made = services::make(&client, &task, uid, &manifests(draft)).await;
        let signs_in = matches!(*self.auth, Auth::Token { .. });
        for error in made.iter_mut().filter_map(|made| made.error.as_mut()) {
            *error = errors::told(signs_in, error.clone());
        }
        let is_whole = made.iter().all(|made| made.findings.is_empty() && made.error.is_none());
        act.end(if is_whole { "done" } else { "refused" });
        Ok(made)
    }

    async fn registries(&self, caller: &Caller, task: &TaskAddress) -> Result<Vec<RegistryInfo>, ApiError> {
        self.client(caller, &task.cluster).await?;
        Ok(self.images.named())
    }

    async fn repositories(&self, caller: &Caller, of: &AsWhom) -> Result<Looked<NameList>, ApiError> {
        let client = self.client(caller, &of.task.cluster).await?;
        Ok(self.images.repositories(&client, of).await)
    }

    async fn tags(&self, caller: &Caller, of: &AsWhom, repository: &str) -> Result<Looked<NameList>, ApiError> {
        let client = self.client(caller, &of.task.cluster).await?;
        Ok(self.images.tags(&client, of, repository).await)
    }

    async fn image(
        &self,
        caller: &Caller,
        of: &AsWhom,
        repository: &str,
        reference: &str,
    ) -> Result<Looked<Facts>, ApiError> {
        let client = self.client(caller, &of.task.cluster).await?;
        Ok(self.images.image(&client, of, repository, reference).await)
    }

    async fn image_findings(&self, caller: &Caller, draft: &Draft) -> Result<Vec<Finding>, ApiError> {
        let task = TaskAddress::of(draft);
        let client = self.client(caller, &task.cluster).await?;
        Ok(self.images.judge(&client, &task.namespace, draft).await)
    }

    async fn make_pull_secret(
        &self,
        caller: &Caller,
        task: &TaskAddress,
        secret: &PullSecret,
    ) -> Result<Option<RegistryTrouble>, ApiError> {
        let of_secret = TaskAddress {
            name: secret.name.clone(),
            ..task.clone()
        };
        let mut act = Act::begin(&self.clusters, caller, &of_secret, "create-pull-secret", "");
        let client = act.on(self.client(caller, &task.cluster).await)?;
        let made = act.on(self.images.make(&client, task, secret).await)?;
        if made.is_some() {
            act.end("refused");
        }
        Ok(made)
    }

    async fn suspend(&self, caller: &Caller, task: &TaskAddress, uid: &str, suspend: bool) -> Result<(), ApiError> {
        let verb = if suspend { "suspend" } else { "resume" };
        let mut act = Act::begin(&self.clusters, caller, task, verb, "");
        let client = act.on(self.client(caller, &task.cluster).await)?;
        let done = act::suspend(&client, &task.namespace, &task.name, uid, suspend).await;
        act.on(done.map_err(|error| errors::of_cluster(&task.cluster, &error)))
    }

    async fn delete(&self, caller: &Caller, task: &TaskAddress, uid: &str) -> Result<(), ApiError> {
        let mut act = Act::begin(&self.clusters, caller, task, "delete", "");
        let client = act.on(self.client(caller, &task.cluster).await)?;
        let done = act::delete(&client, &task.namespace, &task.name, uid).await;
        act.on(done.map_err(|error| errors::of_cluster(&task.cluster, &error)))
    }
}
