//! Tolerations (`pkg/apis/core/validation/validation.go`: `ValidateTolerations`). A wrong value is
//! reported at the operator.

use super::Found;
use super::format::is_label_value;
use crate::rules::node::Node;
use crate::{Args, Code};

pub(super) fn judge(tolerations: &Node, found: &mut Found) {
    for toleration in tolerations.items() {
        let (key, operator) = (toleration.field("key"), toleration.field("operator"));
        let (value, effect) = (toleration.field("value"), toleration.field("effect"));
        if !key.has_text() {
            // Every key, and every value.
            found.one_of(&operator, "Exists");
        } else {
            found.qualified(&key);
        }
        match operator.text() {
            "" | "Equal" if !is_label_value(value.text()) => {
                let args = Args::with("label", key.text()).and("value", value.text());
                found.error(&operator, Code::LabelValue, args);
            }
            "" | "Equal" => {}
            "Exists" if value.has_text() => found.only_with(&operator, "operator: Equal"),
            _ => found.one_of(&operator, "Equal, Exists"),
        }
        if toleration.field("tolerationSeconds").is_set() && !effect.is("NoExecute") {
            found.only_with(&effect, "effect: NoExecute");
        }
        if effect.has_text() {
            found.one_of(&effect, "NoSchedule, PreferNoSchedule, NoExecute");
        }
    }
}
