//! Names as the distribution API has them (OCI distribution specification, "Pulling manifests").
//!
//! Whatever passes here needs no encoding in a path, and cannot leave it: no `..`, no `%`, no `?`.

use crate::Error;

/// The longest repository, in bytes: with the registry before it, references end at 255 (distribution's
/// `reference.go`: `RepositoryNameTotalLengthMax`).
const LONGEST_REPOSITORY: usize = 255;

/// What a manifest is asked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    Tag(&'a str),
    Digest(&'a str),
}

impl<'a> Reference<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        if is_digest(text) {
            Ok(Self::Digest(text))
        } else if is_tag(text) {
            Ok(Self::Tag(text))
        } else {
            Err(bad(text, "tag or digest"))
        }
    }
}

pub(crate) fn repository(text: &str) -> Result<&str, Error> {
    if is_repository(text) {
        Ok(text)
    } else {
        Err(bad(text, "repository"))
    }
}

pub(crate) fn tag(text: &str) -> Result<&str, Error> {
    if is_tag(text) { Ok(text) } else { Err(bad(text, "tag")) }
}

pub(crate) fn bad(text: &str, what: &'static str) -> Error {
    Error::BadName {
        name: crate::error::words(text),
        what,
    }
}

/// `component(/component)*`, at most 255 bytes.
pub(crate) fn is_repository(text: &str) -> bool {
    text.len() <= LONGEST_REPOSITORY && text.split('/').all(is_component)
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
fn is_component(text: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(alphanumeric)
        && text.ends_with(alphanumeric)
        && text
            .split(alphanumeric)
            .all(|between| matches!(between, "" | "." | "_" | "__") || between.chars().all(|c| c == '-'))
}

/// `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`
pub(crate) fn is_tag(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.len() <= 128 && text.starts_with(word) && text.chars().all(|c| word(c) || c == '.' || c == '-')
}

/// The two algorithms that the image specification registers, in lower case.
pub(crate) fn is_digest(text: &str) -> bool {
    let length = match text.split_once(':') {
        Some(("sha256", _)) => 64,
        Some(("sha512", _)) => 128,
        _ => return false,
    };
    let hex = text.split_once(':').map_or("", |(_, hex)| hex);
    hex.len() == length && hex.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_leave_the_path_is_no_repository() {
        for text in [
            "",
            "/",
            "a/",
            "/a",
            "a//b",
            "..",
            "a/../b",
            "a/..",
            "a%2fb",
            "a?b",
            "a#b",
            "a b",
            "a\r\nb",
            "A",
            "ä",
            "a/b:c",
            "a@b",
            "a\\b",
            ".a",
            "a..b",
            "_catalog/x",
            "a\u{202e}b",
        ] {
            assert!(!is_repository(text), "{text:?}");
        }
        assert!(!is_repository(&"a".repeat(256)));
        for text in ["a", "library/busybox", "a.b/c_d/e__f/g--h", "0/1"] {
            assert!(is_repository(text), "{text:?}");
        }
    }

    #[test]
    fn a_reference_is_a_tag_or_a_digest() {
        let hex = "0".repeat(64);
        assert_eq!(Reference::parse("1.36"), Ok(Reference::Tag("1.36")));
        assert!(matches!(
            Reference::parse(&format!("sha256:{hex}")),
            Ok(Reference::Digest(_))
        ));
        for text in [
            "", ".", "..", "-a", "a/b", "a:b", "sha256:0", "a%00", "a\n", "ä", "md5:00",
        ] {
            assert!(Reference::parse(text).is_err(), "{text:?}");
        }
    }
}
