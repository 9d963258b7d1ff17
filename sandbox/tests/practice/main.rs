//! What is the practice cluster's own. What it shares with a real API server is tried on both of them, by
//! end2end/conformance.

mod access;
mod client;
mod cluster;
mod creating;
mod life;
mod listening;
mod logs;
mod node;
mod watching;
