//! The port: what the server functions need from whoever knows Kubernetes. `server` implements it
//! with `cluster`, so that an edit of the proxy does not rebuild the screens.

use std::fmt;

use async_trait::async_trait;
use job::context::TakenName;
use job::image::Facts;
use job::{Draft, Finding};
use serde_json::Value;

use super::{
    ApiError, AsWhom, Check, ClusterInfo, ConsoleInfo, CreateRequest, Looked, NameList, Outcome, PullSecret,
    RegistryInfo, RegistryTrouble, ServiceMade, TaskAddress,
};

/// Who calls. Every call takes it: there is no call without a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Mode `local`: whoever sits at this machine, with the kubeconfig's own credentials.
    Local,
    /// Whoever signed in, to any number of clusters: none for who did not yet.
    Person(Vec<Token>),
}

/// A token that a cluster checked. It is sent to that cluster and to no other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it is sent: everything that decides who is spoken to there, hashed.
    pub cluster: String,
    /// What tells the person from every other one there.
    pub person: String,
    /// What the cluster calls the person.
    pub name: String,
    /// The token.
    pub secret: String,
    /// When it ends, in seconds since 1970, where it says so.
    pub ends: Option<i64>,
}

impl fmt::Debug for Token {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Token({} at {}, …)", self.name, self.cluster)
    }
}

/// What comes of signing in or out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// What the cluster calls the person; empty for nobody.
    pub name: String,
    /// The cookies that the browser is given.
    pub cookies: Vec<String>,
}

/// Everything that a server function can ask for.
#[async_trait]
pub trait Port: Send + Sync {
    /// What a page needs to know first.
    async fn console(&self, caller: &Caller) -> Result<ConsoleInfo, ApiError>;

    /// Has a cluster check a token, and keeps it beside those of other clusters.
    async fn sign_in(&self, caller: &Caller, cluster: &str, token: &str) -> Result<Signed, ApiError>;

    /// Lets go of the token of a cluster; of all tokens for none.
    async fn sign_out(&self, caller: &Caller, cluster: &str) -> Result<Signed, ApiError>;

    /// What a cluster says of itself.
    async fn cluster(&self, caller: &Caller, cluster: &str) -> Result<ClusterInfo, ApiError>;

    /// Whether a task of that name exists, and if so, a name that is free.
    async fn taken(&self, caller: &Caller, task: &TaskAddress) -> Result<Option<TakenName>, ApiError>;

    /// Names of things of a namespace that a task may refer to; with `within`, the keys of that one.
    async fn names(
        &self,
        caller: &Caller,
        task: &TaskAddress,
        resource: &str,
        within: &str,
    ) -> Result<Vec<String>, ApiError>;

    /// The Job or CronJob of that name, to make a draft of, and the Services of a Job.
    async fn source(&self, caller: &Caller, task: &TaskAddress, kind: &str) -> Result<Vec<Value>, ApiError>;

    /// What the person may not do in a namespace, of all that pages offer.
    async fn rights(&self, caller: &Caller, task: &TaskAddress) -> Result<Vec<String>, ApiError>;

    /// One press of Create.
    async fn create(&self, caller: &Caller, request: CreateRequest) -> Result<Outcome, ApiError>;

    /// After a lost answer: whether one of these presses made the task.
    async fn read_back(&self, caller: &Caller, task: &TaskAddress, attempts: &[String]) -> Result<Outcome, ApiError>;

    /// What can be known before Create: each check by itself, none changes anything.
    async fn preflight(&self, caller: &Caller, draft: &Draft) -> Result<Vec<Check>, ApiError>;

    /// Makes the Services of a draft that are not there yet, owned by the Job with that uid.
    async fn services(&self, caller: &Caller, draft: &Draft, uid: &str) -> Result<Vec<ServiceMade>, ApiError>;

    /// The registries that the operator named, for whoever has a way into the cluster.
    async fn registries(&self, caller: &Caller, task: &TaskAddress) -> Result<Vec<RegistryInfo>, ApiError>;

    /// The repositories of a registry.
    async fn repositories(&self, caller: &Caller, of: &AsWhom) -> Result<Looked<NameList>, ApiError>;

    /// The tags of a repository.
    async fn tags(&self, caller: &Caller, of: &AsWhom, repository: &str) -> Result<Looked<NameList>, ApiError>;

    /// What a tag or a digest of a repository is.
    async fn image(
        &self,
        caller: &Caller,
        of: &AsWhom,
        repository: &str,
        reference: &str,
    ) -> Result<Looked<Facts>, ApiError>;

    /// What registries say of the images of a draft.
    async fn image_findings(&self, caller: &Caller, draft: &Draft) -> Result<Vec<Finding>, ApiError>;

    /// Makes a pull secret, after its registry took the credentials; where it did not, nothing is made, and the answer
    /// is why.
    async fn make_pull_secret(
        &self,
        caller: &Caller,
        task: &TaskAddress,
        secret: &PullSecret,
    ) -> Result<Option<RegistryTrouble>, ApiError>;

    /// Suspends or resumes the Job with that uid.
    async fn suspend(&self, caller: &Caller, task: &TaskAddress, uid: &str, suspend: bool) -> Result<(), ApiError>;

    /// Deletes the Job with that uid, and its Pods.
    async fn delete(&self, caller: &Caller, task: &TaskAddress, uid: &str) -> Result<(), ApiError>;
}
