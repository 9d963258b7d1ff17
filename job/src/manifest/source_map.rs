//! From places in the manifest back to places in the draft.

use super::path::{ApiPath, Part};
use crate::form::{ADVANCED, CONTAINER, POD, SERVICE, Tab};
use crate::{DraftPath, Step};

/// Which field of the draft made which part of the Job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceMap(Vec<(ApiPath, DraftPath)>);

impl SourceMap {
    pub(super) fn push(&mut self, api: ApiPath, draft: DraftPath) {
        self.0.push((api, draft));
    }

    /// The field that an API path comes home to.
    ///
    /// In this order: the field that made exactly this place; of a row, its first field; the nearest parent that
    /// a field made (`…command[3]` of `…command`); the first field below it, unless it is so wide that a field
    /// would be arbitrary (`spec`); for a field that nobody set, its place in the form or the first
    /// field of its container; the task as a whole.
    pub fn draft_path(&self, api: &str) -> DraftPath {
        let api = ApiPath::parse(&mend_spelling(api));
        let exact_or_parent = self
            .0
            .iter()
            .filter(|(made, _)| made.contains(&api))
            .max_by_key(|(made, _)| made.0.len());
        let is_row = matches!(api.0.last(), Some(Part::Item(_)));
        let is_exact = exact_or_parent.is_some_and(|(made, _)| *made == api);
        let of_row = self
            .0
            .iter()
            .find(|(made, _)| is_row && !is_exact && api.contains(made));
        if let Some((_, draft)) = of_row.or(exact_or_parent) {
            return draft.clone();
        }
        let mut below = self.0.iter().filter(|(made, _)| api.contains(made));
        // Of a map, what was typed stands behind what the form always writes.
        let below = if api.is_labels() {
            below.next_back()
        } else {
            below.next()
        };
        if let Some((_, draft)) = below.filter(|_| !is_wide(&api)) {
            return draft.clone();
        }
        self.in_service(&api)
            .or_else(|| unset_field(&api))
            .or_else(|| self.in_container(&api))
            .unwrap_or(DraftPath::TASK)
    }

    /// The same for a place that the API server names without its key, as it does
    /// `resources.requests`: the key is taken from its words.
    pub(crate) fn draft_path_of_key(&self, api: &str, key: &str) -> DraftPath {
        let full = ApiPath::parse(&format!("{api}[{key}]"));
        let made = self.0.iter().find(|(made, _)| *made == full);
        made.map_or_else(|| self.draft_path(api), |(_, draft)| draft.clone())
    }

    /// The same for a place that is named without the positions of list items, as Go's decoder does
    /// (`spec.template.spec.containers.image`): the first that fits.
    pub(crate) fn draft_path_of_kind(&self, api: &str) -> DraftPath {
        let kind = ApiPath::parse(api);
        let made = self
            .0
            .iter()
            .find(|(made, _)| made.0.iter().filter(|part| !matches!(part, Part::Item(_))).eq(&kind.0));
        made.map_or_else(|| self.draft_path(api), |(_, draft)| draft.clone())
    }

    /// The places that a field made.
    pub fn api_paths(&self, draft: &DraftPath) -> impl Iterator<Item = &ApiPath> {
        self.0
            .iter()
            .filter(move |(_, made_by)| made_by == draft)
            .map(|(api, _)| api)
    }

    /// Every place that a field made.
    pub fn iter(&self) -> impl Iterator<Item = (&ApiPath, &DraftPath)> {
        self.0.iter().map(|(api, draft)| (api, draft))
    }

    /// A field of the Service that was left empty, where the object is one.
    fn in_service(&self, api: &ApiPath) -> Option<DraftPath> {
        let of_service = |(_, made_by): &&(ApiPath, DraftPath)| made_by.step() == Some(Step::Service);
        let (_, known) = self.0.iter().find(of_service)?;
        let (end, _) = known.as_str().match_indices('.').nth(1)?;
        let service = known.as_str().get(..end)?;
        Some(DraftPath::within(service, field_of(SERVICE, &api.to_string())?))
    }

    /// A field of a container that was left empty, or else the container's first field.
    fn in_container(&self, api: &ApiPath) -> Option<DraftPath> {
        let item = api.0.iter().position(|part| matches!(part, Part::Item(_)))?;
        let (container, rest) = api.0.split_at_checked(item + 1)?;
        let (_, first) = self.0.iter().find(|(made, _)| made.0.starts_with(container))?;
        let unset = first
            .container_key()
            .zip(field_of(CONTAINER, &ApiPath(rest.to_vec()).to_string()));
        Some(unset.map_or_else(|| first.clone(), |(key, field)| DraftPath::container(key, field)))
    }
}

/// Places that hold fields of several steps.
fn is_wide(api: &ApiPath) -> bool {
    let place = api.to_string();
    matches!(
        place.as_str(),
        "" | "metadata"
            | "spec"
            | "spec.template"
            | "spec.template.metadata"
            | "spec.template.spec"
            | "spec.template.spec.containers"
    )
}

/// A field of that table that goes there.
fn field_of(tabs: &[Tab], api: &str) -> Option<&'static str> {
    let fields = tabs.iter().flat_map(|tab| tab.fields);
    fields
        .filter(|field| !field.api.is_empty() && field.api == api)
        .map(|field| field.name)
        .next()
}

/// Fields of the form that are left out of the manifest while empty, so that no field made them.
fn unset_field(api: &ApiPath) -> Option<DraftPath> {
    let api = api.to_string();
    Some(match api.as_str() {
        "metadata.name" => DraftPath::NAME,
        "metadata.namespace" => DraftPath::NAMESPACE,
        "spec.completions" => DraftPath::INSTANCES,
        "spec.parallelism" => DraftPath::PARALLEL,
        "spec.completionMode" => DraftPath::INDEXED,
        "spec.template.spec.containers" => DraftPath::CONTAINERS,
        _ => {
            let of_pod = || Some(("pod", field_of(POD, api.strip_prefix("spec.template.spec.")?)?));
            let (group, field) = field_of(ADVANCED, &api)
                .map(|field| ("advanced", field))
                .or_else(of_pod)?;
            DraftPath::within(group, field)
        }
    })
}

/// The API server names some places as they were called long ago
/// (kubernetes-validation.md, rows 1, 13 and 14: `ValidatePodTemplateSpec` says `labels` for
/// `metadata.labels`; a Job name of more than 63 bytes is reported at the template's labels).
fn mend_spelling(api: &str) -> String {
    for what in ["labels", "annotations"] {
        if let Some(rest) = api.strip_prefix(&format!("spec.template.{what}")) {
            return format!("spec.template.metadata.{what}{rest}");
        }
    }
    api.to_owned()
}
