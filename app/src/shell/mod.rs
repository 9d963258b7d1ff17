//! The frame around every page: breadcrumbs, the state of the stream, language and theme.

mod chunk;
mod console;
mod crumbs;
mod link_state;
mod mount;
mod rights;
mod sign_in;
mod switches;
mod texts;
mod trouble;

pub use self::chunk::{Chunk, Frame, Show, with_chunk};
pub use self::console::with_console;
pub use self::crumbs::{Crumb, bar, loading, main, page};
pub use self::link_state::link_trouble;
pub use self::mount::mount;
pub use self::rights::Rights;
pub use self::sign_in::Signed;
pub use self::trouble::trouble;
