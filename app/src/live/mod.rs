//! The page's stream: one WebSocket a page, its frames as signals.

mod log;
mod socket;
mod tasks;

pub use self::log::{Log, LogAsked, Piece, follow_log};
pub use self::socket::{Connection, Link, connect};
pub use self::tasks::{TaskList, watch_tasks};
