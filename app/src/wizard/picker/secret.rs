//! Create beside Image registry key: a pull secret, whose credentials the registry is asked about first.

use job::Args;
use job::image::Unseen;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

use super::trouble::sentence;
use super::{dialog, place};
use crate::api::{self, ApiError, PullSecret, RegistryInfo, RegistryTrouble};
use crate::shell::{Rights, trouble};
use crate::state::State;
use crate::text::{draft as say, draft_filled, draft_key, key, t};
use crate::ui::{Banner, El, Tone, banner, button, el, part_if, words};
use crate::wizard::actions;
use crate::wizard::form::Form;

/// What making it needs.
const CREATE_SECRETS: &str = "create secrets";
/// Where the task names them.
const LIST: &str = "pod.pull-secrets";

/// What came of a press.
#[derive(Clone, Default, PartialEq)]
enum Said {
    #[default]
    Nothing,
    /// The registry does not take the credentials, or could not be asked.
    Unproved(RegistryTrouble),
    Refused(ApiError),
}

/// The dialog.
pub(super) fn make(form: Form) -> El {
    let (task, _) = place(form);
    let typed = State::new(PullSecret {
        name: "registry-key".to_owned(),
        ..PullSecret::default()
    });
    let said = State::new(Said::Nothing);
    let busy = State::new(false);
    let closing = State::new(false);
    let rights = Rights::ask(&[CREATE_SECRETS], move || actions::place(form));
    let press = {
        let task = task.clone();
        move |anyway: bool| {
            if busy.get_untracked() || untrack(|| rights.lacks(CREATE_SECRETS)) {
                return;
            }
            busy.set(true);
            let secret = PullSecret {
                anyway,
                ..typed.get_untracked()
            };
            let (task, name) = (task.clone(), secret.name.clone());
            leptos::task::spawn_local(async move {
                let made = api::call(api::MakePullSecret { task, secret }).await;
                busy.set(false);
                match made {
                    Ok(None) => {
                        name_it(form, name);
                        closing.set(true);
                    }
                    Ok(Some(trouble)) => said.set(Said::Unproved(trouble)),
                    Err(error) => said.set(Said::Refused(error)),
                }
            });
        }
    };
    let (anyway, entered) = (press.clone(), press.clone());
    let told = part_if(move || match said.get() {
        Said::Nothing => None,
        Said::Unproved(why) => {
            let registry = typed.with_untracked(|secret| secret.registry.clone());
            let anyway = anyway.clone();
            let anyway = button("", move || anyway(true)).child(t(key::CREATE_ANYWAY));
            let what = match why.why {
                Unseen::SignIn => draft_filled(draft_key::KEY_WRONG, &Args::with("registry", &registry)),
                _ => sentence(&why, &registry),
            };
            Some(banner(Banner {
                next: say(draft_key::KEY_UNPROVED).to_owned(),
                details: why.words,
                actions: vec![anyway],
                ..Banner::new(Tone::Warn, what)
            }))
        }
        Said::Refused(error) if error.status == 409 => {
            let name = typed.with_untracked(|secret| secret.name.clone());
            Some(banner(Banner {
                details: error.words,
                ..Banner::new(Tone::Bad, draft_filled(draft_key::KEY_TAKEN, &Args::with("name", name)))
            }))
        }
        Said::Refused(error) if error.status == 422 => {
            let what = say(draft_key::KEY_NAME_BAD);
            Some(banner(Banner {
                details: error.words,
                ..Banner::new(Tone::Bad, what)
            }))
        }
        Said::Refused(error) => Some(trouble(error, Tone::Bad, Vec::new())),
    });
    let lacking = move || {
        typed.with(|secret| {
            [&secret.name, &secret.registry, &secret.user, &secret.password]
                .iter()
                .any(|text| text.is_empty())
        })
    };
    let create = words(move || t(if busy.get() { key::CREATING } else { key::CREATE }).to_owned());
    let actions = el("div")
        .class("actions")
        .child(button("quiet", move || closing.set(true)).child(t(key::CANCEL)))
        .child(
            button("primary", move || press(false))
                .live_flag("disabled", move || {
                    busy.get() || lacking() || rights.lacks(CREATE_SECRETS)
                })
                .child(create),
        );
    let place = format!("{} / {}", task.cluster, task.namespace);
    let known = State::<Vec<RegistryInfo>>::default();
    leptos::task::spawn_local(async move {
        if let Ok(registries) = api::call(api::Registries { task }).await {
            known.set(registries);
        }
    });
    let keys = move |event: Event| {
        let is_enter = event
            .dyn_ref::<KeyboardEvent>()
            .is_some_and(|event| event.key() == "Enter");
        // A token may be asked for in the dialog, too.
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let is_input = input.is_some_and(|input| input.id().starts_with("key-"));
        if is_enter && is_input && !untrack(lacking) {
            event.prevent_default();
            entered(false);
        }
    };
    let body = vec![
        el("p").child(say(draft_key::KEY_HELP)),
        el("p").class("place mono").child(place),
        line("key-name", draft_key::KEY_NAME, typed, said, |secret| &mut secret.name),
        line("key-registry", draft_key::PICK_REGISTRY, typed, said, |secret| {
            &mut secret.registry
        }),
        registries(known),
        line("key-user", draft_key::KEY_USER, typed, said, |secret| &mut secret.user),
        line("key-password", draft_key::KEY_PASSWORD, typed, said, |secret| {
            &mut secret.password
        }),
        el("div").attr("aria-live", "polite").child(told),
        el("div").child(rights.missing(&[CREATE_SECRETS])),
        actions,
    ];
    dialog(form, say(draft_key::KEY_TITLE), closing, body).on("keydown", keys)
}

/// The task names the secret that was made.
fn name_it(form: Form, name: String) {
    let is_named = form
        .sheet
        .draft
        .with_untracked(|draft| draft.rows_at(LIST).any(|row| row.text("name") == name));
    if !is_named {
        let row = [("name".to_owned(), name.into())].into_iter().collect();
        form.sheet.change(|draft| {
            draft.add(LIST, row);
        });
    }
}

fn registries(known: State<Vec<RegistryInfo>>) -> El {
    let names = move || known.get().into_iter().map(|registry| registry.name).collect();
    el("div")
        .attr("hidden", "")
        .child(crate::fields::proposals("key-registries", names))
}

fn line(
    id: &str,
    label: &str,
    typed: State<PullSecret>,
    said: State<Said>,
    of: fn(&mut PullSecret) -> &mut String,
) -> El {
    let kind = if id == "key-password" { "password" } else { "text" };
    let input = el("input")
        .id(id)
        .attr("type", kind)
        .class("mono")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr_if("list", (id == "key-registry").then_some("key-registries"))
        .value(move || {
            let mut secret = typed.get();
            std::mem::take(of(&mut secret))
        })
        .on("input", move |event| {
            said.set(Said::Nothing);
            typed.update(|secret| *of(secret) = event_target_value(&event));
        });
    el("div")
        .class("field")
        .child(el("label").attr("for", id).child(say(label)))
        .child(input)
}
