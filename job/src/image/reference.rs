//! Image references by distribution's grammar (`distribution/reference/reference.go`):
//! `[domain[:port]/]path[:tag][@algorithm:hex]`.

/// The parts of a reference, as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Registry with its port, where one is named.
    pub domain: Option<&'a str>,
    /// Repository.
    pub path: &'a str,
    /// Tag.
    pub tag: Option<&'a str>,
    /// Digest with its algorithm.
    pub digest: Option<&'a str>,
}

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// Blanks at the start or the end: the API server takes the Job and refuses its Pods.
    Padding,
    /// Upper-case letters in the repository.
    UpperCase,
    /// Anything else that the grammar does not know.
    Form,
}

impl<'a> Reference<'a> {
    /// Reads a reference.
    ///
    /// # Errors
    /// Says what the grammar refuses.
    pub fn parse(text: &'a str) -> Result<Self, ImageError> {
        if text.trim() != text {
            return Err(ImageError::Padding);
        }
        // It would be taken for the identifier of an image (`distribution/reference/normalize.go`:
        // `ParseNormalizedNamed`).
        if text.len() == 64 && text.chars().all(is_hex) {
            return Err(ImageError::Form);
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (rest, None),
        };
        let (domain, path) = match name.split_once('/') {
            Some((first, path))
                if first.contains(['.', ':'])
                    || first == "localhost"
                    || first.chars().any(|c| c.is_ascii_uppercase()) =>
            {
                (Some(first), path)
            }
            _ => (None, name),
        };
        let reference = Self {
            domain,
            path,
            tag,
            digest,
        };
        reference.check().map(|()| reference)
    }

    fn check(&self) -> Result<(), ImageError> {
        let well_formed = self.domain.is_none_or(is_domain)
            && self.path.split('/').all(is_component)
            && self.path.len() + self.domain.map_or(0, |domain| domain.len() + 1) <= 255
            && self.tag.is_none_or(is_tag)
            && self.digest.is_none_or(is_digest);
        if well_formed {
            return Ok(());
        }
        let lower = self.path.to_ascii_lowercase();
        Err(if lower != self.path && lower.split('/').all(is_component) {
            ImageError::UpperCase
        } else {
            ImageError::Form
        })
    }
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
fn is_component(text: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !text.starts_with(alphanumeric) || !text.ends_with(alphanumeric) {
        return false;
    }
    text.split(alphanumeric)
        .all(|separator| matches!(separator, "" | "." | "_" | "__") || separator.chars().all(|c| c == '-'))
}

fn is_domain(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => !address.is_empty() && address.chars().all(|c| c.is_ascii_hexdigit() || c == ':'),
        None => host.split('.').all(|label| {
            label.starts_with(|c: char| c.is_ascii_alphanumeric())
                && label.ends_with(|c: char| c.is_ascii_alphanumeric())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        }),
    };
    is_host && port.is_none_or(|port| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()))
}

/// `[\w][\w.-]{0,127}`
fn is_tag(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.len() <= 128 && text.starts_with(word) && text.chars().all(|c| word(c) || c == '.' || c == '-')
}

/// `algorithm:hex`, the known algorithms with the length they have.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else {
        return false;
    };
    let long_enough = match algorithm {
        "sha256" => hex.len() == 64,
        "sha384" => hex.len() == 96,
        "sha512" => hex.len() == 128,
        _ => hex.len() >= 32,
    };
    let is_algorithm = algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
        && algorithm
            .split(['+', '.', '-', '_'])
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
    is_algorithm && long_enough && hex.chars().all(is_hex)
}

fn is_hex(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_of_every_kind_are_read() {
        let read = |text| Reference::parse(text).unwrap();
        assert_eq!(
            read("busybox"),
            Reference {
                domain: None,
                path: "busybox",
                tag: None,
                digest: None
            }
        );
        assert_eq!(
            read("team/app:v1"),
            Reference {
                domain: None,
                path: "team/app",
                tag: Some("v1"),
                digest: None
            }
        );
        let full = read("registry.example.com:5000/a/b__c:1.2-x");
        assert_eq!(
            (full.domain, full.path, full.tag),
            (Some("registry.example.com:5000"), "a/b__c", Some("1.2-x"))
        );
        let digest = format!("localhost/app@sha256:{}", "0".repeat(64));
        assert_eq!(read(&digest).domain, Some("localhost"));
        assert!(Reference::parse("[::1]:5000/app").is_ok());
    }

    #[test]
    fn what_no_registry_serves_is_refused() {
        assert_eq!(Reference::parse(" busybox"), Err(ImageError::Padding));
        assert_eq!(Reference::parse("BusyBox"), Err(ImageError::UpperCase));
        for text in [
            &*"a0".repeat(32),
            "",
            ":tag",
            "a//b",
            "a:",
            "a@sha256:12",
            "a b",
            "http://x/y",
            "a:b:c",
            "-a",
            "a_-b",
            "a/",
        ] {
            assert_eq!(Reference::parse(text), Err(ImageError::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,120}") {
            let _ = Reference::parse(&text);
        }
    }
}
