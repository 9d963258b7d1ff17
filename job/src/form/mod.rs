//! What the form asks, as data: steps, tabs and fields.
//!
//! One table serves the screens (which render it), the manifest (which follows its API paths both
//! ways), the order of findings and what a draft may hold. So a field is one line here and its
//! words in the catalogue (`field.LABEL`, `field.LABEL.help`), and costs the browser's program
//! some fifty bytes. What a line cannot say (the counts of a task, its log directories) is code in
//! [`crate::manifest`].

mod advanced;
mod basic;
mod container;
mod docs;
mod field;
mod health;
mod place;
mod pod;
mod scheduling;
mod service;

use crate::draft::{Group, Row};

pub use self::advanced::ADVANCED;
pub use self::basic::BASIC;
pub use self::container::CONTAINER;
pub use self::docs::docs;
pub use self::field::{Dialog, Field, Kind, Names, When};
pub(crate) use self::place::tabs;
pub use self::place::{field_at, rank, tab_of};
pub use self::pod::{POD, POD_LOGS, POD_STORAGE};
pub use self::service::SERVICE;

/// Fields that are shown together.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// Its name in addresses and, after `tab.`, in the catalogue.
    pub name: &'static str,
    /// Its fields, in the order of the screen.
    pub fields: &'static [Field],
}

/// Whether a field of that group is asked and sent now.
pub fn applies(field: &Field, group: Group) -> bool {
    field
        .when
        .is_none_or(|When { field, is }| is.contains(&group.word(field)))
}

/// What a new row of these fields starts with: the first word of every choice that must have one.
pub fn new_row(fields: &[Field]) -> Row {
    let mut row = Row::new();
    for field in fields {
        let words = field.words();
        if let Some(first) = words.first().filter(|_| !words.contains(&"")) {
            row.insert(field.name.to_owned(), (*first).into());
        }
    }
    row
}

/// How many fields of a group say something: a text that is not empty, a flag that is on, the rows
/// of a list. Fields that do not apply now do not count.
pub fn count(fields: &[Field], group: Group) -> usize {
    let one = |field: &Field| match field.kind {
        _ if !applies(field, group) => 0,
        Kind::Flag => usize::from(group.flag(field.name)),
        Kind::Rows(_) | Kind::Words | Kind::Pairs => group.rows(field.name).count(),
        Kind::Group(inner) => count(inner, group.group(field.name)),
        _ => usize::from(!group.text(field.name).is_empty()),
    };
    fields.iter().map(one).sum()
}

/// Every list of tabs of the form.
pub fn all() -> impl Iterator<Item = &'static Tab> {
    [BASIC, CONTAINER, POD, SERVICE, ADVANCED].into_iter().flatten()
}
