//! Where Pods may run: selector, affinity, tolerations; relative to the Job.

use super::{Field, Kind};

/// The fields of the tab.
pub const SCHEDULING: &[Field] = &[
    Field::new("node-selector", Kind::Pairs, "spec.template.spec.nodeSelector"),
    Field::new(
        "node-required",
        Kind::Rows(NODE_TERM),
        "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
    ),
    Field::new(
        "node-preferred",
        Kind::Rows(NODE_WISH),
        "spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    ),
    Field::new(
        "pod-required",
        Kind::Rows(POD_TERM),
        "spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution",
    ),
    Field::new(
        "pod-preferred",
        Kind::Rows(POD_WISH),
        "spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    ),
    Field::new(
        "apart-required",
        Kind::Rows(POD_TERM),
        "spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
    ),
    Field::new(
        "apart-preferred",
        Kind::Rows(POD_WISH),
        "spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    ),
    Field::new("tolerations", Kind::Rows(TOLERATION), "spec.template.spec.tolerations"),
];

const NODE_OPERATOR: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
const POD_OPERATOR: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist"];

const NODE_EXPRESSION: &[Field] = &[
    Field::new("name", Kind::Trimmed, "key")
        .label("expression-key")
        .mono()
        .required(),
    Field::new("operator", Kind::Choice(NODE_OPERATOR), "operator"),
    Field::new("values", Kind::Commas, "values")
        .mono()
        .when("operator", &["In", "NotIn", "Gt", "Lt", ""]),
];
const POD_EXPRESSION: &[Field] = &[
    Field::new("name", Kind::Trimmed, "key")
        .label("expression-key")
        .mono()
        .required(),
    Field::new("operator", Kind::Choice(POD_OPERATOR), "operator"),
    Field::new("values", Kind::Commas, "values")
        .mono()
        .when("operator", &["In", "NotIn", ""]),
];

const NODE_TERM: &[Field] = &[Field::new(
    "expressions",
    Kind::Rows(NODE_EXPRESSION),
    "matchExpressions",
)];
const NODE_WISH: &[Field] = &[
    Field::new("weight", Kind::Number, "weight"),
    Field::new(
        "expressions",
        Kind::Rows(NODE_EXPRESSION),
        "preference.matchExpressions",
    ),
];
const POD_TERM: &[Field] = &[
    Field::new("topology", Kind::Trimmed, "topologyKey").mono().required(),
    Field::new(
        "expressions",
        Kind::Rows(POD_EXPRESSION),
        "labelSelector.matchExpressions",
    ),
    Field::new("namespaces", Kind::Commas, "namespaces").mono(),
];
const POD_WISH: &[Field] = &[
    Field::new("weight", Kind::Number, "weight"),
    Field::new("topology", Kind::Trimmed, "podAffinityTerm.topologyKey")
        .mono()
        .required(),
    Field::new(
        "expressions",
        Kind::Rows(POD_EXPRESSION),
        "podAffinityTerm.labelSelector.matchExpressions",
    ),
    Field::new("namespaces", Kind::Commas, "podAffinityTerm.namespaces").mono(),
];

const TOLERATION: &[Field] = &[
    Field::new("name", Kind::Trimmed, "key").label("taint-key").mono(),
    Field::new("operator", Kind::Choice(&["Equal", "Exists"]), "operator").label("taint-operator"),
    Field::new("value", Kind::Trimmed, "value")
        .label("taint-value")
        .mono()
        .when("operator", &["Equal", ""]),
    Field::new(
        "effect",
        Kind::Choice(&["", "NoSchedule", "PreferNoSchedule", "NoExecute"]),
        "effect",
    ),
    Field::new("seconds", Kind::Number, "tolerationSeconds")
        .label("toleration-seconds")
        .when("effect", &["NoExecute"]),
];
