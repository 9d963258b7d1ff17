//! The status of a Job, row by row and cause by cause.

mod causes;
mod failures;
mod pods;
mod properties;
mod rows;
mod support;
