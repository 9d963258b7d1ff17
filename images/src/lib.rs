//! Registries of container images (the OCI distribution API: catalogue, tags, manifests), and only that.
//!
//! The operator names the registries; nothing else is ever contacted. Three gates stand in the way, one behind the
//! other: a name that could leave its path is refused before anything is sent (`name`); a URL that is not at a named
//! place is not asked (`transport`, for realms `auth`, for pages `page`, for blobs `blob`); and an address that a
//! name resolved to is judged before it is connected to, by the very socket that was judged (`connect`, `address`).
//!
//! # Why no client of somebody else's
//!
//! `oci-client` 0.18 is the well-kept one, and was read for this. It speaks all of the API, pushes and pulls layers, and
//! takes a registry's own CA. But its connections are reqwest's with a fixed configuration: redirects are followed ten
//! times and anywhere, a token is asked for, with the credentials, wherever a realm points, a proxy of the environment is
//! used, answers are read whatever their length, and there is no place for a resolver, a redirect policy or a limit of
//! one's own. It keeps one set of credentials for a registry, where here each call has its person's. Its catalogue is one
//! page, without the `Link` to the next and with the scope of a pull. And it would bring reqwest, chrono, regex and
//! `oci-spec`, where hyper, rustls and url are in the graph already. What is asked of a registry here is six GETs.
//!
//! # Pull secrets
//!
//! What a Pod's pull secrets hold is read, and looked up for an image, as the kubelet does (`keyring`): whoever checks
//! an image with it is told what the kubelet will be told. None of it is ever in an error or in what `Debug` prints.
//!
//! # What is not here
//!
//! Answers are not kept: a page that shows them may. No proxy is used, since behind one the address that is connected to
//! cannot be judged. OAuth's POST with a refresh token (Docker's `identitytoken`) is not spoken: give a password or an
//! access token. Entries of pull secrets that hold nothing else are skipped.

mod address;
mod answer;
mod auth;
mod blob;
mod challenge;
mod client;
mod connect;
mod credentials;
mod digest;
mod docker_config;
mod error;
mod failure;
mod inspect;
mod keyring;
mod limits;
mod link;
mod manifest;
mod name;
mod page;
mod place;
mod registry;
mod settings;
mod sign_in;
pub mod tags;
mod tokens;
mod transport;
mod trust;

pub use self::client::Client;
pub use self::connect::{Resolver, SystemResolver};
pub use self::credentials::Credentials;
pub use self::docker_config::{BadConfig, Form, docker_config};
pub use self::error::Error;
pub use self::inspect::{Image, Port};
pub use self::keyring::Keyring;
pub use self::limits::Limits;
pub use self::page::{Names, Page};
pub use self::place::Place;
pub use self::registry::{Registries, Registry};
pub use self::settings::SettingsError;
pub use self::sign_in::SignedIn;
