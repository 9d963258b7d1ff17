//! The controls: each shows one kind of field of the table.

use job::DraftPath;
use job::form::{Field, Kind, count};
use leptos::prelude::*;

use super::frame::{Frame, TASK_FORM};
use super::help::help;
use super::names::proposed;
use super::{Sheet, fields, rows, section};
use crate::text;
use crate::ui::{El, button, el, words};

/// One field: label above, help in one short line, error in its place.
pub fn control(sheet: Sheet, path: DraftPath, field: &'static Field) -> El {
    match field.kind {
        Kind::Flag => flag(sheet, path, field),
        Kind::Choice(_) | Kind::YesNo | Kind::Union(_) => choice(sheet, path, field),
        Kind::Area(most) => area(sheet, path, field, most),
        Kind::Rows(_) | Kind::Words | Kind::Pairs => rows(sheet, &path, field),
        Kind::Group(inner) => group(sheet, &path, field, inner),
        _ => line(sheet, path, field, |input| input),
    }
}

/// Fields that belong together, as a section.
fn group(sheet: Sheet, path: &DraftPath, field: &'static Field, inner: &'static [Field]) -> El {
    let (at, shown) = (path.as_str().to_owned(), path.as_str().to_owned());
    let count = Signal::derive(move || sheet.draft.with(|draft| count(inner, draft.group_at(&at))));
    let body = el("div").class("group").child(fields(sheet, &shown, inner));
    section(text::label(field), count, help(field), body)
}

/// One line of text; `more` adds to its input, such as a list of proposals.
pub fn line(sheet: Sheet, path: DraftPath, field: &'static Field, more: impl FnOnce(El) -> El) -> El {
    let frame = Frame::new(sheet, path);
    let digits = matches!(field.kind, Kind::Number);
    let input = text_control(&frame, "input")
        .attr("type", "text")
        .class(if field.mono { "mono" } else { "" })
        .attr("inputmode", if digits { "numeric" } else { "text" })
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr_if("required", field.required.then_some(""))
        .attr_if("placeholder", (!field.unset.is_empty()).then_some(field.unset));
    let input = more(input);
    let controls = match field.names {
        Some(names) => proposed(sheet, &frame.path, names, input),
        None => vec![input],
    };
    let shown = el("div")
        .class("field")
        .child(el("label").attr("for", &frame.id).child(text::label(field)));
    // The input in a block of its own: the browser lays it out alone at every key, which it does to none that flexes.
    let shown = match opener(sheet, &frame.path, field) {
        Some(open) => {
            let line = el("div").class("with-button");
            shown.child(line.child(el("div").child(controls)).child(open))
        }
        None => shown.child(controls),
    };
    frame.below(shown, field)
}

/// Opens the dialog that helps to fill a field in, where it has one.
pub(super) fn opener(sheet: Sheet, path: &DraftPath, field: &'static Field) -> Option<El> {
    let dialog = field.dialog?;
    let path = path.clone();
    let open = move || sheet.dialog.set(Some((dialog, path.clone())));
    Some(
        button("", open)
            .attr("aria-haspopup", "dialog")
            .child(text::opener(field)),
    )
}

/// A line that is shown and cannot be edited here, with the reason.
pub fn fixed(path: &DraftPath, field: &Field, value: Signal<String>, why: &str) -> El {
    let id = path.dom_id();
    let input = el("input")
        .id(&id)
        .attr("type", "text")
        .class("mono")
        .attr("readonly", "")
        .attr("form", TASK_FORM)
        .value(move || value.get());
    el("div")
        .class("field")
        .child(el("label").attr("for", &id).child(text::label(field)))
        .child(input)
        .child(el("p").class("help").child(why))
}

fn text_control(frame: &Frame, tag: &str) -> El {
    let (sheet, path) = (frame.sheet, frame.path.clone());
    let value = shown(sheet, &path);
    frame
        .control(el(tag).id(&frame.id))
        .value(move || value.get())
        .on("input", move |event| sheet.type_text(&path, event_target_value(&event)))
}

/// A text that its own control shows already when it is typed.
fn shown(sheet: Sheet, path: &DraftPath) -> Signal<String> {
    let path = path.clone();
    Signal::derive(move || sheet.line(|draft| draft.text(path.as_str()).to_owned()))
}

/// Several lines with at most so many characters (Unicode scalar values), counted.
fn area(sheet: Sheet, path: DraftPath, field: &'static Field, most: usize) -> El {
    let frame = Frame::new(sheet, path);
    let typed = sheet.text(&frame.path);
    let counter = words(move || format!("{} / {most}", typed.get().chars().count()));
    let label = el("label")
        .attr("for", &frame.id)
        .child(text::label(field))
        .child(" ")
        .child(el("span").class("counter").child(counter));
    let shown = el("div")
        .class("field")
        .child(label)
        .child(text_control(&frame, "textarea").attr("rows", "3"));
    frame.below(shown, field)
}

/// A check box.
fn flag(sheet: Sheet, path: DraftPath, field: &'static Field) -> El {
    let frame = Frame::new(sheet, path.clone());
    let at = path.clone();
    let input = frame
        .control(el("input").id(&frame.id).attr("type", "checkbox"))
        .checked(move || sheet.line(|draft| draft.flag(at.as_str())))
        .on("change", move |event| {
            sheet.set_flag(&path, event_target_checked(&event))
        });
    let label = el("label").child(input).child(text::label(field));
    frame.below(el("div").class("field toggle").child(label), field)
}

/// One of a few: all in sight where they are few and stand alone, else a list that opens.
fn choice(sheet: Sheet, path: DraftPath, field: &'static Field) -> El {
    let words = field.words();
    let in_a_row = path.as_str().matches('.').count() > 2;
    if in_a_row || words.len() > 4 {
        select(sheet, path, field, &words)
    } else {
        radios(sheet, path, field, &words)
    }
}

fn select(sheet: Sheet, path: DraftPath, field: &'static Field, words: &[&'static str]) -> El {
    let frame = Frame::new(sheet, path.clone());
    let chosen = shown(sheet, &path);
    let first = words.first().copied().unwrap_or_default();
    let options: Vec<_> = words
        .iter()
        .map(|word| el("option").attr("value", word).child(text::choice(field, word)))
        .collect();
    let select = frame
        .control(el("select").id(&frame.id))
        .child(options)
        .value(move || {
            chosen.with(|word| {
                if word.is_empty() {
                    first.to_owned()
                } else {
                    word.clone()
                }
            })
        })
        .on("change", move |event| sheet.set_text(&path, event_target_value(&event)));
    let shown = el("div")
        .class("field")
        .child(el("label").attr("for", &frame.id).child(text::label(field)))
        .child(select);
    frame.below(shown, field)
}

fn radios(sheet: Sheet, path: DraftPath, field: &'static Field, words: &[&'static str]) -> El {
    let frame = Frame::new(sheet, path.clone());
    let chosen = shown(sheet, &path);
    let radio = |word: &'static str| {
        let path = path.clone();
        let input = el("input")
            .attr("type", "radio")
            .attr("form", TASK_FORM)
            .attr("name", &frame.id)
            .attr("value", word)
            .checked(move || chosen.with(|chosen| chosen == word))
            .on("change", move |event| {
                if event_target_checked(&event) {
                    sheet.set_text(&path, word.to_owned());
                }
            });
        el("label").child(input).child(text::choice(field, word))
    };
    let radios: Vec<_> = words.iter().map(|word| radio(word)).collect();
    let shown = frame
        .tie(
            el("fieldset")
                .class("field choice")
                .id(&frame.id)
                .attr("tabindex", "-1"),
        )
        .child(el("legend").child(text::label(field)))
        .child(el("div").class("choices").child(radios));
    frame.below(shown, field)
}
