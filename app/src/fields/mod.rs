//! One field each: label above, help in one short line, error in its place.
//!
//! A field knows its place in the draft; what is wrong with it comes from the [`Findings`] around it.

mod choice;
mod findings;
mod frame;
mod text;
mod toggle;

pub use self::choice::choice_field;
pub use self::findings::Findings;
pub use self::text::{Line, area_field, fixed_field, text_field};
pub use self::toggle::toggle_field;
