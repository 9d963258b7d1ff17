//! What every field has around its control.

use job::{DraftPath, Finding, Severity};
use leptos::prelude::*;

use super::Findings;
use crate::browser::after_press;
use crate::text;
use crate::ui::part;

/// What a control needs to say of itself.
pub(super) struct Frame {
    pub(super) id: String,
    pub(super) described_by: String,
    shown: Memo<Vec<Finding>>,
    path: StoredValue<DraftPath>,
    findings: Option<Findings>,
}

impl Frame {
    pub(super) fn new(path: DraftPath) -> Self {
        let findings = use_context::<Findings>();
        let id = path.dom_id();
        let at = path.clone();
        let shown = Memo::new(move |_| findings.map(|findings| findings.shown_at(&at)).unwrap_or_default());
        Self {
            described_by: format!("{id}-help {id}-errors"),
            id,
            shown,
            path: StoredValue::new(path),
            findings,
        }
    }

    /// What to call when the control loses the focus.
    pub(super) fn leave(&self) -> impl Fn() + Copy + 'static {
        let (findings, path) = (self.findings, self.path);
        move || {
            after_press(move || {
                if let Some(findings) = findings {
                    path.try_with_value(|path| findings.leave(path));
                }
            });
        }
    }

    /// What to call when the control's value changes.
    pub(super) fn edit(&self) -> impl Fn() + Copy + 'static {
        let (findings, path) = (self.findings, self.path);
        move || {
            if let Some(findings) = findings {
                path.try_with_value(|path| findings.edit(path));
            }
        }
    }

    /// `aria-invalid` of the control.
    pub(super) fn invalid(&self) -> Signal<Option<&'static str>> {
        let shown = self.shown;
        Signal::derive(move || {
            shown
                .with(|shown| shown.iter().any(Finding::is_error))
                .then_some("true")
        })
    }

    /// The help line and the findings, under the control.
    pub(super) fn below(&self, help: &'static str) -> AnyView {
        let shown = self.shown;
        let findings = part(move || shown.get().iter().map(line).collect::<Vec<_>>().into_any());
        view! {
            <p class="help" id=format!("{}-help", self.id)>{help}</p>
            <div class="findings" id=format!("{}-errors", self.id)>{findings}</div>
        }
        .into_any()
    }
}

fn line(finding: &Finding) -> AnyView {
    let class = if finding.severity == Severity::Error {
        "finding bad"
    } else {
        "finding warn"
    };
    view! { <p class=class data-code=code_of(finding) title=finding.server_words.clone()>{text::finding(finding)}</p> }
        .into_any()
}

fn code_of(finding: &Finding) -> String {
    serde_json::to_value(finding.code)
        .ok()
        .and_then(|code| code.as_str().map(str::to_owned))
        .unwrap_or_default()
}
