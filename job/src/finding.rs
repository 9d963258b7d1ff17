//! One problem of a draft: where it is, whose rule it is, and what it is.

use serde::{Deserialize, Serialize};

use crate::{Args, DraftPath};

/// Whether a finding keeps the task from being created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Must be mended before Create.
    Error,
    /// Worth knowing; Create works.
    Warning,
    /// What was seen; nothing is wrong with it.
    Note,
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The API server would say it of this object, whatever the cluster's state.
    Kubernetes,
    /// The Job is accepted, its Pods will be refused.
    Pod,
    /// The Pods are accepted and will fail on the node.
    Node,
    /// The document's stricter rules and our own.
    Slipway,
    /// Seen in this cluster: permission, quota, name taken, missing reference.
    Cluster,
}

/// What it is. Each code has a text in every catalogue (`finding.<code>`), which says how to mend it.
///
/// The spelling of a code never changes once released: links, logs and tests use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A required field is empty.
    Required,
    /// Not the name that the document wants; `suggestion` has one that is.
    NameForm,
    /// Shorter than 4 or longer than 63 characters.
    NameLength,
    /// No DNS-1123 label.
    DnsLabel,
    /// No DNS-1123 subdomain.
    DnsSubdomain,
    /// More than 63 bytes, which labels cannot hold.
    NameTooLong,
    /// The hostname of the last Pod of an Indexed task would be too long.
    IndexedNameTooLong,
    /// A name with a dot is accepted and surprises in Pod names.
    NameNotLabel,
    /// No valid label value.
    LabelValue,
    /// The same name, path or address twice.
    DuplicateName,
    /// Text where a whole number is wanted.
    NotANumber,
    /// A number below zero.
    Negative,
    /// A number that does not fit its type (`max` says the largest).
    TooLarge,
    /// More than `max` Pods at once in an Indexed task.
    IndexedParallelism,
    /// Indexed without a fixed count.
    IndexedNeedsCount,
    /// More at once than in all.
    ParallelAboveInstances,
    /// A value that is none of the `allowed` ones.
    NotSupported,
    /// No quantity.
    Quantity,
    /// A quantity whose suffix nobody knows; `suggestion` may have one.
    QuantitySuffix,
    /// The request is above the limit.
    RequestAboveLimit,
    /// A memory quantity in thousandths of bytes.
    MemoryMilli,
    /// A memory limit that no container can start with.
    MemoryTiny,
    /// CPU finer than a thousandth, which the API server rounds up.
    CpuFine,
    /// The description is too long.
    DescriptionLength,
    /// Annotations above 256 KiB.
    AnnotationsTooLong,
    /// No container.
    NoContainer,
    /// No image reference by distribution's grammar.
    ImageForm,
    /// Blanks around the image reference.
    ImagePadding,
    /// Upper-case letters in the repository.
    ImageUpperCase,
    /// Its registry has it: `digest`, `platforms`, `size`, `user`.
    ImageSeen,
    /// Its registry has no such tag; it has `tags`, and `suggestion` is likely meant.
    ImageTagNear,
    /// Its registry has no such repository, tag or digest, or shows it to others only.
    ImageMissing,
    /// Its registry wants credentials, or other ones.
    ImageNeedsKey,
    /// What its registry has there is no image.
    ImageIsNone,
    /// It is built for `platforms`, and the nodes are `nodes`.
    ImagePlatform,
    /// It runs as root, and the container must not.
    ImageRunsAsRoot,
    /// It runs as a `user` by name, which the kubelet does not take for somebody else than root.
    ImageUserNamed,
    /// Zero as a time limit ends the task at once.
    TimeoutZero,
    /// No task at all would run.
    NothingRuns,
    /// The name is taken in this namespace.
    NameTaken,
    /// The same key twice in one object, which a strict API server does not decode.
    DuplicateKey,
    /// A place that no rule here knows: what the API server says of it is not known.
    Unjudged,
    /// Two containers listen on the same port (`port`, `one`, `other`).
    PortTwice,
    /// Two containers call a port the same (`name`, `one`, `other`).
    PortNameTwice,
    /// A path that does not begin with `/`.
    PathRelative,
    /// The same variable twice: the last counts.
    VariableTwice,
    /// A literal whose name looks as if its value should be a Secret.
    LooksSecret,
    /// A `$(NAME)` that names no variable before it.
    UnknownReference,
    /// What it refers to is not there (`kind`, `name`).
    ReferenceMissing,
    /// The ConfigMap or Secret is there and lacks the key (`kind`, `name`, `key`).
    KeyMissing,
    /// A Service of that name is there already.
    ServiceTaken,
    /// No such namespace.
    NamespaceMissing,
    /// The API server refused it; its words stand beside.
    ServerRefused,
    /// The API server takes it and warns; its words stand beside.
    ServerWarns,
    /// The namespace's Pod Security `level` forbids `value` here.
    PodSecurityForbids,
    /// The namespace's Pod Security `level` wants `value` here.
    PodSecurityNeeds,
    /// Below what the LimitRange `name` allows a `kind` of `resource`: `bound`.
    LimitRangeMin,
    /// Above it, or without a limit where one is wanted.
    LimitRangeMax,
    /// The limit is more than `bound` times the request.
    LimitRangeRatio,
    /// The quota `name` takes no Pod that does not say how much of `resource` it takes.
    QuotaNeeds,
    /// `count` of `total` nodes have a taint that is not tolerated, and no other node fits.
    NodeTaints,
    /// `count` of `total` nodes lack the labels that are asked for, and no other node fits.
    NodeLabels,
    /// `count` of `total` nodes are too small (`most` is the largest), and no other node fits.
    NodeResources,
    /// Longer than a Pod may be given to end (ours).
    GraceTooLong,
    /// An image whose user is root will not start as somebody else who is not named.
    NonRootUnnamed,
    /// A failed liveness check under restart policy Never fails the Pod.
    LivenessFailsPod,
    /// The cluster dropped this setting without a word.
    IgnoredByCluster,
    /// A field that the API does not have.
    UnknownField,
    /// A value of another type than the field's; `wanted` shows one.
    WrongType,
    /// A text that is not formed like `example`.
    WrongForm,
    /// None of `fields` is set.
    OneNeeded,
    /// More than one of `fields` is set.
    NotTogether,
    /// Set where it may not be: it works only with `needs`.
    OnlyWith,
    /// More than `max` items.
    TooMany,
    /// More than `max` bytes.
    TooLong,
    /// Not between `min` and `max`.
    OutOfRange,
    /// No name of a port (IANA's service names).
    PortName,
    /// No name of a variable.
    EnvName,
    /// A path that is not relative, or has `..` in it.
    PathForm,
    /// A name that nothing in the object has.
    UnknownName,
    /// A label that the Job controller writes.
    Reserved,
    /// No list of indexes below `max`.
    IndexList,
    /// Values that do not rise.
    NotAscending,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The field of the draft.
    pub path: DraftPath,
    /// Where the API server would report it, such as `spec.template.spec.containers[0].image`;
    /// empty for what has no place in the manifest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub api_path: String,
    /// Error or warning.
    pub severity: Severity,
    /// Whose rule.
    pub origin: Origin,
    /// What it is.
    pub code: Code,
    /// The values of its text.
    #[serde(default)]
    pub args: Args,
    /// What the API server said, verbatim, when it said something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_words: Option<String>,
}

impl Finding {
    /// A finding of the house (origin `slipway`) about a field of the draft.
    pub fn house(path: DraftPath, severity: Severity, code: Code, args: Args) -> Self {
        Self {
            path,
            api_path: String::new(),
            severity,
            origin: Origin::Slipway,
            code,
            args,
            server_words: None,
        }
    }

    /// Whether it keeps the task from being created.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
