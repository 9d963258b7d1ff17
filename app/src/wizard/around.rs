//! What came with a draft from elsewhere: what it is for, what is to be filled in.

use job::form::field_at;
use job::{Args, DraftPath};
use leptos::prelude::*;

use super::form::Form;
use super::mend::go_to;
use crate::browser::is_focus_free;
use crate::fields::label_at;
use crate::text::{draft as say, draft_filled, draft_key};
use crate::ui::{Banner, El, Tone, banner, button, el, part_if};

/// The panel. The first field that is to be filled in has the focus.
pub fn around(form: Form) -> AnyView {
    let around = form.keeping.around.get_untracked();
    let is_empty = |path: &String| form.sheet.draft.with_untracked(|draft| draft.text(path).is_empty());
    // Whoever types already is left alone.
    if let Some(first) = around.ask.iter().find(|path| is_empty(path))
        && is_focus_free()
    {
        go_to(form, &DraftPath::from(first.clone()));
    }
    let what = if around.title.is_empty() {
        say(draft_key::FROM_ELSEWHERE)
    } else {
        around.title.as_str()
    };
    banner(Banner {
        next: around.note,
        ..Banner::new(Tone::Info, what)
    })
    .child(part_if(move || to_fill_in(form, draft_key::ASKED, around.ask.clone())))
    .child(part_if(move || {
        to_fill_in(form, draft_key::MISSING, around.missing.clone())
    }))
    .into_any()
}

/// Those of the fields that are empty still, each a way to it.
fn to_fill_in(form: Form, title: &'static str, paths: Vec<String>) -> Option<El> {
    form.sheet.draft.with(|draft| {
        let empty = paths
            .iter()
            .filter(|path| field_at(path).is_none() || draft.text(path).is_empty());
        let items: Vec<_> = empty
            .map(|path| {
                let label = label_at(draft, path);
                let is_field = field_at(path).is_some();
                let path = DraftPath::from(path.clone());
                let way = is_field.then(|| button("link", move || go_to(form, &path)).child(label.as_str()));
                el("li").child(way.unwrap_or_else(|| el("code").child(label.as_str())))
            })
            .collect();
        let count = items.len();
        (count > 0).then(|| {
            let title = draft_filled(title, &Args::with("count", count));
            el("div").child(el("p").child(title)).child(el("ul").child(items))
        })
    })
}
