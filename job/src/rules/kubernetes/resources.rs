//! Amounts (`pkg/apis/core/validation/validation.go`: `validateResourceRequirements`,
//! `validateResourceClaimNames`; `pkg/apis/core/helper/helpers.go`).

use std::borrow::Cow;

use serde_json::Value;

use super::Found;
use super::format::is_qualified_name;
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// Names that one kind of holder may ask for.
type IsKnown = fn(&str) -> bool;

/// `ValidateContainerResourceRequirements`
pub(super) fn of_container(resources: &Node, claims: &Seen, found: &mut Found) {
    judge(resources, &resources.field("limits"), is_of_container, found);
    claim_names(&resources.field("claims"), claims, found);
}

/// `validatePodResourceRequirements`
pub(super) fn of_pod(resources: &Node, claims: &Seen, found: &mut Found) {
    let is_of_pod: IsKnown = |name| is_qualified_name(name) && (matches!(name, "cpu" | "memory") || is_huge(name));
    judge(resources, &resources.field("limits"), is_of_pod, found);
    claim_names(&resources.field("claims"), claims, found);
}

/// `validateOverhead`: as if it were limits, where it is reported.
pub(super) fn overhead(overhead: &Node, found: &mut Found) {
    let at = overhead.field("limits");
    amounts(overhead, &at, is_of_container, found);
    huge_alone(&[overhead], overhead, found);
}

fn judge(resources: &Node, limits: &Node, is_known: IsKnown, found: &mut Found) {
    let requests = resources.field("requests");
    for list in [limits, &requests] {
        amounts(list, list, is_known, found);
    }
    for (resource, request) in requests.entries() {
        let asked = amount(&request).unwrap_or(ZERO);
        let args = |most: &str| {
            Args::with("resource", resource)
                .and("request", asked.trim())
                .and("limit", most.trim())
        };
        // `IsOvercommitAllowed`
        let is_exact = !is_native(resource) || is_huge(resource);
        match amount_of(limits, resource) {
            Some(most) => {
                let (Ok(request), Ok(limit)) = (Quantity::parse(&asked), Quantity::parse(&most)) else {
                    continue;
                };
                // Reported at `requests`, without the key.
                if request > limit || (is_exact && request != limit) {
                    found.error(&requests, Code::RequestAboveLimit, args(&most));
                }
            }
            None if is_exact => {
                let args = Args::with("resource", resource);
                found.error(limits, Code::Required, args);
            }
            None => {}
        }
    }
    huge_alone(&[limits, &requests], resources, found);
}

/// Names and amounts of one list, reported at another where the API server does.
fn amounts(list: &Node, at: &Node, is_known: IsKnown, found: &mut Found) {
    for (resource, value) in list.entries() {
        let at = at.entry(resource);
        if !is_known(resource) {
            let args = Args::with("value", resource).and("allowed", "cpu, memory, ephemeral-storage, example.com/name");
            found.error(&at, Code::NotSupported, args);
        }
        let text = amount(&value).unwrap_or(ZERO);
        let Ok(quantity) = Quantity::parse(&text) else { continue };
        if quantity.is_negative() {
            found.error(&at, Code::Negative, Args::none());
        }
        // `IsIntegerResourceName`
        if is_extended(resource) && quantity.is_fraction() {
            found.error(&at, Code::NotANumber, Args::with("value", &text));
        }
        // `IsHugePageResourceValueDivisible`
        if let Some(size) = resource.strip_prefix(HUGE) {
            let page = Quantity::parse(size).ok().filter(|page| !page.is_fraction());
            let pages = page.and_then(|page| quantity.units().checked_rem(page.units()));
            if pages != Some(0) || page.is_some_and(Quantity::is_negative) {
                let args = Args::with("value", &text).and("example", size);
                found.error(&at, Code::WrongForm, args);
            }
        }
    }
}

/// Huge pages come with a processor or with memory.
fn huge_alone(lists: &[&Node], at: &Node, found: &mut Found) {
    let any = |is: IsKnown| lists.iter().any(|list| list.entries().any(|(name, _)| is(name)));
    if any(is_huge) && !any(|name| matches!(name, "cpu" | "memory")) {
        found.only_with(at, "cpu, memory");
    }
}

/// An amount as it is written.
pub(super) fn amount<'v>(node: &Node<'_, 'v>) -> Option<Cow<'v, str>> {
    match node.value()? {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The amount at that key, if the key is there.
pub(super) fn amount_of<'v>(list: &Node<'_, 'v>, resource: &str) -> Option<Cow<'v, str>> {
    let known = list.entries().find(|(name, _)| *name == resource);
    known.map(|(_, value)| amount(&value).unwrap_or(ZERO))
}

/// What `null` is.
const ZERO: Cow<str> = Cow::Borrowed("0");

/// `ResourceHugePagesPrefix`
const HUGE: &str = "hugepages-";

/// `IsHugePageResourceName`
pub(super) fn is_huge(name: &str) -> bool {
    name.starts_with(HUGE)
}

/// `IsNativeResource`
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// `IsExtendedResourceName`
fn is_extended(name: &str) -> bool {
    !is_native(name) && !name.starts_with("requests.") && is_qualified_name(&format!("requests.{name}"))
}

/// `ValidateContainerResourceName`
fn is_of_container(name: &str) -> bool {
    let is_plain = matches!(name, "cpu" | "memory" | "ephemeral-storage") || is_huge(name);
    is_qualified_name(name)
        && if name.contains('/') {
            is_native(name) || is_extended(name)
        } else {
            is_plain
        }
}

/// `validateResourceClaimNames`
fn claim_names(claims: &Node, known: &Seen, found: &mut Found) {
    let mut seen = Seen::default();
    for claim in claims.items() {
        let (name, request) = (claim.field("name").text(), claim.field("request"));
        if name.is_empty() {
            found.require(&claim);
            continue;
        }
        if request.has_text() {
            found.label(&request);
        }
        // A whole claim overlaps with every request of it.
        let part = format!("{name}/{}", request.text());
        let whole = seen.has(name);
        let is_part = request.has_text();
        let of_it = format!("{name}/");
        if whole || seen.has(&part) || (!is_part && seen.has(&of_it)) {
            found.duplicate(&claim, name);
        }
        if is_part {
            seen.add(of_it);
            seen.add(part);
        } else {
            seen.add(name);
        }
        if !known.has(name) {
            found.error(&claim, Code::UnknownName, Args::with("name", name));
        }
    }
}
