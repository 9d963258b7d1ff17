//! The fields of the form, each as its line in the table says (`job::form`).
//!
//! A field knows its place in the draft; what is wrong with it comes from the [`Sheet`] it is on.

mod control;
mod findings;
mod frame;
mod group;
mod help;
mod history;
mod label;
mod names;
mod rows;
mod section;
mod sheet;

pub use self::control::{control, fixed, line};
pub use self::findings::Findings;
pub use self::frame::TASK_FORM;
pub use self::group::{fields, when_it_applies};
pub use self::label::label_at;
pub use self::names::proposals;
pub use self::rows::rows;
pub use self::section::section;
pub use self::sheet::Sheet;
