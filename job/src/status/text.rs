//! Picking words out of messages of the cluster.

/// What stands between the first `start` and the next `end` after it.
pub(super) fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}

/// What stands after the first `start`, to the end.
pub(super) fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.split_once(start).map(|(_, rest)| rest.trim())
}

/// Whether any of the words is in the text, as it is written.
pub(super) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The name in quotes after `kind`, as in `secret "db" not found`.
pub(super) fn quoted<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    between(text, &format!("{kind} \""), "\"")
}
