//! How many, how many at once, and whether they are numbered.

use serde_json::Value;

use super::fields::take;
use crate::draft::Row;

/// Reads completions, parallelism and the completion mode into the form's way of running.
/// Without either count there is one Pod; without completions it is a work queue; without parallelism one at
/// once (`pkg/apis/batch/v1/defaults.go`: `SetDefaults_Job`).
pub(super) fn read(job: &mut Value, basic: &mut Row) {
    let mut count = |name: &str| {
        // Absent and null are the same.
        take(job, &["spec", name], Value::is_null);
        take(job, &["spec", name], |value| value.is_i64() || is_no_number(value)).map(|value| match value {
            Value::String(text) => text,
            number => number.to_string(),
        })
    };
    let (completions, parallelism) = (count("completions"), count("parallelism"));
    let (runs, instances, parallel) = match (completions, parallelism) {
        (None, None) => ("one-pod", None, None),
        (Some(one), Some(other)) if one == "1" && other == "1" => ("one-pod", None, None),
        (None, parallelism) => ("work-queue", parallelism, None),
        (completions, parallelism) => ("fixed-count", completions, parallelism.or_else(|| Some("1".to_owned()))),
    };
    basic.insert("runs".into(), runs.into());
    for (name, value) in [("instances", instances), ("parallel", parallel)] {
        if let Some(value) = value {
            basic.insert(name.into(), value.into());
        }
    }
    if runs != "work-queue" && take(job, &["spec", "completionMode"], |mode| mode == "Indexed").is_some() {
        basic.insert("indexed".into(), true.into());
    }
}

/// A text that the form would send as the text that it is.
fn is_no_number(value: &Value) -> bool {
    let is_none = |text: &str| !text.is_empty() && text.trim() == text && text.parse::<i64>().is_err();
    value.as_str().is_some_and(is_none)
}
