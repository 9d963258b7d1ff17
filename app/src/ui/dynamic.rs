//! What changes on a page, with its type erased.
//!
//! Every closure in a view is a type of its own, and the framework's code for it some 1.5 kB of wasm. Boxed
//! here, all of them share one instance: on our screens this halves what the program weighs.

use std::sync::Arc;

use leptos::prelude::*;

use super::El;

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Several things beside each other.
pub fn all(parts: Vec<AnyView>) -> AnyView {
    parts.into_any()
}

/// A part of the page that is made anew when what it reads changes.
pub fn part(make: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    erased(Box::new(make))
}

fn erased(make: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || make()).into_any()
}

/// A part that is there only while there is something to show.
pub fn part_if(make: impl Fn() -> Option<El> + Send + 'static) -> AnyView {
    part(move || make().map_or_else(nothing, El::into_any))
}

/// Words that change.
pub fn words(say: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(say)
}

/// One item of a list: it is made once for its key and stays as long as its key does.
#[derive(Clone)]
pub struct Item {
    key: String,
    make: Arc<dyn Fn() -> El + Send + Sync>,
}

impl Item {
    /// An item by its key.
    pub fn new(key: String, make: impl Fn() -> El + Send + Sync + 'static) -> Self {
        Self {
            key,
            make: Arc::new(make),
        }
    }
}

/// A list whose items come, go and move.
pub fn list(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    let items = Signal::derive(items);
    view! { <For each=move || items.get() key=|item| item.key.clone() children=|item| (item.make)().into_any() /> }
        .into_any()
}
