//! The press of Create: one press, one attempt id, at most one task.

use std::cell::Cell;
use std::rc::Rc;

use job::{Draft, DraftPath, Finding};
use leptos::prelude::*;

use super::form::Form;
use super::kept::{keep_now, remember_place};
use super::mend::go_to;
use super::notice::Notice;
use crate::api::{self, ApiError, Attempt, CreateRequest, ErrorKind, Outcome, ServiceMade, TaskAddress};
use crate::browser::{Address, random_id, sleep};
use crate::routes::task_page;
use crate::text;

/// How often a lost answer is asked after, and how long between, in milliseconds.
const READ_BACK: (u32, i32) = (5, 1_500);

/// A press waits so long for the draft to be kept, and looks so often, in milliseconds.
const KEPT_WITHIN: i32 = 1_000;
const TICK: i32 = 10;

/// How Create was pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// The usual way: a strict dry run first.
    Checked,
    /// "Create anyway": the dry run was impossible.
    WithoutDryRun,
}

/// One press. While one is under way, another does nothing: a double click makes one task.
pub(super) fn press(form: Form, how: Press) {
    if form.busy.get_untracked() {
        return;
    }
    form.notice.set(None);
    form.sheet.findings.all.set(true);
    form.sheet.findings.server.set(Vec::new());
    if let Some(first) = untrack(|| form.sheet.findings.to_mend()).first() {
        return go_to(form, &first.path);
    }
    form.busy.set(true);
    let attempt = Attempt {
        id: random_id(),
        earlier: form.attempts.get_untracked(),
        without_dry_run: how == Press::WithoutDryRun,
    };
    // Kept before it is sent: whatever happens now, this press can be found again.
    form.attempts.update(|attempts| attempts.push(attempt.id.clone()));
    form.keeping.touch();
    let kept = keep_now(form);
    // What is sent is what was pressed, whatever is typed meanwhile.
    let pressed = Pressed {
        form,
        draft: form.sheet.draft.get_untracked(),
        id: form.keeping.id(),
        address: use_context::<Address>(),
    };
    leptos::task::spawn_local(async move {
        at_most(KEPT_WITHIN, kept).await;
        let draft = pressed.draft.clone();
        let task = TaskAddress::of(&draft);
        let outcome = match api::call(api::Create {
            request: CreateRequest { draft, attempt },
        })
        .await
        {
            Err(error) if may_have_arrived(error.kind) => read_back(form, &task, error).await,
            answer => answer,
        };
        match outcome {
            Ok(Outcome::Created { uid, .. }) => services(pressed, uid).await,
            Ok(other) => settle(form, other),
            Err(error) => {
                form.notice.set(Some(Notice::Failed(error)));
            }
        }
        form.busy.set(false);
    });
}

/// Waits for it, but no longer than so many milliseconds: it goes on by itself.
async fn at_most(milliseconds: i32, what: impl Future<Output = ()> + 'static) {
    let done = Rc::new(Cell::new(false));
    let told = done.clone();
    leptos::task::spawn_local(async move {
        what.await;
        told.set(true);
    });
    for _ in 0..milliseconds / TICK {
        if done.get() {
            return;
        }
        sleep(TICK).await;
    }
}

/// A draft as it was when Create was pressed.
struct Pressed {
    form: Form,
    draft: Draft,
    /// The id under which it is kept.
    id: String,
    address: Option<Address>,
}

/// The task is there: its Services follow, and then its page opens. Where one is refused the wizard
/// stays, says which, and offers to try again or to undo.
async fn services(pressed: Pressed, uid: String) {
    let Pressed {
        form,
        draft,
        id,
        address,
    } = pressed;
    let task = TaskAddress::of(&draft);
    let mut refused = Vec::new();
    if draft.rows("services").next().is_some() {
        let call = api::Services {
            draft,
            uid: uid.clone(),
        };
        match api::call(call).await {
            Ok(made) => refused.extend(made.into_iter().filter(|made| !is_there(made))),
            Err(error) => refused.push(ServiceMade {
                name: String::new(),
                findings: Vec::new(),
                error: Some(error),
            }),
        }
    }
    if refused.is_empty() {
        remember_place(&task.cluster, &task.namespace);
        form.keeping.finish(&id).await;
        if let Some(address) = address {
            address.go(&task_page(&task.cluster, &task.namespace, &task.name));
        }
        return;
    }
    let findings = refused.iter().flat_map(|made| made.findings.clone()).collect();
    form.sheet.findings.server.set(findings);
    form.notice.set(Some(Notice::ServicesRefused { uid, refused }));
}

fn is_there(made: &ServiceMade) -> bool {
    made.findings.is_empty() && made.error.is_none()
}

/// Once more, for the Services that are missing.
pub(super) fn retry_services(form: Form, uid: String) {
    if form.busy.get_untracked() {
        return;
    }
    form.busy.set(true);
    form.notice.set(None);
    form.sheet.findings.server.set(Vec::new());
    let pressed = Pressed {
        form,
        draft: form.sheet.draft.get_untracked(),
        id: form.keeping.id(),
        address: use_context::<Address>(),
    };
    leptos::task::spawn_local(async move {
        services(pressed, uid).await;
        form.busy.set(false);
    });
}

/// Takes the task back, and with it those of its Services that are there.
pub(super) fn undo_task(form: Form, uid: String) {
    if form.busy.get_untracked() {
        return;
    }
    form.busy.set(true);
    let task = form.sheet.draft.with_untracked(TaskAddress::of);
    leptos::task::spawn_local(async move {
        let answer = api::call(api::Delete { task, uid }).await;
        let notice = answer.err().map(Notice::Failed);
        if notice.is_none() {
            form.attempts.set(Vec::new());
        }
        form.notice.set(notice);
        form.busy.set(false);
    });
}

/// What did not make a task is said at the fields and above the form.
fn settle(form: Form, outcome: Outcome) {
    match outcome {
        // A press that is known to have made nothing need not be looked for again.
        Outcome::Refused { findings } => {
            forget_last_attempt(form);
            refused(form, findings);
        }
        Outcome::NameTaken { free } => {
            forget_last_attempt(form);
            form.notice.set(Some(Notice::NameTaken { free }));
            go_to(form, &DraftPath::NAME);
        }
        Outcome::DryRunImpossible { error } => {
            forget_last_attempt(form);
            form.notice.set(Some(Notice::DryRunImpossible(error)));
        }
        Outcome::Lost { error } => {
            form.notice.set(Some(Notice::Lost(error)));
        }
        Outcome::Created { .. } => {}
    }
}

fn refused(form: Form, findings: Vec<Finding>) {
    let homeless: Vec<_> = findings
        .iter()
        .filter(|finding| finding.path.step().is_none())
        .map(text::finding)
        .collect();
    let at_fields = findings.iter().any(|finding| finding.path.step().is_some());
    form.sheet.findings.server.set(findings);
    form.notice
        .set((!homeless.is_empty() || !at_fields).then_some(Notice::Refused(homeless)));
    if let Some(first) = untrack(|| form.sheet.findings.to_mend()).first() {
        go_to(form, &first.path);
    }
}

fn forget_last_attempt(form: Form) {
    let _ = form.attempts.update(Vec::pop);
}

/// Whether the request may have been carried out although no answer came.
fn may_have_arrived(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConsoleUnreachable
            | ErrorKind::ConsoleAnswer
            | ErrorKind::ConsoleFailed
            | ErrorKind::Timeout
            | ErrorKind::AnswerLost
    )
}

/// The answer was lost between browser and console: asks whether the task is there, and ours.
async fn read_back(form: Form, task: &TaskAddress, lost: ApiError) -> Result<Outcome, ApiError> {
    let attempts = form.attempts.try_get_untracked().unwrap_or_default();
    let (times, between) = READ_BACK;
    let mut seen = Ok(Outcome::Lost { error: lost });
    for _ in 0..times {
        sleep(between).await;
        match api::call(api::ReadBack {
            task: task.clone(),
            attempts: attempts.clone(),
        })
        .await
        {
            Ok(Outcome::Lost { .. }) => {}
            Ok(answer) => return Ok(answer),
            Err(error) if may_have_arrived(error.kind) => {}
            Err(error) => seen = Err(error),
        }
    }
    seen
}
