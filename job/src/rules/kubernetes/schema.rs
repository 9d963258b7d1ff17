//! The fields of a Job, of its Pod template and of a Service, their types, and the rules that
//! concern one field alone (`api/batch/v1/types.go`, `api/core/v1/types.go`). Names of the same kind
//! stand in one text: the table is in the browser's download.

use Kind::{
    Any, Flag, Id, Int32, Int32s, Int64, Int64s, Label, List, Mode, Natural, Natural64, Object, OneOf, Port, Pulled,
    Quantities, Quantity, Subdomain, Text, Texts, Words,
};

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Not looked into: no rule knows what is in it.
    Any,
    /// `true` or `false`.
    Flag,
    Text,
    /// A text that is a DNS-1123 label, or empty.
    Label,
    /// A text that is a DNS-1123 subdomain, or empty.
    Subdomain,
    /// One of these texts; empty is not set.
    OneOf(&'static str),
    /// One of these texts whenever it is there, even empty (a pointer in Go).
    Pulled(&'static str),
    Int32,
    Int64,
    /// Not below zero.
    Natural,
    Natural64,
    /// The number of a user or a group.
    Id,
    /// The mode of a file.
    Mode,
    /// A number, or the name of a port (`IntOrString`).
    Port,
    Quantity,
    /// A list of texts.
    Texts,
    Int32s,
    Int64s,
    /// A map of texts.
    Words,
    /// A map of quantities.
    Quantities,
    Object(Fields),
    List(Fields),
}

/// The fields of an object.
pub(super) type Fields = &'static [(&'static str, Kind)];

/// The kind of that field; `None` when the API has none of that name.
pub(super) fn kind_of(fields: Fields, name: &str) -> Option<Kind> {
    let named = |names: &str| names.split(' ').any(|known| known == name);
    fields.iter().find(|(names, _)| named(names)).map(|(_, kind)| *kind)
}

pub(super) const JOB: Fields = &[
    ("apiVersion kind", Text),
    ("metadata", Object(META)),
    ("spec", Object(JOB_SPEC)),
    ("status", Any),
];

pub(super) const SERVICE: Fields = &[
    ("apiVersion kind", Text),
    ("metadata", Object(META)),
    ("spec", Object(SERVICE_SPEC)),
    ("status", Any),
];

const META: Fields = &[
    ("name generateName namespace uid resourceVersion selfLink", Text),
    ("labels annotations", Words),
    ("finalizers", Texts),
    (
        "ownerReferences",
        List(&[
            ("apiVersion kind name uid", Text),
            ("controller blockOwnerDeletion", Flag),
        ]),
    ),
    ("generation deletionGracePeriodSeconds", Int64),
    ("creationTimestamp deletionTimestamp managedFields", Any),
];

pub(super) const JOB_SPEC: Fields = &[
    (
        "parallelism completions backoffLimit ttlSecondsAfterFinished backoffLimitPerIndex maxFailedIndexes",
        Natural,
    ),
    ("activeDeadlineSeconds", Natural64),
    ("suspend manualSelector", Flag),
    ("completionMode", Pulled("NonIndexed, Indexed")),
    ("podReplacementPolicy managedBy", Text),
    ("selector", Object(SELECTOR)),
    (
        "template",
        Object(&[("metadata", Object(META)), ("spec", Object(POD_SPEC))]),
    ),
    (
        "podFailurePolicy",
        Object(&[(
            "rules",
            List(&[
                ("action", Text),
                (
                    "onExitCodes",
                    Object(&[("containerName operator", Text), ("values", Int32s)]),
                ),
                ("onPodConditions", List(&[("type status", Text)])),
            ]),
        )]),
    ),
    ("successPolicy", Object(&[("rules", List(SUCCESS_RULE))])),
    ("scheduling", Any),
];

pub(super) const SUCCESS_RULE: Fields = &[("succeededIndexes", Text), ("succeededCount", Natural)];

const SELECTOR: Fields = &[("matchLabels", Words), ("matchExpressions", List(REQUIREMENT))];
const REQUIREMENT: Fields = &[("key operator", Text), ("values", Texts)];
const NAME: Fields = &[("name", Text)];
const NAME_VALUE: Fields = &[("name value", Text)];

pub(super) const POD_SPEC: Fields = &[
    ("containers initContainers", List(CONTAINER)),
    ("volumes", List(VOLUME)),
    (
        "restartPolicy schedulerName serviceAccount runtimeClassName hostnameOverride",
        Text,
    ),
    ("hostname subdomain", Label),
    ("serviceAccountName nodeName priorityClassName", Subdomain),
    (
        "dnsPolicy",
        OneOf("ClusterFirstWithHostNet, ClusterFirst, Default, None"),
    ),
    ("preemptionPolicy", Pulled("PreemptLowerPriority, Never")),
    ("terminationGracePeriodSeconds activeDeadlineSeconds", Int64),
    ("priority", Int32),
    (
        "automountServiceAccountToken enableServiceLinks hostPID hostIPC hostNetwork hostUsers setHostnameAsFQDN shareProcessNamespace",
        Flag,
    ),
    ("nodeSelector", Words),
    ("securityContext", Object(POD_SECURITY)),
    ("imagePullSecrets schedulingGates", List(NAME)),
    ("os", Object(NAME)),
    (
        "affinity",
        Object(&[
            (
                "nodeAffinity",
                Object(&[
                    (REQUIRED, Object(&[("nodeSelectorTerms", List(NODE_TERM))])),
                    (PREFERRED, List(&[("weight", Int32), ("preference", Object(NODE_TERM))])),
                ]),
            ),
            (
                "podAffinity podAntiAffinity",
                Object(&[
                    (REQUIRED, List(POD_TERM)),
                    (
                        PREFERRED,
                        List(&[("weight", Int32), ("podAffinityTerm", Object(POD_TERM))]),
                    ),
                ]),
            ),
        ]),
    ),
    (
        "tolerations",
        List(&[("key operator value effect", Text), ("tolerationSeconds", Int64)]),
    ),
    ("topologySpreadConstraints", List(SPREAD)),
    ("hostAliases", List(&[("ip", Text), ("hostnames", Texts)])),
    (
        "dnsConfig",
        Object(&[("nameservers searches", Texts), ("options", List(NAME_VALUE))]),
    ),
    ("readinessGates", List(&[("conditionType", Text)])),
    (
        "resourceClaims",
        List(&[("name resourceClaimName resourceClaimTemplateName", Text)]),
    ),
    ("resources", Object(RESOURCES)),
    ("overhead", Quantities),
    ("ephemeralContainers schedulingGroup evictionResponders", Any),
];

pub(super) const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
pub(super) const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

const NODE_TERM: Fields = &[("matchExpressions matchFields", List(REQUIREMENT))];
const POD_TERM: Fields = &[
    ("topologyKey", Text),
    ("namespaces matchLabelKeys mismatchLabelKeys", Texts),
    ("labelSelector namespaceSelector", Object(SELECTOR)),
];

pub(super) const SPREAD: Fields = &[
    ("maxSkew minDomains", Int32),
    ("topologyKey whenUnsatisfiable", Text),
    ("nodeAffinityPolicy nodeTaintsPolicy", Pulled("Honor, Ignore")),
    ("matchLabelKeys", Texts),
    ("labelSelector", Object(SELECTOR)),
];

pub(super) const CONTAINER: Fields = &[
    ("name image workingDir terminationMessagePath", Text),
    ("imagePullPolicy", OneOf(PULL)),
    ("terminationMessagePolicy", OneOf("File, FallbackToLogsOnError")),
    ("restartPolicy", Pulled("Always, Never, OnFailure")),
    ("command args", Texts),
    ("stdin stdinOnce tty", Flag),
    (
        "env",
        List(&[
            ("name value", Text),
            (
                "valueFrom",
                Object(&[
                    (
                        "configMapKeyRef secretKeyRef",
                        Object(&[("name key", Text), ("optional", Flag)]),
                    ),
                    ("fieldRef", Object(FIELD_REF)),
                    ("resourceFieldRef", Object(RESOURCE_REF)),
                    (
                        "fileKeyRef",
                        Object(&[("key volumeName path", Text), ("optional", Flag)]),
                    ),
                ]),
            ),
        ]),
    ),
    (
        "envFrom",
        List(&[
            ("prefix", Text),
            ("configMapRef secretRef", Object(&[("name", Text), ("optional", Flag)])),
        ]),
    ),
    ("ports", List(CONTAINER_PORT)),
    ("resources", Object(RESOURCES)),
    (
        "volumeMounts",
        List(&[
            (
                "name mountPath subPath subPathExpr mountPropagation recursiveReadOnly",
                Text,
            ),
            ("readOnly", Flag),
            ("bindMountOptions", Any),
        ]),
    ),
    ("volumeDevices", List(&[("name devicePath", Text)])),
    ("livenessProbe readinessProbe startupProbe", Object(PROBE)),
    (
        "lifecycle",
        Object(&[
            (
                "postStart preStop",
                Object(&[
                    ("exec", Object(EXEC)),
                    ("httpGet", Object(HTTP)),
                    ("tcpSocket", Object(TCP)),
                    ("sleep", Object(&[("seconds", Int64)])),
                ]),
            ),
            ("stopSignal", Text),
        ]),
    ),
    ("securityContext", Object(SECURITY)),
    ("resizePolicy", List(&[("resourceName restartPolicy", Text)])),
    (
        "restartPolicyRules",
        List(&[
            ("action", Text),
            ("exitCodes", Object(&[("operator", Text), ("values", Int32s)])),
        ]),
    ),
];

/// `supportedPullPolicies`
const PULL: &str = "Always, IfNotPresent, Never";
/// `supportedPortProtocols`
const PROTOCOL: &str = "SCTP, TCP, UDP";

const FIELD_REF: Fields = &[("apiVersion fieldPath", Text)];
const RESOURCE_REF: Fields = &[("containerName resource", Text), ("divisor", Quantity)];

const RESOURCES: Fields = &[
    ("limits requests", Quantities),
    ("claims", List(&[("name request", Text)])),
];

pub(super) const CONTAINER_PORT: Fields = &[
    ("name hostIP", Text),
    ("containerPort hostPort", Int32),
    ("protocol", OneOf(PROTOCOL)),
];

pub(super) const PROBE: Fields = &[
    (
        "initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold",
        Natural,
    ),
    ("terminationGracePeriodSeconds", Int64),
    ("exec", Object(EXEC)),
    ("httpGet", Object(HTTP)),
    ("tcpSocket", Object(TCP)),
    ("grpc", Object(&[("port", Int32), ("service mode", Text)])),
];

const EXEC: Fields = &[("command", Texts)];
const TCP: Fields = &[("host", Text), ("port", Port)];
pub(super) const HTTP: Fields = &[
    ("path host protocol", Text),
    ("port", Port),
    ("scheme", OneOf("HTTP, HTTPS")),
    ("httpHeaders", List(NAME_VALUE)),
];

pub(super) const SECURITY: Fields = &[
    ("runAsUser runAsGroup", Id),
    (
        "privileged allowPrivilegeEscalation readOnlyRootFilesystem runAsNonRoot",
        Flag,
    ),
    ("procMount", Pulled("Default, Unmasked")),
    ("capabilities", Object(&[("add drop", Texts)])),
    ("seccompProfile appArmorProfile", Object(PROFILE)),
    ("seLinuxOptions", Object(&[("user role type level", Text)])),
    ("windowsOptions", Any),
];

const PROFILE: Fields = &[("type localhostProfile", Text)];

pub(super) const POD_SECURITY: Fields = &[
    ("runAsUser runAsGroup fsGroup", Id),
    ("supplementalGroups", Int64s),
    ("runAsNonRoot", Flag),
    ("fsGroupChangePolicy", Pulled("Always, OnRootMismatch")),
    ("supplementalGroupsPolicy", Pulled("Merge, Strict")),
    ("seLinuxChangePolicy", Pulled("MountOption, Recursive")),
    ("sysctls", List(NAME_VALUE)),
    ("seccompProfile appArmorProfile", Object(PROFILE)),
    ("seLinuxOptions", Object(&[("user role type level", Text)])),
    ("windowsOptions", Any),
];

const VOLUME: Fields = &[
    ("name", Text),
    (
        "emptyDir",
        Object(&[("medium", Text), ("sizeLimit", Quantity), ("mode", Int32)]),
    ),
    ("hostPath", Object(HOST_PATH)),
    ("secret", Object(SECRET)),
    ("configMap", Object(CONFIG_MAP)),
    (
        "persistentVolumeClaim",
        Object(&[("claimName", Text), ("readOnly", Flag)]),
    ),
    ("nfs", Object(&[("server path", Text), ("readOnly", Flag)])),
    ("gitRepo", Object(&[("repository revision directory", Text)])),
    ("image", Object(IMAGE)),
    (
        "csi",
        Object(&[
            ("driver fsType", Text),
            ("readOnly", Flag),
            ("volumeAttributes", Words),
            ("nodePublishSecretRef", Object(NAME)),
        ]),
    ),
    ("downwardAPI", Object(DOWNWARD)),
    (
        "ephemeral",
        Object(&[(
            "volumeClaimTemplate",
            Object(&[("metadata", Object(META)), ("spec", Object(CLAIM))]),
        )]),
    ),
    ("projected", Object(PROJECTED)),
    (
        "awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk glusterfs iscsi photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume",
        Any,
    ),
];

pub(super) const HOST_PATH: Fields = &[
    ("path", Text),
    (
        "type",
        OneOf("BlockDevice, CharDevice, Directory, DirectoryOrCreate, File, FileOrCreate, Socket"),
    ),
];
pub(super) const IMAGE: Fields = &[("reference", Text), ("pullPolicy", OneOf(PULL))];

pub(super) const SECRET: Fields = &[
    ("secretName", Text),
    ("defaultMode", Mode),
    ("items", List(KEY_TO_PATH)),
    ("optional", Flag),
    ("defaultUser", Any),
];
pub(super) const CONFIG_MAP: Fields = &[
    ("name", Text),
    ("defaultMode", Mode),
    ("items", List(KEY_TO_PATH)),
    ("optional", Flag),
    ("defaultUser", Any),
];
pub(super) const KEY_TO_PATH: Fields = &[("key path", Text), ("mode", Mode), ("user", Any)];

pub(super) const DOWNWARD: Fields = &[
    ("defaultMode", Mode),
    ("items", List(DOWNWARD_FILE)),
    ("defaultUser", Any),
];

pub(super) const DOWNWARD_FILE: Fields = &[
    ("path", Text),
    ("fieldRef", Object(FIELD_REF)),
    ("resourceFieldRef", Object(RESOURCE_REF)),
    ("mode", Mode),
    ("user", Any),
];

pub(super) const PROJECTED: Fields = &[
    ("defaultMode", Mode),
    (
        "sources",
        List(&[
            (
                "secret configMap",
                Object(&[("name", Text), ("items", List(KEY_TO_PATH)), ("optional", Flag)]),
            ),
            ("downwardAPI", Object(&[("items", List(DOWNWARD_FILE))])),
            (
                "serviceAccountToken",
                Object(&[("audience path", Text), ("expirationSeconds", Int64), ("user", Any)]),
            ),
            (
                "clusterTrustBundle",
                Object(&[
                    ("name signerName path", Text),
                    ("labelSelector", Object(SELECTOR)),
                    ("optional", Flag),
                    ("user", Any),
                ]),
            ),
            ("podCertificate", Object(CERTIFICATE)),
        ]),
    ),
    ("defaultUser", Any),
];

pub(super) const CERTIFICATE: Fields = &[
    ("signerName credentialBundlePath keyPath certificateChainPath", Text),
    ("keyType", Text),
    ("maxExpirationSeconds", Int32),
    ("userAnnotations", Words),
    ("user", Any),
];

pub(super) const CLAIM: Fields = &[
    ("accessModes", Texts),
    ("resources", Object(&[("limits requests", Quantities)])),
    ("storageClassName volumeAttributesClassName", Subdomain),
    ("volumeMode", Pulled("Block, Filesystem")),
    ("volumeName", Text),
    ("selector", Object(SELECTOR)),
    ("dataSource dataSourceRef", Any),
];

pub(super) const SERVICE_SPEC: Fields = &[
    ("type", OneOf("ClusterIP, ExternalName, LoadBalancer, NodePort")),
    ("sessionAffinity", OneOf("ClientIP, None")),
    ("internalTrafficPolicy", Pulled("Cluster, Local")),
    (
        "trafficDistribution",
        Pulled("PreferClose, PreferSameZone, PreferSameNode"),
    ),
    (
        "clusterIP externalName externalTrafficPolicy loadBalancerIP loadBalancerClass ipFamilyPolicy",
        Text,
    ),
    ("clusterIPs externalIPs ipFamilies loadBalancerSourceRanges", Texts),
    ("allocateLoadBalancerNodePorts publishNotReadyAddresses", Flag),
    ("healthCheckNodePort", Int32),
    ("selector", Words),
    (
        "sessionAffinityConfig",
        Object(&[("clientIP", Object(&[("timeoutSeconds", Int32)]))]),
    ),
    ("ports", List(SERVICE_PORT)),
];

pub(super) const SERVICE_PORT: Fields = &[
    ("name appProtocol", Text),
    ("port nodePort", Int32),
    ("targetPort", Port),
    ("protocol", OneOf(PROTOCOL)),
];
