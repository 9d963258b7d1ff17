//! `--defaults FILE`: what new drafts start with, laid over one of the built-in policies.

use std::path::{Path, PathBuf};

use job::Defaults;
use toml::de::DeTable;

/// The key that names the policy below.
const BASED_ON: &str = "based-on";

/// A defaults file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadDefaults {
    /// It cannot be read.
    #[error("the defaults file {} cannot be read: {why}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("{}:{line}: {why}", file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what would be right.
        why: String,
    },
}

/// Reads the file. Every key is laid over the policy on its own, so that an error can name its line.
pub(super) fn read(file: &Path) -> Result<Defaults, BadDefaults> {
    let text = std::fs::read_to_string(file).map_err(|why| BadDefaults::Unreadable {
        file: file.to_owned(),
        why,
    })?;
    overlay(&text).map_err(|(at, why)| BadDefaults::Wrong {
        file: file.to_owned(),
        line: text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1,
        why,
    })
}

/// The defaults, or where the mistake is (in bytes) and what it is.
fn overlay(text: &str) -> Result<Defaults, (usize, String)> {
    let bad_toml = |error: toml::de::Error| (error.span().map_or(0, |span| span.start), error.message().to_owned());
    let table = DeTable::parse(text).map_err(bad_toml)?;
    let values: toml::Table = toml::from_str(text).map_err(bad_toml)?;
    let place = |key: &str| {
        let of_key = table.get_ref().iter().find(|(name, _)| name.get_ref() == key);
        of_key.map_or(0, |(name, _)| name.span().start)
    };

    let mut made = match values.get(BASED_ON).map(|policy| (policy, policy.as_str())) {
        None | Some((_, Some("safe"))) => Defaults::safe(),
        Some((_, Some("dce"))) => Defaults::dce(),
        Some((other, _)) => {
            return Err((
                place(BASED_ON),
                format!("{BASED_ON} is \"safe\" or \"dce\", not {other}"),
            ));
        }
    };
    for (key, value) in values.iter().filter(|(key, _)| *key != BASED_ON) {
        let value = serde_json::to_value(value).map_err(|error| (place(key), error.to_string()))?;
        made = made.with(key, value).map_err(|why| (place(key), why))?;
    }
    Ok(made)
}
