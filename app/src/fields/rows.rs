//! Lists: quick by keyboard. Enter adds a row below, a paste of several lines adds several, and what
//! was removed can be brought back.

use job::DraftPath;
use job::draft::{Key, Row};
use job::form::{Field, Kind, new_row};
use job::paste;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, Event, HtmlInputElement, KeyboardEvent};

use super::control::opener;
use super::frame::{Frame, is_key};
use super::help::help;
use super::{Sheet, fields, section};
use crate::browser::focus_soon;
use crate::state::State;
use crate::text::{self, fill, key, t};
use crate::ui::{El, Gradual, Item, button, el, list, part_if};

/// Rows that are drawn in one frame.
const AT_ONCE: usize = 6;

/// A list on the sheet.
#[derive(Clone)]
struct List {
    sheet: Sheet,
    path: String,
    field: &'static Field,
    /// The row that was removed last, and where it stood.
    removed: State<Option<(usize, Row)>>,
}

/// The list of a field, as a section.
pub fn rows(sheet: Sheet, path: &DraftPath, field: &'static Field) -> El {
    let list_of = List {
        sheet,
        path: path.as_str().to_owned(),
        field,
        removed: State::new(None),
    };
    let (counted, keyed, shown) = (list_of.clone(), list_of.clone(), list_of.clone());
    let count = Signal::derive(move || counted.keys().len());
    let drawn = Gradual::new(AT_ONCE, usize::MAX, count);
    let items = list(move || {
        let item = |key: Key| {
            let list = shown.clone();
            Item::new(key.to_string(), move || list.row(key))
        };
        keyed.keys().into_iter().take(drawn.now()).map(item).collect()
    });
    let (adding, undoing) = (list_of.clone(), list_of);
    let add = button("adds", move || adding.add(usize::MAX))
        .child(fill(key::ADD, &job::Args::with("what", text::label(field))));
    let undo = part_if(move || {
        let list = undoing.clone();
        undoing.removed.read().is_some().then(|| {
            let back = button("link", move || list.bring_back()).child(t(key::UNDO));
            el("p")
                .class("undo")
                .attr("role", "status")
                .child(t(key::REMOVED))
                .child(" ")
                .child(back)
        })
    });
    let frame = Frame::new(sheet, path.clone());
    let body = el("div")
        .class("rows")
        .child(el("ul").class("rows").child(items))
        .child(frame.findings())
        .child(undo)
        .child(add)
        .child(opener(sheet, path, field).map(|opener| {
            let name = format!("{}: {}", text::opener(field), text::label(field));
            opener.attr("aria-label", &name)
        }));
    section(text::label(field), count, help(field), body)
        .id(&frame.id)
        .attr("aria-describedby", &format!("{}-errors", frame.id))
        .attr("tabindex", "-1")
}

impl List {
    fn keys(&self) -> Vec<Key> {
        self.sheet
            .look(|draft| draft.rows_at(&self.path).map(|row| row.key()).collect())
    }

    fn position(&self, key: Key) -> usize {
        let of = |draft: &job::Draft| draft.rows_at(&self.path).position(|row| row.key() == key);
        self.sheet.draft.with_untracked(of).unwrap_or_default()
    }

    fn row(&self, key: Key) -> El {
        let path = format!("{}.{key}", self.path);
        let inner = fields(self.sheet, &path, self.field.inner());
        let (list, of_keys, of_paste) = (self.clone(), self.clone(), self.clone());
        let remove = button("quiet remove", move || list.remove(key))
            .attr("aria-label", t(key::REMOVE))
            .attr("title", t(key::REMOVE))
            .child("✕");
        // A form of its own: a browser that offers to fill in looks through the whole form whenever a field is entered.
        let inner = el("form")
            .class("row-fields")
            .attr("novalidate", "")
            .child(inner)
            .on("submit", |event| event.prevent_default());
        el("li")
            .class("row")
            .child(inner)
            .child(remove)
            .on("keydown", move |event| {
                if is_enter(&event) {
                    event.prevent_default();
                    event.stop_propagation();
                    of_keys.add(of_keys.position(key) + 1);
                }
            })
            .on("paste", move |event| of_paste.pasted(&event, key))
    }

    /// Adds an empty row and goes into it.
    fn add(&self, position: usize) {
        let added = self.insert(position, Row::new());
        let mut inner = self.field.inner().iter();
        let Some(first) = inner.find(|field| !matches!(field.kind, Kind::Union(_))) else {
            return;
        };
        let path = DraftPath::within(&format!("{}.{added}", self.path), first.name);
        if first.is_list() {
            // A row that is made of rows begins with one.
            let inner = Self {
                path: path.as_str().to_owned(),
                field: first,
                ..self.clone()
            };
            return inner.add(0);
        }
        focus_soon(path.dom_id());
    }

    /// Adds a row with what a new one starts with.
    fn insert(&self, position: usize, filled: Row) -> Key {
        let mut row = new_row(self.field.inner());
        let list = without_keys(&self.path);
        row.extend(self.sheet.defaults.with_value(|defaults| defaults.row(&list)));
        row.extend(filled);
        let mut added = 0;
        self.sheet
            .change_rows(|draft| added = draft.insert(&self.path, position, row));
        added
    }

    fn remove(&self, key: Key) {
        let row = format!("{}.{key}", self.path);
        let mut taken = None;
        self.sheet.change_rows(|draft| taken = draft.remove(&row));
        self.removed.set(taken);
        focus_soon(DraftPath::from(self.path.clone()).dom_id());
    }

    fn bring_back(&self) {
        let taken = self.removed.update(Option::take).flatten();
        let is_back = |row: &Row| {
            row.get("key")
                .and_then(Value::as_u64)
                .is_some_and(|key| self.keys().contains(&key))
        };
        // It may have been undone meanwhile.
        if let Some((position, row)) = taken.filter(|(_, row)| !is_back(row)) {
            self.sheet
                .change_rows(|draft| draft.put_back(&self.path, position, row));
        }
        focus_soon(DraftPath::from(self.path.clone()).dom_id());
    }

    /// What was pasted becomes rows, where it is more than one value.
    fn pasted(&self, event: &Event, key: Key) {
        let Some((text, input)) = pasted_text(event).zip(input_of(event)) else {
            return;
        };
        let at = input.id();
        let row = format!("{}.{key}", self.path);
        let into = |field: &&Field| DraftPath::within(&row, field.name).dom_id() == at;
        let Some(field) = self.field.inner().iter().find(into) else {
            return;
        };
        let found = paste::rows(self.field, field, &text);
        if found.len() < 2 {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        let mut position = self.position(key);
        let mut last = 0;
        self.sheet.together(|| {
            if input.value().is_empty() {
                self.sheet.change_rows(|draft| drop(draft.remove(&row)));
            } else {
                position += 1;
            }
            for row in found {
                last = self.insert(position, row);
                position += 1;
            }
        });
        focus_soon(DraftPath::within(&format!("{}.{last}", self.path), field.name).dom_id());
    }
}

/// `containers.3.ports` is a list of `containers.ports`.
fn without_keys(path: &str) -> String {
    let names = path.split('.').filter(|part| !is_key(part));
    names.collect::<Vec<_>>().join(".")
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    (input.type_() == "text").then_some(input)
}

/// Enter in a line of text; what a button or a choice does with it is its own affair.
fn is_enter(event: &Event) -> bool {
    let plain = event
        .dyn_ref::<KeyboardEvent>()
        .is_some_and(|event| event.key() == "Enter" && !event.is_composing() && !event.ctrl_key() && !event.meta_key());
    plain && input_of(event).is_some() && event.target().is_some_and(|target| target.is_instance_of::<Element>())
}

fn pasted_text(event: &Event) -> Option<String> {
    event
        .dyn_ref::<ClipboardEvent>()?
        .clipboard_data()?
        .get_data("text")
        .ok()
}
