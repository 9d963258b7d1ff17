//! Fields below each other; those that do not apply are not there.

use job::DraftPath;
use job::form::{Field, applies};
use leptos::prelude::*;

use super::{Sheet, control};
use crate::state::State;
use crate::text;
use crate::ui::{El, el, nothing, part_if};

/// The fields of a group or a row at a path, in the order of the table.
pub fn fields(sheet: Sheet, group: &str, fields: &'static [Field]) -> Vec<AnyView> {
    let one = |field: &'static Field| {
        let path = DraftPath::within(group, field.name);
        when_it_applies(sheet, group, field, move || control(sheet, path.clone(), field))
    };
    let rows = fields.chunk_by(|field, next| !field.row.is_empty() && field.row == next.row);
    rows.map(|row| match row {
        [alone] => one(alone),
        beside => in_a_row(sheet, group, beside),
    })
    .collect()
}

/// Neighbours that apply together stand beside each other.
fn in_a_row(sheet: Sheet, group: &str, beside: &'static [Field]) -> AnyView {
    let Some(first) = beside.first() else {
        return nothing();
    };
    let at = group.to_owned();
    when_it_applies(sheet, group, first, move || {
        let one = |field: &'static Field| control(sheet, DraftPath::within(&at, field.name), field);
        let (name, help) = text::row(first.row);
        let row = el("div")
            .class("quad")
            .attr("role", "group")
            .attr("aria-label", name)
            .child(beside.iter().map(one).collect::<Vec<_>>());
        let help = (!help.is_empty()).then(|| el("p").class("help").child(help));
        el("div").class("field-row").child(row).child(help)
    })
}

/// A field that is there while it applies; what was typed in it is kept meanwhile.
pub fn when_it_applies(
    sheet: Sheet,
    group: &str,
    field: &'static Field,
    make: impl Fn() -> El + Send + 'static,
) -> AnyView {
    if field.when.is_none() {
        return make().into_any();
    }
    let group = group.to_owned();
    let there = State::of(move || sheet.draft.with(|draft| applies(field, draft.group_at(&group))));
    part_if(move || there.get().then(&make))
}
