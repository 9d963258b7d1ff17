//! Shows what is in a part of the program that is fetched when it is first needed.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::thread::LocalKey;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use super::texts::fetch_texts;
use super::{Crumb, bar, loading, main, page};
use crate::state::State;
use crate::text::{Part, key, t};
use crate::ui::{Banner, Tone, banner, button, el, heading, nothing, part};

/// Shows something.
pub type Show<A> = fn(A) -> AnyView;
type Fetching<A> = Pin<Box<dyn Future<Output = Result<Show<A>, SplitLoaderError>>>>;

/// A part of the program that is fetched when it is first needed, and then stays.
pub struct Chunk<A: 'static> {
    fetch: fn() -> Fetching<A>,
    here: Cell<Option<Show<A>>>,
}

impl<A> Chunk<A> {
    /// One that is fetched so.
    pub const fn new(fetch: fn() -> Fetching<A>) -> Self {
        Self {
            fetch,
            here: Cell::new(None),
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Default, PartialEq)]
enum Way {
    #[default]
    Coming,
    Here,
    /// Not to be had, after several tries.
    Failed,
}

/// What stands where a chunk is not there yet.
#[derive(Clone, Copy, PartialEq)]
pub enum Frame {
    /// A whole page.
    Page,
    /// A part of a page that is there.
    Panel,
    /// Nothing: the page is whole without it.
    Nothing,
}

/// Renders what is in a chunk once it and those parts of the texts are there; they are fetched side by side.
pub fn with_chunk<A>(chunk: &'static LocalKey<Chunk<A>>, frame: Frame, texts: &'static [Part], of: A) -> AnyView
where
    A: Clone + Send + Sync + 'static,
{
    let is_here = chunk.with(|chunk| chunk.here.get().is_some());
    let way = State::new(if is_here { Way::Here } else { Way::Coming });
    let ask = move || {
        way.set(Way::Coming);
        leptos::task::spawn_local(async move {
            let fetched = chunk.with(|chunk| (chunk.fetch)()).await;
            if let Ok(show) = fetched {
                chunk.with(|chunk| chunk.here.set(Some(show)));
            }
            way.set(if fetched.is_ok() { Way::Here } else { Way::Failed });
        });
    };
    if !is_here {
        ask();
    }
    let show = move || chunk.with(|chunk| chunk.here.get()).map(|show| show(of.clone()));
    let texts: Vec<_> = texts.iter().map(|part| fetch_texts(*part)).collect();
    shown(frame, way, texts, Arc::new(ask), Box::new(show))
}

fn shown(
    frame: Frame,
    way: State<Way>,
    texts: Vec<State<bool>>,
    ask: Arc<dyn Fn() + Send + Sync>,
    show: Box<dyn Fn() -> Option<AnyView> + Send>,
) -> AnyView {
    part(move || match way.get() {
        Way::Failed if frame != Frame::Nothing => failed(frame, ask.clone()),
        Way::Here if texts.iter().all(|texts| texts.get()) => show().unwrap_or_else(nothing),
        _ if frame == Frame::Nothing => nothing(),
        Way::Here | Way::Coming if frame == Frame::Page => loading(),
        _ => el("p").class("loading").child(t(key::LOADING)).into_any(),
    })
}

fn failed(frame: Frame, ask: Arc<dyn Fn() + Send + Sync>) -> AnyView {
    let again = button("", move || ask()).child(t(key::TRY_AGAIN));
    let said = Banner {
        next: t(key::PAGE_MISSING_PART_NEXT).to_owned(),
        actions: vec![again],
        ..Banner::new(Tone::Bad, t(key::PAGE_MISSING_PART_WHAT))
    };
    if frame == Frame::Panel {
        return banner(said).into_any();
    }
    let main = main("")
        .child(heading(t(key::PAGE_MISSING_PART), ""))
        .child(banner(said));
    page(bar(vec![Crumb::clusters()], None), main)
}
