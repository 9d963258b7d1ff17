//! What the browser offers. Everything here may fail (private windows, old browsers) and then does
//! nothing: no screen depends on it.

mod address;
mod clock;
mod drafts;
mod editor;
mod focus;
mod pack;
mod pointer;
mod random;
mod storage;

pub use self::address::{
    Address, follow_address, fragment, listen, on_fragment, on_page_hidden, put_query, put_query_soon, query,
};
pub use self::clock::{Clock, age, exact, next_frame, now, sleep, use_clock};
pub use self::drafts::{Record, drafts, enter_draft, leave_draft, put_draft, remove_draft, take_draft};
pub use self::editor::{Editor, Mark, mount_editor};
pub use self::focus::{focus_soon, is_focus_free, is_focus_lost, is_focused, light_soon, show_in_row};
pub use self::pack::{copy, files_of, link_address, read_link, save_file, text_of_file};
pub use self::pointer::{after_press, follow_pointer};
pub use self::random::random_id;
pub use self::storage::{keep, kept, on_kept_elsewhere};
