//! What came of a press of Create that made no task, above the form.

use super::create::{Press, press, retry_services, undo_task};
use super::form::Form;
use super::mend::go_to;
use crate::api::{ApiError, ErrorKind, ServiceMade, TaskAddress};
use crate::routes::task_page;
use crate::shell::trouble;
use crate::text::{self, error_texts, fill, key, t};
use crate::ui::{Banner, El, Tone, banner, button, el, link, part_if};
use job::{Args, DraftPath};
use leptos::prelude::*;

/// What came of it.
#[derive(Clone)]
pub(super) enum Notice {
    /// The call failed; nothing was created.
    Failed(ApiError),
    /// The dry run could not be made; nothing was created.
    DryRunImpossible(ApiError),
    /// Another task has the name.
    NameTaken { free: String },
    /// Whether it was created is not known, or it was not as far as can be seen.
    Lost(ApiError),
    /// The task is there, some of its Services are not.
    ServicesRefused { uid: String, refused: Vec<ServiceMade> },
    /// Refused, and some of what was said belongs to no field.
    Refused(Vec<String>),
}

/// The panel.
pub fn notice_panel(form: Form) -> AnyView {
    part_if(move || form.notice.get().map(|notice| panel(form, notice)))
}

fn panel(form: Form, notice: Notice) -> El {
    match notice {
        Notice::Failed(error) => trouble(error, Tone::Bad, Vec::new()),
        Notice::DryRunImpossible(error) => {
            let anyway = button("", move || press(form, Press::WithoutDryRun)).child(t(key::CREATE_ANYWAY));
            banner(Banner {
                next: error_texts(&error).0,
                details: error.words,
                actions: vec![anyway],
                ..Banner::new(Tone::Warn, t(key::DRY_RUN_IMPOSSIBLE))
            })
        }
        Notice::NameTaken { free } => name_taken(form, free),
        Notice::Lost(error) => banner(Banner {
            next: t(key::ANSWER_LOST_NEXT).to_owned(),
            details: error.words,
            ..Banner::new(Tone::Warn, t(key::ANSWER_LOST))
        }),
        Notice::ServicesRefused { uid, refused } => services_refused(form, uid, refused),
        Notice::Refused(words) => banner(Banner {
            next: t(key::REFUSED_NEXT).to_owned(),
            details: words.join("\n"),
            ..Banner::new(Tone::Bad, t(key::REFUSED))
        }),
    }
}

/// The other task is a click away, and so is a name that is free.
fn name_taken(form: Form, free: String) -> El {
    let TaskAddress {
        cluster,
        namespace,
        name,
    } = form.sheet.draft.with_untracked(TaskAddress::of);
    let use_it = fill(key::USE_NAME, &Args::with("name", &free));
    let take = move || {
        form.sheet.set_text(&DraftPath::NAME, free.clone());
        form.notice.set(None);
        go_to(form, &DraftPath::NAME);
    };
    banner(Banner {
        actions: vec![
            button("", take).child(use_it),
            link("", &task_page(&cluster, &namespace, &name)).child(t(key::SHOW_OTHER_TASK)),
        ],
        ..Banner::new(
            Tone::Bad,
            fill(key::NAME_TAKEN, &Args::with("name", &name).and("namespace", &namespace)),
        )
    })
}

/// What is there, what is not and why, and the two ways on.
fn services_refused(form: Form, uid: String, refused: Vec<ServiceMade>) -> El {
    let TaskAddress {
        cluster,
        namespace,
        name,
    } = form.sheet.draft.with_untracked(TaskAddress::of);
    let mut words = Vec::new();
    // Who is asked for is asked in place; the way on stays below.
    let mut unknown = refused.iter().filter_map(|made| made.error.clone());
    let asked = unknown.find(|error| error.kind == ErrorKind::SignIn);
    let asked = asked.map(|error| trouble(error, Tone::Bad, Vec::new()));
    for made in refused {
        words.extend(
            made.findings
                .iter()
                .map(|finding| format!("{}: {}", made.name, text::finding(finding))),
        );
        words.extend(
            made.error
                .map(|error| format!("{} {} {}", made.name, error_texts(&error).0, error.words)),
        );
    }
    let undo = uid.clone();
    let said = banner(Banner {
        next: t(key::SERVICES_REFUSED_NEXT).to_owned(),
        details: words.join("\n"),
        actions: vec![
            button("", move || retry_services(form, uid.clone())).child(t(key::RETRY_SERVICES)),
            button("", move || undo_task(form, undo.clone())).child(t(key::UNDO_TASK)),
            link("", &task_page(&cluster, &namespace, &name)).child(t(key::GO_TO_TASK)),
        ],
        ..Banner::new(Tone::Bad, fill(key::SERVICES_REFUSED, &Args::with("name", &name)))
    });
    el("div").child(asked).child(said)
}
