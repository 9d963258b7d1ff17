//! Everything that talks to a Kubernetes API server, and only that.
//!
//! ```text
//! registry ── which clusters there are (kubeconfig contexts, in-cluster, practice)
//!   │ kubeconfig, proxy: reading the files, the way out
//!   ▼
//! client ──── one connection pool per cluster and identity, kept in `cache`
//!   │ call: one request and its answer; place: where things live; error: what went wrong
//!   ▼
//! inventory   version, namespaces, names         create   dry run, the one POST, reading back
//! access      may this person do that?           act      suspend, resume, delete
//! source      what a new draft can be made of     pull_secret  credentials of registries
//! logs        a container's words                watch    what goes on, for any number of onlookers
//!                                                observe  the API's types -> what a status is made of
//! ```
//!
//! Every call takes a [`Client`], which belongs to one [`Identity`]; nothing here has rights of its own.
//! Nothing that a server answers panics, and no secret gets into a message.

pub mod access;
pub mod act;
mod cache;
mod call;
pub mod client;
pub mod create;
pub mod error;
pub mod identity;
pub mod inventory;
mod kubeconfig;
pub mod logs;
pub mod observe;
mod place;
pub mod preflight;
mod proxy;
pub mod pull_secret;
pub mod registry;
pub mod source;
pub mod watch;

pub use client::{Client, Limits};
pub use error::{Error, Refusal};
pub use identity::{Bearer, Identity, Person};
pub use registry::{ClusterInfo, Clusters, LoadError, Sources};
pub use watch::Hub;
