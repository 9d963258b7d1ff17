//! How a text is written so that every reader, of YAML 1.1 or 1.2, takes it for that text.

use super::node::Style;
use super::resolve;

/// Words that some reader takes for something else than text.
const WORDS: [&str; 17] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", "-.inf", "+.inf", ".nan", "=", "<<", "",
];

/// A text on one line, in that style where it can be said so, else plain, else in double quotes.
pub(super) fn scalar(to: &mut String, text: &str, style: Style, flow: bool) {
    match style {
        Style::Single if text.chars().all(printable) && !text.contains('\n') => {
            to.push('\'');
            for (at, part) in text.split('\'').enumerate() {
                to.push_str(if at > 0 { "''" } else { "" });
                to.push_str(part);
            }
            to.push('\'');
        }
        Style::Plain if plain(text, flow) => to.push_str(text),
        _ => double(to, text),
    }
}

/// Whether it means itself without quotes.
pub(super) fn plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)) || numeric(text) || !resolve::plain(text).is_string() {
        return false;
    }
    // `---` and `...` begin and end documents; a dash before a blank is an item.
    if "?:,[]{}#&*!|>'\"%@`=".contains(first) || text.starts_with("---") || text.starts_with("...") {
        return false;
    }
    if text.starts_with("- ") || text == "-" || text.ends_with(':') || text.contains(": ") || text.contains(" #") {
        return false;
    }
    // YAML 1.1 has colons and question marks in flow collections only as indicators.
    if flow && text.contains([',', '[', ']', '{', '}', ':', '?']) {
        return false;
    }
    text.trim().len() == text.len() && text.chars().all(|c| printable(c) && c != '\n' && c != '\t')
}

/// Numbers, times and dates, and some that only look like it: quotes do no harm.
fn numeric(text: &str) -> bool {
    let lead = text.starts_with(|first: char| first.is_ascii_digit() || "+-._".contains(first));
    let like = |byte: u8| byte.is_ascii_hexdigit() || b"xXoO_.,:+- tTzZ".contains(&byte);
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    // `-c` is an option of a shell.
    lead && text.bytes().all(like) && (has(u8::is_ascii_digit) || !has(u8::is_ascii_alphabetic))
}

/// What may stand in a text as it is: not what an editor cannot show or a reader of YAML 1.1 takes for a break.
pub(super) fn printable(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}'
        | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// In double quotes: everything can be said in them.
pub(super) fn double(to: &mut String, text: &str) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\t' => to.push_str("\\t"),
            '\r' => to.push_str("\\r"),
            c if printable(c) => to.push(c),
            c => {
                // Four digits, which JSON has as well; all of these are below U+10000.
                to.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    to.push(char::from_digit((u32::from(c) >> shift) & 15, 16).unwrap_or('0'));
                }
            }
        }
    }
    to.push('"');
}
