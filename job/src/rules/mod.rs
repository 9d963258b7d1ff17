//! The rules. Kubernetes' judge the manifest, exactly what the API server will judge; the house's
//! judge the draft.

pub mod house;
pub mod kubernetes;
