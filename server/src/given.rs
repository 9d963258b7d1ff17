//! What a command is given: a link, a draft file, or manifests.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use job::import::{self, Left};
use job::link::{self, BadLink, Link};
use job::manifest;
use job::yaml::Unreadable;
use serde_json::Value;

use crate::check::read::{self, Object};

/// Most bytes that are read: more than any link, draft file or YAML may have.
const MOST: u64 = 4 << 20;

/// What was read.
pub(crate) struct Given {
    /// The draft, and what a link says around it.
    pub(crate) link: Link,
    /// Objects that are no part of it, by kind and name.
    pub(crate) left: Vec<String>,
}

/// The text behind an argument: itself where it is a link, else of the file, of standard input for `-`.
///
/// # Errors
///
/// When it cannot be read; what and why.
pub(crate) fn text(argument: &Path, from: &mut dyn Read) -> Result<String, String> {
    let shown = argument.display();
    let failed = |error: std::io::Error| format!("{shown}: {error}");
    match argument.to_str() {
        Some("-") => whole(from).map_err(failed),
        Some(link) if link::is_link(link) => Ok(link.to_owned()),
        _ => whole(&mut File::open(argument).map_err(failed)?).map_err(failed),
    }
}

fn whole(from: &mut dyn Read) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    from.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(std::io::Error::other(format!("it has more than {} MiB", MOST >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is no text in UTF-8"))
}

/// Reads it as a draft.
///
/// # Errors
///
/// When it is none, or there is no Job in it.
pub(crate) fn read(text: &str) -> Result<Given, String> {
    if let Some(link) = linked(text) {
        let link = link.map_err(|error| why(error).to_owned())?;
        return Ok(Given { link, left: Vec::new() });
    }
    let objects = read::objects(text).map_err(|error| error.to_string())?;
    let values: Vec<Value> = objects.into_iter().map(|object| object.value).collect();
    let imported = import::objects(&values);
    let left = imported.left.iter().map(Left::title).collect();
    let draft = imported.draft.ok_or("there is no Job and no CronJob in it")?;
    let link = Link {
        draft,
        ..Link::default()
    };
    Ok(Given { link, left })
}

/// The objects to be judged: of a link and a draft file those that it becomes, else as they stand.
pub(crate) fn objects(text: &str) -> Result<Vec<Object>, Unreadable> {
    let Some(link) = linked(text) else {
        return read::objects(text);
    };
    let link = link.map_err(|error| Unreadable {
        line: 1,
        column: 1,
        message: why(error).to_owned(),
    })?;
    let object = |value| Object {
        value,
        twice: Vec::new(),
    };
    Ok(of_draft(&link).into_iter().map(object).collect())
}

/// What a draft becomes: the Job and its Services.
pub(crate) fn of_draft(link: &Link) -> Vec<Value> {
    manifest::objects(&link.draft)
}

/// A link or a draft file; nothing where the text is neither.
fn linked(text: &str) -> Option<Result<Link, BadLink>> {
    if link::is_link(text) {
        return Some(link::packed(text).and_then(unpack).and_then(|json| Link::read(&json)));
    }
    Link::read_file(text)
}

/// Never more than a link may hold, whatever it would unpack to.
fn unpack(packed: &str) -> Result<String, BadLink> {
    let deflated = BASE64_URL_SAFE_NO_PAD.decode(packed).map_err(|_| BadLink::Damaged)?;
    let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&deflated, link::MOST_BYTES);
    let json = json.map_err(|error| match error.status {
        miniz_oxide::inflate::TINFLStatus::HasMoreOutput => BadLink::TooBig,
        _ => BadLink::Damaged,
    })?;
    String::from_utf8(json).map_err(|_| BadLink::Damaged)
}

/// The fragment of a link.
pub(crate) fn fragment(of: &Link) -> String {
    let deflated = miniz_oxide::deflate::compress_to_vec(of.json().as_bytes(), 9);
    link::fragment(&BASE64_URL_SAFE_NO_PAD.encode(deflated))
}

fn why(error: BadLink) -> &'static str {
    match error {
        BadLink::Damaged => "the link is damaged: it was cut off or changed on the way",
        BadLink::Later => "the link was made by a later release of Slipway",
        BadLink::TooBig => "the link holds more than any task has",
    }
}
