//! Plain accessible widgets on native elements. They know nothing of tasks or clusters.

mod banner;
mod copy;
mod dialog;
mod dynamic;
mod element;
mod gradual;
mod heading;
mod table;
mod tabs;
mod time;

pub use self::banner::{Banner, Tone, banner, details};
pub use self::copy::copy_button;
pub use self::dialog::{Confirm, confirm, modal};
pub use self::dynamic::{Item, all, list, nothing, part, part_if, words};
pub use self::element::{Child, El, button, el, link, mark, only_heard};
pub use self::gradual::{Gradual, later};
pub use self::heading::heading;
pub use self::table::{cell, columns};
pub use self::tabs::{TabButton, tab_button, tab_list, tab_row};
pub use self::time::age_of;
