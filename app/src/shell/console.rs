//! What every page needs first: the clusters and the defaults, asked once.

use leptos::prelude::*;

use super::{Crumb, bar, loading, main, page, trouble};
use crate::api::{self, ApiError, ConsoleInfo};
use crate::state::State;
use crate::text::{key, t};
use crate::ui::{Tone, button, heading, part};

/// Renders a page with what the console says of itself, once it said it.
pub fn with_console(show: impl Fn(ConsoleInfo) -> AnyView + Send + 'static) -> AnyView {
    shown(Box::new(show))
}

fn shown(show: Box<dyn Fn(ConsoleInfo) -> AnyView + Send>) -> AnyView {
    let known = use_context::<State<Option<ConsoleInfo>>>().unwrap_or_default();
    let failed = State::new(None::<ApiError>);
    let ask = move || {
        leptos::task::spawn_local(async move {
            match api::call(api::Console {}).await {
                Ok(console) => {
                    failed.set(None);
                    known.set(Some(console));
                }
                Err(error) => {
                    failed.set(Some(error));
                }
            }
        });
    };
    if known.with_untracked(Option::is_none) {
        ask();
    }
    // A page that is there stays as it is when the console says something new, such as who signed in.
    let is_known = State::of(move || known.with(Option::is_some));
    part(
        move || match (is_known.get().then(|| known.get_untracked()).flatten(), failed.get()) {
            (Some(console), _) => show(console),
            (None, None) => loading(),
            (None, Some(error)) => {
                let again = button("", ask).child(t(key::TRY_AGAIN));
                let main =
                    main("")
                        .child(heading(t(key::CONSOLE_TROUBLE), ""))
                        .child(trouble(error, Tone::Bad, vec![again]));
                page(bar(vec![Crumb::clusters()], None), main)
            }
        },
    )
}
