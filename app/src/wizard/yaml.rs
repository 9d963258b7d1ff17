//! The text beside the form: what Create would send, to read and to type into.

use std::cell::RefCell;
use std::rc::Rc;

use job::yaml::{Broken, Text};
use job::{Args, Draft, DraftPath, Manifests, manifests};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::Element;

use super::form::Form;
use super::kept::Around;
use super::mend::{go_to, turn_to};
use crate::browser::{Editor, Mark, copy, light_soon, mount_editor, save_file, sleep};
use crate::state::{State, follow};
use crate::text::{draft as say, draft_filled, draft_key, finding};
use crate::ui::{button, el, only_heard, part_if, words};

/// Lines are marked this long after the last change, in milliseconds.
const PAUSE: i32 = 250;
/// The id of the line of help under the text.
const HELP: &str = "yaml-help";

/// What the panel holds.
#[derive(Clone)]
struct Panel {
    form: Form,
    text: StoredValue<Text>,
    editor: SendWrapper<Rc<RefCell<Option<Editor>>>>,
    /// What there is to say of the text.
    state: State<TextState>,
}

/// How the text and the form stand to each other.
#[derive(Clone, Default, PartialEq)]
struct TextState {
    broken: Option<Broken>,
    is_behind: bool,
    is_own: bool,
    /// Documents of the text that are not sent.
    others: Vec<String>,
}

/// The panel.
pub fn yaml_panel(form: Form) -> AnyView {
    let Around { text: own, said, .. } = form.keeping.around.get_untracked();
    let text = form.sheet.draft.with_untracked(|draft| Text::new(draft, &own, &said));
    let panel = Panel {
        form,
        text: StoredValue::new(text),
        editor: SendWrapper::new(Rc::new(RefCell::new(None))),
        state: State::default(),
    };
    panel.changed();
    let host = el("div")
        .class("yaml-text")
        .on("focusout", move |_| form.sheet.end_visit());
    panel.clone().mount(host.element());
    panel.clone().follow_form();
    panel.clone().follow_findings();
    let closing = panel.clone();
    on_cleanup(move || {
        if let Some(editor) = closing.editor.borrow_mut().take() {
            editor.close();
        }
    });
    let copied = State::new("");
    let (copying, saving, renewing) = (panel.clone(), panel.clone(), panel.clone());
    let copy_text = move || {
        let text = copying.shown();
        leptos::task::spawn_local(async move {
            copied.set(say(if copy(&text).await {
                draft_key::COPIED
            } else {
                draft_key::NOT_COPIED
            }));
        });
    };
    let save = move || {
        let name = form
            .sheet
            .draft
            .with_untracked(|draft| draft.text(DraftPath::NAME.as_str()).to_owned());
        let name = if name.is_empty() { "task".to_owned() } else { name };
        save_file(&format!("{name}.yaml"), &saving.shown());
    };
    let state = panel.state;
    let renew = part_if(move || {
        let panel = renewing.clone();
        let is_shown = state.with(|state| state.is_own && state.broken.is_none());
        is_shown.then(|| button("link", move || panel.forget_own()).child(say(draft_key::YAML_CANONICAL)))
    });
    let discarding = panel.clone();
    let broken = part_if(move || {
        let panel = discarding.clone();
        let state = state.get();
        let why = match state.broken? {
            Broken::NoJob => say(draft_key::YAML_NO_JOB).to_owned(),
            Broken::Unreadable(why) => {
                let args = Args::with("line", why.line).and("words", &why.message);
                draft_filled(draft_key::YAML_BROKEN, &args)
            }
        };
        let behind = state
            .is_behind
            .then(|| el("p").class("help").child(say(draft_key::YAML_BEHIND)));
        let discard = button("link", move || panel.forget_own()).child(say(draft_key::YAML_DISCARD));
        Some(
            el("div")
                .child(el("p").class("finding bad").child(why))
                .child(behind)
                .child(discard),
        )
    });
    el("section")
        .class("yaml")
        .attr("aria-labelledby", "yaml-title")
        .child(
            el("div")
                .class("actions")
                .child(el("h2").id("yaml-title").child("YAML"))
                .child(button("quiet", copy_text).child(say(draft_key::YAML_COPY)))
                .child(button("quiet", save).child(say(draft_key::YAML_DOWNLOAD)))
                .child(renew)
                .child(only_heard(words(move || copied.get().to_owned())).attr("role", "status")),
        )
        .child(host)
        .child(el("div").attr("role", "status").child(broken))
        .child(el("p").class("help").id(HELP).child(say(draft_key::YAML_HELP)))
        .child(part_if(move || {
            let others = state.with(|state| state.others.join(", "));
            let said = draft_filled(draft_key::YAML_OTHERS, &Args::with("names", &others));
            (!others.is_empty()).then(|| el("p").class("help").child(said))
        }))
        .child(kept(form))
        .into_any()
}

impl Panel {
    fn shown(&self) -> String {
        let shown = self.text.try_with_value(|text| text.text().to_owned());
        shown.unwrap_or_default()
    }

    fn with_editor(&self, act: impl FnOnce(&Editor)) {
        // What the editor says while it is told something comes back here.
        let editor = self.editor.borrow().clone();
        if let Some(editor) = editor {
            act(&editor);
        }
    }

    /// Puts the editor into its place.
    fn mount(self, host: Element) {
        let (typing, pointing, focusing) = (self.clone(), self.clone(), self.clone());
        let typed = move |text: String| typing.typed(text);
        let pointed = move |line: f64, go: bool| pointing.pointed(line as usize, go);
        let focused = move |id: String| focusing.focused(&id);
        leptos::task::spawn_local(async move {
            let names = (say(draft_key::YAML_LABEL), HELP);
            let editor = mount_editor(&host, &self.shown(), names, typed, pointed, focused).await;
            // The panel may be closed by now, the text another one.
            if self.text.try_with_value(|_| ()).is_none() {
                return editor.close();
            }
            editor.show(&self.shown());
            *self.editor.borrow_mut() = Some(editor);
            self.mark();
        });
    }

    /// The form changed: the text follows.
    fn follow_form(self) {
        follow(move || {
            let changed = self
                .form
                .sheet
                .draft
                .with(|draft| self.text.try_update_value(|text| text.follow(draft)));
            if changed == Some(true) {
                let text = self.shown();
                self.with_editor(|editor| editor.show(&text));
            }
            self.changed();
        });
    }

    /// Somebody typed: the form follows where the text stands for a task.
    fn typed(&self, text: String) {
        let Some(draft) = self.form.sheet.draft.try_get_untracked() else {
            return;
        };
        let typed = text.clone();
        let new = self.text.try_update_value(|own| own.type_text(text, &draft)).flatten();
        if let Some(new) = new {
            let container = self.form.container.get_untracked();
            let keys: Vec<_> = new.rows("containers").map(|row| row.key()).collect();
            self.form.sheet.retype(new);
            if let Some(first) = keys.first().filter(|_| !keys.contains(&container)) {
                self.form.container.set(*first);
            }
        }
        let shown = self.shown();
        if shown != typed {
            self.with_editor(|editor| editor.show(&shown));
        }
        self.changed();
    }

    /// The canonical text takes the place of what was typed.
    fn forget_own(&self) {
        if let Some(draft) = self.form.sheet.draft.try_get_untracked() {
            self.text.update_value(|text| text.forget_own(&draft));
            let text = self.shown();
            self.with_editor(|editor| editor.show(&text));
            self.changed();
        }
    }

    /// Keeps the text with the draft, and says how it stands.
    fn changed(&self) {
        let now = self.text.try_with_value(|text| {
            let state = TextState {
                broken: text.broken().cloned(),
                is_behind: text.is_behind(),
                is_own: !text.own().is_empty(),
                others: text.others().to_vec(),
            };
            (text.own().to_owned(), text.said_before(), state)
        });
        let Some((own, said, state)) = now else { return };
        let around = self.form.keeping.around;
        if around.try_with_untracked(|around| around.text != own || around.said != said) == Some(true) {
            let _ = around.update(|around| (around.text, around.said) = (own, said));
        }
        if self.state.try_with_untracked(|known| *known != state) == Some(true) {
            self.state.set(state);
        }
    }

    fn made(&self) -> Option<Manifests> {
        self.form.sheet.draft.try_with_untracked(manifests)
    }

    fn follow_findings(self) {
        let changes = State::new(0_u64);
        follow(move || {
            self.form.sheet.findings.checked.with(|_| ());
            self.form.sheet.findings.server.with(|_| ());
            self.state.with(|_| ());
            let change = changes.get_untracked() + 1;
            changes.set(change);
            let panel = self.clone();
            leptos::task::spawn_local(async move {
                sleep(PAUSE).await;
                if changes.try_get_untracked() == Some(change) {
                    panel.mark();
                }
            });
        });
    }

    /// Marks the lines of what is wrong; of a text that is no draft, the line that is.
    fn mark(&self) {
        let Some(made) = self.made() else { return };
        let findings = self.form.sheet.findings;
        let mut all = findings.server.get_untracked();
        all.extend(findings.checked.get_untracked());
        let marks = self.text.try_update_value(|text| match text.broken() {
            Some(Broken::Unreadable(why)) => vec![Mark {
                line: why.line,
                is_error: true,
                message: why.message.clone(),
            }],
            Some(Broken::NoJob) => Vec::new(),
            None => {
                let mark = |found: &job::Finding| {
                    let (line, _) = text.lines_of(&made, &found.path, &found.api_path)?;
                    Some(Mark {
                        line,
                        is_error: found.is_error(),
                        message: finding(found),
                    })
                };
                all.iter().filter_map(mark).collect()
            }
        });
        self.with_editor(|editor| editor.mark(&marks.unwrap_or_default()));
    }

    /// A press on a line shows its field, or goes there.
    fn pointed(&self, line: usize, go: bool) {
        let Some(made) = self.made() else { return };
        let path = self.text.try_update_value(|text| text.path_at(&made, line)).flatten();
        let Some(path) = path.filter(|path| path.step().is_some()) else {
            return;
        };
        if go {
            go_to(self.form, &path);
        } else {
            turn_to(self.form, &path);
            light_soon(path.dom_id());
        }
    }

    /// The lines of the field that has the focus are lit.
    fn focused(&self, id: &str) {
        let Some(made) = self.made() else { return };
        let all = made
            .map
            .iter()
            .chain(made.services.iter().flat_map(|service| service.map.iter()));
        let is_of = |path: &DraftPath| {
            let own = path.dom_id();
            id.strip_prefix(own.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let path = all
            .map(|(_, path)| path)
            .filter(|path| is_of(path))
            .max_by_key(|path| path.as_str().len());
        let lines = path.and_then(|path| {
            self.text
                .try_update_value(|text| text.lines_of(&made, path, ""))
                .flatten()
        });
        // Of what is not in the text nothing is lit: no line comes before the first.
        self.with_editor(|editor| editor.light(lines.unwrap_or((1, 0))));
    }
}

/// What the form does not show, and is sent.
fn kept(form: Form) -> AnyView {
    let list = State::of(move || {
        let of = |draft: &Draft| {
            let said = draft.kept.iter().filter(|(_, value)| !value.is_null());
            said.map(|(path, value)| (path.clone(), job::draft::json(value)))
                .collect::<Vec<_>>()
        };
        // It changes with more than a line of text only.
        form.sheet.look(of)
    });
    part_if(move || {
        let list = list.get();
        let count = list.len();
        let item = |(path, value): (String, String)| {
            let name = draft_filled(draft_key::YAML_REMOVE, &Args::with("path", &path));
            let shown = format!("{path}: {value}");
            let remove = move || form.sheet.change(|draft| drop(draft.kept.remove(&path)));
            el("li").child(el("code").child(shown)).child(" ").child(
                button("link", remove)
                    .attr("aria-label", &name)
                    .child(say(draft_key::REMOVE)),
            )
        };
        let items: Vec<_> = list.into_iter().map(item).collect();
        (count > 0).then(|| {
            let title = draft_filled(draft_key::YAML_KEPT, &Args::with("count", count));
            el("details")
                .class("section")
                .child(el("summary").class("section-title").child(title))
                .child(el("ul").class("things").child(items))
        })
    })
}
