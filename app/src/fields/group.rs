//! Fields below each other; those that do not apply are not there.

use job::DraftPath;
use job::form::{Field, When};
use leptos::prelude::*;

use super::{Sheet, control};
use crate::state::State;
use crate::text;
use crate::ui::{El, el, part_if};

/// The fields of a group or a row at a path, in the order of the table.
pub fn fields(sheet: Sheet, group: &str, fields: &'static [Field]) -> Vec<AnyView> {
    // Most fields of a row hang on one choice, which is looked up once for all of them.
    let mut drivers: Vec<(&str, State<String>)> = Vec::new();
    let mut shown = Vec::new();
    for beside in fields.chunk_by(|field, next| !field.row.is_empty() && field.row == next.row) {
        let Some(first) = beside.first() else { continue };
        let at = group.to_owned();
        let make = move || match beside {
            [alone] => control(sheet, DraftPath::within(&at, alone.name), alone),
            _ => in_a_row(sheet, &at, first, beside),
        };
        let Some(when) = first.when else {
            shown.push(make().into_any());
            continue;
        };
        let known = drivers
            .iter()
            .find(|(name, _)| *name == when.field)
            .map(|(_, word)| *word);
        let word = known.unwrap_or_else(|| {
            let word = driver(sheet, group, when.field);
            drivers.push((when.field, word));
            word
        });
        shown.push(while_it_applies(word, when, make));
    }
    shown
}

/// The word of a field on which others hang; `true` of a flag that is on.
fn driver(sheet: Sheet, group: &str, name: &'static str) -> State<String> {
    let group = group.to_owned();
    State::of(move || {
        sheet.line(|draft| {
            let word = draft.group_at(&group).word(name);
            word.to_owned()
        })
    })
}

fn while_it_applies(word: State<String>, when: When, make: impl Fn() -> El + Send + 'static) -> AnyView {
    let there = State::of(move || word.with(|word| when.is.contains(&word.as_str())));
    part_if(move || there.get().then(&make))
}

/// Neighbours that apply together stand beside each other.
fn in_a_row(sheet: Sheet, group: &str, first: &Field, beside: &'static [Field]) -> El {
    let one = |field: &'static Field| control(sheet, DraftPath::within(group, field.name), field);
    let (name, help) = text::row(first.row);
    let row = el("div")
        .class("quad")
        .attr("role", "group")
        .attr("aria-label", name)
        .child(beside.iter().map(one).collect::<Vec<_>>());
    let help = (!help.is_empty()).then(|| el("p").class("help").child(help));
    el("div").class("field-row").child(row).child(help)
}

/// A field that is there while it applies; what was typed in it is kept meanwhile.
pub fn when_it_applies(
    sheet: Sheet,
    group: &str,
    field: &'static Field,
    make: impl Fn() -> El + Send + 'static,
) -> AnyView {
    match field.when {
        None => make().into_any(),
        Some(when) => while_it_applies(driver(sheet, group, when.field), when, make),
    }
}
