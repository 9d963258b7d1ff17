//! Rows and their keys: copies, and drafts that differ in keys only.

use serde_json::Value;

use super::{Draft, KEY, Key, at_mut, position};
use crate::manifest::rekeyed;

impl Draft {
    /// Copies a row, with all that is kept of it, to the place after it. The copy and the rows within it have keys
    /// of their own.
    pub fn duplicate(&mut self, row: &str) -> Option<Key> {
        let copy = self.at(row)?.as_object()?.clone();
        let (list, key) = row.rsplit_once('.')?;
        let at = self.position_of(list, key.parse().ok()?)?;
        let mut twin = self.clone();
        let key = self.insert(list, at + 1, copy);
        // With the copy in the place of the row, what is kept of the row is said of the copy.
        let before = twin.clone();
        *at_mut(&mut twin.fields, row)? = self.at(&format!("{list}.{key}"))?.clone();
        for (path, value) in rekeyed(&before, &twin) {
            self.kept.entry(path).or_insert(value);
        }
        Some(key)
    }

    /// The same draft with the keys 1, 2, 3 … in the order of the tree, so that drafts that say the same have the
    /// same text. Where a place of this draft is in it, [`Draft::path_in`] knows.
    pub fn renumbered(&self) -> Self {
        let mut made = self.clone();
        made.keys = 0;
        number(&mut made.fields, &mut made.keys);
        made.kept = rekeyed(self, &made);
        made
    }

    /// A draft whose rows have no keys yet gets them in the order of the tree; what is kept names them already.
    pub(crate) fn numbered(mut self) -> Self {
        self.keys = 0;
        number(&mut self.fields, &mut self.keys);
        self
    }

    /// Where a place of this draft, such as `containers.7.image`, is in another one that differs from it in keys
    /// only. `None` when a row on the way is gone.
    pub fn path_in(&self, other: &Self, path: &str) -> Option<String> {
        let (mut here, mut there) = (Some(&self.fields), Some(&other.fields));
        let mut made = String::new();
        for part in path.split('.') {
            if !made.is_empty() {
                made.push('.');
            }
            if let Some(Value::Array(rows)) = here {
                let at = position(rows, part.parse().ok()?)?;
                let row = there?.as_array()?.get(at)?;
                made.push_str(&row.get(KEY).and_then(Value::as_u64).unwrap_or_default().to_string());
                (here, there) = (rows.get(at), Some(row));
            } else {
                made.push_str(part);
                here = here.and_then(|value| value.get(part));
                there = there.and_then(|value| value.get(part));
            }
        }
        Some(made)
    }
}

/// Gives every row the next key.
pub(super) fn number(value: &mut Value, keys: &mut Key) {
    match value {
        Value::Array(rows) => {
            for row in rows {
                if let Value::Object(row) = row {
                    *keys += 1;
                    row.insert(KEY.to_owned(), (*keys).into());
                }
                number(row, keys);
            }
        }
        Value::Object(group) => group.values_mut().for_each(|value| number(value, keys)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Draft, manifests};

    /// Two containers, of whose variables something is kept.
    fn draft() -> Draft {
        let fields = json!({"basic": {"name": "nightly"}, "containers": [
            {"key": 7, "name": "main", "env": [{"key": 9, "name": "A"}, {"key": 3, "name": "B"}]},
            {"key": 2, "name": "side", "env": [{"key": 3, "name": "C"}]}]});
        let container = "spec.template.spec.containers";
        Draft::from(json!({"version": 1, "keys": 9, "fields": fields, "kept": {
            "spec.suspend": true,
            (format!("{container}[#7].tty")): true,
            (format!("{container}[#7].env[#3].x")): "of B",
            (format!("{container}[#2].env[#3].x")): "of C",
            (format!("{container}[#2].env[#9].x")): "of nothing"}}))
    }

    #[test]
    fn what_is_kept_of_a_row_is_of_the_row_in_that_list_only() {
        let job = manifests(&draft()).job;
        let containers = job["spec"]["template"]["spec"]["containers"].clone();
        assert_eq!(
            (&containers[0]["env"][1]["x"], &containers[1]["env"][0]["x"]),
            (&json!("of B"), &json!("of C"))
        );
        assert!(!job.to_string().contains("of nothing"));
    }

    #[test]
    fn a_copy_of_a_row_has_keys_of_its_own_and_all_that_is_kept() {
        let mut draft = draft();
        assert_eq!(draft.duplicate("containers.7"), Some(10));
        let keys: Vec<_> = draft.rows_at("containers.10.env").map(|row| row.key()).collect();
        assert_eq!(keys, [11, 12]);
        let container = "spec.template.spec.containers";
        assert_eq!(draft.kept[&format!("{container}[#10].env[#12].x")], "of B");
        let containers = manifests(&draft).job["spec"]["template"]["spec"]["containers"].clone();
        assert_eq!(
            (&containers[0], &containers[2]["env"][0]["x"]),
            (&containers[1], &json!("of C"))
        );
        assert_eq!(draft.duplicate("containers.4"), None);
        assert_eq!(draft.duplicate("basic"), None);
    }

    #[test]
    fn a_renumbered_draft_is_counted_in_the_order_of_its_tree() {
        let draft = draft();
        let made = draft.renumbered();
        assert_eq!(
            (manifests(&made).job, made.renumbered()),
            (manifests(&draft).job, made.clone())
        );
        assert_eq!(made.kept["spec.template.spec.containers[#1].env[#3].x"], "of B");
        assert_eq!(made.kept.len(), 4);
        let there = |path| draft.path_in(&made, path);
        assert_eq!(
            there("containers.2.env.3.value").as_deref(),
            Some("containers.4.env.5.value")
        );
        assert_eq!(there("basic.name").as_deref(), Some("basic.name"));
        assert_eq!(there("containers").as_deref(), Some("containers"));
        assert_eq!(
            (there("containers.1.image"), there("kept").as_deref()),
            (None, Some("kept"))
        );
    }
}
