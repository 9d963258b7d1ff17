//! The page's stream: one WebSocket a page, its frames as signals.

mod socket;
mod tasks;

pub use self::socket::{Connection, Link, connect};
pub use self::tasks::{TaskList, watch_tasks};
