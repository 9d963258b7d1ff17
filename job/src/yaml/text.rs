//! The text beside a form: it follows the draft, and what is typed into it becomes the draft.
//!
//! While nobody typed into it, it is the canonical text. A text of somebody's own keeps its comments, its order and
//! its quotes: a change of the form changes the lines concerned.

use serde_json::Value;

use super::merge::merged;
use super::{Document, Unreadable, edit, read, write};
use crate::manifest::{ApiPath, Manifests, objects};
use crate::{Draft, DraftPath, import};

/// A text that stands for a draft.
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    /// Somebody typed it.
    is_own: bool,
    /// The objects that it stands for: the Job and its Services.
    said: Vec<Value>,
    /// Which of its documents they are.
    ours: Vec<usize>,
    broken: Option<Broken>,
    /// The form changed while it was broken.
    is_behind: bool,
    /// Its documents, once somebody asked for a place in it.
    read: Option<Vec<Document>>,
}

/// Why what was typed is no draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is no YAML.
    Unreadable(Unreadable),
    /// There is no Job in it.
    NoJob,
}

impl Text {
    /// The text of a draft; `own` is the one that it had, empty where it had none.
    pub fn new(draft: &Draft, own: &str) -> Self {
        let said = objects(draft);
        let canonical = |said: Vec<Value>| Self {
            text: write(&said),
            ours: (0..said.len()).collect(),
            said,
            ..Self::default()
        };
        if own.is_empty() {
            return canonical(said);
        }
        match read(own).map(|documents| ours(&documents)) {
            Err(why) => Self {
                text: own.to_owned(),
                is_own: true,
                said,
                broken: Some(Broken::Unreadable(why)),
                ..Self::default()
            },
            Ok(None) => canonical(said),
            Ok(Some((of_own, _))) => {
                let mut text = Self {
                    text: edit(own, &of_own, &said),
                    is_own: true,
                    said,
                    ..Self::default()
                };
                text.find_ours();
                text
            }
        }
    }

    fn find_ours(&mut self) {
        let found = read(&self.text).ok().and_then(|documents| ours(&documents));
        self.ours = found.map_or_else(Vec::new, |(ours, _)| ours);
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text where it is somebody's own; empty for the canonical one.
    pub fn own(&self) -> &str {
        if self.is_own { &self.text } else { "" }
    }

    /// Why what was typed is no draft: the form is as it was before.
    pub fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// Whether the form changed while the text was broken; both changes count once it is mended.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// The draft changed: the text follows. Whether it is another one now.
    pub fn follow(&mut self, draft: &Draft) -> bool {
        let now = objects(draft);
        if now == self.said {
            return false;
        }
        if self.broken.is_some() {
            self.is_behind = true;
            return false;
        }
        let before = std::mem::take(&mut self.text);
        if self.is_own {
            self.text = edit(&before, &self.ours, &now);
            // Services may have come and gone.
            if now.len() != self.said.len() {
                self.find_ours();
            }
        } else {
            self.text = write(&now);
            self.ours = (0..now.len()).collect();
        }
        self.said = now;
        self.read = None;
        self.text != before
    }

    /// Somebody typed: the draft that the text stands for now, in the place of the old one; nothing where it stands
    /// for none.
    pub fn type_text(&mut self, text: String, draft: &Draft) -> Option<Draft> {
        self.text = text;
        self.is_own = true;
        self.read = None;
        let documents = match read(&self.text) {
            Ok(documents) => documents,
            Err(why) => {
                self.broken = Some(Broken::Unreadable(why));
                return None;
            }
        };
        let Some((ours, mut values)) = ours(&documents) else {
            self.broken = Some(Broken::NoJob);
            return None;
        };
        self.ours = ours;
        if self.is_behind {
            let theirs = objects(draft);
            let nothing = Value::Null;
            let both = |(at, mine): (usize, &Value)| {
                merged(
                    self.said.get(at).unwrap_or(&nothing),
                    mine,
                    theirs.get(at).unwrap_or(mine),
                )
            };
            values = values.iter().enumerate().map(both).collect();
            self.text = edit(&self.text, &self.ours, &values);
        }
        let new = import::onto(draft, import::objects(&values).draft?);
        self.broken = None;
        self.is_behind = false;
        self.said = objects(&new);
        self.is_own = self.text != write(&self.said);
        Some(new)
    }

    /// Lets go of what was typed: the canonical text of the draft.
    pub fn forget_own(&mut self, draft: &Draft) {
        *self = Self::new(draft, "");
    }

    /// First and last line of what a field made, or of the place in the API that a finding names.
    pub fn lines_of(&mut self, made: &Manifests, path: &DraftPath, api: &str) -> Option<(usize, usize)> {
        let service = service_of(made, path);
        let map = match service {
            Some(at) => &made.services.get(at)?.map,
            None => &made.map,
        };
        let place = if api.is_empty() {
            map.api_paths(path).next().cloned()?
        } else {
            ApiPath::parse(api)
        };
        let at = *self.ours.get(service.map_or(0, |at| at + 1))?;
        Some(self.documents().get(at)?.line_of(&place))
    }

    /// The field that made what stands on a line.
    pub fn path_at(&mut self, made: &Manifests, line: usize) -> Option<DraftPath> {
        let ours = self.ours.clone();
        let documents = self.documents();
        let holds = |at: &&usize| documents.get(**at).is_some_and(|document| document.has_line(line));
        let at = *ours.iter().find(holds)?;
        let place = documents.get(at)?.path_at(line).to_string();
        let position = ours.iter().position(|other| *other == at)?;
        let map = match position.checked_sub(1) {
            Some(service) => &made.services.get(service)?.map,
            None => &made.map,
        };
        Some(map.draft_path(&place))
    }

    fn documents(&mut self) -> &[Document] {
        let text = &self.text;
        self.read.get_or_insert_with(|| read(text).unwrap_or_default())
    }
}

/// The Service whose row that path is in.
fn service_of(made: &Manifests, path: &DraftPath) -> Option<usize> {
    let list = "services.";
    let key = path.as_str().strip_prefix(list)?.split('.').next()?;
    let row = path.as_str().get(..list.len() + key.len())?;
    let is_in = |path: &DraftPath| {
        path.as_str()
            .strip_prefix(row)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    made.services
        .iter()
        .position(|service| service.map.iter().any(|(_, path)| is_in(path)))
}

/// The documents that are the task, and what they say: the first Job, and the Services of its namespace.
fn ours(documents: &[Document]) -> Option<(Vec<usize>, Vec<Value>)> {
    let text = |at: usize, pointer: &str| {
        let value = documents.get(at).and_then(|document| document.value.pointer(pointer));
        value.and_then(Value::as_str).unwrap_or_default()
    };
    let is = |at: usize, kind: &str, version: &str| text(at, "/kind") == kind && text(at, "/apiVersion") == version;
    let job = (0..documents.len()).find(|at| is(*at, "Job", "batch/v1"))?;
    let namespace = text(job, "/metadata/namespace");
    let is_near = |at: &usize| ["", namespace].contains(&text(*at, "/metadata/namespace"));
    let services = (0..documents.len())
        .filter(|at| is(*at, "Service", "v1"))
        .filter(is_near);
    let ours: Vec<usize> = [job].into_iter().chain(services).collect();
    let values = ours
        .iter()
        .filter_map(|at| documents.get(*at))
        .map(|document| document.value.clone());
    let values = values.collect();
    Some((ours, values))
}
