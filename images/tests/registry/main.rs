//! The client against registries that are honest, and against every trick that a hostile one could play.

mod addresses;
mod fake;
mod flows;
mod limits;
mod sign_in;
mod tls;
mod tricks;
