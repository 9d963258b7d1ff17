//! What every field has around its control.
use job::form::Field;
use job::{Args, DraftPath, Finding, Severity};

use super::Sheet;
use super::help::help;
use crate::browser::{after_press, focus_soon};
use crate::state::State;
use crate::text::{self, fill, key};
use crate::ui::{El, button, el, part_if};

/// The form that the fields are part of, by its id: Enter in one of them is a press of Create.
pub const TASK_FORM: &str = "task";

/// A field's place: its path, and the ids that tie label, control, help and findings together.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) sheet: Sheet,
    pub(super) path: DraftPath,
    pub(super) id: String,
    shown: State<Vec<Finding>>,
}

impl Frame {
    pub(super) fn new(sheet: Sheet, path: DraftPath) -> Self {
        let at = path.clone();
        Self {
            sheet,
            id: path.dom_id(),
            path,
            shown: State::of(move || sheet.findings.shown_at(&at)),
        }
    }

    /// A control that can be wrong by itself.
    pub(super) fn control(&self, control: El) -> El {
        let shown = self.shown;
        let invalid = move || {
            shown
                .with(|shown| shown.iter().any(Finding::is_error))
                .then(|| "true".to_owned())
        };
        // That of a row is part of its row's form.
        let of_task = !self.path.as_str().split('.').skip(2).any(is_key);
        self.tie(control)
            .attr_if("form", of_task.then_some(TASK_FORM))
            .live("aria-invalid", invalid)
    }

    /// Ties a control to its help and findings; leaving it makes its findings show.
    pub(super) fn tie(&self, control: El) -> El {
        let (sheet, path) = (self.sheet, self.path.clone());
        control
            .attr("aria-describedby", &format!("{0}-help {0}-errors", self.id))
            .on("focusout", move |_| {
                let path = path.clone();
                after_press(move || sheet.leave(&path));
            })
    }

    /// Puts the help line and the findings under a control.
    pub(super) fn below(&self, shown: El, field: &'static Field) -> El {
        let help_id = format!("{}-help", self.id);
        shown.child(help(field).id(&help_id)).child(self.findings())
    }

    /// What is wrong here, a line each.
    pub(super) fn findings(&self) -> El {
        let (sheet, found) = (self.sheet, self.shown);
        let findings = part_if(move || {
            let lines: Vec<_> = found.get().iter().map(|finding| line(sheet, finding)).collect();
            (!lines.is_empty()).then(|| el("div").child(lines))
        });
        el("div")
            .class("findings")
            .id(&format!("{}-errors", self.id))
            .child(findings)
    }
}

/// Whether a part of a path is the key of a row.
pub(super) fn is_key(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit())
}

fn line(sheet: Sheet, finding: &Finding) -> El {
    let class = match finding.severity {
        Severity::Error => "finding bad",
        Severity::Warning => "finding warn",
        Severity::Note => "finding note",
    };
    // What would be right is a press away.
    let path = finding.path.clone();
    let instead = finding
        .args
        .get("suggestion")
        .filter(|text| !text.is_empty())
        .map(|text| {
            let text = text.to_owned();
            let said = fill(key::USE_NAME, &Args::with("name", &text));
            let use_it = move || {
                // A step of its own, though the field was not left yet.
                sheet.end_visit();
                sheet.set_text(&path, text.clone());
                focus_soon(path.dom_id());
            };
            button("link", use_it).child(said)
        });
    el("p")
        .class(class)
        .attr("data-code", &text::code(finding))
        .attr_if("title", finding.server_words.as_deref())
        .child(text::finding(finding))
        .child(" ")
        .child(instead)
}
