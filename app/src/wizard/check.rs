//! The Check panel: what the cluster would say, before Create is pressed.
//!
//! It is made by itself a moment after the last change, and again when it is asked for. It is of the draft as it
//! was then: once that changes it says so. Create does not wait for it.

use job::{Args, Draft, DraftPath};
use leptos::prelude::*;

use super::deep::follow_place;
use super::form::Form;
use super::mend::to_mend;
use super::seen::watch_images;
use crate::api::{self, ApiError, Check, CheckState, ErrorKind, QuotaBar};
use crate::browser::sleep;
use crate::shell::{Signed, trouble};
use crate::state::{State, follow};
use crate::text::{self, error_texts, fill, key, t};
use crate::ui::{El, Tone, all, button, el, mark, part_if, words};

/// Checked this long after the last change, in milliseconds.
const PAUSE: i32 = 1_200;

/// What was judged, and how it ended.
type Judged = Option<(Draft, Result<Vec<Check>, ApiError>)>;

/// The panel, under the list of what is to mend.
pub fn check_panel(form: Form) -> AnyView {
    watch_images(form);
    follow_place(form);
    let judged = State::new(None::<(Draft, Result<Vec<Check>, ApiError>)>);
    let busy = State::new(false);
    let ready = State::of(move || {
        let wanted = [DraftPath::NAME, DraftPath::CLUSTER, DraftPath::NAMESPACE];
        let filled = |draft: &Draft| wanted.iter().all(|path| !draft.text(path.as_str()).is_empty());
        form.sheet.draft.with(filled)
            && form
                .sheet
                .findings
                .checked
                .with(|all| !all.iter().any(job::Finding::is_error))
    });
    let turns = State::new(0_u64);
    // What somebody else was told is nothing to who signed in, nor what is still on its way.
    follow(move || {
        Signed::follow();
        next(turns);
        busy.set(false);
        judged.set(None);
    });
    // Counted, so that no draft is copied at a keystroke.
    let changes = State::new(0_u64);
    follow(move || {
        // Who signed in again is told anew.
        Signed::follow();
        form.sheet.draft.with(|_| ());
        let change = changes.get_untracked() + 1;
        changes.set(change);
        if !ready.get() {
            return;
        }
        // As it is at the change: what a press of Create brings from now on is newer than the check.
        let before = form.sheet.findings.server.get_untracked();
        leptos::task::spawn_local(async move {
            sleep(PAUSE).await;
            // A press that is under way is waited for.
            while form.busy.try_get_untracked() == Some(true) {
                sleep(PAUSE).await;
            }
            if changes.get_untracked() != change {
                return;
            }
            let Some(draft) = form.sheet.draft.try_get_untracked() else {
                return;
            };
            let is_told = |judged: &Judged| is_of(judged, &draft) && matches!(judged, Some((_, Ok(_))));
            let known = judged.try_with_untracked(is_told) == Some(true);
            if !known {
                run(form, judged, turns, busy, draft, before).await;
            }
        });
    });
    let stale = State::of(move || judged.with(|judged| form.sheet.draft.with(|draft| !is_of(judged, draft))));
    let said = words(move || match &*judged.read() {
        _ if busy.get() => t(key::CHECKING).to_owned(),
        Some((_, Ok(checks))) => counts(checks),
        Some((_, Err(_))) => t(key::CHECK_UNMADE).to_owned(),
        None => String::new(),
    });
    let summary = el("summary")
        .child(el("span").class("section-title").child(t(key::CHECK)))
        .child(" ")
        .child(
            el("span")
                .live("class", move || {
                    let is_bad = |check: &Check| check.state == CheckState::Failed && !is_remark(check);
                    let any =
                        judged.with(|judged| matches!(judged, Some((_, Ok(checks))) if checks.iter().any(is_bad)));
                    Some(if any { "section-count mark-bad" } else { "section-count" }.to_owned())
                })
                .attr("role", "status")
                .child(said),
        );
    let again = move || {
        let draft = form.sheet.draft.get_untracked();
        let before = form.sheet.findings.server.get_untracked();
        leptos::task::spawn_local(async move { run(form, judged, turns, busy, draft, before).await });
    };
    // Who is asked already goes on typing where another check asks the same.
    let asked = State::of(move || {
        judged.with(|judged| match judged {
            Some((_, Err(error))) if error.kind == ErrorKind::SignIn => Some(error.clone()),
            _ => None,
        })
    });
    let body = part_if(move || {
        if let Some(error) = asked.get() {
            return Some(trouble(error, Tone::Warn, Vec::new()));
        }
        Some(match &*judged.read() {
            None => el("p").class("help").child(t(key::CHECK_WAITS)),
            Some((_, Err(error))) => el("p").class("help").child(error_texts(error).0),
            Some((_, Ok(checks))) => {
                // What failed first.
                let (failed, others): (Vec<_>, Vec<_>) =
                    checks.iter().partition(|check| check.state == CheckState::Failed);
                let lines = failed.into_iter().chain(others).map(|check| line(form, check));
                el("ul").child(lines.collect::<Vec<_>>())
            }
        })
    });
    let old = part_if(move || {
        let shown = stale.get() && judged.read().is_some();
        shown.then(|| el("p").class("help").child(t(key::CHECK_STALE)))
    });
    let panel = el("details")
        .class("section checks")
        .child(summary)
        .child(body)
        .child(old)
        .child(
            button("link", again)
                .live_flag("hidden", move || !ready.get())
                .child(t(key::CHECK_AGAIN)),
        );
    all(vec![to_mend(form).into_any(), panel.into_any()])
}

fn is_of(judged: &Judged, draft: &Draft) -> bool {
    judged.as_ref().is_some_and(|(of, _)| of == draft)
}

fn next(turns: State<u64>) -> Option<u64> {
    turns.update(|turn| {
        *turn += 1;
        *turn
    })
}

/// Makes it of that draft. What the server said before is replaced by what is said now.
async fn run(
    form: Form,
    judged: State<Judged>,
    turns: State<u64>,
    busy: State<bool>,
    draft: Draft,
    before: Vec<job::Finding>,
) {
    let turn = next(turns);
    busy.set(true);
    let answer = api::call(api::Preflight { draft: draft.clone() }).await;
    // One that began later is newer, and who signed in meanwhile is told anew.
    if turns.try_get_untracked() != turn {
        return;
    }
    busy.set(false);
    // What a press of Create brought meanwhile is newer, and stays.
    let is_older = |now: &Vec<job::Finding>| now.is_empty() || *now == before;
    let unpressed = form.sheet.findings.server.try_with_untracked(is_older) == Some(true);
    let unchanged = unpressed && form.sheet.draft.try_with_untracked(|now| *now == draft) == Some(true);
    if let Ok(checks) = &answer
        && unchanged
    {
        let findings = checks.iter().flat_map(|check| check.findings.clone()).collect();
        form.sheet.findings.server.set(findings);
    }
    judged.set(Some((draft, answer)));
}

fn counts(checks: &[Check]) -> String {
    let mut said = Vec::new();
    for (state, word) in [
        (CheckState::Failed, key::CHECK_FAILED),
        (CheckState::Unmade, key::CHECK_UNMADE),
        (CheckState::Passed, key::CHECK_PASSED),
    ] {
        let count = checks
            .iter()
            .filter(|check| check.state == state && !is_remark(check))
            .count();
        if count > 0 {
            said.push(format!("{count} {}", t(word)));
        }
    }
    said.join(" · ")
}

/// It says something of the cluster, and nothing of the task.
fn is_remark(check: &Check) -> bool {
    check.name == "practice"
}

fn line(form: Form, check: &Check) -> El {
    let (class, shape, word) = match check.state {
        _ if is_remark(check) => ("check", "i", ""),
        CheckState::Passed => ("check good", "✓", t(key::CHECK_PASSED)),
        CheckState::Failed => ("check bad", "✕", t(key::CHECK_FAILED)),
        CheckState::Unmade => ("check", "?", t(key::CHECK_UNMADE)),
    };
    let found: Vec<_> = check.findings.iter().map(text::finding).collect();
    let words: Vec<_> = found
        .iter()
        .chain(&check.words)
        .map(|words| el("p").class("help").child(words.as_str()))
        .collect();
    el("li")
        .class(class)
        .child(mark(shape))
        .child(" ")
        .child(text::check(&check.name))
        .child(" ")
        .child(el("span").class("section-count").child(word))
        .child(words)
        .child(text::check_more(&check.name).map(|more| el("p").class("help").child(more)))
        .child(check.bars.iter().map(bar).collect::<Vec<_>>())
        .child(asks_for_restricted(check).then(|| {
            let restrict = move || {
                form.sheet.findings.server.set(Vec::new());
                form.sheet.change(Draft::restrict);
            };
            button("link", restrict).child(t(key::POD_SECURITY_RESTRICT))
        }))
}

fn asks_for_restricted(check: &Check) -> bool {
    let of_level = |finding: &job::Finding| finding.args.get("level") == Some("restricted");
    check.name == "pod-security" && check.findings.iter().any(of_level)
}

/// Used, this task, limit.
fn bar(bar: &QuotaBar) -> El {
    let args = Args::with("used", &bar.used)
        .and("task", &bar.task)
        .and("limit", &bar.limit);
    let (used, task) = bar.percent;
    el("p")
        .class("help")
        .child(el("span").class("mono").child(bar.what.as_str()))
        .child(" ")
        .child(fill(key::QUOTA_BAR, &args))
        .child(
            el("progress")
                .attr("max", "100")
                .attr("value", &(used + task).min(100).to_string())
                .attr("aria-hidden", "true"),
        )
}
