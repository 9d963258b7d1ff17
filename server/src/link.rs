//! `slipway link` and `slipway render`: from a manifest to a link and back, without a cluster or a browser.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use job::form::field_at;
use job::link::{ClusterMark, LONGEST, Link as Made, MOST_WORDS, secrets};
use job::{Draft, DraftPath, yaml};

use crate::given;

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
pub fn link(asked: &Link) -> Result<(), String> {
    let given = given::read(&given::text(&asked.file)?)?;
    say_left(&given.left);
    let draft = given.link.draft.renumbered();
    let found = if asked.keep_secrets {
        Vec::new()
    } else {
        secrets(&draft)
    };
    for secret in &found {
        eprintln!("slipway: left out: the value of {} ({})", secret.name, secret.place);
    }
    let mut ask = Vec::new();
    for named in &asked.ask {
        let wrong =
            || format!("--ask {named}: there is no such field; they are called as in basic.name or containers.1.image");
        let path = by_position(&draft, named).ok_or_else(wrong)?;
        let is_single = field_at(&path).is_some_and(|field| field.inner().is_empty());
        ask.push(is_single.then(|| DraftPath::from(path)).ok_or_else(wrong)?);
    }
    for (words, most, name) in [
        (&asked.title, MOST_WORDS.0, "title"),
        (&asked.note, MOST_WORDS.1, "note"),
    ] {
        if words.chars().count() > most {
            return Err(format!("--{name} has more than {most} characters"));
        }
    }
    let places: Vec<String> = found.into_iter().map(|secret| secret.place).collect();
    let or = |new: &String, old: String| if new.is_empty() { old } else { new.clone() };
    let made = Made::of(&draft, &places, &ask);
    let made = Made {
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
        return write(&format!("{}\n", made.file()));
    }
    let fragment = given::fragment(&made);
    if fragment.len() > LONGEST {
        eprintln!(
            "slipway: the link has {} characters, and chats and mail cut off long ones: --as-file writes a file",
            fragment.len()
        );
    }
    write(&format!("{}/open{fragment}\n", asked.console.trim_end_matches('/')))
}

/// Writes the YAML, byte for byte as the page shows it.
///
/// # Errors
///
/// When there is no task to be read, or the text cannot be written.
pub fn render(asked: &Render) -> Result<(), String> {
    let given = given::read(&given::text(&asked.file)?)?;
    say_left(&given.left);
    for place in &given.link.left_out {
        eprintln!("slipway: left out by whoever made the link: {place}");
    }
    for path in &given.link.ask {
        eprintln!("slipway: to be filled in: {}", path.as_str());
    }
    write(&yaml::write(&given::of_draft(&given.link)))
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

fn say_left(left: &[String]) {
    for object in left {
        eprintln!("slipway: no part of the task, and left: {object}");
    }
}

fn write(text: &str) -> Result<(), String> {
    let failed = |error| format!("the result cannot be written: {error}");
    std::io::stdout().write_all(text.as_bytes()).map_err(failed)
}
