//! Step 1, Basic information.

use super::{Field, Kind, Tab};
use crate::rules::house::description;

/// How the task runs: one Pod; a fixed count of completions; a work queue, which is done when one
/// Pod succeeded and all have ended.
const RUNS: &[&str] = &["one-pod", "fixed-count", "work-queue"];

/// Its fields. Cluster and namespace are the place; the counts are put together by the manifest.
pub const BASIC: &[Tab] = &[Tab {
    name: "",
    fields: &[
        Field::new("name", Kind::Text, "").mono().required(),
        Field::new("cluster", Kind::Text, "").required(),
        Field::new("namespace", Kind::Text, "").mono().required(),
        Field::new("runs", Kind::Choice(RUNS), ""),
        Field::new("instances", Kind::Number, "").when("runs", &["fixed-count", "work-queue", ""]),
        Field::new("indexed", Kind::Flag, "").when("runs", &["one-pod", "fixed-count", ""]),
        Field::new("description", Kind::Area(description::MAX), ""),
    ],
}];
