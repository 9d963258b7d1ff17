//! Create Task: four steps, one draft, Create always there.

mod actions;
mod advanced;
mod around;
mod basic;
mod check;
mod containers;
mod create;
mod deep;
mod form;
mod kept;
mod mend;
mod notice;
mod page;
mod picker;
mod place;
mod seen;
mod service;
mod share;
mod stepper;
mod tabs;
mod undo;
mod yaml;

pub use self::advanced::advanced_step;
pub use self::around::around;
pub use self::check::check_panel;
pub use self::containers::containers_step;
pub use self::form::Form;
pub use self::kept::{Around, Kept, keep_new};
pub use self::notice::notice_panel;
pub use self::page::create_task;
pub use self::picker::picker;
pub use self::service::service_step;
pub use self::share::share;
pub use self::yaml::yaml_panel;
