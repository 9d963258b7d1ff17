//! What a failed Pod means for its Job (`pkg/apis/batch/validation/validation.go`:
//! `validatePodFailurePolicy` and what it calls).

use super::Found;
use crate::rules::node::Node;
use crate::{Args, Code};

/// `maxPodFailurePolicyRules`, `maxPodFailurePolicyOnPodConditionsPatterns`
const MOST: usize = 20;
/// `maxPodFailurePolicyOnExitCodesValues`
const VALUES: usize = 255;

pub(super) fn judge(policy: &Node, spec: &Node, pod: &Node, found: &mut Found) {
    let rules = policy.field("rules");
    found.too_many(&rules, MOST);
    for rule in rules.items() {
        let action = rule.field("action");
        if action.is("FailIndex") && !spec.field("backoffLimitPerIndex").is_set() {
            found.only_with(&action, "backoffLimitPerIndex");
        } else if found.needs(&action) {
            found.one_of(&action, "Count, FailIndex, FailJob, Ignore");
        }
        let (codes, conditions) = (rule.field("onExitCodes"), rule.field("onPodConditions"));
        if codes.is_set() {
            exit_codes(&codes, pod, found);
        }
        found.too_many(&conditions, MOST);
        for pattern in conditions.items() {
            found.qualified(&pattern.field("type"));
            let status = pattern.field("status");
            // `SetDefaults_PodFailurePolicyOnPodConditionsPattern`
            if status.has_text() {
                found.one_of(&status, "False, True, Unknown");
            }
        }
        if codes.is_set() == (conditions.len() > 0) {
            let code = if codes.is_set() {
                Code::NotTogether
            } else {
                Code::OneNeeded
            };
            found.error(&rule, code, Args::with("fields", "onExitCodes, onPodConditions"));
        }
    }
}

/// `validatePodFailurePolicyRuleOnExitCodes`
fn exit_codes(codes: &Node, pod: &Node, found: &mut Found) {
    let operator = codes.field("operator");
    if found.needs(&operator) {
        found.one_of(&operator, "In, NotIn");
    }
    let container = codes.field("containerName");
    let is_there = |list: &Node| list.items().any(|known| known.field("name").is(container.text()));
    if container.is_set() && !is_there(&pod.field("containers")) && !is_there(&pod.field("initContainers")) {
        found.unknown(&container);
    }
    let values = codes.field("values");
    found.needs(&values);
    found.too_many(&values, VALUES);
    let mut is_ordered = true;
    // Of too many, what is wrong with the rest may wait. A `null` is zero.
    let numbers: Vec<i64> = values
        .items()
        .take(VALUES)
        .map(|value| value.number().unwrap_or(0))
        .collect();
    for (index, number) in numbers.iter().enumerate() {
        let at = values.item(index);
        if *number == 0 && operator.is("In") {
            found.only_with(&at, "operator: NotIn");
        }
        let before = numbers.get(..index).unwrap_or_default();
        if before.contains(number) {
            found.duplicate(&at, &number.to_string());
        }
        is_ordered &= before.last().is_none_or(|last| last <= number);
    }
    if !is_ordered {
        found.error(&values, Code::NotAscending, Args::none());
    }
}
