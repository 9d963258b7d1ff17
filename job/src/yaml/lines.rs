//! Lines and the space between tokens. Every place is a byte of the text.

/// The text from there on; nothing where there is no such place.
pub(super) fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The text between two places.
pub(super) fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Where the line of that place starts.
pub(super) fn start(text: &str, at: usize) -> usize {
    between(text, 0, at).rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line of that place ends, before its break.
pub(super) fn end(text: &str, at: usize) -> usize {
    let rest = from(text, at);
    let line = rest.split('\n').next().unwrap_or(rest);
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

/// Where the line after that place starts, or the end of the text.
pub(super) fn next(text: &str, at: usize) -> usize {
    from(text, at).find('\n').map_or(text.len(), |found| at + found + 1)
}

/// The next token's place: after blanks, breaks and comments.
pub(super) fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = from(text, at);
        let token = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        at += rest.len() - token.len();
        if !token.starts_with('#') {
            return at;
        }
        at = next(text, at);
    }
}

/// The next token's place that is neither an anchor nor a tag.
pub(super) fn skip_properties(text: &str, mut at: usize) -> usize {
    loop {
        at = skip(text, at);
        let token = from(text, at);
        if !token.starts_with(['&', '!']) {
            return at;
        }
        at += token.find([' ', '\t', '\n', '\r']).unwrap_or(token.len());
    }
}
