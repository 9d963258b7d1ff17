//! A file a page.

mod ask;
mod cluster;
mod clusters;
mod drafts;
mod examples;
mod kubectl;
mod log;
mod missing;
mod open;
mod status;
mod task;
mod task_actions;
mod task_parts;
mod tasks;

pub use self::cluster::cluster;
pub use self::clusters::clusters;
pub use self::drafts::drafts;
pub use self::missing::missing;
pub use self::open::open;
pub use self::task::task;
pub use self::tasks::tasks;
