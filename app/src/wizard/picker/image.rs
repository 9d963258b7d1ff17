//! Select image: registry, repository, tag, what it is.

use std::sync::Arc;

use job::form::field_at;
use job::image::{Facts, Reference};
use job::{Args, DraftPath};
use leptos::prelude::*;
use serde::Serialize;
use server_fn::ServerFn;

use super::facts::{Offer, facts, offers, ticks};
use super::listbox::{Names, listbox};
use super::trouble::{Answer, instead};
use super::{dialog, place};
use crate::api::{self, AsWhom, Looked, NameList, Read, RegistryInfo};
use crate::browser::focus_soon;
use crate::shell::{Signed, trouble};
use crate::state::{State, follow};
use crate::text::{self, draft as say, draft_filled, draft_key, key, t};
use crate::ui::{El, Tone, button, el, part_if, words};
use crate::wizard::form::Form;

/// The line that says that there is no registry, by its id.
const NO_REGISTRY: &str = "picker-no-registry";

/// What was chosen, and what came of asking.
#[derive(Clone, Copy)]
struct Choice {
    registries: State<Answer<Vec<RegistryInfo>>>,
    registry: State<String>,
    repository: State<String>,
    tag: State<String>,
    /// The image that was typed says its digest as well.
    pinned: State<bool>,
    /// What is typed to filter them.
    typed: (State<String>, State<String>),
    repositories: State<Answer<NameList>>,
    tags: State<Answer<NameList>>,
    facts: State<Answer<Facts>>,
    /// The pull secret that was used, and why others were not.
    secret: State<String>,
    unread: State<Vec<String>>,
    taken: State<Vec<Offer>>,
}

/// The dialog. What is typed in the field already is where it begins.
pub(super) fn pick(form: Form, path: DraftPath) -> El {
    let typed = form
        .sheet
        .draft
        .with_untracked(|draft| draft.text(path.as_str()).trim().to_owned());
    let known = Reference::parse(&typed).ok().filter(|_| !typed.is_empty());
    let part = |part: Option<&str>| State::new(part.unwrap_or_default().to_owned());
    let begun = Choice {
        registries: State::new(Answer::Coming),
        registry: State::default(),
        repository: State::default(),
        tag: part(known.and_then(|known| known.tag.or(known.digest))),
        pinned: State::new(known.is_some_and(|known| known.tag.is_some() && known.digest.is_some())),
        typed: (State::default(), State::default()),
        repositories: State::default(),
        tags: State::default(),
        facts: State::default(),
        secret: State::default(),
        unread: State::default(),
        taken: State::default(),
    };
    let wanted = (
        known.and_then(|known| known.domain).map(str::to_owned),
        known.map(|known| known.path.to_owned()),
    );
    follow(move || {
        Signed::follow();
        ask_registries(form, begun, wanted.clone());
    });
    follow_choices(form, begun);
    let closing = State::new(false);
    let container = path
        .as_str()
        .rsplit_once('.')
        .map_or("", |(container, _)| container)
        .to_owned();
    let of_offers = container.clone();
    let found = part_if(move || {
        let registry = begun.registry.get();
        if let Some(trouble) = begun.facts.with(|answer| instead(answer, &registry)) {
            return Some(trouble);
        }
        match &*begun.facts.read() {
            Answer::Said(image) => {
                let offered = form
                    .sheet
                    .draft
                    .with_untracked(|draft| offers(image, draft, &of_offers));
                Some(
                    el("div")
                        .class("found")
                        .child(facts(image))
                        .child(ticks(&offered, begun.taken)),
                )
            }
            Answer::Coming => Some(el("p").class("loading").child(t(key::LOADING))),
            _ => None,
        }
    });
    let path_of_title = path.clone();
    let take = move || {
        form.sheet.change(|draft| {
            draft.set(path.as_str(), untrack(|| address(begun)));
            for offer in begun.taken.get_untracked() {
                offer.take(draft, &container);
            }
        });
        closing.set(true);
    };
    let is_open = move || {
        [begun.registry, begun.repository, begun.tag]
            .iter()
            .any(|part| part.with(String::is_empty))
    };
    // Where there is no registry there is nothing to choose.
    let has_none = move || {
        begun
            .registries
            .with(|answer| matches!(answer, Answer::Said(known) if known.is_empty()))
    };
    let actions = el("div")
        .class("actions")
        .child(el("output").class("mono").child(words(move || {
            if is_open() {
                begun.repository.get()
            } else {
                address(begun)
            }
        })))
        .child(button("quiet", move || closing.set(true)).child(t(key::CANCEL)))
        .child(
            button("primary", take)
                .live_flag("disabled", is_open)
                .live_flag("hidden", has_none)
                .child(say(draft_key::PICK_USE)),
        );
    let title = field_at(path_of_title.as_str()).map(text::opener).unwrap_or_default();
    dialog(
        form,
        title,
        closing,
        vec![
            el("div").child(registry_line(begun)),
            el("div")
                .class("two")
                .live_flag("hidden", has_none)
                .child(repositories(begun))
                .child(tags(begun)),
            el("div").child(more(begun)),
            el("div").class("found-place").attr("aria-live", "polite").child(found),
            actions,
        ],
    )
}

/// `registry/repository:tag`, with the digest where it is to be pinned.
fn address(choice: Choice) -> String {
    let (registry, repository, tag) = (choice.registry.get(), choice.repository.get(), choice.tag.get());
    let sign = if tag.contains(':') { '@' } else { ':' };
    let name = format!("{registry}/{repository}{sign}{tag}");
    match &*choice.facts.read() {
        Answer::Said(image) if sign == ':' && choice.taken.with(|taken| taken.contains(&Offer::Pinned)) => {
            format!("{name}@{}", image.digest)
        }
        _ => name,
    }
}

/// Asks for the registries; begins with that of the image, else with the first.
fn ask_registries(form: Form, choice: Choice, wanted: (Option<String>, Option<String>)) {
    let (task, _) = place(form);
    leptos::task::spawn_local(async move {
        match api::call(api::Registries { task }).await {
            // Asked anew after a sign-in: what was chosen stays, and is asked for again.
            Ok(known) if !choice.registry.get_untracked().is_empty() => {
                choice.registries.set(Answer::Said(known));
                choice.registry.set(choice.registry.get_untracked());
            }
            Ok(known) => {
                let (domain, path) = wanted;
                let is_it = |registry: &&RegistryInfo| match &domain {
                    Some(domain) => registry.name == *domain,
                    None => registry.name == "docker.io",
                };
                let of_image = known.iter().find(is_it);
                let begin = of_image.or(known.first()).map(|registry| registry.name.clone());
                if of_image.is_some() {
                    choice.repository.set(path.unwrap_or_default());
                } else {
                    choice.tag.set(String::new());
                }
                choice.registry.set(begin.unwrap_or_default());
                choice.registries.set(Answer::Said(known));
            }
            Err(error) => choice.registries.set(Answer::Refused(error)),
        }
    });
}

/// What is chosen is asked for: the repositories of a registry, the tags of a repository, what a tag is.
fn follow_choices(form: Form, choice: Choice) {
    let of = move || {
        let (task, secrets) = place(form);
        let registry = choice.registry.get();
        AsWhom {
            task,
            secrets,
            registry,
        }
    };
    follow(move || {
        let of = of();
        if !of.registry.is_empty() {
            let is_so = move |of: &AsWhom| choice.registry.get_untracked() == of.registry;
            let asked = of.clone();
            ask(choice, choice.repositories, api::Repositories { of }, move || {
                is_so(&asked)
            });
        }
    });
    follow(move || {
        let (of, repository) = (of(), choice.repository.get());
        choice.tags.set(Answer::Unasked);
        if !of.registry.is_empty() && !repository.is_empty() {
            let (registry, path) = (of.registry.clone(), repository.clone());
            let is_so =
                move || choice.registry.get_untracked() == registry && choice.repository.get_untracked() == path;
            ask(choice, choice.tags, api::Tags { of, repository }, is_so);
        }
    });
    follow(move || {
        let (of, repository, reference) = (of(), choice.repository.get(), choice.tag.get());
        choice.facts.set(Answer::Unasked);
        let is_pinned = choice.pinned.get_untracked() && !reference.is_empty();
        choice
            .taken
            .set(if is_pinned { vec![Offer::Pinned] } else { Vec::new() });
        if !of.registry.is_empty() && !repository.is_empty() && !reference.is_empty() {
            let (registry, path, tag) = (of.registry.clone(), repository.clone(), reference.clone());
            let is_so = move || {
                choice.registry.get_untracked() == registry
                    && choice.repository.get_untracked() == path
                    && choice.tag.get_untracked() == tag
            };
            ask(
                choice,
                choice.facts,
                api::Image {
                    of,
                    repository,
                    reference,
                },
                is_so,
            );
        }
    });
}

/// Asks, and shows what came if it is still wanted then.
fn ask<F, T>(choice: Choice, into: State<Answer<T>>, question: F, is_wanted: impl Fn() -> bool + 'static)
where
    F: ServerFn<Output = Looked<T>> + Serialize + 'static,
    T: Read + Clone + Send + Sync + 'static,
    Looked<T>: Read,
{
    into.set(Answer::Coming);
    leptos::task::spawn_local(async move {
        let answer = api::call(question).await;
        // The dialog may be closed by then.
        if into.try_with_untracked(|_| ()).is_none() || !is_wanted() {
            return;
        }
        into.set(match answer {
            Ok(Looked {
                found,
                trouble,
                secret,
                unread,
            }) => {
                choice.secret.set(secret);
                choice.unread.set(unread);
                match (found, trouble) {
                    (Some(found), _) => Answer::Said(found),
                    (None, trouble) => Answer::Not(trouble.unwrap_or_default()),
                }
            }
            Err(error) => Answer::Refused(error),
        });
    });
}

/// Which registry, and as whom it is asked.
fn registry_line(choice: Choice) -> El {
    let line = part_if(move || match &*choice.registries.read() {
        Answer::Coming | Answer::Unasked => Some(el("p").class("loading").child(t(key::LOADING))),
        Answer::Refused(error) => Some(trouble(error.clone(), Tone::Bad, Vec::new())),
        Answer::Not(_) => None,
        Answer::Said(known) if known.is_empty() => {
            // The line that had the focus is not there any more.
            focus_soon(NO_REGISTRY.to_owned());
            let said = el("p").id(NO_REGISTRY).attr("tabindex", "-1");
            Some(said.child(say(draft_key::PICK_NO_REGISTRY)))
        }
        Answer::Said(known) => Some(registries(choice, known)),
    });
    let whom = words(move || {
        let secret = choice.secret.get();
        let unread = choice.unread.get().join("; ");
        match (secret.is_empty(), unread.is_empty()) {
            (false, _) => draft_filled(draft_key::PICK_WITH_SECRET, &Args::with("secret", secret)),
            (true, false) => draft_filled(draft_key::PICK_UNREAD, &Args::with("why", unread)),
            (true, true) => String::new(),
        }
    });
    el("div")
        .child(line)
        .child(el("p").class("help").attr("role", "status").child(whom))
}

fn registries(choice: Choice, known: &[RegistryInfo]) -> El {
    let option = |registry: &RegistryInfo| {
        let title = match registry.title == registry.name {
            true => registry.name.clone(),
            false => format!("{} ({})", registry.title, registry.name),
        };
        el("option").attr("value", &registry.name).child(title)
    };
    let change = move |event| {
        choice.pinned.set(false);
        choice.secret.set(String::new());
        choice.unread.set(Vec::new());
        choice.repository.set(String::new());
        choice.tag.set(String::new());
        choice.typed.0.set(String::new());
        choice.typed.1.set(String::new());
        choice.registry.set(event_target_value(&event));
    };
    let select = el("select")
        .id("picker-registry")
        .child(known.iter().map(option).collect::<Vec<_>>())
        .value(move || choice.registry.get())
        .on("change", change);
    el("div")
        .class("field")
        .child(
            el("label")
                .attr("for", "picker-registry")
                .child(say(draft_key::PICK_REGISTRY)),
        )
        .child(select)
}

fn repositories(choice: Choice) -> El {
    listbox(Names {
        id: "picker-repository",
        label: say(draft_key::PICK_REPOSITORY),
        all: State::of(move || of_list(choice.repositories)),
        typed: choice.typed.0,
        chosen: choice.repository,
        choose: Arc::new(move |repository| {
            choice.tag.set(String::new());
            choice.typed.1.set(String::new());
            choice.pinned.set(false);
            choice.repository.set(repository);
        }),
        instead: no_list(choice, choice.repositories),
    })
}

fn tags(choice: Choice) -> El {
    listbox(Names {
        id: "picker-tag",
        label: say(draft_key::PICK_TAG),
        all: State::of(move || of_list(choice.tags)),
        typed: choice.typed.1,
        chosen: choice.tag,
        choose: Arc::new(move |tag| {
            choice.pinned.set(false);
            choice.tag.set(tag);
        }),
        instead: no_list(choice, choice.tags),
    })
}

fn of_list(answer: State<Answer<NameList>>) -> Vec<String> {
    answer.with(|answer| match answer {
        Answer::Said(list) => list.names.clone(),
        _ => Vec::new(),
    })
}

/// What came in place of a list, or that it is not whole.
fn no_list(choice: Choice, answer: State<Answer<NameList>>) -> AnyView {
    part_if(move || {
        let registry = choice.registry.get();
        match &*answer.read() {
            Answer::Coming => Some(el("p").class("loading").child(t(key::LOADING))),
            answer => instead(answer, &registry),
        }
    })
}

/// Said under both lists.
fn more(choice: Choice) -> AnyView {
    part_if(move || {
        let is_cut = |answer: &Answer<NameList>| matches!(answer, Answer::Said(list) if list.more);
        let is_cut = choice.repositories.with(is_cut) || choice.tags.with(is_cut);
        is_cut.then(|| el("p").class("help").child(say(draft_key::PICK_MORE)))
    })
}
