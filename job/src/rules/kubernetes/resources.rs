//! Amounts (`pkg/apis/core/validation/validation.go`: `validateContainerResourceRequirements`).

use serde_json::Value;

use super::Found;
use crate::quantity::Quantity;
use crate::{Args, Code};

pub(super) fn judge(container: &Value, path: &str, found: &mut Found) {
    let of = |kind: &str| {
        container
            .pointer(&format!("/resources/{kind}"))
            .and_then(Value::as_object)
    };
    let (requests, limits) = (of("requests"), of("limits"));
    for (kind, amounts) in [("requests", requests), ("limits", limits)] {
        for (resource, amount) in amounts.into_iter().flatten() {
            if quantity(amount).is_some_and(|(amount, _)| amount.is_negative()) {
                found.error(format!("{path}.{kind}[{resource}]"), Code::Negative, Args::none());
            }
        }
    }
    for (resource, request) in requests.into_iter().flatten() {
        // Row 94: reported at `requests`, without the key.
        let limit = limits.and_then(|limits| limits.get(resource)).and_then(quantity);
        if let (Some((request, asked)), Some((limit, most))) = (quantity(request), limit)
            && request > limit
        {
            let args = Args::with("resource", resource)
                .and("request", asked.trim())
                .and("limit", most.trim());
            found.error(format!("{path}.requests"), Code::RequestAboveLimit, args);
        }
    }
}

/// An amount and how it was written.
fn quantity(value: &Value) -> Option<(Quantity, String)> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some((Quantity::parse(&text).ok()?, text))
}
