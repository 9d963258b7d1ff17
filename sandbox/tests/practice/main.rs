//! What the practice cluster answers, compared with what a real API server 1.37 does.

mod access;
mod changing;
mod client;
mod cluster;
mod creating;
mod life;
mod listening;
mod logs;
mod node;
mod reading;
mod removing;
mod validation;
mod watching;
