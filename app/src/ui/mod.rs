//! Plain accessible widgets on native elements. They know nothing of tasks or clusters.

mod banner;
mod dialog;
mod dynamic;
mod heading;
mod table;
mod time;

pub use self::banner::{Banner, Tone, banner};
pub use self::dialog::Confirm;
pub use self::dynamic::{Item, click, list, part, part_if, words};
pub use self::heading::heading;
pub use self::table::{cell, columns};
pub use self::time::age_of;
