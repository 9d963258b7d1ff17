//! What was pasted becomes rows: lines, pairs, a shell line, a JSON list.

use serde_json::Value;

use crate::draft::Row;
use crate::form::{Field, Kind};

/// The rows that a text makes in a list, pasted into that field of a row. Fewer than two: it is one
/// value, and the paste is the browser's affair.
///
/// A list of words takes a JSON list, else lines, else a shell line split by the shell's rules. Rows
/// with a name and a value take lines of `NAME=value` or `name: value`, also of a shell's `export`;
/// comments and empty lines are passed over. Every other list takes one line a row.
pub fn rows(list: &Field, into: &Field, text: &str) -> Vec<Row> {
    let one = |name: &str, value: &str| {
        let mut row = Row::new();
        row.insert(name.to_owned(), value.into());
        row
    };
    if matches!(list.kind, Kind::Words) {
        return words(text).iter().map(|word| one("text", word)).collect();
    }
    let has = |name: &str| list.inner().iter().any(|field| field.name == name);
    if into.name == "name" && has("value") {
        let pairs = lines(text).filter_map(pair).map(|(name, value)| {
            let mut row = one("name", &name);
            row.insert("value".into(), value.into());
            row
        });
        return pairs.collect();
    }
    lines(text).map(|line| one(into.name, line)).collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(text: &str) -> Vec<String> {
    if let Ok(Value::Array(items)) = serde_json::from_slice(text.trim().as_bytes()) {
        let word = |item: &Value| item.as_str().map_or_else(|| crate::draft::json(item), str::to_owned);
        return items.iter().map(word).collect();
    }
    let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        // Quotes that do not close make no shell line.
        [line] => shlex::split(line).unwrap_or_default(),
        lines => lines.iter().map(|line| (*line).to_owned()).collect(),
    }
}

/// `NAME=value`, `export NAME="value"`, `name: value`.
fn pair(line: &str) -> Option<(String, String)> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let end = line.find(['=', ':'])?;
    let (name, value) = line.split_at(end);
    let value = value.get(1..).unwrap_or_default().trim();
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    Some((name.trim().to_owned(), quoted.unwrap_or(value).to_owned()))
}

/// Words as they would be typed into a shell: the way back of a pasted line.
pub fn typed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        // What no shell can hold stands as it is.
        line.push_str(&shlex::try_quote(word).unwrap_or(word.into()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_they_would_be_typed() {
        assert_eq!(typed(["sh", "-c", "echo a  b", ""].into_iter()), "sh -c 'echo a  b' ''");
    }
    use crate::form::field_at;

    fn pasted(list: &str, into: &str, text: &str) -> Vec<String> {
        let list = field_at(list).unwrap();
        let into = list.inner().iter().find(|field| field.name == into).unwrap();
        let shown = |row: Row| {
            let values = row.values().map(|value| value.as_str().unwrap());
            values.collect::<Vec<_>>().join("=")
        };
        rows(list, into, text).into_iter().map(shown).collect()
    }

    #[test]
    fn a_command_takes_a_shell_line_a_json_list_or_lines() {
        let words = |text| pasted("containers.1.command", "text", text);
        assert_eq!(words("sh -c 'echo \"a b\"' ''"), ["sh", "-c", "echo \"a b\"", ""]);
        assert_eq!(words(r#"["sh", "-c", "a, b", ""]"#), ["sh", "-c", "a, b", ""]);
        assert_eq!(words("--one=a b\n--two\n"), ["--one=a b", "--two"]);
        assert_eq!(words("it's"), Vec::<String>::new());
    }

    #[test]
    fn variables_and_labels_take_lines_of_name_and_value() {
        let text = "# settings\nexport A=1\n\nB = \"x=y\"\nc: 'd'\n";
        assert_eq!(pasted("containers.1.env", "name", text), ["A=1", "B=x=y", "c=d"]);
        assert_eq!(pasted("advanced.pod-labels", "name", "a: b\nc: d"), ["a=b", "c=d"]);
    }

    #[test]
    fn every_other_list_takes_a_line_a_row() {
        assert_eq!(pasted("containers.1.ports", "port", "80\n443"), ["80", "443"]);
        assert_eq!(pasted("containers.1.env", "value", "80"), ["80"]);
    }
}
