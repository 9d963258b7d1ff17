//! Registries of container images (the OCI distribution API: catalogue, tags, manifests), and only that.
//!
//! The operator names the registries; nothing else is ever contacted. Three gates stand in the way, one behind the
//! other: a name that could leave its path is refused before anything is sent (`name`); a URL that is not at a named
//! place is not asked (`transport`, for realms `auth`, for pages `page`, for blobs `blob`); and an address that a
//! name resolved to is judged before it is connected to, by the very socket that was judged (`connect`, `address`).
//!
//! # Why no client of somebody else's
//!
//! `oci-client` 0.18 is the well-kept one, and was read for this. It asks for a token wherever a realm points, follows
//! redirects as reqwest does (ten, anywhere), resolves names once more inside reqwest after anything that could be
//! checked, reads answers of any length, and gives one page of a catalogue without its `Link`. A custom resolver, a
//! redirect policy and a limit would each have to be passed through its configuration, which has no place for them. It
//! also pulls, moves and pushes layers, which nothing here does, and brings reqwest, chrono, regex and `oci-spec`. hyper,
//! rustls and url are in the graph already, and what is asked of a registry here is five GETs.
//!
//! # What is not here
//!
//! Answers are not kept: a page that shows them may. No proxy is used, since behind one the address that is connected to
//! cannot be judged. OAuth's POST with a refresh token (Docker's `identitytoken`) is not spoken: give a password or an
//! access token.

mod address;
mod answer;
mod auth;
mod blob;
mod challenge;
mod client;
mod connect;
mod credentials;
mod digest;
mod error;
mod failure;
mod inspect;
mod link;
mod manifest;
mod name;
mod page;
mod place;
mod registry;
mod settings;
pub mod tags;
mod tokens;
mod transport;
mod trust;

pub use self::client::{Client, Limits};
pub use self::connect::{Resolver, SystemResolver};
pub use self::credentials::Credentials;
pub use self::error::Error;
pub use self::inspect::{Image, Port};
pub use self::page::{Names, Page};
pub use self::place::Place;
pub use self::registry::{Registries, Registry};
pub use self::settings::SettingsError;
