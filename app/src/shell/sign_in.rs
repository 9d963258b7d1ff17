//! Signing in, in place: the form stands where the error stood, and what was typed elsewhere stays.

use job::Args;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{HtmlInputElement, Storage};

use crate::api::{self, ApiError, ConsoleInfo, ErrorKind};
use crate::browser::{Address, keep, now, on_kept_elsewhere};
use crate::routes::CLUSTERS;
use crate::state::State;
use crate::text::{error_texts, fill, key, t};
use crate::ui::{El, button, details, el, part_if, words};

/// How a person gets a token from a cluster.
const KUBECTL: &str = "kubectl create token NAME --namespace NAMESPACE";
/// What the practice cluster knows.
const PRACTICE: &str = "practice-admin practice-editor practice-viewer practice-none";
/// Where this tab keeps the fragment of its address meanwhile: it may be a draft, and goes nowhere.
const FRAGMENT: &str = "slipway.fragment";

/// Where the last time is kept that somebody signed in or out.
const SIGNED: &str = "slipway.signed";

/// Counts how often somebody signed in or out: pages are shown anew then, and the wizard asks anew.
#[derive(Clone, Copy)]
pub struct Signed(pub State<u64>);

impl Signed {
    /// Of this page; tracked. One function for all: in each of its callers it would weigh as much again.
    #[inline(never)]
    pub fn follow() {
        if let Some(Self(count)) = use_context() {
            count.with(|_| ());
        }
    }
}

/// Asks who the person is at a cluster, and says why.
pub(super) fn sign_in(error: ApiError) -> El {
    put_fragment_away();
    let cluster = error.cluster.clone();
    let busy = State::new(false);
    let failed = State::new(None::<ApiError>);
    // Whatever asked goes on by itself, and need not take the question away.
    let done = State::new(false);
    let again = after();
    let title = fill(key::SIGN_IN_TITLE, &Args::with("cluster", &cluster));
    let input = el("input")
        .attr("type", "password")
        .class("mono")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("required", "");
    let token = send_wrapper::SendWrapper::new(input.element::<HtmlInputElement>());
    let to = cluster.clone();
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let call = api::SignIn {
            cluster: to.clone(),
            token: token.value(),
        };
        let again = again.clone();
        leptos::task::spawn_local(async move {
            let answer = api::call(call).await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    done.set(true);
                    take_fragment_back();
                    again();
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    // No context is called so.
    let is_practice = cluster == "practice";
    let (how, example) = if is_practice {
        (key::SIGN_IN_PRACTICE, PRACTICE)
    } else {
        (key::SIGN_IN_HELP, KUBECTL)
    };
    let why = part_if(move || {
        let error = failed.get()?;
        let said = if matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::SignIn) {
            fill(key::SIGN_IN_UNKNOWN, &Args::with("cluster", &error.cluster))
        } else {
            let (what, next) = error_texts(&error);
            format!("{what}. {next}")
        };
        let said = el("p").class("finding bad").child(said);
        Some(el("div").attr("role", "alert").child(said).child(details(&error.words)))
    });
    let field = el("div")
        .class("field")
        // Around it and not by an id: more than one may ask at a time.
        .child(el("label").child(t(key::TOKEN)).child(input));
    let submit = button("primary", || {})
        .attr("type", "submit")
        .live("aria-disabled", move || busy.get().then(|| "true".to_owned()))
        .child(t(key::SIGN_IN));
    el("form")
        .class("banner info sign-in")
        .live_flag("hidden", move || done.get())
        .attr("aria-label", &title)
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(el("h2").child(title))
        .child(el("p").child(t(how)))
        .child(el("p").child(el("code").class("mono").child(example)))
        .child(field)
        .child(why)
        .child(submit)
        .child(details(&error.words))
}

/// The way out of all clusters, where somebody is signed in; who, on hover.
pub(super) fn sign_out() -> AnyView {
    let known = use_context::<State<Option<ConsoleInfo>>>().unwrap_or_default();
    let people = words(move || {
        let known = known.read();
        let clusters = known.iter().flat_map(|console| &console.clusters);
        let people = clusters.filter(|cluster| !cluster.person.is_empty());
        let people: Vec<_> = people
            .map(|cluster| format!("{} · {}", cluster.person, cluster.name))
            .collect();
        people.join(", ")
    });
    let address = use_context::<Address>();
    let again = after();
    let out = move || {
        let again = again.clone();
        leptos::task::spawn_local(async move {
            let cluster = String::new();
            if api::call(api::SignOut { cluster }).await.is_ok() {
                if let Some(address) = address {
                    address.go(CLUSTERS);
                }
                again();
            }
        });
    };
    part_if(move || {
        let people = people.get();
        (!people.is_empty()).then(|| {
            button("quiet", out.clone())
                .attr("title", &people)
                .child(t(key::SIGN_OUT))
        })
    })
}

/// What is to be done once somebody signed in or out: here, and in the other tabs of this browser.
fn after() -> impl Fn() + Clone + Send + 'static {
    let renew = renew();
    move || {
        renew();
        keep(SIGNED, &now().into());
    }
}

/// Does so whenever somebody signed in or out in another tab: the cookies are of all of them.
pub(super) fn follow_other_tabs() {
    on_kept_elsewhere(SIGNED, renew());
}

fn renew() -> impl Fn() + Clone + Send + 'static {
    let known = use_context::<State<Option<ConsoleInfo>>>().unwrap_or_default();
    let signed = use_context::<Signed>();
    move || {
        leptos::task::spawn_local(async move {
            if let Ok(console) = api::call(api::Console {}).await {
                known.set(Some(console));
            }
            if let Some(Signed(count)) = signed {
                let _ = count.update(|count| *count += 1);
            }
        });
    }
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn show_address(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

fn here() -> Option<(String, String)> {
    let location = web_sys::window()?.location();
    Some((
        location.pathname().ok()? + &location.search().ok()?,
        location.hash().ok()?,
    ))
}

fn put_fragment_away() {
    if let Some((path, fragment)) = here().filter(|(_, fragment)| !fragment.is_empty())
        && tab().is_some_and(|tab| tab.set_item(FRAGMENT, &fragment).is_ok())
    {
        show_address(&path);
    }
}

fn take_fragment_back() {
    let kept = tab().and_then(|tab| tab.get_item(FRAGMENT).ok().flatten());
    if let Some(((path, _), fragment)) = here().zip(kept) {
        show_address(&(path + &fragment));
        if let Some(tab) = tab() {
            let _ = tab.remove_item(FRAGMENT);
        }
    }
}
