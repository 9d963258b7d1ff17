//! Paths as the API server writes them: `a.b[0].c`, map keys as `labels[x]`.

use std::fmt;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A field of an object, `.name`.
    Field(String),
    /// An item of a list, `[0]`.
    Item(usize),
    /// A key of a map, `[app.kubernetes.io/name]`.
    Entry(String),
}

/// A place in an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiPath(pub Vec<Part>);

impl ApiPath {
    /// Reads a path. Total: what is not well formed becomes fields that match nothing.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (key, after) = inner.split_once(']').unwrap_or((inner, ""));
                // A label may be called `2026`.
                let item = key.parse().ok().filter(|_| !is_map(parts.last()));
                parts.push(item.map_or_else(|| Part::Entry(key.to_owned()), Part::Item));
                rest = after.strip_prefix('.').unwrap_or(after);
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                parts.push(Part::Field(name.to_owned()));
                rest = after.strip_prefix('.').unwrap_or(after);
            }
        }
        Self(parts)
    }

    /// `metadata.annotations[key]`, for keys that contain dots and slashes.
    pub fn metadata_annotation(key: &str) -> Self {
        Self(vec![
            Part::Field("metadata".into()),
            Part::Field("annotations".into()),
            Part::Entry(key.into()),
        ])
    }

    /// The place of that name below: a key where the API has a map, else a field.
    pub(super) fn child(&self, name: &str) -> Self {
        let part = if is_map(self.0.last()) {
            Part::Entry(name.to_owned())
        } else {
            Part::Field(name.to_owned())
        };
        Self(self.0.iter().cloned().chain([part]).collect())
    }

    /// Whether it is a map whose keys are free.
    pub(crate) fn is_map(&self) -> bool {
        is_map(self.0.last())
    }

    /// Whether it is a map of labels or annotations.
    pub(super) fn is_labels(&self) -> bool {
        matches!(self.0.last(), Some(Part::Field(name)) if name == "labels" || name == "annotations")
    }

    /// Whether `self` is `other` or one of its parents.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// Fields whose keys are free, and are written `[key]`.
fn is_map(part: Option<&Part>) -> bool {
    let maps = [
        "labels",
        "annotations",
        "limits",
        "requests",
        "nodeSelector",
        "matchLabels",
    ];
    matches!(part, Some(Part::Field(name)) if maps.contains(&name.as_str()))
}

impl fmt::Display for ApiPath {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            match part {
                Part::Field(name) if at == 0 => write!(to, "{name}")?,
                Part::Field(name) => write!(to, ".{name}")?,
                Part::Item(index) => write!(to, "[{index}]")?,
                Part::Entry(key) => write!(to, "[{key}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_was_read() {
        for text in [
            "metadata.name",
            "spec.template.spec.containers[0].resources.limits[cpu]",
            "metadata.annotations[kubernetes.io/description]",
            "spec.containers[12].env[3].name",
        ] {
            assert_eq!(ApiPath::parse(text).to_string(), text);
        }
    }

    #[test]
    fn a_broken_path_is_no_panic() {
        for text in ["", "[", "a[", "a[b", "]", "..", "a[0]]", "[0].x"] {
            let _ = ApiPath::parse(text).to_string();
        }
    }
}
