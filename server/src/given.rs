//! What a command is given: a link, a draft file, or manifests.

use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use job::link::{self, BadLink, Link};
use job::yaml::Unreadable;
use job::{import, manifest};
use serde_json::Value;

use crate::check::read::{self, Object};

/// What was read.
pub(crate) struct Given {
    /// The draft, and what a link says around it.
    pub(crate) link: Link,
    /// Objects that are no part of it, by kind and name.
    pub(crate) left: Vec<String>,
}

/// Whether that is a link, and no file.
pub(crate) fn is_link(argument: &str) -> bool {
    let argument = argument.trim_start();
    argument.starts_with(link::PREFIX) || argument.contains(&format!("#{}", link::PREFIX)) && !argument.contains('\n')
}

/// The text behind an argument: itself where it is a link, else of the file, of standard input for `-`.
///
/// # Errors
///
/// When it cannot be read; what and why.
pub(crate) fn text(argument: &Path) -> Result<String, String> {
    let shown = argument.display();
    let failed = |error: std::io::Error| format!("{shown}: {error}");
    match argument.to_str() {
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(failed)?;
            Ok(text)
        }
        Some(link) if is_link(link) => Ok(link.to_owned()),
        _ => std::fs::read_to_string(argument).map_err(failed),
    }
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
    let left = imported
        .left
        .iter()
        .map(|left| format!("{} {}", left.kind, left.name))
        .collect();
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
    if is_link(text.trim_end()) {
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
