//! Sets of completion indexes, and how the API writes them: `0-3,7`.

use std::collections::BTreeSet;

/// The most that is read: a status may be written by anyone.
const MOST: usize = 1_000_000;

pub(super) fn parse(text: &str) -> BTreeSet<i64> {
    text.split(',')
        .filter_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(first.parse::<i64>().ok()?..=last.parse::<i64>().ok()?)
        })
        .flatten()
        .take(MOST)
        .collect()
}

/// Two neighbours stand by themselves; only three and more make an interval.
pub(super) fn write(indexes: &BTreeSet<i64>) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for index in indexes {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *index => *last = *index,
            _ => runs.push((*index, *index)),
        }
    }
    let parts: Vec<String> = runs
        .iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first},{last}"),
            _ => format!("{first}-{last}"),
        })
        .collect();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::{parse, write};

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["", "0", "0,1", "0-2", "0,2,4-9,11"] {
            assert_eq!(write(&parse(text)), text);
        }
    }
}
