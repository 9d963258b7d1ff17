//! Label and field selectors.

use serde_json::Value;

use crate::object;
use crate::resource::Resource;
use crate::status::Refusal;
use crate::validate::names;

/// What a label selector asks of one label.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Missing,
    Above(i64),
    Below(i64),
}

/// A label selector: all its tests must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Labels(Vec<(String, Test)>);

impl Labels {
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut tests = Vec::new();
        for part in split(text) {
            let part = part.trim();
            if part.is_empty() && text.trim().is_empty() {
                continue;
            }
            let (key, test) = requirement(part).ok_or_else(|| malformed(part))?;
            if !names::qualified(&key).is_empty() {
                return Err(malformed(part));
            }
            tests.push((key, test));
        }
        Ok(Self(tests))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn matches(&self, object: &Value) -> bool {
        let labels = object.pointer("/metadata/labels");
        self.0.iter().all(|(key, test)| {
            let value = labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
            let number = value.and_then(|value| value.parse::<i64>().ok());
            match test {
                Test::In(list) => value.is_some_and(|value| list.iter().any(|item| item == value)),
                Test::NotIn(list) => !value.is_some_and(|value| list.iter().any(|item| item == value)),
                Test::Exists => value.is_some(),
                Test::Missing => value.is_none(),
                Test::Above(bound) => number.is_some_and(|number| number > *bound),
                Test::Below(bound) => number.is_some_and(|number| number < *bound),
            }
        })
    }
}

fn malformed(part: &str) -> Refusal {
    Refusal::bad_request(format!("unable to parse requirement: found {part:?}"))
}

/// Splits at the commas that stand outside of parentheses.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (index, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn requirement(part: &str) -> Option<(String, Test)> {
    if let Some(key) = part.strip_prefix('!') {
        return Some((key.trim().into(), Test::Missing));
    }
    if let Some((key, value)) = part.split_once("!=") {
        return Some((key.trim().into(), Test::NotIn(vec![value_of(value)?])));
    }
    if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
        return Some((key.trim().into(), Test::In(vec![value_of(value)?])));
    }
    if let Some((key, value)) = part.split_once('>') {
        return Some((key.trim().into(), Test::Above(value.trim().parse().ok()?)));
    }
    if let Some((key, value)) = part.split_once('<') {
        return Some((key.trim().into(), Test::Below(value.trim().parse().ok()?)));
    }
    let Some((key, rest)) = part.split_once(char::is_whitespace) else {
        return Some((part.into(), Test::Exists));
    };
    let (word, list) = rest.trim().split_once('(')?;
    let values: Option<Vec<String>> = list.trim().strip_suffix(')')?.split(',').map(value_of).collect();
    match word.trim() {
        "in" => Some((key.into(), Test::In(values?))),
        "notin" => Some((key.into(), Test::NotIn(values?))),
        _ => None,
    }
}

fn value_of(text: &str) -> Option<String> {
    let value = text.trim();
    names::label_value(value).is_empty().then(|| value.into())
}

/// A field selector: fields, whether they must be equal or not, and to what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, bool, String)>);

impl Fields {
    pub(crate) fn parse(text: &str, resource: &Resource) -> Result<Self, Refusal> {
        let mut tests = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (field, equal, value) = if let Some((field, value)) = part.split_once("!=") {
                (field, false, value)
            } else if let Some((field, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
                (field, true, value)
            } else {
                let why = format!("invalid selector: '{text}'; can't understand '{part}'");
                return Err(Refusal::bad_request(why));
            };
            if !matches!(field, "metadata.name" | "metadata.namespace") && !resource.selectable.contains(&field) {
                return Err(Refusal::bad_request(format!("field label not supported: {field}")));
            }
            tests.push((format!("/{}", field.replace('.', "/")), equal, value.into()));
        }
        Ok(Self(tests))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn matches(&self, object: &Value) -> bool {
        self.0.iter().all(|(pointer, equal, value)| {
            let is = match pointer.as_str() {
                "/source" => object::text(object, "/source/component").to_owned(),
                "/status/successful" => object::number(object, "/status/succeeded").unwrap_or(0).to_string(),
                _ => match object.pointer(pointer) {
                    Some(Value::String(text)) => text.clone(),
                    Some(Value::Bool(flag)) => flag.to_string(),
                    _ => String::new(),
                },
            };
            (is == *value) == *equal
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Labels;

    fn matches(selector: &str) -> bool {
        let object = json!({"metadata": {"labels": {"app": "web", "tier": "7"}}});
        Labels::parse(selector).expect("well-formed").matches(&object)
    }

    #[test]
    fn every_operator_is_understood() {
        for yes in [
            "",
            "app=web",
            "app==web",
            "app!=db",
            "app in (db, web)",
            "app notin (db)",
            "app",
            "!gone",
            "tier>6",
        ] {
            assert!(matches(yes), "{yes}");
        }
        for no in [
            "app=db",
            "app!=web",
            "app in (db)",
            "gone",
            "!app",
            "tier<7",
            "app=web,gone",
        ] {
            assert!(!matches(no), "{no}");
        }
    }

    #[test]
    fn a_malformed_selector_is_refused() {
        for wrong in ["a b", "a in b", "a in (b", "=b", "a=b=c!", "a,", "/x=y"] {
            assert_eq!(Labels::parse(wrong).expect_err(wrong).code, 400);
        }
    }
}
