//! The rules. Kubernetes' judge the manifest, exactly what the API server will judge; the house's
//! judge the draft; the cluster's judge what would become of the Pods in one place.

pub mod cluster;
pub mod house;
pub mod kubernetes;
mod node;
mod seen;
