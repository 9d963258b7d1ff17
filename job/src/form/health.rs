//! Health checks: three of them with the same fields, relative to the container.

use super::{Field, Kind};

/// The three checks.
pub const HEALTH: &[Field] = &[
    Field::new("liveness", Kind::Group(PROBE), "livenessProbe"),
    Field::new("readiness", Kind::Group(PROBE), "readinessProbe"),
    Field::new("startup", Kind::Group(PROBE), "startupProbe"),
];

const METHODS: &[(&str, &str)] = &[("", ""), ("http", "httpGet"), ("tcp", "tcpSocket"), ("exec", "exec")];
const ANY: &[&str] = &["http", "tcp", "exec"];
const HTTP: &[&str] = &["http"];

const PROBE: &[Field] = &[
    Field::new("method", Kind::Union(METHODS), "").label("probe"),
    Field::new("path", Kind::Text, "httpGet.path")
        .label("http-path")
        .mono()
        .when("method", HTTP),
    Field::new("port", Kind::Port, "httpGet.port")
        .label("http-port")
        .mono()
        .when("method", HTTP),
    Field::new("scheme", Kind::Choice(&["", "HTTP", "HTTPS"]), "httpGet.scheme")
        .label("http-scheme")
        .when("method", HTTP),
    Field::new("tcp-port", Kind::Port, "tcpSocket.port")
        .label("tcp-port")
        .mono()
        .when("method", &["tcp"]),
    Field::new("command", Kind::Words, "exec.command")
        .label("probe-command")
        .when("method", &["exec"]),
    Field::new("delay", Kind::Number, "initialDelaySeconds")
        .unset("0")
        .when("method", ANY)
        .row("timing"),
    Field::new("timeout", Kind::Number, "timeoutSeconds")
        .label("probe-timeout")
        .unset("1")
        .when("method", ANY)
        .row("timing"),
    Field::new("period", Kind::Number, "periodSeconds")
        .unset("10")
        .when("method", ANY)
        .row("timing"),
    Field::new("success", Kind::Number, "successThreshold")
        .unset("1")
        .when("method", ANY)
        .row("timing"),
    Field::new("failure", Kind::Number, "failureThreshold")
        .unset("3")
        .when("method", ANY)
        .row("timing"),
];
