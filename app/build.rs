//! Makes the keys of the catalogue from `text/en.json`.
//!
//! Texts are data that the browser fetches, one catalogue a language: the wasm holds only numbers.
//! The languages are complete by construction: a text that is missing in one of them, or that has
//! other placeholders there, or a code of `job` or of the API without a text, fails the build.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

fn main() {
    let reference = read("text/en.json");
    compare(&reference, &read("text/zh.json"), "text/zh.json");
    compare_sentences(&reference);
    compare_fields(&reference);
    compare_unseen(&reference);
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("keys.rs"), keys(&reference)).expect("OUT_DIR can be written");
}

/// What is looked up by name, in files that only the pages fetch which need them: sentences of a status, which
/// the server chooses, and what is said around a log; what is said around drafts and their texts; the words of the
/// form's fields, which a table names, and what is said of them.
fn is_named(key: &str) -> bool {
    [
        "status.", "log.", "task.", "draft.", "field.", "choice.", "tab.", "check.", "finding.",
    ]
    .iter()
    .any(|prefix| key.starts_with(prefix))
}

/// Every field of the form has its words, and no words are left over.
fn compare_fields(reference: &Map<String, Value>) {
    let (mut used, mut needed) = (BTreeSet::new(), BTreeSet::new());
    for tab in job::form::all() {
        if !tab.name.is_empty() {
            needed.insert(format!("tab.{}", tab.name));
        }
        for field in tab.fields {
            words_of(field, &mut used, &mut needed);
        }
    }
    used.extend(needed.iter().cloned());
    let is_of_form = |key: &&String| {
        ["field.", "choice.", "tab."]
            .iter()
            .any(|prefix| key.starts_with(prefix))
    };
    let written: BTreeSet<String> = reference.keys().filter(is_of_form).cloned().collect();
    // Help is there where a field needs it.
    let of_field = |key: &str| key.strip_suffix(".help").unwrap_or(key).to_owned();
    let missing: Vec<_> = needed.difference(&written).collect();
    let unused: Vec<_> = written.iter().filter(|key| !used.contains(&of_field(key))).collect();
    assert!(
        missing.is_empty() && unused.is_empty(),
        "text/en.json: missing {missing:?}, unused {unused:?}"
    );
}

fn words_of(field: &job::form::Field, used: &mut BTreeSet<String>, needed: &mut BTreeSet<String>) {
    needed.insert(format!("field.{}", field.label));
    if !field.row.is_empty() {
        needed.insert(format!("field.{}", field.row));
    }
    if field.dialog.is_some() {
        needed.insert(format!("field.{}.dialog", field.label));
    }
    let list = if matches!(field.kind, job::form::Kind::YesNo) {
        "yes-no"
    } else {
        field.label
    };
    for word in field.words() {
        let key = format!("choice.{list}.{word}");
        // The API's own words may stand for themselves.
        if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            needed.insert(key.clone());
        }
        used.insert(key);
    }
    for inner in field.inner() {
        words_of(inner, used, needed);
    }
}

/// Every sentence that a status can say has a text, and no text is left over.
fn compare_sentences(reference: &Map<String, Value>) {
    let said = job::status::Say::ALL.iter().map(|say| match serde_json::to_value(say) {
        Ok(Value::String(name)) => format!("status.{name}"),
        other => panic!("a sentence is named by a string, not by {other:?}"),
    });
    let said: BTreeSet<String> = said.collect();
    let written: BTreeSet<String> = reference
        .keys()
        .filter(|key| key.starts_with("status."))
        .cloned()
        .collect();
    assert_eq!(said, written, "text/en.json: the sentences of a status");
}

/// Everything that a registry can say in place of an answer has a text, and no text is left over.
fn compare_unseen(reference: &Map<String, Value>) {
    const PREFIX: &str = "draft.unseen-";
    let names = job::image::Unseen::ALL.iter().map(serde_json::to_value);
    let said: BTreeSet<String> = names
        .map(|name| {
            format!(
                "{PREFIX}{}",
                name.expect("it is a word").as_str().expect("it is a word")
            )
        })
        .collect();
    let written = reference.keys().filter(|key| key.starts_with(PREFIX)).cloned();
    assert_eq!(said, written.collect(), "text/en.json: why a registry says nothing");
}

fn read(path: &str) -> Map<String, Value> {
    println!("cargo:rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn compare(reference: &Map<String, Value>, other: &Map<String, Value>, path: &str) {
    let missing: Vec<_> = reference.keys().filter(|key| !other.contains_key(*key)).collect();
    let unknown: Vec<_> = other.keys().filter(|key| !reference.contains_key(*key)).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "{path}: missing {missing:?}, unknown {unknown:?}"
    );
    for (key, text) in reference {
        assert_eq!(
            placeholders(text),
            placeholders(&other[key]),
            "{path}: other placeholders in {key}"
        );
    }
}

fn placeholders(text: &Value) -> BTreeSet<&str> {
    let text = text.as_str().expect("a text is a string");
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect()
}

fn keys(reference: &Map<String, Value>) -> String {
    let mut code = String::from("/// The keys, in the order of the catalogue.\npub mod key {\n    use super::Key;\n");
    for (index, (key, text)) in reference.iter().filter(|(key, _)| !is_named(key)).enumerate() {
        let name = key.replace(['.', '-'], "_").to_uppercase();
        let text = text.as_str().unwrap_or_default();
        writeln!(code, "    /// {text}\n    pub const {name}: Key = Key({index});").expect("a String takes all");
    }
    code.push_str("}\n");
    for (module, about, prefix) in [
        ("log_key", "a log", "log."),
        ("task_key", "tasks", "task."),
        ("draft_key", "drafts", "draft."),
    ] {
        writeln!(
            code,
            "/// The names of what is said around {about}.\npub mod {module} {{"
        )
        .expect("a String takes all");
        for (key, text) in reference {
            if let Some(name) = key.strip_prefix(prefix) {
                let constant = name.replace('-', "_").to_uppercase();
                let text = text.as_str().unwrap_or_default();
                writeln!(code, "    /// {text}\n    pub const {constant}: &str = \"{name}\";")
                    .expect("a String takes all");
            }
        }
        code.push_str("}\n");
    }
    for (function, kind, prefix, suffix) in [
        ("of_word", "job::status::Word", "word.", ""),
        ("of_error", "crate::api::ErrorKind", "error.", ".what"),
        ("of_error_advice", "crate::api::ErrorKind", "error.", ".next"),
    ] {
        writeln!(
            code,
            "/// The text of every `{kind}`.\npub fn {function}(what: {kind}) -> Key {{\n    match what {{"
        )
        .expect("a String takes all");
        for key in reference.keys() {
            let Some(variant) = key.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix)) else {
                continue;
            };
            let name = key.replace(['.', '-'], "_").to_uppercase();
            writeln!(code, "        {kind}::{} => key::{name},", camel(variant)).expect("a String takes all");
        }
        code.push_str("    }\n}\n");
    }
    // The compiler sees that every code has a text; no code of it is left.
    code.push_str("const _: fn(job::Code) = |code| match code {\n");
    for name in reference.keys().filter_map(|key| key.strip_prefix("finding.")) {
        writeln!(code, "    job::Code::{} => {{}}", camel(name)).expect("a String takes all");
    }
    code.push_str("};\n");
    code
}

fn camel(kebab: &str) -> String {
    kebab
        .split('-')
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        })
        .collect()
}
