//! The dialog that copies a link: what goes along, what is left out, what the reader is asked.

use job::form::field_at;
use job::link::{ClusterMark, LONGEST, Link, MOST_WORDS, secrets};
use job::{Args, Draft, DraftPath};
use leptos::prelude::*;

use super::form::Form;
use crate::browser::{copy, link_address, save_file};
use crate::state::{State, follow};
use crate::text::{self, draft as say, draft_filled, draft_key, key, t};
use crate::ui::{El, button, el, modal, words};

/// What was chosen in the dialog.
#[derive(Clone, Copy)]
struct Choices {
    title: State<String>,
    note: State<String>,
    /// Fields that the reader fills in.
    ask: State<Vec<String>>,
    /// Secrets that go along.
    keep: State<Vec<String>>,
    /// Secrets that were left out before.
    missing: State<Vec<String>>,
}

/// The dialog.
pub fn share(form: Form) -> AnyView {
    let draft = StoredValue::new(form.sheet.draft.with_untracked(Draft::renumbered));
    let around = form.keeping.around.get_untracked();
    // What whoever made the link asked for or left out, and nobody filled in, is so for the next reader too.
    let still_empty = |paths: &[String]| -> Vec<String> {
        form.sheet.draft.with_untracked(|open| {
            draft.with_value(|draft| {
                let paths = paths.iter().filter_map(|path| open.path_in(draft, path));
                paths
                    .filter(|path| field_at(path).is_some() && draft.text(path).is_empty())
                    .collect()
            })
        })
    };
    let chosen = Choices {
        title: State::new(around.title),
        note: State::new(around.note),
        ask: State::new(still_empty(&around.ask)),
        keep: State::default(),
        missing: State::new(still_empty(&around.missing)),
    };
    // The address, once it is packed; none while another choice is packed.
    let made = State::new(String::new());
    let said = State::new("");
    let changes = State::new(0_u64);
    follow(move || {
        let link = link(form, draft, chosen);
        said.set("");
        made.set(String::new());
        let change = changes.get_untracked() + 1;
        changes.set(change);
        leptos::task::spawn_local(async move {
            let address = link_address(&link).await.unwrap_or_default();
            if changes.try_get_untracked() == Some(change) {
                made.set(address);
            }
        });
    });
    let is_long = State::of(move || made.with(|made| fragment_length(made) > LONGEST));
    let closed = move || form.sharing.set(false);
    let closing = State::new(false);
    let close = move || closing.set(true);
    let copied = move || {
        let address = made.get_untracked();
        leptos::task::spawn_local(async move {
            said.set(say(if copy(&address).await {
                draft_key::COPIED
            } else {
                draft_key::NOT_COPIED
            }));
        });
    };
    let save = move || {
        let link = untrack(|| link(form, draft, chosen));
        let name = link.draft.text(DraftPath::NAME.as_str()).to_owned();
        let name = if name.is_empty() { "draft".to_owned() } else { name };
        save_file(&format!("{name}.slipway.json"), &link.file());
        said.set(say(draft_key::SAVED));
    };
    let length = words(move || {
        let length = made.with(|made| fragment_length(made));
        let sentence = if is_long.get() {
            draft_key::LINK_LONG
        } else {
            draft_key::LINK_LENGTH
        };
        draft_filled(sentence, &Args::with("count", length).and("most", LONGEST))
    });
    let address = el("textarea")
        .id("link-address")
        .class("mono")
        .attr("readonly", "")
        .attr("rows", "3")
        .value(move || made.get());
    let shown = el("dialog")
        .class("share")
        .attr("aria-labelledby", "share-title")
        .on("close", move |_| closed())
        .child(el("h2").id("share-title").child(t(key::COPY_LINK)))
        .child(el("p").child(say(draft_key::LINK_HELP)))
        .child(typed(
            "input",
            "link-title",
            draft_key::LINK_TITLE,
            chosen.title,
            MOST_WORDS.0,
        ))
        .child(typed(
            "textarea",
            "link-note",
            draft_key::LINK_NOTE,
            chosen.note,
            MOST_WORDS.1,
        ))
        .child(draft.with_value(|draft| left_out(draft, chosen)))
        .child(draft.with_value(|draft| asked(draft, chosen)))
        .child(
            el("div")
                .class("field")
                .child(el("label").attr("for", "link-address").child(say(draft_key::LINK)))
                .child(address)
                .child(el("p").class("help").child(length)),
        )
        .child(
            el("p")
                .attr("role", "status")
                .child(words(move || said.get().to_owned())),
        )
        .child(
            el("div")
                .class("actions")
                .child(button("quiet", close).child(say(draft_key::CLOSE)))
                .child(button("", save).child(say(draft_key::SAVE)))
                .child(
                    button("primary", copied)
                        .live_flag("hidden", move || is_long.get())
                        .live_flag("disabled", move || made.with(String::is_empty))
                        .child(say(draft_key::COPY)),
                ),
        );
    modal(&shown, closing);
    shown.into_any()
}

fn link(form: Form, draft: StoredValue<Draft>, chosen: Choices) -> Link {
    let keep = chosen.keep.get();
    let ask: Vec<_> = chosen.ask.get().into_iter().map(DraftPath::from).collect();
    draft.with_value(|draft| {
        let found = secrets(draft).into_iter().map(|secret| secret.place);
        let mut without: Vec<String> = found.filter(|place| !keep.contains(place)).collect();
        without.extend(chosen.missing.get());
        // What is asked is entered anyway.
        without.retain(|place| !ask.iter().any(|path| path.as_str() == place));
        let link = Link::of(draft, &without, &ask);
        let hash = form.console.with_value(|console| {
            let cluster = console
                .clusters
                .iter()
                .find(|cluster| cluster.name == link.cluster.name);
            cluster.map(|cluster| cluster.fingerprint.clone()).unwrap_or_default()
        });
        Link {
            title: chosen.title.get(),
            note: chosen.note.get(),
            cluster: ClusterMark { hash, ..link.cluster },
            ..link
        }
    })
}

fn fragment_length(address: &str) -> usize {
    address.split_once('#').map_or(0, |(_, fragment)| fragment.len() + 1)
}

fn typed(tag: &str, id: &str, label: &'static str, value: State<String>, most: usize) -> El {
    let control = el(tag)
        .id(id)
        .attr("maxlength", &most.to_string())
        .attr_if("type", (tag == "input").then_some("text"))
        .attr_if("rows", (tag == "textarea").then_some("2"))
        .value(move || value.get())
        .on("input", move |event| value.set(event_target_value(&event)));
    el("div")
        .class("field")
        .child(el("label").attr("for", id).child(say(label)))
        .child(control)
}

/// Values that look secret: each is left out unless it is ticked.
fn left_out(draft: &Draft, chosen: Choices) -> Option<El> {
    let found = secrets(draft);
    let ticks: Vec<_> = found
        .iter()
        .map(|secret| tick(&secret.place, el("code").child(secret.name.as_str()), chosen.keep))
        .collect();
    (!ticks.is_empty()).then(|| {
        el("fieldset")
            .child(el("legend").child(say(draft_key::LINK_SECRETS)))
            .child(el("p").class("help").child(say(draft_key::LINK_SECRETS_HELP)))
            .child(ticks)
    })
}

/// Fields that the reader may be asked to fill in: the name, images, words of commands, values of variables.
fn asked(draft: &Draft, chosen: Choices) -> El {
    let mut paths = vec![DraftPath::NAME.as_str().to_owned()];
    for container in draft.rows("containers") {
        let at = format!("containers.{}", container.key());
        paths.push(format!("{at}.image"));
        for list in ["command", "args"] {
            paths.extend(
                container
                    .rows(list)
                    .map(|row| format!("{at}.{list}.{}.text", row.key())),
            );
        }
        let values = container
            .rows("env")
            .filter(|row| matches!(row.text("kind"), "" | "value"));
        paths.extend(values.map(|row| format!("{at}.env.{}.value", row.key())));
    }
    let ticks: Vec<_> = paths
        .iter()
        .map(|path| tick(path, named(draft, path), chosen.ask))
        .collect();
    el("details")
        .class("section")
        .child(el("summary").class("section-title").child(say(draft_key::LINK_ASK)))
        .child(el("p").class("help").child(say(draft_key::LINK_ASK_HELP)))
        .child(el("div").class("ticks").child(ticks))
}

/// What a field is called: its label, the variable's name, the container's name, and what stands in it now.
fn named(draft: &Draft, path: &str) -> El {
    let label = field_at(path).map(text::label).unwrap_or_default();
    let (group, _) = path.rsplit_once('.').unwrap_or_default();
    let name = match draft.group_at(group).text("name") {
        name if path.ends_with(".value") || path.ends_with(".image") => name,
        _ => "",
    };
    el("span")
        .child(label)
        .child(" ")
        .child(el("code").child(name))
        .child(" ")
        .child(el("span").class("help mono").child(draft.text(path)))
}

fn tick(of: &str, label: El, chosen: State<Vec<String>>) -> El {
    let (of, own) = (of.to_owned(), of.to_owned());
    let change = move |event| {
        chosen.update(|chosen| {
            chosen.retain(|known| *known != of);
            if event_target_checked(&event) {
                chosen.push(of.clone());
            }
        });
    };
    el("label")
        .class("choice-line")
        .child(
            el("input")
                .attr("type", "checkbox")
                .checked(move || chosen.with(|chosen| chosen.contains(&own)))
                .on("change", change),
        )
        .child(label)
}
