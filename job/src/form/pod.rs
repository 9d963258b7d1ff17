//! What belongs to the Pod and is edited once, though a container's tab shows it; relative to
//! `spec.template.spec`.

use super::{Dialog, Field, Kind, Tab};

/// Its tabs, by the container's tab that shows them.
pub const POD: &[Tab] = &[
    Tab {
        name: "basic",
        fields: &[Field::new("pull-secrets", Kind::Rows(PULL_SECRET), "imagePullSecrets").dialog(Dialog::PullSecret)],
    },
    Tab {
        name: "storage",
        fields: POD_STORAGE,
    },
    Tab {
        name: "logs",
        fields: POD_LOGS,
    },
];

/// The volumes of the Pod.
pub const POD_STORAGE: &[Field] = &[Field::new("volumes", Kind::Rows(VOLUME), "volumes")];
/// Whether standard output is collected, and in the words of which agent that is said.
pub const POD_LOGS: &[Field] = &[
    Field::new("collect-stdout", Kind::YesNo, ""),
    Field::new("log-agent", Kind::Choice(&["", "fluent-bit"]), "").when("collect-stdout", &["true", "false"]),
];

const PULL_SECRET: &[Field] = &[Field::new("name", Kind::Trimmed, "name")
    .label("pull-secret")
    .mono()
    .names("secrets")];

const HOST_PATH: &[&str] = &[
    "",
    "DirectoryOrCreate",
    "Directory",
    "FileOrCreate",
    "File",
    "Socket",
    "CharDevice",
    "BlockDevice",
];

const VOLUME: &[Field] = &[
    Field::new(
        "kind",
        Kind::Union(&[
            ("empty-dir", "emptyDir"),
            ("claim", "persistentVolumeClaim"),
            ("config-map", "configMap"),
            ("secret", "secret"),
            ("host-path", "hostPath"),
        ]),
        "",
    )
    .label("volume-kind"),
    Field::new("name", Kind::Trimmed, "name")
        .label("volume-name")
        .mono()
        .required(),
    Field::new("medium", Kind::Choice(&["", "Memory"]), "emptyDir.medium").when("kind", &["empty-dir"]),
    Field::new("size", Kind::Trimmed, "emptyDir.sizeLimit")
        .label("volume-size")
        .mono()
        .when("kind", &["empty-dir"]),
    Field::new("claim", Kind::Trimmed, "persistentVolumeClaim.claimName")
        .mono()
        .names("persistentvolumeclaims")
        .when("kind", &["claim"])
        .required(),
    Field::new("claim-read-only", Kind::Flag, "persistentVolumeClaim.readOnly").when("kind", &["claim"]),
    Field::new("config-map", Kind::Trimmed, "configMap.name")
        .label("config-map-name")
        .mono()
        .names("configmaps")
        .when("kind", &["config-map"]),
    Field::new("config-map-items", Kind::Rows(ITEM), "configMap.items")
        .label("items")
        .when("kind", &["config-map"]),
    Field::new("config-map-mode", Kind::Octal, "configMap.defaultMode")
        .label("default-mode")
        .mono()
        .unset("0644")
        .when("kind", &["config-map"]),
    Field::new("config-map-optional", Kind::Flag, "configMap.optional")
        .label("optional")
        .when("kind", &["config-map"]),
    Field::new("secret", Kind::Trimmed, "secret.secretName")
        .label("secret-name")
        .mono()
        .names("secrets")
        .when("kind", &["secret"]),
    Field::new("secret-items", Kind::Rows(ITEM), "secret.items")
        .label("items")
        .when("kind", &["secret"]),
    Field::new("secret-mode", Kind::Octal, "secret.defaultMode")
        .label("default-mode")
        .mono()
        .unset("0644")
        .when("kind", &["secret"]),
    Field::new("secret-optional", Kind::Flag, "secret.optional")
        .label("optional")
        .when("kind", &["secret"]),
    Field::new("host-path", Kind::Trimmed, "hostPath.path")
        .mono()
        .when("kind", &["host-path"])
        .required(),
    Field::new("host-path-type", Kind::Choice(HOST_PATH), "hostPath.type").when("kind", &["host-path"]),
];

const ITEM: &[Field] = &[
    Field::new("key-name", Kind::Trimmed, "key")
        .label("item-key")
        .mono()
        .required(),
    Field::new("path", Kind::Trimmed, "path")
        .label("item-path")
        .mono()
        .required(),
];
