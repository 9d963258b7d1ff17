//! What a place of the draft is called on screen.

use job::Draft;
use job::form::field_at;

use crate::text;

/// A field by its label, with the name beside it where its row has one; what is no field as it is.
pub fn label_at(draft: &Draft, path: &str) -> String {
    let Some(field) = field_at(path) else {
        return path.to_owned();
    };
    let (group, _) = path.rsplit_once('.').unwrap_or_default();
    let name = draft.group_at(group).text("name");
    let name = if path.ends_with(".name") { "" } else { name };
    format!("{} {name}", text::label(field)).trim().to_owned()
}
