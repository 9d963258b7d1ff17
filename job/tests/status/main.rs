//! The status of a Job, row by row and cause by cause.

mod causes;
mod failures;
mod kubelet;
mod node;
mod pods;
mod properties;
mod rows;
mod stories;
mod support;
