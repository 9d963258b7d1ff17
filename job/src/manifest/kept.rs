//! Settings that the form does not show, by the API path in the Job. `containers[#KEY]` stands for the container
//! with that key, `volumes[#KEY].secret.items[#KEY]` for an item of that volume: each key is looked for in the list
//! that the path names, and nowhere else. Those of a Service stand below `services[#KEY]`.

use serde_json::{Map, Value};

use super::write::Writer;
use super::{ApiPath, Part};
use crate::Draft;
use crate::draft::Key;
use crate::form::{ADVANCED, CONTAINER, Field, Kind, POD, SERVICE, Tab, applies};

/// Most parts of a path that is kept: every part is a level of the manifest, and whoever walks a
/// manifest walks it recursively.
const DEEPEST: usize = 64;

/// Where the form puts the name as label `app`. Null there: the object has none, as it came from elsewhere.
pub(crate) const APP_LABELS: [&str; 2] = ["metadata.labels[app]", "spec.template.metadata.labels[app]"];

/// Where the form puts the selector of a Service, below the Service. Null there: it has none, and selects nothing.
pub(crate) const SELECTOR: &str = "spec.selector";

/// A row that a path names.
struct Row {
    /// Which part of the path.
    part: usize,
    /// Its path in the draft.
    draft: String,
    /// Where in its list it stands.
    position: usize,
    /// Whether its list is asked and sent now.
    is_sent: bool,
}

/// The rows that a path names, outermost first. `None` when one of them is gone.
fn rows(path: &ApiPath, draft: &Draft) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut fields = Vec::new();
    let mut start = 0;
    for (part, name) in path.0.iter().enumerate() {
        let Some(key) = key_of(name) else { continue };
        let api = ApiPath(path.0.get(start..part)?.to_vec()).to_string();
        let (list, inner, is_sent) = match rows.last() {
            None => at_the_top(&api)?,
            Some(row) => {
                let field = list_of(&fields, &api)?;
                let is_sent = applies(field, draft.group_at(&row.draft));
                (format!("{}.{}", row.draft, field.name), of(field), is_sent)
            }
        };
        let position = draft.position_of(&list, key)?;
        let draft = format!("{list}.{key}");
        rows.push(Row {
            part,
            draft,
            position,
            is_sent,
        });
        fields = inner;
        start = part + 1;
    }
    Some(rows)
}

fn key_of(part: &Part) -> Option<Key> {
    match part {
        Part::Entry(entry) => entry.strip_prefix('#')?.parse().ok(),
        _ => None,
    }
}

/// The list of the draft that becomes that list of the Job, and the fields of its rows.
fn at_the_top(api: &str) -> Option<(String, Vec<&'static Field>, bool)> {
    let all = |tabs: &'static [Tab]| tabs.iter().flat_map(|tab| tab.fields).collect::<Vec<_>>();
    let (list, fields) = match api {
        "spec.template.spec.containers" => ("containers".to_owned(), all(CONTAINER)),
        "services" => ("services".to_owned(), all(SERVICE)),
        _ => {
            let of_pod = || Some(("pod", list_of(&all(POD), api.strip_prefix("spec.template.spec.")?)?));
            let of_job = list_of(&all(ADVANCED), api).map(|field| ("advanced", field));
            let (group, field) = of_job.or_else(of_pod)?;
            (format!("{group}.{}", field.name), of(field))
        }
    };
    Some((list, fields, true))
}

fn list_of(fields: &[&'static Field], api: &str) -> Option<&'static Field> {
    let is_it = |field: &&&Field| field.api == api && matches!(field.kind, Kind::Rows(_));
    fields.iter().find(is_it).copied()
}

fn of(field: &'static Field) -> Vec<&'static Field> {
    field.inner().iter().collect()
}

/// Where something that is kept goes now: rows by their positions. `None` when a row is gone or not sent, for no
/// path, and for one deeper than any of the API.
fn place(text: &str, draft: &Draft) -> Option<ApiPath> {
    let mut path = ApiPath::parse(text);
    if path.0.is_empty() || path.0.len() > DEEPEST {
        return None;
    }
    for row in rows(&path, draft)? {
        *path.0.get_mut(row.part).filter(|_| row.is_sent)? = Part::Item(row.position);
    }
    Some(path)
}

/// Writes what is kept of the Job, or of the Service with that key. In the order of paths, not of their
/// spellings: `[2]` is written before `[10]`.
pub(super) fn write(draft: &Draft, service: Option<Key>, to: &mut Writer) {
    let own = service.map(|key| format!("services[#{key}]"));
    let mut kept: Vec<(ApiPath, &Value)> = Vec::new();
    for (text, value) in &draft.kept {
        // Most are of others, which is told without reading the path.
        let is_near = match &own {
            Some(own) => text.starts_with(own.as_str()),
            None => !text.starts_with("services["),
        };
        let Some(mut place) = is_near.then(|| place(text, draft)).flatten() else {
            continue;
        };
        // Of a Service: the place in it.
        if own.is_some() {
            place.0.drain(..place.0.len().min(2));
        }
        let is_none = value.is_null() && says_none(own.is_some(), text, &place);
        if !is_none && !place.0.is_empty() {
            let at = kept.partition_point(|(other, _)| *other < place);
            kept.insert(at, (place, value));
        }
    }
    for (place, value) in kept {
        to.keep(place, value);
    }
}

/// Whether null at that place says that the form is to leave it out.
fn says_none(is_of_service: bool, text: &str, place: &ApiPath) -> bool {
    if is_of_service {
        *place == ApiPath::parse(SELECTOR)
    } else {
        APP_LABELS.contains(&text)
    }
}

/// What a draft keeps, for another one that differs from it in keys only. What is kept of rows that are gone is left.
pub(crate) fn rekeyed(from: &Draft, to: &Draft) -> Map<String, Value> {
    let mut kept = Map::new();
    for (text, value) in &from.kept {
        if let Some(text) = rekeyed_path(text, from, to) {
            kept.insert(text, value.clone());
        }
    }
    kept
}

fn rekeyed_path(text: &str, from: &Draft, to: &Draft) -> Option<String> {
    let mut path = ApiPath::parse(text);
    let rows = rows(&path, from)?;
    if rows.is_empty() {
        return Some(text.to_owned());
    }
    for row in rows {
        let there = from.path_in(to, &row.draft)?;
        let (_, key) = there.rsplit_once('.')?;
        *path.0.get_mut(row.part)? = Part::Entry(format!("#{key}"));
    }
    Some(path.to_string())
}
