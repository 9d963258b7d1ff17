//! The port: what the server functions need from whoever knows Kubernetes. `server` implements it
//! with `cluster`, so that an edit of the proxy does not rebuild the screens.

use async_trait::async_trait;
use job::Draft;
use job::context::TakenName;

use super::{ApiError, Check, ClusterInfo, ConsoleInfo, CreateRequest, Outcome, ServiceMade, TaskAddress};

/// Who calls. Every call takes it: there is no call without a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Mode `local`: whoever sits at this machine, with the kubeconfig's own credentials.
    Local,
}

/// Everything that a server function can ask for.
#[async_trait]
pub trait Port: Send + Sync {
    /// What a page needs to know first.
    async fn console(&self, caller: &Caller) -> Result<ConsoleInfo, ApiError>;

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

    /// One press of Create.
    async fn create(&self, caller: &Caller, request: CreateRequest) -> Result<Outcome, ApiError>;

    /// After a lost answer: whether one of these presses made the task.
    async fn read_back(&self, caller: &Caller, task: &TaskAddress, attempts: &[String]) -> Result<Outcome, ApiError>;

    /// What can be known before Create: each check by itself, none changes anything.
    async fn preflight(&self, caller: &Caller, draft: &Draft) -> Result<Vec<Check>, ApiError>;

    /// Makes the Services of a draft that are not there yet, owned by the Job with that uid.
    async fn services(&self, caller: &Caller, draft: &Draft, uid: &str) -> Result<Vec<ServiceMade>, ApiError>;

    /// Suspends or resumes the Job with that uid.
    async fn suspend(&self, caller: &Caller, task: &TaskAddress, uid: &str, suspend: bool) -> Result<(), ApiError>;

    /// Deletes the Job with that uid, and its Pods.
    async fn delete(&self, caller: &Caller, task: &TaskAddress, uid: &str) -> Result<(), ApiError>;
}
