//! When an Indexed Job counts as done early (`pkg/apis/batch/validation/validation.go`:
//! `validateSuccessPolicy`, `validateIndexesFormat`).

use super::{Found, schema};
use crate::rules::node::Node;
use crate::{Args, Code};

/// `maxSuccessPolicyRule`
const RULES: usize = 20;
/// `maxJobSuccessPolicySucceededIndexesLimit`
const INDEXES: usize = 64 << 10;

pub(super) fn judge(policy: &Node, completions: Option<i64>, found: &mut Found) {
    if !policy.is_set() {
        return;
    }
    // Without completions, which was said already, the API server crashes where it looks at them.
    let completions = completions.unwrap_or(i64::MAX);
    let rules = policy.field("rules");
    found.needs(&rules);
    found.too_many(&rules, RULES);
    for rule in rules.items() {
        let (indexes, count) = (rule.field("succeededIndexes"), rule.field("succeededCount"));
        if !indexes.is_set() && !count.is_set() {
            let args = Args::with("fields", "succeededIndexes, succeededCount");
            found.error(&rule, Code::OneNeeded, args);
        }
        found.fields(&rule, schema::SUCCESS_RULE);
        found.too_long(&indexes, INDEXES);
        let total = total(indexes.text(), completions);
        if total.is_none() {
            let args = Args::with("value", indexes.text()).and("max", completions);
            found.error(&indexes, Code::IndexList, args);
        }
        let listed = indexes.is_set().then(|| total.unwrap_or(0));
        let max = listed.map_or(completions, |listed| listed.min(completions));
        if count.number().is_some_and(|number| number > max) {
            found.error(&count, Code::TooLarge, Args::with("max", max));
        }
    }
}

/// How many indexes are listed; `None` when they are not well formed.
fn total(text: &str, completions: i64) -> Option<i64> {
    let (mut last, mut total) = (None, 0);
    for interval in text.split(',').filter(|_| !text.is_empty()) {
        let mut limits = interval.splitn(3, '-').map(|limit| {
            // `strconv.Atoi` takes a plus sign, as `parse` does.
            limit.parse::<i64>().ok().filter(|limit| *limit < completions)
        });
        let first = limits.next()??;
        let end = match limits.next() {
            Some(end) => end.filter(|end| *end > first)?,
            None => first,
        };
        if limits.next().is_some() || last.is_some_and(|last| last >= first) {
            return None;
        }
        total += end - first + 1;
        last = Some(end);
    }
    Some(total)
}
