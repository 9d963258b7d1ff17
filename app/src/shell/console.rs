//! What every page needs first: the clusters and the defaults, asked once.

use leptos::prelude::*;

use super::{Crumb, bar, trouble};
use crate::api::{self, ApiError, ConsoleInfo};
use crate::text::{key, t};
use crate::ui::{Tone, click, heading, part};

/// Renders a page with what the console says of itself, once it said it.
pub fn with_console(page: impl Fn(ConsoleInfo) -> AnyView + Send + 'static) -> AnyView {
    shown(Box::new(page))
}

fn shown(page: Box<dyn Fn(ConsoleInfo) -> AnyView + Send>) -> AnyView {
    let known = use_context::<RwSignal<Option<ConsoleInfo>>>().unwrap_or_default();
    let failed = RwSignal::new(None::<ApiError>);
    let ask = move || {
        leptos::task::spawn_local(async move {
            match api::console().await {
                Ok(console) => {
                    let _ = failed.try_set(None);
                    let _ = known.try_set(Some(console));
                }
                Err(error) => {
                    let _ = failed.try_set(Some(error));
                }
            }
        });
    };
    if known.with_untracked(Option::is_none) {
        ask();
    }
    part(move || match (known.get(), failed.get()) {
        (Some(console), _) => page(console),
        (None, None) => view! {
            {bar(vec![Crumb::clusters()], None)}
            <main id="main" tabindex="-1" aria-busy="true"><p class="loading">{t(key::LOADING)}</p></main>
        }
        .into_any(),
        (None, Some(error)) => {
            let again = view! { <button type="button" on:click=click(ask)>{t(key::TRY_AGAIN)}</button> }.into_any();
            view! {
                {bar(vec![Crumb::clusters()], None)}
                <main id="main" tabindex="-1">{heading(t(key::CONSOLE_TROUBLE), "")} {trouble(error, Tone::Bad, vec![again])}</main>
            }
            .into_any()
        }
    })
}
