//! The words on screen: one catalogue a language, fetched, not in the wasm.

use std::cell::Cell;

use job::Args;
use job::form::{Field, Kind};
use serde_json::Value;

use crate::api::{Sentence, names};

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// A text of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u16);

/// The languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, simplified.
    Chinese,
}

impl Language {
    /// As in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    /// Of a tag; English for what is unknown.
    pub fn of_tag(tag: &str) -> Self {
        if tag == "zh" { Self::Chinese } else { Self::English }
    }
}

/// Texts that are looked up by name, each part a file of its own: only pages that need it fetch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sentences of a status, which the server chooses.
    Status,
    /// The words of the form's fields, and what is said of them.
    Form,
    /// What is said around drafts: their list, their links, their text, their checks, their dialogs.
    Draft,
}

impl Part {
    /// As in the names of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Form => "form",
            Self::Draft => "draft",
        }
    }
}

type Texts = Cell<Option<&'static (Language, Value)>>;

thread_local! {
    static CATALOGUE: Texts = const { Cell::new(None) };
    static PARTS: [Texts; 3] = const { [const { Cell::new(None) }; 3] };
}

/// A file of texts in memory. It lives as long as the page: a switch of language is rare and costs some 30 kB.
fn kept(language: Language, json: &str) -> Option<&'static (Language, Value)> {
    let texts = serde_json::from_slice::<Value>(json.as_bytes()).ok()?;
    Some(Box::leak(Box::new((language, texts))))
}

/// Takes a catalogue into use: a JSON list of the texts in the order of the keys. What is none is refused, and
/// the one in use stays.
pub fn use_catalogue(language: Language, json: &str) -> bool {
    let catalogue = kept(language, json).filter(|(_, texts)| texts.is_array());
    if catalogue.is_some() {
        CATALOGUE.set(catalogue);
    }
    catalogue.is_some()
}

/// Takes a part into use: a JSON object.
pub fn use_part(part: Part, language: Language, json: &str) -> bool {
    let texts = kept(language, json);
    if texts.is_some() {
        of_part(part, |part| part.set(texts));
    }
    texts.is_some()
}

fn of_part<R: Default>(part: Part, look: impl FnOnce(&Texts) -> R) -> R {
    PARTS.with(|parts| parts.get(part as usize).map(look).unwrap_or_default())
}

/// Whether a part is there, in the language in use.
pub fn knows(part: Part) -> bool {
    of_part(part, |part| part.get().is_some_and(|(of, _)| *of == language()))
}

/// The language in use.
pub fn language() -> Language {
    CATALOGUE.get().map_or(Language::English, |(language, _)| *language)
}

/// The text of a key. An empty text stands for one that the catalogue lacks.
pub fn t(key: Key) -> &'static str {
    CATALOGUE
        .get()
        .and_then(|(_, texts)| texts.get(usize::from(key.0)))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The text of that name in a part.
fn named_in(part: Part, name: &str) -> Option<&'static str> {
    of_part(part, Cell::get)?.1.get(name)?.as_str()
}

/// The text of that name among those of the form.
fn named(name: &str) -> Option<&'static str> {
    named_in(Part::Form, name)
}

/// The label of a field.
pub fn label(field: &Field) -> &'static str {
    named(&format!("field.{}", field.label)).unwrap_or(field.name)
}

/// The help of a field, in one short line; empty where it needs none.
pub fn help(field: &Field) -> &'static str {
    named(&format!("field.{}.help", field.label)).unwrap_or_default()
}

/// What is on the button of a field's dialog.
pub fn opener(field: &Field) -> &'static str {
    named(&format!("field.{}.dialog", field.label)).unwrap_or("…")
}

/// The name of a row of fields, and its help.
pub fn row(name: &str) -> (&'static str, &'static str) {
    let text = |suffix: &str| named(&format!("field.{name}{suffix}")).unwrap_or_default();
    (text(""), text(".help"))
}

/// One of the words that a field may have.
pub fn choice(field: &Field, word: &'static str) -> &'static str {
    let list = if matches!(field.kind, Kind::YesNo) {
        "yes-no"
    } else {
        field.label
    };
    named(&format!("choice.{list}.{word}")).unwrap_or(word)
}

/// The name of a check before Create. One that this catalogue does not know is shown by its name.
pub fn check(name: &str) -> String {
    named_in(Part::Draft, &format!("check.{name}")).map_or_else(|| name.to_owned(), str::to_owned)
}

/// What more there is to say of a check, whatever came of it; mostly nothing.
pub fn check_more(name: &str) -> Option<&'static str> {
    named_in(Part::Draft, &format!("check.{name}.more"))
}

/// The name of a tab.
pub fn tab(tab: &job::form::Tab) -> &'static str {
    named(&format!("tab.{}", tab.name)).unwrap_or(tab.name)
}

/// The text of a key with its placeholders filled. A placeholder without a value stays as it is.
pub fn fill(key: Key, args: &Args) -> String {
    filled(t(key), args)
}

fn filled(text: &str, args: &Args) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match args.get(name) {
            Some(value) if matches!(name, "count" | "total" | "found") => grouped(&mut filled, value),
            Some(value) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// A count of five digits and more is read in groups of three, in both languages.
fn grouped(filled: &mut String, number: &str) {
    let is_long = number.len() > 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    for (at, digit) in number.chars().enumerate() {
        if is_long && at > 0 && (number.len() - at).is_multiple_of(3) {
            filled.push(',');
        }
        filled.push(digit);
    }
}

/// What a finding says: what it is about, and the API server's words where it is theirs.
pub fn finding(finding: &job::Finding) -> String {
    let words = finding.server_words.as_deref().unwrap_or_default();
    let args = finding.args.clone().and("words", words).and("path", &finding.api_path);
    let code = code(finding);
    named(&format!("finding.{code}")).map_or(code, |text| filled(text, &args))
}

/// The name of a finding's code.
pub fn code(finding: &job::Finding) -> String {
    let name = names::<job::Code>().get(finding.code as usize);
    name.map_or_else(String::new, |name| (*name).to_owned())
}

/// A sentence of a status. One that this catalogue does not know (the server is of a later release)
/// is shown by its name, which is English.
pub fn sentence(sentence: &Sentence) -> String {
    let text = named_in(Part::Status, &sentence.say);
    text.map_or_else(|| sentence.say.replace('-', " "), |text| filled(text, &sentence.args))
}

/// What is said around a log. Its texts are beside the sentences of a status: the same pages need them.
pub fn log(name: &str) -> &'static str {
    named_in(Part::Status, &format!("log.{name}")).unwrap_or_default()
}

/// The same with its placeholders filled.
pub fn log_filled(name: &str, args: &Args) -> String {
    filled(log(name), args)
}

/// What is said around tasks. Its texts are beside the sentences of a status, too.
pub fn task(name: &str) -> &'static str {
    named_in(Part::Status, &format!("task.{name}")).unwrap_or_default()
}

/// What is said around drafts.
pub fn draft(name: &str) -> &'static str {
    named_in(Part::Draft, &format!("draft.{name}")).unwrap_or_default()
}

/// The same with its placeholders filled.
pub fn draft_filled(name: &str, args: &Args) -> String {
    filled(draft(name), args)
}

/// What an error says and what to do next.
pub fn error_texts(error: &crate::api::ApiError) -> (String, String) {
    let seconds = error
        .retry_after
        .map_or_else(|| "?".to_owned(), |seconds| seconds.to_string());
    let args = Args::with("cluster", &error.cluster)
        .and("code", error.status)
        .and("seconds", seconds);
    (
        fill(of_error(error.kind), &args),
        fill(of_error_advice(error.kind), &args),
    )
}
