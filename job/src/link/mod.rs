//! A draft as a link carries it: what differs from the defaults, so that it is short, in a form that every later
//! release reads.
//!
//! A link's fragment is `d=`, the version of the form, a point, and the JSON of [`Link::json`], deflated (raw) and in
//! base64 for addresses. Packing is the caller's: the browser has its own, and the command line a library.
//!
//! What is read here is anybody's: everything is bounded, and nothing of a link is believed to have the right shape.

mod difference;
mod secret;

use serde_json::{Map, Value, json};

use self::difference::TEXT;
pub use self::secret::{Secret, secrets};
use crate::draft::VERSION as DRAFT_VERSION;
use crate::form::{Kind, field_at};
use crate::{Draft, DraftPath};

/// The version of the form. Another one is needed as soon as a link of this one would be read otherwise, also when
/// what a new draft starts with changes: `server/tests/links` holds links of every release.
pub const VERSION: u64 = 1;
/// What a fragment that is a link starts with, before its version.
pub const PREFIX: &str = "d=";
/// Most characters of a fragment that are offered as a link: chats and mail cut off longer ones.
pub const LONGEST: usize = 16 * 1024;
/// Most bytes of JSON that are read.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Most characters of a packed link that are read: as much as can be [`MOST_BYTES`] when nothing of it packs.
pub const MOST_CHARACTERS: usize = MOST_BYTES * 4 / 3 + 64;
/// Most values in the JSON that is read.
const MOST_VALUES: usize = 50_000;
/// Most settings that the form does not show.
const MOST_KEPT: usize = 5_000;
/// Most containers, and most Services.
const MOST_ROWS: usize = 200;
/// Most characters of a title, and of a note.
pub const MOST_WORDS: (usize, usize) = (100, 2_000);

/// The cluster that a draft is meant for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClusterMark {
    /// Its name at the console that made the link; empty for none.
    pub name: String,
    /// A short hash of where it is and what it shows for a certificate; empty where that is not known.
    pub hash: String,
}

/// All that a link carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The draft; its rows are numbered in order ([`Draft::renumbered`]).
    pub draft: Draft,
    /// Where it goes.
    pub cluster: ClusterMark,
    /// What it is for, in a few words; may be empty.
    pub title: String,
    /// What to know before one runs it; may be empty.
    pub note: String,
    /// Fields that the reader fills in; they are empty.
    pub ask: Vec<DraftPath>,
    /// Where secrets were left out: draft paths, or places of what is kept.
    pub left_out: Vec<String>,
}

/// Why a text is no link that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLink {
    /// It is cut off or changed.
    Damaged,
    /// A later release made it.
    Later,
    /// It holds more than any task has.
    TooBig,
}

/// Whether a text is meant as a link: one line with a fragment, or with an address that has one. A manifest may well name
/// one, also where it is a single line of JSON.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    let has_one = || text.split('#').skip(1).any(|fragment| fragment.starts_with(PREFIX));
    !text.contains('\n') && !text.starts_with(['{', '[']) && (text.starts_with(PREFIX) || has_one())
}

/// The packed part of a fragment, or of an address with one.
///
/// # Errors
///
/// When it is no link, or one of a later release.
pub fn packed(address: &str) -> Result<&str, BadLink> {
    let fragment = address.rsplit_once('#').map_or(address, |(_, fragment)| fragment);
    let (version, packed) = fragment
        .trim()
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('.'))
        .ok_or(BadLink::Damaged)?;
    match version.parse::<u64>() {
        Ok(VERSION) if packed.len() <= MOST_CHARACTERS => Ok(packed),
        Ok(VERSION) => Err(BadLink::TooBig),
        Ok(later) if later > VERSION => Err(BadLink::Later),
        _ => Err(BadLink::Damaged),
    }
}

/// The fragment of what was packed.
pub fn fragment(packed: &str) -> String {
    format!("#{PREFIX}{VERSION}.{packed}")
}

impl Link {
    /// The link of a draft: without the secrets at those places, and with the fields that are asked empty. Places and
    /// paths are of the renumbered draft.
    pub fn of(draft: &Draft, without: &[String], ask: &[DraftPath]) -> Self {
        let mut draft = draft.renumbered();
        for place in without {
            secret::leave_out(&mut draft, place);
        }
        for path in ask {
            draft.set(path.as_str(), "");
        }
        let name = draft.text(DraftPath::CLUSTER.as_str()).to_owned();
        Self {
            draft,
            cluster: ClusterMark {
                name,
                ..ClusterMark::default()
            },
            ask: ask.to_vec(),
            left_out: without.to_vec(),
            ..Self::default()
        }
    }

    /// As JSON: `{c: [cluster, hash], f: fields, k: kept, t: title, n: note, a: asked, s: secrets left out}`, each
    /// where there is something to say.
    pub fn json(&self) -> String {
        crate::draft::json(&self.value())
    }

    fn value(&self) -> Value {
        let mut fields = self.draft.fields_value().clone();
        // Said with the hash.
        if let Some(basic) = fields.get_mut("basic").and_then(Value::as_object_mut) {
            basic.remove("cluster");
        }
        let mut made = Map::new();
        let mut say = |name: &str, value: Value| {
            let is_empty = match &value {
                Value::Object(members) => members.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::String(text) => text.is_empty(),
                _ => false,
            };
            if !is_empty {
                made.insert(name.to_owned(), value);
            }
        };
        let ClusterMark { name, hash } = &self.cluster;
        if !name.is_empty() {
            say(
                "c",
                if hash.is_empty() {
                    json!([name])
                } else {
                    json!([name, hash])
                },
            );
        }
        say("f", difference::of(&fields));
        say("k", Value::Object(self.draft.kept.clone()));
        say("t", self.title.as_str().into());
        say("n", self.note.as_str().into());
        say("a", self.ask.iter().map(DraftPath::as_str).collect());
        say("s", self.left_out.iter().map(String::as_str).collect());
        Value::Object(made)
    }

    /// As a file: the same with the version beside it.
    pub fn file(&self) -> String {
        let mut value = self.value();
        if let Value::Object(members) = &mut value {
            members.insert(FILE_MARK.to_owned(), VERSION.into());
        }
        crate::draft::json(&value)
    }

    /// Reads what was unpacked.
    ///
    /// # Errors
    ///
    /// When it is no JSON of a link, or more than any task has.
    pub fn read(json: &str) -> Result<Self, BadLink> {
        if json.len() > MOST_BYTES {
            return Err(BadLink::TooBig);
        }
        let value: Value = serde_json::from_slice(json.as_bytes()).map_err(|_| BadLink::Damaged)?;
        Self::of_value(&value)
    }

    /// Reads a file; nothing where the text is none of a draft.
    pub fn read_file(text: &str) -> Option<Result<Self, BadLink>> {
        if !text.trim_start().starts_with('{') || !text.contains(FILE_MARK) {
            return None;
        }
        if text.len() > MOST_BYTES {
            return Some(Err(BadLink::TooBig));
        }
        let value: Value = serde_json::from_slice(text.as_bytes()).ok()?;
        Some(match value.get(FILE_MARK).map(Value::as_u64)? {
            Some(VERSION) => Self::of_value(&value),
            Some(later) if later > VERSION => Err(BadLink::Later),
            _ => Err(BadLink::Damaged),
        })
    }

    fn of_value(value: &Value) -> Result<Self, BadLink> {
        let members = value.as_object().ok_or(BadLink::Damaged)?;
        let fields = members.get("f").unwrap_or(&Value::Null);
        let rows = |list: &str| fields.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        if count(value) > MOST_VALUES || rows("containers") > MOST_ROWS || rows("services") > MOST_ROWS {
            return Err(BadLink::TooBig);
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let texts = |name: &str| -> Vec<String> {
            let all = members.get(name).and_then(Value::as_array).into_iter().flatten();
            all.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut cluster = texts("c").into_iter();
        let cluster = ClusterMark {
            name: cluster.next().unwrap_or_default(),
            hash: cluster.next().unwrap_or_default(),
        };
        let (title, note) = (text("t"), text("n"));
        if title.chars().count() > MOST_WORDS.0 || note.chars().count() > MOST_WORDS.1 {
            return Err(BadLink::TooBig);
        }
        let kept = members.get("k").and_then(Value::as_object).map_or(0, Map::len);
        if kept > MOST_KEPT {
            return Err(BadLink::TooBig);
        }
        let draft = json!({"version": DRAFT_VERSION, "fields": difference::applied(fields),
            "kept": members.get("k").cloned().unwrap_or_default()});
        let mut draft = Draft::from(draft).numbered();
        if !cluster.name.is_empty() {
            draft.set(DraftPath::CLUSTER.as_str(), cluster.name.as_str());
        }
        let ask = texts("a").into_iter().filter(|path| can_be_asked(&draft, path));
        Ok(Self {
            ask: ask.map(DraftPath::from).collect(),
            draft,
            cluster,
            title,
            note,
            left_out: texts("s"),
        })
    }
}

/// The member of a file that says what it is.
const FILE_MARK: &str = "slipway-draft";

/// Whether a reader can be asked for it: a single field that the draft has, or a word of a list of words.
pub fn can_be_asked(draft: &Draft, path: &str) -> bool {
    let (group, name) = path.rsplit_once('.').unwrap_or_default();
    let is_single = field_at(path).is_some_and(|field| match field.kind {
        Kind::Words => name == TEXT,
        _ => field.inner().is_empty(),
    });
    is_single && draft.at(group).is_some_and(Value::is_object)
}

/// How many values it is made of. The reader of JSON lets nothing be deeper than 128.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}
