//! Images: how they are referred to, and what their registries say of them.

mod facts;
mod reference;

pub use self::facts::{Facts, RunsAs, Unseen};
pub use self::reference::{ImageError, Reference};
