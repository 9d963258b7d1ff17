//! Tabs by the ARIA pattern: arrow keys move among them, Tab goes on into the panel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::{Child, El, el};
use crate::browser::show_in_row;

/// A tab: its id in the page, whether it is chosen, what chooses it.
pub struct TabButton {
    /// Its id in the page.
    pub id: String,
    /// Whether its panel is shown.
    pub chosen: Signal<bool>,
    /// Shows its panel.
    pub choose: Box<dyn Fn()>,
}

/// The row of tabs, over the panel with that id.
pub fn tab_row(label: &str, panel: &str, tabs: Vec<(TabButton, El)>) -> El {
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|(tab, words)| tab_button(tab, panel, words))
        .collect();
    tab_list(label).child(tabs)
}

/// The row itself, for tabs that come and go.
pub fn tab_list(label: &str) -> El {
    el("div")
        .class("tab-row")
        .attr("role", "tablist")
        .attr("aria-label", label)
        .on("keydown", |event| {
            if let Some(next) = neighbour(&event) {
                event.prevent_default();
                next.click();
                let _ = next.focus();
            }
        })
}

/// One tab; also for rows of tabs that come and go.
pub fn tab_button(tab: TabButton, panel: &str, words: impl Child) -> El {
    let TabButton { id, chosen, choose } = tab;
    let at = id.clone();
    el("button")
        .attr("type", "button")
        .attr("role", "tab")
        .id(&id)
        .attr("aria-controls", panel)
        .live("aria-selected", move || {
            let is_chosen = chosen.get();
            if is_chosen {
                show_in_row(at.clone());
            }
            Some(is_chosen.to_string())
        })
        .live("tabindex", move || {
            Some(if chosen.get() { "0" } else { "-1" }.to_owned())
        })
        .child(words)
        .on("click", move |_| choose())
}

/// The tab that an arrow key leads to.
fn neighbour(event: &Event) -> Option<HtmlElement> {
    let tab: Element = event.target()?.dyn_into().ok()?;
    let tab = tab.closest("[role=tab]").ok()??;
    let next = match event.dyn_ref::<KeyboardEvent>()?.key().as_str() {
        "ArrowRight" | "ArrowDown" => tab.next_element_sibling(),
        "ArrowLeft" | "ArrowUp" => tab.previous_element_sibling(),
        "Home" => tab.parent_element()?.first_element_child(),
        "End" => tab.parent_element()?.last_element_child(),
        _ => None,
    }?;
    next.dyn_into().ok()
}
