//! What an image is, and what of it is offered to the form: nothing is taken unless it is ticked.

use job::image::{Facts, RunsAs};
use job::{Args, Draft, DraftPath};
use leptos::prelude::*;
use serde_json::Value;

use crate::browser::exact;
use crate::state::State;
use crate::text::{draft as say, draft_filled, draft_key};
use crate::ui::{El, el};

/// Who a task is that must not be root and whose image does not say: as `restricted` wants it.
const SOMEBODY: &str = "1000";

/// Something of an image that the form can take over.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Offer {
    /// `8080/TCP`.
    Port(String),
    /// Not as root, though the image says nothing else.
    AsSomebody,
    /// Refuse root: the image is somebody else already.
    NotRoot,
    /// The digest as well as the tag.
    Pinned,
}

/// What can be offered for the container at that path.
pub(super) fn offers(facts: &Facts, draft: &Draft, container: &str) -> Vec<Offer> {
    let of = draft.group_at(container);
    let is_there = |port: &&String| {
        !of.rows("ports")
            .any(|row| format!("{}/{}", row.text("port").trim(), row.text("protocol")) == **port)
    };
    let mut offers: Vec<_> = facts.ports.iter().filter(is_there).cloned().map(Offer::Port).collect();
    let unsaid = of.text("run-as-user").is_empty() && of.text("run-as-non-root") != "true";
    match facts.runs_as() {
        RunsAs::Root if of.text("run-as-user").is_empty() => offers.push(Offer::AsSomebody),
        RunsAs::Number if unsaid => offers.push(Offer::NotRoot),
        _ => {}
    }
    offers.push(Offer::Pinned);
    offers
}

impl Offer {
    fn says(&self) -> String {
        match self {
            Self::Port(port) => draft_filled(draft_key::PICK_PORT, &Args::with("port", port)),
            Self::AsSomebody => draft_filled(draft_key::PICK_AS_SOMEBODY, &Args::with("user", SOMEBODY)),
            Self::NotRoot => say(draft_key::PICK_NOT_ROOT).to_owned(),
            Self::Pinned => say(draft_key::PICK_PINNED).to_owned(),
        }
    }

    /// Takes it over into the container at that path.
    pub(super) fn take(&self, draft: &mut Draft, container: &str) {
        match self {
            Self::Port(port) => {
                let (number, protocol) = port.split_once('/').unwrap_or((port, "TCP"));
                let pair = |name: &str, value: &str| (name.to_owned(), Value::from(value));
                let row = [pair("port", number), pair("protocol", protocol)].into_iter().collect();
                draft.add(&format!("{container}.ports"), row);
            }
            Self::AsSomebody => {
                draft.set(DraftPath::within(container, "run-as-user").as_str(), SOMEBODY);
                draft.set(DraftPath::within(container, "run-as-non-root").as_str(), "true");
            }
            Self::NotRoot => draft.set(DraftPath::within(container, "run-as-non-root").as_str(), "true"),
            Self::Pinned => {}
        }
    }
}

/// The facts, a line each.
pub(super) fn facts(facts: &Facts) -> El {
    let user = if facts.user.is_empty() {
        say(draft_key::PICK_ROOT)
    } else {
        &facts.user
    };
    let built = if facts.created > 0 {
        exact(facts.created)
    } else {
        String::new()
    };
    let words = |words: &[String]| match words {
        [] => String::new(),
        words => serde_json::to_string(words).unwrap_or_default(),
    };
    let lines = [
        (draft_key::PICK_DIGEST, facts.digest.clone()),
        (draft_key::PICK_PLATFORMS, facts.platforms.join(", ")),
        (draft_key::PICK_SIZE, facts.size_text()),
        (draft_key::PICK_BUILT, built),
        (draft_key::PICK_USER, user.to_owned()),
        (draft_key::PICK_ENTRYPOINT, words(&facts.entrypoint)),
        (draft_key::PICK_COMMAND, words(&facts.command)),
        (draft_key::PICK_FOLDER, facts.working_dir.clone()),
        (draft_key::PICK_PORTS, facts.ports.join(", ")),
    ];
    let mut shown = el("dl").class("facts");
    for (name, value) in lines {
        if !value.is_empty() {
            shown = shown
                .child(el("dt").child(say(name)))
                .child(el("dd").class("mono").child(value));
        }
    }
    shown
}

/// What is offered, each with a box.
pub(super) fn ticks(offers: &[Offer], taken: State<Vec<Offer>>) -> El {
    let tick = |offer: &Offer| {
        let (own, of) = (offer.clone(), offer.clone());
        let change = move |event| {
            taken.update(|taken| {
                taken.retain(|known| *known != of);
                if event_target_checked(&event) {
                    taken.push(of.clone());
                }
            });
        };
        el("label")
            .class("choice-line")
            .child(
                el("input")
                    .attr("type", "checkbox")
                    .checked(move || taken.with(|taken| taken.contains(&own)))
                    .on("change", change),
            )
            .child(offer.says())
    };
    el("fieldset")
        .class("ticks")
        .child(el("legend").child(say(draft_key::PICK_OFFERS)))
        .child(offers.iter().map(tick).collect::<Vec<_>>())
}
