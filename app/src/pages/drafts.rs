//! The unfinished drafts of this browser: go on, rename, duplicate, delete.

use job::{Args, DraftPath};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::browser::{drafts as all_drafts, exact, focus_soon, now, put_draft, random_id, remove_draft};
use crate::routes::{OPEN, draft_page};
use crate::shell::{Crumb, bar, main, page};
use crate::state::State;
use crate::text::{draft as say, draft_filled, draft_key, key, t};
use crate::ui::{El, Item, button, el, heading, link, list, part_if};
use crate::wizard::Kept;

/// The drafts on screen.
#[derive(Clone, Copy)]
struct Shown {
    /// The one that was kept last first; nothing while they are read, or where the browser keeps none.
    drafts: State<Option<Vec<Kept>>>,
    /// The browser keeps none.
    failed: State<bool>,
    /// The one that was removed last, to be put back.
    removed: State<Option<Kept>>,
    /// The one that is being renamed.
    renaming: State<String>,
}

/// The list of drafts.
pub fn drafts(_: ()) -> AnyView {
    let shown = Shown {
        drafts: State::new(None),
        failed: State::new(false),
        removed: State::new(None),
        renaming: State::new(String::new()),
    };
    leptos::task::spawn_local(read(shown));
    let rows = list(move || {
        let item = |kept: Kept| {
            let id = format!("{} {} {}", kept.id, kept.at, kept.around.title);
            Item::new(id, move || row(shown, kept.clone()))
        };
        shown.drafts.get().into_iter().flatten().map(item).collect()
    });
    let none = part_if(move || match shown.drafts.with(|all| all.as_ref().map(Vec::len)) {
        _ if shown.failed.get() => Some(el("p").class("empty").child(t(key::DRAFT_UNKEPT))),
        None => Some(el("p").class("loading").child(t(key::LOADING))),
        Some(0) => Some(el("p").class("empty").child(say(draft_key::NONE))),
        Some(_) => None,
    });
    let undo = part_if(move || {
        shown.removed.get().map(|kept| {
            let said = draft_filled(draft_key::DELETED, &Args::with("name", name_of(&kept)));
            let back = move || {
                let kept = kept.clone();
                leptos::task::spawn_local(async move {
                    put_draft(&kept.id, kept.at, &kept.body()).await;
                    shown.removed.set(None);
                    read(shown).await;
                    focus_soon(format!("rename-{}", kept.id));
                });
            };
            let back = button("link", back).id("undo-delete").child(say(draft_key::PUT_BACK));
            el("p").child(said).child(" ").child(back)
        })
    });
    let head = el("header")
        .class("page-head")
        .child(heading(say(draft_key::TITLE), ""))
        .child(
            el("div")
                .class("actions")
                .child(link("button primary", "/jobs/new").child(t(key::CREATE_TASK)))
                .child(link("button", OPEN).child(t(key::OPEN_TEXT))),
        );
    page(
        bar(vec![Crumb::clusters(), Crumb::here(say(draft_key::TITLE))], None),
        main("")
            .child(head)
            .child(el("p").class("help").child(say(draft_key::HELP)))
            .child(el("div").attr("role", "status").child(undo))
            .child(el("ul").class("drafts").child(rows))
            .child(none),
    )
}

async fn read(shown: Shown) {
    let all = all_drafts().await;
    shown.failed.set(all.is_none());
    let all = all.map(|all| all.into_iter().filter_map(Kept::of).collect());
    shown.drafts.set(all);
}

/// What the person calls it, else the task's name.
fn name_of(kept: &Kept) -> String {
    let task = kept.draft.text(DraftPath::NAME.as_str());
    let known = [kept.around.title.as_str(), task]
        .into_iter()
        .find(|name| !name.is_empty());
    known.unwrap_or(t(key::UNNAMED)).to_owned()
}

fn row(shown: Shown, kept: Kept) -> El {
    let text = |path: DraftPath| kept.draft.text(path.as_str()).to_owned();
    let (cluster, namespace, task) = (
        text(DraftPath::CLUSTER),
        text(DraftPath::NAMESPACE),
        text(DraftPath::NAME),
    );
    let image = kept.draft.rows("containers").map(|row| row.text("image")).next();
    let name = name_of(&kept);
    // What it is called need not be said again.
    let facts = [task.as_str(), image.unwrap_or_default()].map(str::to_owned);
    let is_new = |fact: &String| !fact.is_empty() && *fact != name;
    let facts: Vec<String> = facts.into_iter().filter(is_new).collect();
    let named = |word: &'static str| draft_filled(word, &Args::with("name", &name));
    let id = kept.id.clone();
    let rename_id = format!("rename-{id}");
    let begin = {
        let (id, field) = (id.clone(), format!("title-{id}"));
        move || {
            shown.renaming.set(id.clone());
            focus_soon(field.clone());
        }
    };
    // A press of the original may have made a task: it is none of the copy's.
    let copy = Kept {
        attempts: Vec::new(),
        ..kept.clone()
    };
    let duplicate = move || {
        let copy = copy.clone();
        leptos::task::spawn_local(async move {
            put_draft(&random_id(), now(), &copy.body()).await;
            read(shown).await;
        });
    };
    let gone = kept.clone();
    let remove = move || {
        let gone = gone.clone();
        leptos::task::spawn_local(async move {
            if remove_draft(&gone.id).await {
                read(shown).await;
                shown.removed.set(Some(gone));
                focus_soon("undo-delete".to_owned());
            }
        });
    };
    let renamed = kept.clone();
    let title = part_if(move || (shown.renaming.get() == renamed.id).then(|| rename(shown, renamed.clone())));
    let go_on = draft_page(&cluster, &id);
    let place: Vec<_> = [cluster, namespace]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    el("li")
        .class("draft")
        .child(
            el("div")
                .child(link("name", &go_on).child(name.as_str()))
                .child(el("p").class("help mono").child(facts.join(" · ")))
                .child(el("p").class("help").child(place.join(" / ")))
                .child(title),
        )
        .child(el("time").class("help").child(exact(kept.at)))
        .child(
            el("div")
                .class("actions")
                .child(
                    link("button", &go_on)
                        .attr("aria-label", &named(draft_key::GO_ON_WITH))
                        .child(say(draft_key::GO_ON)),
                )
                .child(
                    button("quiet", begin)
                        .id(&rename_id)
                        .attr("aria-label", &named(draft_key::RENAME_IT))
                        .child(say(draft_key::RENAME)),
                )
                .child(
                    button("quiet", duplicate)
                        .attr("aria-label", &named(draft_key::DUPLICATE_IT))
                        .child(say(draft_key::DUPLICATE)),
                )
                .child(
                    button("quiet", remove)
                        .attr("aria-label", &named(draft_key::DELETE_IT))
                        .child(say(draft_key::DELETE)),
                ),
        )
}

/// A line for the name; Enter keeps it, and an empty one is the task's name again.
fn rename(shown: Shown, kept: Kept) -> El {
    let id = format!("title-{}", kept.id);
    let typed = State::new(kept.around.title.clone());
    let task = kept.draft.text(DraftPath::NAME.as_str()).to_owned();
    let back = format!("rename-{}", kept.id);
    let left = back.clone();
    let save = move |event: web_sys::Event| {
        event.prevent_default();
        let (mut kept, back) = (kept.clone(), back.clone());
        kept.around.title = typed.get_untracked();
        leptos::task::spawn_local(async move {
            put_draft(&kept.id, kept.at, &kept.body()).await;
            shown.renaming.set(String::new());
            read(shown).await;
            focus_soon(back);
        });
    };
    let input = el("input")
        .id(&id)
        .attr("type", "text")
        .attr("maxlength", "100")
        .attr("placeholder", &task)
        .value(move || typed.get())
        .on("input", move |event| typed.set(event_target_value(&event)));
    let escape = move |event: web_sys::Event| {
        let is_escape = |event: &KeyboardEvent| event.key() == "Escape";
        if event.dyn_ref().is_some_and(is_escape) {
            shown.renaming.set(String::new());
            focus_soon(left.clone());
        }
    };
    el("form")
        .class("rename")
        .on("submit", save)
        .on("keydown", escape)
        .child(el("label").attr("for", &id).child(say(draft_key::NAME)))
        .child(input)
        .child(el("button").attr("type", "submit").child(say(draft_key::RENAME)))
}
