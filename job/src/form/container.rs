//! Step 2, Container configuration: what is asked for each container, relative to
//! `spec.template.spec.containers[i]`.

use super::health::HEALTH;
use super::{Dialog, Field, Kind, Tab};

const PULL: &[&str] = &["Always", "IfNotPresent", "Never"];
const PROTOCOL: &[&str] = &["TCP", "UDP", "SCTP"];
const SCHEME: &[&str] = &["", "HTTP", "HTTPS"];

/// The tabs of a container.
pub const CONTAINER: &[Tab] = &[
    Tab {
        name: "basic",
        fields: &[
            Field::new("name", Kind::Text, "name")
                .label("container-name")
                .mono()
                .required(),
            Field::new("image", Kind::Text, "image")
                .mono()
                .required()
                .dialog(Dialog::Image),
            Field::new("pull-policy", Kind::Choice(PULL), "imagePullPolicy"),
            Field::new("privileged", Kind::Flag, "securityContext.privileged"),
            Field::new("cpu-request", Kind::Trimmed, "resources.requests[cpu]")
                .mono()
                .row("resources"),
            Field::new("cpu-limit", Kind::Trimmed, "resources.limits[cpu]")
                .mono()
                .row("resources"),
            Field::new("memory-request", Kind::Trimmed, "resources.requests[memory]")
                .mono()
                .row("resources"),
            Field::new("memory-limit", Kind::Trimmed, "resources.limits[memory]")
                .mono()
                .row("resources"),
            Field::new("ports", Kind::Rows(PORT), "ports"),
        ],
    },
    Tab {
        name: "lifecycle",
        fields: &[
            Field::new("command", Kind::Words, "command"),
            Field::new("args", Kind::Words, "args"),
            Field::new("post-start", Kind::Group(HOOK), "lifecycle.postStart"),
            Field::new("pre-stop", Kind::Group(HOOK), "lifecycle.preStop"),
        ],
    },
    Tab {
        name: "health",
        fields: HEALTH,
    },
    Tab {
        name: "env",
        fields: &[
            Field::new("env", Kind::Rows(ENV), "env"),
            Field::new("env-from", Kind::Rows(ENV_FROM), "envFrom"),
        ],
    },
    Tab {
        name: "storage",
        fields: &[Field::new("mounts", Kind::Rows(MOUNT), "volumeMounts")],
    },
    Tab {
        name: "security",
        fields: &[
            Field::new("run-as-user", Kind::Number, "securityContext.runAsUser"),
            Field::new("run-as-group", Kind::Number, "securityContext.runAsGroup"),
            Field::new("run-as-non-root", Kind::YesNo, "securityContext.runAsNonRoot"),
            Field::new("escalation", Kind::YesNo, "securityContext.allowPrivilegeEscalation"),
            Field::new("read-only-root", Kind::YesNo, "securityContext.readOnlyRootFilesystem"),
            Field::new("cap-add", Kind::Commas, "securityContext.capabilities.add").mono(),
            Field::new("cap-drop", Kind::Commas, "securityContext.capabilities.drop").mono(),
        ],
    },
    Tab {
        name: "logs",
        fields: &[Field::new("logs", Kind::Rows(LOG), "")],
    },
];

const PORT: &[Field] = &[
    Field::new("name", Kind::Trimmed, "name").label("port-name").mono(),
    Field::new("port", Kind::Number, "containerPort")
        .label("container-port")
        .required(),
    Field::new("protocol", Kind::Choice(PROTOCOL), "protocol"),
];

/// After start-up, and before stopping. `host` is where the request goes: the Pod's own address
/// unless another is named.
const HOOK: &[Field] = &[
    Field::new(
        "kind",
        Kind::Union(&[("", ""), ("exec", "exec"), ("http", "httpGet")]),
        "",
    )
    .label("hook"),
    Field::new("command", Kind::Words, "exec.command")
        .label("hook-command")
        .when("kind", &["exec"]),
    Field::new("path", Kind::Text, "httpGet.path")
        .label("http-path")
        .mono()
        .when("kind", &["http"]),
    Field::new("port", Kind::Port, "httpGet.port")
        .label("http-port")
        .mono()
        .when("kind", &["http"]),
    Field::new("host", Kind::Trimmed, "httpGet.host")
        .label("http-host")
        .mono()
        .when("kind", &["http"]),
    Field::new("scheme", Kind::Choice(SCHEME), "httpGet.scheme")
        .label("http-scheme")
        .when("kind", &["http"]),
];

/// The five kinds of a single variable.
const ENV: &[Field] = &[
    Field::new(
        "kind",
        Kind::Union(&[
            ("value", ""),
            ("resource", "valueFrom.resourceFieldRef"),
            ("field", "valueFrom.fieldRef"),
            ("config-map-key", "valueFrom.configMapKeyRef"),
            ("secret-key", "valueFrom.secretKeyRef"),
        ]),
        "",
    )
    .label("env-kind"),
    Field::new("name", Kind::Text, "name")
        .label("env-name")
        .mono()
        .required(),
    Field::new("value", Kind::Text, "value")
        .label("env-value")
        .mono()
        .when("kind", &["value", ""]),
    Field::new("container", Kind::Trimmed, "valueFrom.resourceFieldRef.containerName")
        .label("resource-container")
        .mono()
        .when("kind", &["resource"]),
    Field::new("resource", Kind::Trimmed, "valueFrom.resourceFieldRef.resource")
        .label("resource-name")
        .mono()
        .when("kind", &["resource"])
        .required(),
    Field::new("divisor", Kind::Trimmed, "valueFrom.resourceFieldRef.divisor")
        .label("resource-divisor")
        .mono()
        .when("kind", &["resource"]),
    Field::new("field", Kind::Trimmed, "valueFrom.fieldRef.fieldPath")
        .label("field-path")
        .mono()
        .when("kind", &["field"])
        .required(),
    Field::new("config-map", Kind::Trimmed, "valueFrom.configMapKeyRef.name")
        .label("config-map-name")
        .mono()
        .names("configmaps")
        .when("kind", &["config-map-key"]),
    Field::new("config-map-key", Kind::Trimmed, "valueFrom.configMapKeyRef.key")
        .label("config-map-key")
        .mono()
        .key_of("configmaps", "config-map")
        .when("kind", &["config-map-key"])
        .required(),
    Field::new("config-map-optional", Kind::Flag, "valueFrom.configMapKeyRef.optional")
        .label("optional")
        .when("kind", &["config-map-key"]),
    Field::new("secret", Kind::Trimmed, "valueFrom.secretKeyRef.name")
        .label("secret-name")
        .mono()
        .names("secrets")
        .when("kind", &["secret-key"]),
    Field::new("secret-key", Kind::Trimmed, "valueFrom.secretKeyRef.key")
        .label("secret-key")
        .mono()
        .key_of("secrets", "secret")
        .when("kind", &["secret-key"])
        .required(),
    Field::new("secret-optional", Kind::Flag, "valueFrom.secretKeyRef.optional")
        .label("optional")
        .when("kind", &["secret-key"]),
];

/// Every key of a ConfigMap or a Secret as a variable.
const ENV_FROM: &[Field] = &[
    Field::new(
        "kind",
        Kind::Union(&[("config-map", "configMapRef"), ("secret", "secretRef")]),
        "",
    )
    .label("env-from-kind"),
    Field::new("config-map", Kind::Trimmed, "configMapRef.name")
        .label("config-map-name")
        .mono()
        .names("configmaps")
        .when("kind", &["config-map"]),
    Field::new("config-map-optional", Kind::Flag, "configMapRef.optional")
        .label("optional")
        .when("kind", &["config-map"]),
    Field::new("secret", Kind::Trimmed, "secretRef.name")
        .label("secret-name")
        .mono()
        .names("secrets")
        .when("kind", &["secret"]),
    Field::new("secret-optional", Kind::Flag, "secretRef.optional")
        .label("optional")
        .when("kind", &["secret"]),
    Field::new("prefix", Kind::Trimmed, "prefix").label("env-prefix").mono(),
];

const MOUNT: &[Field] = &[
    Field::new("volume", Kind::Trimmed, "name")
        .label("mount-volume")
        .mono()
        .required(),
    Field::new("path", Kind::Trimmed, "mountPath")
        .label("mount-path")
        .mono()
        .required(),
    Field::new("sub-path", Kind::Trimmed, "subPath")
        .label("sub-path")
        .mono(),
    Field::new("read-only", Kind::Flag, "readOnly").label("mount-read-only"),
];

const LOG: &[Field] = &[
    Field::new("path", Kind::Trimmed, "")
        .label("log-path")
        .mono()
        .required(),
    Field::new("pattern", Kind::Trimmed, "").label("log-pattern").mono(),
];
