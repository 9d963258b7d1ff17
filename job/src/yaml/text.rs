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
    /// Kinds and names of the documents that are not of the task.
    others: Vec<String>,
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
    /// The text of a draft; `own` is the one that it had, empty where it had none; `before` is what
    /// [`Text::said_before`] said of that.
    pub fn new(draft: &Draft, own: &str, before: &str) -> Self {
        let said = objects(draft);
        if own.is_empty() {
            return Self {
                text: write(&said),
                ours: (0..said.len()).collect(),
                said,
                ..Self::default()
            };
        }
        let mut text = Self {
            text: own.to_owned(),
            is_own: true,
            ..Self::default()
        };
        match read(own).map(|documents| ours(&documents)) {
            Ok(Some(found)) => {
                text.text = edit(own, &found.ours, &said);
                text.said = said;
                text.find_ours();
            }
            why => {
                text.broken = Some(why.map_or_else(Broken::Unreadable, |_| Broken::NoJob));
                text.said = serde_json::from_slice(before.as_bytes()).unwrap_or_else(|_| said.clone());
                text.is_behind = text.said != said;
            }
        }
        text
    }

    /// While the text is broken: what it stood for before, as JSON, so that it can be opened again; else nothing.
    pub fn said_before(&self) -> String {
        match self.broken {
            Some(_) => crate::draft::json(&Value::Array(self.said.clone())),
            None => String::new(),
        }
    }

    /// Kinds and names of documents in the text that are not of the task, and not sent.
    pub fn others(&self) -> &[String] {
        &self.others
    }

    fn find_ours(&mut self) {
        let found = read(&self.text).ok().and_then(|documents| ours(&documents));
        self.take(found.unwrap_or_default());
    }

    fn take(&mut self, found: Found) -> Vec<Value> {
        self.ours = found.ours;
        self.others = found.others;
        found.values
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
        let Some(found) = ours(&documents) else {
            self.broken = Some(Broken::NoJob);
            return None;
        };
        let mut values = self.take(found);
        if self.is_behind {
            values = both(&self.said, &values, &objects(draft));
            self.text = edit(&self.text, &self.ours, &values);
            self.find_ours();
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
        *self = Self::new(draft, "", "");
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

/// What the text and the form each made of the objects, together: the Job by itself, Services by their names.
fn both(base: &[Value], mine: &[Value], theirs: &[Value]) -> Vec<Value> {
    let job = |objects: &[Value]| objects.first().cloned().unwrap_or_default();
    let services = |objects: &[Value]| Value::Array(objects.get(1..).unwrap_or_default().to_vec());
    let mut all = vec![merged(&job(base), &job(mine), &job(theirs))];
    if let Value::Array(services) = merged(&services(base), &services(mine), &services(theirs)) {
        all.extend(services);
    }
    all
}

/// Which documents of a text are the task.
#[derive(Default)]
struct Found {
    ours: Vec<usize>,
    /// What they say.
    values: Vec<Value>,
    /// Kinds and names of the others.
    others: Vec<String>,
}

/// The first Job, and the Services of its namespace; nothing where there is no Job.
fn ours(documents: &[Document]) -> Option<Found> {
    let text = |at: usize, pointer: &str| {
        let value = documents.get(at).and_then(|document| document.value.pointer(pointer));
        value.and_then(Value::as_str).unwrap_or_default()
    };
    let is = |at: usize, kind: &str, version: &str| text(at, "/kind") == kind && text(at, "/apiVersion") == version;
    let job = (0..documents.len()).find(|at| is(*at, "Job", "batch/v1"))?;
    let namespace = text(job, "/metadata/namespace");
    let is_near = |at: &usize| ["", namespace].contains(&text(*at, "/metadata/namespace"));
    let is_service = |at: &usize| is(*at, "Service", "v1") && is_near(at);
    let services = (0..documents.len())
        .filter(is_service)
        .take(crate::import::MOST_SERVICES);
    let ours: Vec<usize> = [job].into_iter().chain(services).collect();
    let values = ours.iter().filter_map(|at| documents.get(*at));
    let others = (0..documents.len()).filter(|at| !ours.contains(at));
    let name = |at: usize| format!("{} {}", text(at, "/kind"), text(at, "/metadata/name"));
    Some(Found {
        values: values.map(|document| document.value.clone()).collect(),
        others: others.map(|at| name(at).trim().to_owned()).collect(),
        ours,
    })
}
