//! A Service's own addresses (`pkg/apis/core/validation/validation.go`:
//! `ValidateServiceClusterIPsRelatedFields`; `pkg/registry/core/service/storage/alloc.go`:
//! `initIPFamilyFields`). What the cluster has configured is not known here.

use super::Found;
use super::address::address;
use super::network::ADDRESS;
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// `isHeadlessService`, after `normalizeClusterIPs` made one field of the other.
pub(super) fn is_headless(spec: &Node) -> bool {
    let all = spec.field("clusterIPs");
    match all.len() {
        0 => spec.field("clusterIP").is("None"),
        1 => all.item(0).is("None"),
        _ => false,
    }
}

pub(super) fn judge(spec: &Node, found: &mut Found) {
    let (one, all) = (spec.field("clusterIP"), spec.field("clusterIPs"));
    let (families, policy) = (spec.field("ipFamilies"), spec.field("ipFamilyPolicy"));
    if spec.field("type").is("ExternalName") {
        let needs = "type: ClusterIP";
        for list in [&all, &families] {
            if list.len() > 0 {
                found.only_with(list, needs);
            }
        }
        if all.len() == 0 && one.has_text() {
            found.only_with(&all, needs);
        }
        return found.forbid(&policy, needs);
    }
    if all.len() > 0 && (!one.has_text() || all.item(0).text() != one.text()) {
        found.only_with(&all, "clusterIP");
    }
    let mut seen = Seen::default();
    for family in families.items() {
        found.one_of(&family, "IPv4, IPv6");
        if !seen.add(family.text()) {
            found.duplicate(&family, family.text());
        }
    }
    if policy.is_set() {
        found.one_of(&policy, "PreferDualStack, RequireDualStack, SingleStack");
    }
    // The one field stands for the list when that is left out, and is reported as its first item.
    let length = all.len().max(usize::from(one.has_text()));
    let (mut is_v6, mut is_wrong) = (Vec::new(), false);
    for index in 0..length {
        let item = all.item(index);
        let item = if all.len() == 0 { item.alias(&one) } else { item };
        if index == 0 && item.is("None") {
            is_wrong |= length > 1;
            continue;
        }
        let ip = address(item.text());
        found.form(&item, ip.is_some(), ADDRESS);
        is_wrong |= ip.is_none();
        is_v6.push(ip.is_some_and(|ip| ip.is_v6));
    }
    if length > 1 && all.item(0).is("None") {
        found.error(&all, Code::TooMany, Args::with("count", length).and("max", 1));
    }
    found.too_many(&all, 2);
    if is_wrong {
        return;
    }
    if length > 1 && is_v6.iter().all(|one| is_v6.first() == Some(one)) {
        found.error(&all, Code::OneNeeded, Args::with("fields", "IPv4 + IPv6"));
    }
    let names = families.items().map(|family| family.is("IPv6"));
    for (index, (is_v6, wants_v6)) in is_v6.iter().zip(names).enumerate() {
        let family = families.item(index);
        if matches!(family.text(), "IPv4" | "IPv6") && *is_v6 != wants_v6 {
            let item = all.item(index);
            let item = if all.len() == 0 { item.alias(&one) } else { item };
            found.form(&item, false, if wants_v6 { "2001:db8::1" } else { ADDRESS });
        }
    }
    single_stack(spec, length, found);
}

/// One family, unless it is said otherwise; a headless Service without selector has both.
fn single_stack(spec: &Node, addresses: usize, found: &mut Found) {
    let policy = spec.field("ipFamilyPolicy");
    let is_free = spec.field("clusterIP").is("None") && spec.field("selector").len() == 0;
    let is_single = match policy.text() {
        "" => !is_free,
        text => text == "SingleStack",
    };
    if is_single && (addresses == 2 || spec.field("ipFamilies").len() == 2) && found.0.is_empty() {
        found.only_with(&policy, "PreferDualStack");
    }
}
