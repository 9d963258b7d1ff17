//! The draft is kept in this browser at every change, so that a reload, a crash or a closed tab
//! gives it back.

use std::cell::Cell;

use job::{Draft, DraftPath};
use leptos::prelude::*;
use serde_json::Value;

use super::form::Form;
use crate::api::Read;
use crate::browser::{
    Record, enter_draft, keep, kept, leave_draft, now, on_page_hidden, put_draft, random_id, remove_draft, sleep,
    take_draft,
};
use crate::state::{State, follow};

/// Kept this long after a change, in milliseconds: a large draft takes longer to write than to judge.
const PAUSE: i32 = 100;
/// Where the last task went: the next one probably goes there too.
const PLACE: &str = "slipway.place";

/// A draft as it is kept.
#[derive(Clone, Default)]
pub struct Kept {
    /// The draft.
    pub draft: Draft,
    /// Ids of presses whose end is not known.
    pub attempts: Vec<String>,
    /// What goes with it.
    pub around: Around,
    /// When it was kept, by this machine's clock; 0 for never.
    pub at: i64,
    /// Its id; empty for none yet.
    pub id: String,
}

/// What goes with a draft, and is no part of the task.
#[derive(Clone, Default, PartialEq)]
pub struct Around {
    /// What it is called, by the person or by the link that it came with.
    pub title: String,
    /// What whoever made the link had to say.
    pub note: String,
    /// Fields that whoever made the link left to be filled in.
    pub ask: Vec<String>,
    /// Where secrets were left out of the link.
    pub missing: Vec<String>,
    /// Its own text in YAML, where it has one: with comments, order and quotes.
    pub text: String,
    /// While that is no task: what it stood for before, as JSON.
    pub said: String,
    /// It was opened just now: nothing of it is back.
    pub is_new: bool,
}

impl Around {
    /// Whether there is something for whoever fills it in.
    pub(super) fn is_told(&self) -> bool {
        !self.note.is_empty() || !self.ask.is_empty() || !self.missing.is_empty()
    }

    fn read(body: &Value) -> Self {
        let of = |name: &str| body.get(name).unwrap_or(&Value::Null);
        Self {
            title: String::read(of("title")),
            note: String::read(of("note")),
            ask: Vec::read(of("ask")),
            missing: Vec::read(of("missing")),
            text: String::read(of("text")),
            said: String::read(of("said")),
            is_new: bool::read(of("new")),
        }
    }
}

impl Kept {
    /// Of a record; nothing where it is none of a draft.
    pub fn of(record: Record) -> Option<Self> {
        let mut body = record.body;
        let draft = Draft::from(body.get_mut("draft").map(Value::take)?);
        (draft.version > 0).then(|| Self {
            draft,
            attempts: Vec::read(body.get("attempts").unwrap_or(&Value::Null)),
            around: Around::read(&body),
            at: record.at,
            id: record.id,
        })
    }

    /// What is kept of it.
    pub fn body(&self) -> String {
        body(&self.draft, &self.attempts, &self.around)
    }
}

fn body(draft: &Draft, attempts: &[String], around: &Around) -> String {
    let mut made = format!(r#"{{"draft":{},"attempts":{}"#, draft.json(), Value::from(attempts));
    let mut say = |name: &str, value: Value| made.push_str(&format!(r#","{name}":{value}"#));
    say("title", around.title.as_str().into());
    say("note", around.note.as_str().into());
    say("ask", around.ask.clone().into());
    say("missing", around.missing.clone().into());
    say("text", around.text.as_str().into());
    say("said", around.said.as_str().into());
    say("new", around.is_new.into());
    made.push('}');
    made
}

/// Keeps a draft that came from elsewhere: its id, under which Create Task goes on with it.
pub async fn keep_new(draft: Draft, around: Around) -> Option<String> {
    put_draft(&random_id(), now(), &body(&draft, &[], &around)).await
}

/// The unfinished draft of this tab, or else one that no tab has open; one without content where there is none.
pub(super) async fn unfinished(named: &str) -> Kept {
    let record = take_draft(named).await;
    let id = record.id.clone();
    Kept::of(record).unwrap_or(Kept { id, ..Kept::default() })
}

/// Cluster and namespace of the last task; empty before the first.
pub(super) fn last_place() -> (String, String) {
    let place = kept(PLACE).unwrap_or_default();
    let part = |at: usize| String::read(place.get(at).unwrap_or(&Value::Null));
    (part(0), part(1))
}

pub(super) fn remember_place(cluster: &str, namespace: &str) {
    keep(PLACE, &Value::from(vec![cluster, namespace]));
}

/// How the draft is kept.
#[derive(Clone, Copy)]
pub(super) struct Keeping {
    /// Its id: its name in the store, and in the address of a page that goes on with it.
    id: State<String>,
    /// What goes with it.
    pub(super) around: State<Around>,
    /// When it was kept last, by this machine's clock; 0 before the first time.
    pub(super) at: State<i64>,
    /// It changed since it was written last.
    changed: State<bool>,
    /// It became a task, and is not kept any more.
    done: State<bool>,
    /// What there is to say of it.
    pub(super) said: State<Said>,
}

/// What there is to say of how the draft is kept.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Said {
    #[default]
    Nothing,
    /// Another tab changed it too: this one goes on with a copy.
    Copied,
    /// This browser keeps nothing.
    Impossible,
}

impl Keeping {
    pub(super) fn of(kept: &Kept) -> Self {
        let id = if kept.id.is_empty() {
            random_id()
        } else {
            kept.id.clone()
        };
        enter_draft(&id);
        Self {
            id: State::new(id),
            around: State::new(Around {
                is_new: false,
                ..kept.around.clone()
            }),
            at: State::new(0),
            changed: State::new(false),
            done: State::new(false),
            said: State::new(Said::Nothing),
        }
    }

    /// What comes now is another draft; the one before stays among the unfinished ones.
    pub(super) fn begin_another(self) {
        self.enter(random_id());
        self.around.set(Around::default());
        self.at.set(0);
        self.said.set(Said::Nothing);
    }

    /// Whoever follows it is told when another draft is here.
    pub(super) fn follow(self) {
        self.id.with(|_| ());
    }

    /// It is to be kept, whatever was seen of it.
    pub(super) fn touch(self) {
        self.changed.set(true);
    }

    fn enter(self, id: String) {
        enter_draft(&id);
        self.id.set(id);
    }

    /// The id of the draft that is here now.
    pub(super) fn id(self) -> String {
        self.id.get_untracked()
    }

    /// The draft of that id became a task.
    pub(super) async fn finish(self, id: &str) {
        if self.id.try_get_untracked().as_deref() == Some(id) {
            self.done.set(true);
            enter_draft(&random_id());
        }
        remove_draft(id).await;
    }
}

/// Keeps the draft a moment after every change, and at once when the page is left.
pub(super) fn keep_changes(form: Form) {
    let changed = form.keeping.changed;
    let is_first = Cell::new(true);
    follow(move || {
        form.sheet.draft.with(|_| ());
        form.attempts.with(|_| ());
        form.keeping.around.with(|_| ());
        // That it is opened is no change.
        if is_first.replace(false) || changed.get_untracked() {
            return;
        }
        changed.set(true);
        leptos::task::spawn_local(async move {
            sleep(PAUSE).await;
            keep_now(form).await;
        });
    });
    on_page_hidden(move || {
        if let Some((id, body)) = due(form) {
            leave_draft(&id, now(), &body);
        }
    });
    on_cleanup(move || leptos::task::spawn_local(keep_now(form)));
}

/// Its id and what is to be kept of it now, where it changed and did not become a task. A draft that says nothing yet
/// is not kept.
fn due(form: Form) -> Option<(String, String)> {
    let Form { keeping, .. } = form;
    let is_due = keeping.changed.get_untracked() && keeping.done.try_get_untracked() == Some(false);
    keeping.changed.set(false);
    if !is_due {
        return None;
    }
    let attempts = form.attempts.get_untracked();
    let says_something = |draft: &Draft| {
        let nothing = form.untouched.with_value(|untouched| says_nothing(draft, untouched));
        !nothing || !attempts.is_empty() || keeping.at.get_untracked() > 0
    };
    let (id, around) = (keeping.id.get_untracked(), keeping.around.get_untracked());
    let draft = form.sheet.draft;
    let body = draft.try_with_untracked(|draft| says_something(draft).then(|| body(draft, &attempts, &around)));
    body.flatten().map(|body| (id, body))
}

/// Keeps it as it is when this is called, not when it is awaited: the page may be left meanwhile.
pub(super) fn keep_now(form: Form) -> impl Future<Output = ()> {
    let taken = due(form);
    let Form { keeping, .. } = form;
    async move {
        let Some((id, body)) = taken else { return };
        let at = now();
        let kept = put_draft(&id, at, &body).await;
        // Another draft may be here by now.
        if keeping.id.try_get_untracked().as_ref() != Some(&id) {
            return;
        }
        let said = match &kept {
            None => Said::Impossible,
            Some(kept) if *kept != id => Said::Copied,
            Some(_) => match keeping.said.get_untracked() {
                Said::Copied => Said::Copied,
                _ => Said::Nothing,
            },
        };
        if let Some(kept) = kept {
            keeping.at.set(at);
            if kept != id {
                keeping.enter(kept);
            }
        }
        if keeping.said.get_untracked() != said {
            keeping.said.set(said);
        }
    }
}

/// Only the place differs, which nobody typed.
fn says_nothing(draft: &Draft, untouched: &Draft) -> bool {
    let mut untouched = untouched.clone();
    for place in [DraftPath::CLUSTER, DraftPath::NAMESPACE] {
        untouched.set(place.as_str(), draft.text(place.as_str()));
    }
    *draft == untouched
}
