//! Label selectors (`apimachinery/pkg/apis/meta/v1/validation/validation.go`:
//! `ValidateLabelSelector`; `apimachinery/pkg/labels/selector.go`: `Matches`).

use super::Found;
use super::metadata::labels;
use crate::rules::node::Node;
use crate::{Args, Code};

/// `ValidateLabelSelector`
pub(super) fn judge(selector: &Node, found: &mut Found) {
    let words = selector.field("matchLabels");
    labels(&words, None, &words, found);
    for requirement in selector.field("matchExpressions").items() {
        operator(&requirement, "In, NotIn, Exists, DoesNotExist", found);
        found.qualified(&requirement.field("key"));
        values(&requirement, found);
    }
}

/// Whether the operator is one of these, and whether it has as many values as it takes.
pub(super) fn operator(requirement: &Node, allowed: &'static str, found: &mut Found) {
    let (operator, values) = (requirement.field("operator"), requirement.field("values"));
    match operator.text() {
        "In" | "NotIn" if values.len() == 0 => found.require(&values),
        "Exists" | "DoesNotExist" if values.len() > 0 => found.only_with(&values, "operator: In"),
        "Gt" | "Lt" if allowed.contains("Gt") && values.len() != 1 => {
            found.error(&values, Code::TooMany, Args::with("count", values.len()).and("max", 1));
        }
        _ => found.one_of(&operator, allowed),
    }
}

/// Its values are values of labels.
pub(super) fn values(requirement: &Node, found: &mut Found) {
    for value in requirement.field("values").items() {
        found.label_value(&value, requirement.field("key").text());
    }
}

/// Whether labels have what the selector, which has no mistake, asks for. `value_of` knows them.
pub(super) fn matches<'t>(selector: &Node, value_of: &dyn Fn(&str) -> Option<&'t str>) -> bool {
    selector
        .field("matchLabels")
        .entries()
        .all(|(key, value)| value_of(key) == Some(value.text()))
        && selector.field("matchExpressions").items().all(|requirement| {
            let value = value_of(requirement.field("key").text());
            let is_in = || {
                let values = requirement.field("values");
                values.items().any(|known| Some(known.text()) == value)
            };
            match requirement.field("operator").text() {
                "In" => is_in(),
                "NotIn" => !is_in(),
                "Exists" => value.is_some(),
                _ => value.is_none(),
            }
        })
}
