//! Step 3, Service configuration: each Service of the task, relative to the Service.

use super::{Field, Kind, Tab};

const TYPE: &[&str] = &["ClusterIP", "NodePort", "LoadBalancer"];
const FROM_OUTSIDE: &[&str] = &["NodePort", "LoadBalancer"];

/// Its fields. Name and selector fall back to the task's.
pub const SERVICE: &[Tab] = &[Tab {
    name: "",
    fields: &[
        Field::new("name", Kind::Trimmed, "").label("service-name").mono(),
        Field::new("type", Kind::Choice(TYPE), "spec.type").label("service-type"),
        Field::new(
            "policy",
            Kind::Choice(&["Cluster", "Local"]),
            "spec.externalTrafficPolicy",
        )
        .label("traffic-policy")
        .when("type", FROM_OUTSIDE),
        Field::new("ports", Kind::Rows(PORT), "spec.ports").label("service-ports"),
        Field::new("selector", Kind::Pairs, "spec.selector"),
        Field::new("session", Kind::Flag, "").label("session"),
        Field::new(
            "session-seconds",
            Kind::Number,
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        )
        .unset("10800")
        .when("session", &["true"]),
        Field::new("annotations", Kind::Pairs, "metadata.annotations").label("service-annotations"),
    ],
}];

const PORT: &[Field] = &[
    Field::new("protocol", Kind::Choice(&["TCP", "UDP", "SCTP"]), "protocol"),
    Field::new("name", Kind::Trimmed, "name").label("port-name").mono(),
    Field::new("port", Kind::Number, "port")
        .label("service-port")
        .required(),
    Field::new("target", Kind::Port, "targetPort")
        .label("target-port")
        .mono(),
    Field::new("node-port", Kind::Number, "nodePort").label("node-port"),
];
