//! Who would run what, where, with what powers: before a draft of somebody else is used.

use job::danger::{dangers, dangers_of_service};
use job::link::ClusterMark;
use job::{Args, Draft, DraftPath, manifests};
use leptos::prelude::*;

use super::read::{Opened, command_line};
use crate::api::ConsoleInfo;
use crate::browser::{Address, focus_soon};
use crate::fields::label_at;
use crate::routes::draft_page;
use crate::state::State;
use crate::text::{draft as say, draft_filled, draft_key, key, t};
use crate::ui::{Banner, El, Tone, banner, button, el, part_if};
use crate::wizard::{Around, keep_new};

/// The id of the title, which has the focus once something is opened.
const TITLE: &str = "opened";

/// The summary, and the way on.
pub(super) fn summary(opened: Opened, console: ConsoleInfo) -> El {
    let Opened { link, left, text } = opened;
    let draft = link.draft.clone();
    let text_of = |path: DraftPath| draft.text(path.as_str()).to_owned();
    let known = console
        .clusters
        .iter()
        .find(|cluster| is_it(&link.cluster, &cluster.name, &cluster.fingerprint));
    // One that is called otherwise here, or another that has the name: whoever opens it says which.
    let likely = console
        .clusters
        .iter()
        .find(|cluster| cluster.fingerprint == link.cluster.hash);
    let is_asked = known.is_none() && !link.cluster.name.is_empty();
    let chosen = State::new(known.map_or_else(String::new, |cluster| cluster.name.clone()));
    if let Some(likely) = likely.filter(|_| is_asked) {
        chosen.set(likely.name.clone());
    }
    let mono = |text: String| match text.as_str() {
        "" => el("span").class("help").child(say(draft_key::UNSAID)),
        text => el("span").class("mono").child(text),
    };
    let cluster = if is_asked {
        which(&link.cluster.name, &console, chosen)
    } else {
        mono(chosen.get_untracked())
    };
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: El| {
        facts.push(el("dt").child(label));
        facts.push(el("dd").child(value));
    };
    fact(t(key::COLUMN_NAME), mono(text_of(DraftPath::NAME)));
    fact(say(draft_key::CLUSTER), cluster);
    fact(t(key::COLUMN_NAMESPACE), mono(text_of(DraftPath::NAMESPACE)));
    for container in draft.rows("containers") {
        let command = command_line(&draft, container.key());
        let shown = el("span")
            .child(mono(container.text("image").to_owned()))
            .child((!command.is_empty()).then(|| el("pre").class("words").child(command)));
        fact(
            &draft_filled(draft_key::CONTAINER, &Args::with("name", container.text("name"))),
            shown,
        );
    }
    // One without a name has the task's.
    let task = text_of(DraftPath::NAME);
    let services: Vec<&str> = draft
        .rows("services")
        .map(|service| {
            if service.text("name").is_empty() {
                task.as_str()
            } else {
                service.text("name")
            }
        })
        .collect();
    if !services.is_empty() {
        fact(say(draft_key::SERVICES), mono(services.join(", ")));
    }
    // A null says that something is to be left out.
    let said = draft.kept.iter().filter(|(_, value)| !value.is_null());
    let failed = State::new(false);
    let (address, link_) = (use_context::<Address>(), link.clone());
    let go = move || {
        let mut draft = link_.draft.clone();
        let cluster = chosen.get_untracked();
        draft.set(DraftPath::CLUSTER.as_str(), cluster.as_str());
        let around = Around {
            title: link_.title.clone(),
            note: link_.note.clone(),
            ask: link_.ask.iter().map(|path| path.as_str().to_owned()).collect(),
            missing: link_.left_out.clone(),
            text: text.clone(),
            said: String::new(),
            is_new: true,
        };
        leptos::task::spawn_local(async move {
            match keep_new(draft, around).await.zip(address) {
                Some((id, address)) => address.go(&draft_page(&cluster, &id)),
                None => failed.set(true),
            }
        });
    };
    let unchosen = move || is_asked && chosen.with(String::is_empty);
    let title = if link.title.is_empty() {
        say(draft_key::OPENED).to_owned()
    } else {
        link.title.clone()
    };
    focus_soon(TITLE.to_owned());
    el("section")
        .class("summary-of")
        .child(el("h2").id(TITLE).attr("tabindex", "-1").child(title))
        .child((!link.note.is_empty()).then(|| el("p").class("description").child(link.note.as_str())))
        .child(powers(&draft))
        .child(el("dl").class("facts").child(facts))
        .child(things(
            draft_key::ASKED,
            link.ask.iter().map(|path| label_at(&draft, path.as_str())),
        ))
        .child(things(
            draft_key::MISSING,
            link.left_out.iter().map(|place| label_at(&draft, place)),
        ))
        .child(things(
            draft_key::KEPT,
            said.map(|(path, value)| format!("{path}: {}", job::draft::json(value))),
        ))
        .child(things(draft_key::LEFT, left.into_iter()))
        .child(
            el("div")
                .class("actions")
                .child(
                    button("primary", go)
                        .live_flag("disabled", unchosen)
                        .child(say(draft_key::USE)),
                )
                .child(el("p").class("help").child(say(draft_key::USE_HELP))),
        )
        .child(part_if(move || {
            let no_store = || banner(Banner::new(Tone::Bad, t(key::DRAFT_UNKEPT)));
            failed.get().then(no_store)
        }))
}

/// The same name, and the same address and certificate authority where the link says which.
fn is_it(mark: &ClusterMark, name: &str, fingerprint: &str) -> bool {
    mark.name == name && (mark.hash.is_empty() || mark.hash == fingerprint)
}

fn which(meant: &str, console: &ConsoleInfo, chosen: State<String>) -> El {
    let option = |name: &str| el("option").attr("value", name).child(name);
    let options: Vec<_> = [""]
        .into_iter()
        .chain(console.clusters.iter().map(|cluster| cluster.name.as_str()))
        .map(option)
        .collect();
    let help = draft_filled(draft_key::WHICH_HELP, &Args::with("name", meant));
    el("div")
        .class("field")
        .child(el("label").attr("for", "which-cluster").child(say(draft_key::WHICH)))
        .child(
            el("select")
                .id("which-cluster")
                .child(options)
                .value(move || chosen.get())
                .on("change", move |event| chosen.set(event_target_value(&event))),
        )
        .child(el("p").class("help").child(help))
}

/// What it could do beyond its own Pods.
fn powers(draft: &Draft) -> Option<El> {
    let made = manifests(draft);
    let mut found = dangers(&made.job);
    found.extend(
        made.services
            .iter()
            .flat_map(|service| dangers_of_service(&service.object)),
    );
    let said = found.iter().map(|danger| {
        let name = format!("danger-{}", danger.name);
        el("li").child(draft_filled(&name, &Args::with("of", &danger.of)))
    });
    let said: Vec<_> = said.collect();
    (!said.is_empty())
        .then(|| banner(Banner::new(Tone::Warn, say(draft_key::POWERS))).child(el("ul").class("powers").child(said)))
}

/// A list under its title; nothing where it is empty.
fn things(title: &'static str, items: impl Iterator<Item = String>) -> Option<El> {
    let items: Vec<String> = items.collect();
    let count = items.len();
    let items: Vec<_> = items
        .into_iter()
        .map(|item| el("li").class("mono").child(item))
        .collect();
    (count > 0).then(|| {
        el("details")
            .class("section")
            .attr("open", "")
            .child(
                el("summary")
                    .class("section-title")
                    .child(draft_filled(title, &Args::with("count", count))),
            )
            .child(el("ul").class("things").child(items))
    })
}
