//! The screens, and the server functions they call.
//!
//! Two halves by feature: `csr` has the screens and runs in the browser; `ssr` has the server's side
//! of the server functions. `api` is in both.
//!
//! ```text
//! pages, wizard ──> fields ──> ui          screens, typed fields, plain widgets; keys: the keyboard everywhere
//!       └─────────> live, api, text        the stream, the calls, the words
//!                     └──> browser         storage, clock, address
//! ```

pub mod api;

#[cfg(feature = "csr")]
mod browser;
#[cfg(feature = "csr")]
mod chunks;
#[cfg(feature = "csr")]
mod fields;
#[cfg(feature = "csr")]
mod keys;
#[cfg(feature = "csr")]
mod live;
#[cfg(feature = "csr")]
mod pages;
#[cfg(feature = "csr")]
mod routes;
#[cfg(feature = "csr")]
mod shell;
#[cfg(feature = "csr")]
mod state;
#[cfg(feature = "csr")]
pub mod text;
#[cfg(feature = "csr")]
mod ui;
#[cfg(feature = "csr")]
mod wizard;

#[cfg(feature = "csr")]
pub use shell::mount;
