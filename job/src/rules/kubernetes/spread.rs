//! How Pods are spread (`pkg/apis/core/validation/validation.go`:
//! `validateTopologySpreadConstraints`).

use super::{Found, affinity, schema, selector};
use crate::rules::node::Node;
use crate::{Args, Code};

pub(super) fn judge(constraints: &Node, found: &mut Found) {
    for (index, constraint) in constraints.items().enumerate() {
        let (skew, domains) = (constraint.field("maxSkew"), constraint.field("minDomains"));
        if skew.number().is_none_or(|number| number <= 0) {
            found.error(&skew, Code::OutOfRange, Args::with("min", 1).and("max", i32::MAX));
        }
        let (key, action) = (constraint.field("topologyKey"), constraint.field("whenUnsatisfiable"));
        found.needs(&key);
        found.one_of(&action, "DoNotSchedule, ScheduleAnyway");
        let is_same = |other: &Node| {
            other.field("topologyKey").is(key.text()) && other.field("whenUnsatisfiable").is(action.text())
        };
        if constraints.items().skip(index + 1).any(|other| is_same(&other)) {
            found.duplicate(&constraint.field("{topologyKey, whenUnsatisfiable}"), key.text());
        }
        found.range(&domains, 1, i32::MAX.into());
        if !action.is("DoNotSchedule") {
            found.forbid(&domains, "whenUnsatisfiable: DoNotSchedule");
        }
        found.fields(&constraint, schema::SPREAD);
        affinity::label_keys(&constraint, found);
        selector::judge(&constraint.field("labelSelector"), found);
    }
}
