//! Where Pods want to run (`pkg/apis/core/validation/validation.go`: `validateAffinity` and what it
//! calls).

use super::schema::{PREFERRED, REQUIRED};
use super::{Found, selector};
use crate::rules::node::Node;
use crate::{Args, Code};

pub(super) fn judge(affinity: &Node, found: &mut Found) {
    of_node(&affinity.field("nodeAffinity"), found);
    for name in ["podAffinity", "podAntiAffinity"] {
        let affinity = affinity.field(name);
        for term in affinity.field(REQUIRED).items() {
            pod_term(&term, found);
        }
        for weighted in affinity.field(PREFERRED).items() {
            weight(&weighted, found);
            pod_term(&weighted.field("podAffinityTerm"), found);
        }
    }
}

/// `validateNodeAffinity`
fn of_node(affinity: &Node, found: &mut Found) {
    let required = affinity.field(REQUIRED);
    let terms = required.field("nodeSelectorTerms");
    if required.is_set() {
        found.needs(&terms);
    }
    for term in terms.items() {
        node_term(&term, true, found);
    }
    for weighted in affinity.field(PREFERRED).items() {
        weight(&weighted, found);
        node_term(&weighted.field("preference"), false, found);
    }
}

fn weight(term: &Node, found: &mut Found) {
    let at = term.field("weight");
    if !matches!(at.number(), Some(1..=100)) {
        found.error(&at, Code::OutOfRange, Args::with("min", 1).and("max", 100));
    }
}

/// `ValidateNodeSelectorTerm`; values are judged only where the term is required.
fn node_term(term: &Node, is_required: bool, found: &mut Found) {
    for requirement in term.field("matchExpressions").items() {
        selector::operator(&requirement, "In, NotIn, Exists, DoesNotExist, Gt, Lt", found);
        found.qualified(&requirement.field("key"));
        if is_required {
            selector::values(&requirement, found);
        }
    }
    // `ValidateNodeFieldSelectorRequirement`
    for requirement in term.field("matchFields").items() {
        let (key, operator, values) = (
            requirement.field("key"),
            requirement.field("operator"),
            requirement.field("values"),
        );
        if !matches!(operator.text(), "In" | "NotIn") {
            found.one_of(&operator, "In, NotIn");
        } else if values.len() != 1 {
            found.error(&values, Code::TooMany, Args::with("count", values.len()).and("max", 1));
        }
        found.one_of(&key, "metadata.name");
        for value in values.items().filter(|_| key.is("metadata.name")) {
            found.subdomain(&value);
        }
    }
}

/// `validatePodAffinityTerm`
fn pod_term(term: &Node, found: &mut Found) {
    selector::judge(&term.field("labelSelector"), found);
    selector::judge(&term.field("namespaceSelector"), found);
    for name in term.field("namespaces").items() {
        // Reported as `namespace`, without the position.
        found.label(&term.field("namespace").alias(&name));
    }
    label_keys(term, found);
    let topology = term.field("topologyKey");
    if found.needs(&topology) {
        found.qualified(&topology);
    }
}

/// `ValidateMatchLabelKeysAndMismatchLabelKeys`
pub(super) fn label_keys(term: &Node, found: &mut Found) {
    let selector = term.field("labelSelector");
    for name in ["matchLabelKeys", "mismatchLabelKeys"] {
        let keys = term.field(name);
        if keys.len() > 0 && !selector.is_set() {
            found.only_with(&keys, "labelSelector");
            continue;
        }
        for key in keys.items() {
            found.qualified(&key);
        }
    }
    for (index, key) in term.field("matchLabelKeys").items().enumerate() {
        let text = key.text();
        let is_key = |requirement: &Node| requirement.field("key").is(text);
        let expressions = selector.field("matchExpressions");
        let in_labels = usize::from(selector.field("matchLabels").text_of(text).is_some());
        let of_it = in_labels + expressions.items().filter(|requirement| is_key(requirement)).count();
        let is_last = !term
            .field("matchLabelKeys")
            .items()
            .skip(index + 1)
            .any(|later| later.is(text));
        // What is merged into the selector is there only once.
        if of_it > 1 && is_last && expressions.items().any(|requirement| is_key(&requirement)) {
            found.duplicate(&term.item(index), text);
        }
        if term.field("mismatchLabelKeys").items().any(|other| other.is(text)) {
            found.duplicate(&key, text);
        }
    }
}
