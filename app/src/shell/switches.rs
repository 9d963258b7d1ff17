//! Language and theme: the system's choice, until another is made here; kept.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::browser::keep;
use crate::state::State;
use crate::text::{Language, key, t, use_catalogue};
use crate::ui::{El, button, mark, words};

/// The language of the page; setting it renders the page anew.
#[derive(Clone, Copy)]
pub(super) struct LanguageInUse(pub(super) State<Language>);

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// The address of a catalogue stands on the root element, since its name carries a hash. `part` is `text`, `status`
/// or `form`.
pub(super) async fn fetch_catalogue(part: &str, language: Language) -> Option<String> {
    let address = root()?.get_attribute(&format!("data-{part}-{}", language.tag()))?;
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(&address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// The switch of language, named in the language it leads to.
pub(super) fn language_switch() -> El {
    let in_use = use_context::<LanguageInUse>();
    let switch = move || {
        let Some(LanguageInUse(in_use)) = in_use else { return };
        let other = in_use.get_untracked().other();
        leptos::task::spawn_local(async move {
            let Some(catalogue) = fetch_catalogue("text", other).await else {
                return;
            };
            if use_catalogue(other, &catalogue) {
                if let Some(root) = root() {
                    let _ = root.set_attribute("lang", other.tag());
                }
                keep("slipway.language", &other.tag().into());
                in_use.set(other);
            }
        });
    };
    let (shown, tag) = match crate::text::language().other() {
        Language::English => ("English", "en"),
        Language::Chinese => ("中文", "zh"),
    };
    button("quiet", switch).attr("lang", tag).child(shown)
}

/// Light, dark or the system's choice, in turn.
pub(super) fn theme_switch() -> El {
    let theme = State::new(
        root()
            .and_then(|root| root.get_attribute("data-theme"))
            .unwrap_or_default(),
    );
    let switch = move || {
        let next = match theme.get_untracked().as_str() {
            "" => "light",
            "light" => "dark",
            _ => "",
        };
        if let Some(root) = root() {
            let _ = if next.is_empty() {
                root.remove_attribute("data-theme")
            } else {
                root.set_attribute("data-theme", next)
            };
        }
        keep("slipway.theme", &next.into());
        theme.set(next.to_owned());
    };
    let shown = move || match theme.read().as_str() {
        "light" => ("☀", t(key::THEME_LIGHT)),
        "dark" => ("☾", t(key::THEME_DARK)),
        _ => ("◐", t(key::THEME_SYSTEM)),
    };
    let label = move || Some(shown().1.to_owned());
    button("quiet", switch)
        .live("aria-label", label)
        .live("title", label)
        .child(mark(words(move || shown().0.to_owned())))
}
