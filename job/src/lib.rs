//! What a task is: the draft that a person types, the rules that judge it, the manifest that it
//! becomes, and the one human status of a Job that runs.
//!
//! No I/O, no clock, no framework: the browser and the server call the same functions. What runs
//! in the browser must not panic (a panic in wasm kills the page), so nothing here unwraps,
//! expects or indexes what can be absent.
//!
//! ```text
//! Draft ── check ──────────────> Vec<Finding>          (house rules judge the draft,
//!   │                                  ▲                Kubernetes' rules the manifest)
//!   └─ manifests ─> objects, SourceMap ┘
//! Observed{Job,Pod,Event} ── status::derive ──> Derived
//! ```

pub mod causes;
pub mod check;
mod checker;
pub mod context;
pub mod danger;
pub mod defaults;
pub mod demand;
pub mod draft;
pub mod finding;
pub mod form;
pub mod image;
pub mod import;
pub mod link;
pub mod manifest;
pub mod paste;
pub mod phrase;
pub mod quantity;
pub mod references;
pub mod rules;
pub mod status;
pub mod yaml;

pub use causes::{ServerCause, bring_home};
pub use check::check;
pub use checker::Checker;
pub use context::Context;
pub use defaults::Defaults;
pub use draft::{Draft, DraftPath, Step};
pub use finding::{Code, Finding, Origin, Severity};
pub use manifest::{Manifests, SourceMap, manifests};
pub use phrase::Args;

/// Annotation that carries the attempt id of the press of Create that made a Job.
pub const ATTEMPT_ANNOTATION: &str = "slipway.dev/attempt";
/// Annotation that carries the description (Kubernetes' well-known one).
pub const DESCRIPTION_ANNOTATION: &str = "kubernetes.io/description";
