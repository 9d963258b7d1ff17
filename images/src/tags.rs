//! The order of tags, and the tag that was meant.
//!
//! The distribution API does not say when a tag was made: that is in the configuration of each image, two requests a
//! tag. So "newest" is what version numbers say.

use std::cmp::{Ordering, Reverse};

/// How many tags [`nearest`] names at most.
const NEAREST: usize = 3;
/// The longest tag, in bytes.
const LONGEST: usize = 128;
/// Words behind a version that make it older than the version itself (semver's pre-releases, as they are written).
const BEFORE: [&str; 8] = ["alpha", "beta", "dev", "nightly", "pre", "preview", "rc", "snapshot"];

/// A tag that starts with numbers: `v1.36.2-alpine3.20`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version<'a> {
    /// `[1, 36, 2]`
    numbers: Vec<u64>,
    /// `alpine3.20`
    flavour: &'a str,
}

impl<'a> Version<'a> {
    /// None for words, and for what is more likely a hash of a commit.
    fn parse(tag: &'a str) -> Option<Self> {
        let mut rest = tag.strip_prefix(['v', 'V']).unwrap_or(tag);
        let mut numbers = Vec::new();
        loop {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at_checked(end)?;
            numbers.push(digits.parse().ok()?);
            match after.strip_prefix('.') {
                Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
                _ => {
                    rest = after;
                    break;
                }
            }
        }
        let flavour = rest.trim_start_matches(['-', '_', '.', '+']);
        let attached = flavour.len() == rest.len() && !flavour.is_empty();
        let word = flavour.trim_end_matches(|c: char| c.is_ascii_digit());
        // `3.13rc1` is a version, `7f3a2b1` is none.
        (!attached || BEFORE.contains(&word) || matches!(word, "a" | "b")).then_some(Self { numbers, flavour })
    }

    fn is_before(&self) -> bool {
        let word = self.flavour.to_ascii_lowercase();
        let word = word
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        BEFORE.contains(&word)
    }
}

/// Sorts tags: `latest`, then versions from the highest down (the plain one before its flavours, pre-releases after
/// them), then everything else by name. It is the order of version numbers, not of time: see the module.
pub fn sort(tags: &mut [String]) {
    tags.sort_by_cached_key(|tag| {
        let version = Version::parse(tag).map(|version| {
            let before = version.is_before();
            let flavour = version.flavour.to_owned();
            // Of pre-releases the last comes first; of flavours the first by name.
            let later = before.then(|| Reverse(Natural(flavour.clone())));
            (Reverse(version.numbers), before, later, flavour)
        });
        (tag != "latest", version.is_none(), version, tag.clone())
    });
}

/// Up to three tags that were probably meant by one that is not there, the likeliest first: the fewest edits (a swap
/// of neighbours is one, a leading `v` none), then the same flavour, then the longest common start of the version,
/// then the highest version. A tag that says more of the same version (`1.36` -> `1.36.1`) is one edit away. What is
/// more than half another text is not named.
pub fn nearest<'a>(wanted: &str, tags: &'a [String]) -> Vec<&'a str> {
    if wanted.len() > LONGEST {
        return Vec::new();
    }
    let bare = |tag: &str| tag.strip_prefix(['v', 'V']).unwrap_or(tag).to_ascii_lowercase();
    let version = Version::parse(wanted);
    let wanted = bare(wanted);
    let mut near: Vec<_> = tags
        .iter()
        .filter_map(|tag| {
            let other = Version::parse(tag);
            let both = version.as_ref().zip(other.as_ref());
            let common = both.map_or(0, |(a, b)| common_start(&a.numbers, &b.numbers));
            let extends = both.is_some_and(|(a, b)| common == a.numbers.len() && a.flavour == b.flavour);
            // At least as many edits as the lengths differ: no need to count them then.
            let most = (wanted.len() / 2).max(1);
            let short = bare(tag);
            let edits = match extends {
                true => usize::from(short != wanted),
                false if short.len().abs_diff(wanted.len()) > most => return None,
                false => strsim::osa_distance(&wanted, &short),
            };
            let other_flavour = both.is_some_and(|(a, b)| a.flavour != b.flavour);
            let numbers = other.map(|version| version.numbers).unwrap_or_default();
            (edits <= most).then_some((edits, other_flavour, Reverse(common), Reverse(numbers), tag.as_str()))
        })
        .collect();
    near.sort();
    near.into_iter().take(NEAREST).map(|(.., tag)| tag).collect()
}

fn common_start(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Numbers in it count as numbers: `rc10` is after `rc9`.
#[derive(PartialEq, Eq)]
struct Natural(String);

impl Natural {
    fn parts(&self) -> Vec<(u64, &str)> {
        let split = |part| {
            let part: &str = part;
            let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let (number, word) = part.split_at_checked(digits).unwrap_or((part, ""));
            (number.parse().unwrap_or(0), word)
        };
        let mut parts = Vec::new();
        let mut start = 0;
        let mut digit = false;
        for (at, c) in self.0.char_indices() {
            if c.is_ascii_digit() && !digit && at > start {
                parts.push(split(self.0.get(start..at).unwrap_or_default()));
                start = at;
            }
            digit = c.is_ascii_digit();
        }
        parts.push(split(self.0.get(start..).unwrap_or_default()));
        parts
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_latest_comes_first_then_versions_downwards_then_names() {
        let mut tags =
            list("edge 1.9 1.10-alpine v1.10 7f3a2b1 1.10 2.0.0-rc9 2.0.0-rc10 2.0.0 latest 1.10.1 3.13rc1 3.13 main");
        sort(&mut tags);
        let wanted =
            "latest 3.13 3.13rc1 2.0.0 2.0.0-rc10 2.0.0-rc9 1.10.1 1.10 v1.10 1.10-alpine 1.9 7f3a2b1 edge main";
        assert_eq!(tags.join(" "), wanted);
    }

    #[test]
    fn numbers_that_no_number_holds_are_names() {
        let mut tags = list("99999999999999999999999 1 v . 1..2 1.");
        sort(&mut tags);
        assert_eq!(tags.last().unwrap(), "v");
    }

    #[test]
    fn the_tag_that_was_meant_is_named() {
        let tags = list("latest 1.37 1.36 1.36-glibc 1.37.0 stable musl");
        assert_eq!(nearest("1.63", &tags), ["1.36", "1.37"]);
        assert_eq!(nearest("v1.37", &tags), ["1.37", "1.37.0", "1.36"]);
        assert_eq!(nearest("lastest", &tags), ["latest"]);
        assert_eq!(nearest("1.37-glibc", &tags), ["1.36-glibc"]);
        assert!(nearest("something-else", &tags).is_empty());
        assert!(nearest("", &tags).is_empty());
        let many = list("1.36.0 1.36.1 1.36.10 1.36.2-slim");
        assert_eq!(nearest("1.36", &many), ["1.36.10", "1.36.1", "1.36.0"]);
    }
}
