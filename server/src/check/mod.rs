//! `slipway check`: judges manifests as the API server would, without a cluster or a browser.

mod judge;
pub(crate) mod read;
mod report;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::judge::{House, Judged, judge};
use crate::given;
use job::link::is_link;
use job::yaml::Unreadable;

/// The settings of `slipway check`.
#[derive(Args, Debug)]
pub struct Check {
    /// YAML or JSON, one or several documents; a draft file; a link; `-` for standard input
    #[arg(default_value = "-", value_name = "LINK|FILE")]
    file: PathBuf,

    /// One JSON object a line, and one line of result for each
    #[arg(long)]
    lines: bool,

    /// Count the house's own rules as errors too: names, ports, images, paths
    #[arg(long)]
    house_rules: bool,

    /// How the result is written
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

impl Check {
    fn house(&self) -> House {
        if self.house_rules { House::Refuses } else { House::Warns }
    }
}

/// How the result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What a check ends with, as the process' exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The API server would take everything.
    Fine = 0,
    /// It would refuse something.
    Refused = 1,
    /// Something is no YAML or JSON, or cannot be read.
    Unreadable = 2,
}

/// Checks what the settings name and writes the result.
///
/// # Errors
///
/// When the result cannot be written.
pub fn check(asked: &Check, from: &mut dyn BufRead, to: &mut dyn Write) -> std::io::Result<End> {
    if asked.file.as_os_str() == "-" {
        return checked(asked, from, to);
    }
    if let Some(link) = asked.file.to_str().filter(|text| is_link(text)) {
        return checked(asked, &mut link.as_bytes(), to);
    }
    match std::fs::File::open(&asked.file) {
        Ok(file) => checked(asked, &mut std::io::BufReader::new(file), to),
        Err(error) => unreadable(asked, &at_start(error.to_string()), to),
    }
}

fn checked(asked: &Check, from: &mut dyn BufRead, to: &mut dyn Write) -> std::io::Result<End> {
    if asked.lines {
        return lines(asked.house(), from, to);
    }
    let mut text = String::new();
    if let Err(error) = from.read_to_string(&mut text) {
        return unreadable(asked, &at_start(error.to_string()), to);
    }
    match given::objects(&text) {
        Ok(objects) => {
            let judged: Vec<_> = objects.into_iter().map(|object| judge(object, asked.house())).collect();
            match asked.output {
                Output::Json => writeln!(to, "{}", report::json(&judged))?,
                Output::Text => write!(to, "{}", report::text(&judged))?,
            }
            Ok(end(&judged))
        }
        Err(error) => unreadable(asked, &error, to),
    }
}

/// Every line gives exactly one line.
fn lines(house: House, from: &mut dyn BufRead, to: &mut dyn Write) -> std::io::Result<End> {
    let mut worst = End::Fine;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let (written, ended) = match read::line(&line, number) {
            Ok(objects) => {
                let judged: Vec<_> = objects.into_iter().map(|object| judge(object, house)).collect();
                (report::json(&judged), end(&judged))
            }
            Err(error) => (report::unreadable(&error), End::Unreadable),
        };
        writeln!(to, "{written}")?;
        worst = worst.max(ended);
    }
    Ok(worst)
}

fn at_start(message: String) -> Unreadable {
    Unreadable {
        line: 1,
        column: 1,
        message,
    }
}

fn unreadable(asked: &Check, error: &Unreadable, to: &mut dyn Write) -> std::io::Result<End> {
    match asked.output {
        Output::Json => writeln!(to, "{}", report::unreadable(error))?,
        // A link has no lines, and nobody reads it.
        Output::Text if asked.file.to_str().is_some_and(is_link) => writeln!(to, "{}", error.message)?,
        Output::Text => writeln!(to, "{}:{}", asked.file.display(), error)?,
    }
    Ok(End::Unreadable)
}

fn end(judged: &[Judged]) -> End {
    if judged.iter().any(Judged::is_refused) {
        End::Refused
    } else {
        End::Fine
    }
}
