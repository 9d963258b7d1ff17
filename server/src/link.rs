//! `slipway link` and `slipway render`: from a manifest to a link and back, without a cluster or a browser.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use job::link::{ClusterMark, LONGEST, Link as Made, MOST_WORDS, can_be_asked, is_link, secrets};
use job::{Draft, DraftPath, yaml};

use crate::given::{self, Given};

/// What a command reads from, writes to, and where it says what else there is to say.
pub struct Streams<'a> {
    /// Standard input.
    pub from: &'a mut dyn Read,
    /// Standard output.
    pub to: &'a mut dyn Write,
    /// Standard error.
    pub aside: &'a mut dyn Write,
}

/// The settings of `slipway link`.
#[derive(Args, Debug)]
pub struct Link {
    /// YAML or JSON with a Job or a CronJob, and its Services; a draft file; another link; `-` for standard input
    #[arg(default_value = "-", value_name = "LINK|FILE")]
    file: PathBuf,

    /// The console that the link leads to
    #[arg(
        long,
        env = "SLIPWAY_CONSOLE",
        value_name = "URL",
        default_value = "http://127.0.0.1:3000"
    )]
    console: String,

    /// The cluster that it is meant for, as that console calls it [default: the reader chooses]
    #[arg(long, value_name = "NAME", default_value = "")]
    cluster: String,

    /// What it is for, in a few words
    #[arg(long, value_name = "WORDS", default_value = "")]
    title: String,

    /// What to know before one runs it
    #[arg(long, value_name = "WORDS", default_value = "")]
    note: String,

    /// A field that the reader fills in, such as basic.name or containers.1.image; may be repeated
    #[arg(long, value_name = "FIELD")]
    ask: Vec<String>,

    /// Keep the values of variables that look secret: whoever has the link reads them
    #[arg(long)]
    keep_secrets: bool,

    /// Write a draft file instead of a link
    #[arg(long)]
    as_file: bool,
}

/// The settings of `slipway render`.
#[derive(Args, Debug)]
pub struct Render {
    /// A link, a draft file, or YAML or JSON; `-` for standard input
    #[arg(default_value = "-", value_name = "LINK|FILE")]
    file: PathBuf,
}

/// Writes the link. What it leaves out is said on stderr.
///
/// # Errors
///
/// When there is no task to be read, or the link cannot be written.
pub fn link(asked: &Link, streams: &mut Streams) -> Result<(), String> {
    let given = read(&asked.file, streams)?;
    let draft = given.link.draft.renumbered();
    let mut ask = Vec::new();
    for named in &asked.ask {
        let wrong =
            || format!("--ask {named}: there is no such field; they are called as in basic.name or containers.1.image");
        let path = by_position(&draft, named).ok_or_else(wrong)?;
        let is_one = can_be_asked(&draft, &path);
        ask.push(is_one.then(|| DraftPath::from(path)).ok_or_else(wrong)?);
    }
    let mut found = if asked.keep_secrets {
        Vec::new()
    } else {
        secrets(&draft)
    };
    // What is asked now is emptied; what a link asked already is as its maker left it.
    let emptied = ask.clone();
    if ask.is_empty() {
        ask = given.link.ask;
    }
    // The reader enters it anyway.
    found.retain(|secret| !emptied.iter().any(|path| path.as_str() == secret.place));
    for (words, most, name) in [
        (&asked.title, MOST_WORDS.0, "title"),
        (&asked.note, MOST_WORDS.1, "note"),
    ] {
        if words.chars().count() > most {
            return Err(format!("--{name} has more than {most} characters"));
        }
    }
    for secret in &found {
        let place = with_positions(&draft, &secret.place);
        say(streams, &format!("left out: the value of {} ({place})", secret.name));
    }
    let places: Vec<String> = found.into_iter().map(|secret| secret.place).collect();
    let or = |new: &String, old: String| if new.is_empty() { old } else { new.clone() };
    let made = Made::of(&draft, &places, &emptied);
    let mut left_out = given.link.left_out;
    for place in places {
        if !left_out.contains(&place) {
            left_out.push(place);
        }
    }
    let made = Made {
        ask,
        left_out,
        title: or(&asked.title, given.link.title),
        note: or(&asked.note, given.link.note),
        cluster: if asked.cluster.is_empty() {
            given.link.cluster
        } else {
            ClusterMark {
                name: asked.cluster.clone(),
                hash: String::new(),
            }
        },
        ..made
    };
    if asked.as_file {
        return write(streams, &format!("{}\n", made.file()));
    }
    let fragment = given::fragment(&made);
    if fragment.len() > LONGEST {
        let length = fragment.len();
        say(
            streams,
            &format!("the link has {length} characters, and chats and mail cut off long ones: --as-file writes a file"),
        );
    }
    write(
        streams,
        &format!("{}/open{fragment}\n", asked.console.trim_end_matches('/')),
    )
}

/// Writes the YAML, byte for byte as the page shows it.
///
/// # Errors
///
/// When there is no task to be read, or the text cannot be written.
pub fn render(asked: &Render, streams: &mut Streams) -> Result<(), String> {
    let given = read(&asked.file, streams)?;
    let Made { draft, title, note, .. } = &given.link;
    for (name, words) in [("title", title), ("note", note)] {
        if !words.is_empty() {
            say(streams, &format!("{name}: {words}"));
        }
    }
    for place in &given.link.left_out {
        let place = with_positions(draft, place);
        say(streams, &format!("left out by whoever made the link: {place}"));
    }
    for path in &given.link.ask {
        let path = with_positions(draft, path.as_str());
        say(streams, &format!("to be filled in: {path}"));
    }
    write(streams, &yaml::write(&given::of_draft(&given.link)))
}

/// A person counts rows from 1; the draft names them by keys.
fn by_position(draft: &Draft, named: &str) -> Option<String> {
    let mut path = String::new();
    for part in named.split('.') {
        let key = match part.parse::<usize>() {
            Ok(position) => draft.rows_at(&path).nth(position.checked_sub(1)?)?.key().to_string(),
            Err(_) => part.to_owned(),
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&key);
    }
    Some(path)
}

/// The other way: what is said of a place is what `--ask` takes. A place that is none stays as it is.
fn with_positions(draft: &Draft, place: &str) -> String {
    let (mut path, mut shown) = (String::new(), String::new());
    for part in place.split('.') {
        let at = draft.rows_at(&path).position(|row| row.key().to_string() == part);
        for (text, part) in [
            (&mut path, part),
            (
                &mut shown,
                &at.map_or_else(|| part.to_owned(), |at| (at + 1).to_string()),
            ),
        ] {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(part);
        }
    }
    shown
}

/// Reads what the argument names; what is no part of the task is said.
fn read(argument: &Path, streams: &mut Streams) -> Result<Given, String> {
    let text = given::text(argument, streams.from)?;
    let given = given::read(&text).map_err(|error| {
        let is_named = argument.as_os_str() != "-" && !argument.to_str().is_some_and(is_link);
        if is_named {
            format!("{}: {error}", argument.display())
        } else {
            error
        }
    })?;
    for object in &given.left {
        say(streams, &format!("no part of the task, and left: {object}"));
    }
    Ok(given)
}

/// A line each: what is said of a link is anybody's words, and stands on a terminal. Whoever does not listen there any
/// more is no reason to stop.
fn say(streams: &mut Streams, words: &str) {
    let words = words.replace(char::is_control, " ");
    let _ = writeln!(streams.aside, "slipway: {words}");
}

fn write(streams: &mut Streams, text: &str) -> Result<(), String> {
    let failed = |error| format!("the result cannot be written: {error}");
    streams.to.write_all(text.as_bytes()).map_err(failed)
}
