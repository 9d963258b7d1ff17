//! Values that the API server writes where nobody says anything: in an object that it answered, they say nothing.
//!
//! Leaving them out means the same, since the next server writes them again. So do objects in which nothing is said
//! and that the API's types have no way to leave out. What a person wrote is left as it is.
//! Counts stay (they say how the task runs), and labels that a Job took over from its Pods.

use serde_json::Value;

use crate::image::Reference;

/// A default.
enum Is {
    Text(&'static str),
    Number(i64),
    No,
    Yes,
    /// An object in which nothing is said.
    Empty,
    Null,
}
use Is::{Empty, No, Null, Number, Text, Yes};

/// Objects at a place (`[]` is each item of a list), and the defaults of their members. In this order: what is empty
/// once something else is left out stands after it.
type Table = &'static [(&'static str, &'static [(&'static str, Is)])];

/// Of a Job (`pkg/apis/batch/v1/defaults.go`; `pkg/apis/core/v1/defaults.go`: `SetDefaults_PodSpec`, `…Volume…`;
/// `pkg/apis/batch/v1/zz_generated.defaults.go`: `SetObjectDefaults_Job`). `SetDefaults_Pod` is of Pods only.
const JOB: Table = &[
    (
        "spec",
        &[
            ("completionMode", Text("NonIndexed")),
            ("suspend", No),
            ("manualSelector", No),
        ],
    ),
    (
        "spec.podFailurePolicy.rules[].onPodConditions[]",
        &[("status", Text("True"))],
    ),
    ("spec.template.metadata", &[("creationTimestamp", Null)]),
    ("spec.template", &[("metadata", Empty)]),
    (
        "spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[]",
        &[("preference", Empty)],
    ),
    (
        "spec.template.spec",
        &[
            ("dnsPolicy", Text("ClusterFirst")),
            ("schedulerName", Text("default-scheduler")),
            ("terminationGracePeriodSeconds", Number(30)),
            ("securityContext", Empty),
        ],
    ),
];

/// Of a volume.
const VOLUME: Table = &[
    ("configMap", MODE),
    ("secret", MODE),
    ("downwardAPI", MODE),
    ("downwardAPI.items[].fieldRef", VERSION),
    ("projected", MODE),
    ("projected.sources[].downwardAPI.items[].fieldRef", VERSION),
    (
        "projected.sources[].serviceAccountToken",
        &[("expirationSeconds", Number(3600))],
    ),
    ("hostPath", &[("type", Text(""))]),
    ("iscsi", &[("iscsiInterface", Text("default"))]),
    (
        "rbd",
        &[
            ("pool", Text("rbd")),
            ("user", Text("admin")),
            ("keyring", Text("/etc/ceph/keyring")),
        ],
    ),
    (
        "azureDisk",
        &[
            ("cachingMode", Text("ReadWrite")),
            ("fsType", Text("ext4")),
            ("readOnly", No),
            ("kind", Text("Shared")),
        ],
    ),
    (
        "scaleIO",
        &[("storageMode", Text("ThinProvisioned")), ("fsType", Text("xfs"))],
    ),
    (
        "ephemeral.volumeClaimTemplate.spec",
        &[("volumeMode", Text("Filesystem"))],
    ),
    ("ephemeral.volumeClaimTemplate.metadata", &[("creationTimestamp", Null)]),
    ("ephemeral.volumeClaimTemplate", &[("metadata", Empty)]),
];

/// Of a container (`SetDefaults_Container`, `SetDefaults_Probe`, `SetDefaults_HTTPGetAction`).
const CONTAINER: Table = &[
    (
        "",
        &[
            ("terminationMessagePath", Text("/dev/termination-log")),
            ("terminationMessagePolicy", Text("File")),
            ("resources", Empty),
            ("securityContext", Empty),
        ],
    ),
    ("ports[]", PROTOCOL),
    ("env[].valueFrom.fieldRef", VERSION),
    ("env[].valueFrom.fileKeyRef", &[("optional", No)]),
    ("lifecycle.postStart.httpGet", HTTP),
    ("lifecycle.preStop.httpGet", HTTP),
];

/// Of each check of a container.
const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];
const PROBE: Table = &[
    (
        "",
        &[
            ("timeoutSeconds", Number(1)),
            ("periodSeconds", Number(10)),
            ("successThreshold", Number(1)),
            ("failureThreshold", Number(3)),
        ],
    ),
    ("httpGet", HTTP),
    ("grpc", &[("service", Text(""))]),
];

/// Of a Service (`SetDefaults_Service`; `pkg/registry/core/service/storage/alloc.go`: `initIPFamilyFields`).
const SERVICE: Table = &[
    (
        "spec.sessionAffinityConfig.clientIP",
        &[("timeoutSeconds", Number(10800))],
    ),
    ("spec.sessionAffinityConfig", &[("clientIP", Empty)]),
    (
        "spec",
        &[
            ("type", Text("ClusterIP")),
            ("sessionAffinity", Text("None")),
            ("sessionAffinityConfig", Empty),
            ("externalTrafficPolicy", Text("Cluster")),
            ("internalTrafficPolicy", Text("Cluster")),
            ("allocateLoadBalancerNodePorts", Yes),
        ],
    ),
    ("spec.ports[]", PROTOCOL),
];

const MODE: &[(&str, Is)] = &[("defaultMode", Number(0o644))];
const VERSION: &[(&str, Is)] = &[("apiVersion", Text("v1"))];
const PROTOCOL: &[(&str, Is)] = &[("protocol", Text("TCP"))];
const HTTP: &[(&str, Is)] = &[("path", Text("/")), ("scheme", Text("HTTP"))];

/// Takes the defaults out of a Job.
pub(super) fn of_job(job: &mut Value) {
    strip(job, JOB);
    each(job, &["spec"], &mut |spec| {
        // Both hang on what else is said (`SetDefaults_Job`).
        let limit = if is_said(spec, "backoffLimitPerIndex") {
            i64::from(i32::MAX)
        } else {
            6
        };
        forget(spec, "backoffLimit", &Number(limit));
        let policy = if is_said(spec, "podFailurePolicy") {
            "Failed"
        } else {
            "TerminatingOrFailed"
        };
        forget(spec, "podReplacementPolicy", &Text(policy));
    });
    each(job, &["spec", "template", "spec"], &mut |pod| {
        // The old name of the same.
        if pod.get("serviceAccount") == pod.get("serviceAccountName")
            && let Some(pod) = pod.as_object_mut()
        {
            pod.remove("serviceAccount");
        }
        for list in ["containers[]", "initContainers[]"] {
            each(pod, &parts_of(list), &mut |container| {
                strip(container, CONTAINER);
                for probe in PROBES {
                    each(container, &[probe], &mut |probe| strip(probe, PROBE));
                }
                pull_policy(container, "image", "imagePullPolicy");
            });
        }
        each(pod, &parts_of("volumes[]"), &mut |volume| {
            strip(volume, VOLUME);
            each(volume, &["image"], &mut |image| {
                pull_policy(image, "reference", "pullPolicy")
            });
        });
    });
}

/// Takes the defaults out of a Service.
pub(super) fn of_service(service: &mut Value) {
    strip(service, SERVICE);
    each(service, &["spec"], &mut |spec| {
        // One without an address of its own that selects nothing may have Pods of both families.
        let is_free = !is_said(spec, "selector") && is_said(spec, "clusterIP");
        let policy = if is_free { "RequireDualStack" } else { "SingleStack" };
        forget(spec, "ipFamilyPolicy", &Text(policy));
    });
    each(service, &parts_of("spec.ports[]"), &mut |port| {
        if port.get("targetPort") == port.get("port")
            && let Some(port) = port.as_object_mut()
        {
            port.remove("targetPort");
        }
    });
}

/// `Always` of an image with the tag `latest` or without tag and digest, else `IfNotPresent`; one that cannot be
/// read has no tag (`SetDefaults_Container`; `pkg/util/parsers/parsers.go`: `ParseImageName`).
fn pull_policy(object: &mut Value, image: &str, policy: &str) {
    let image = object.get(image).and_then(Value::as_str).unwrap_or_default();
    let is_latest = Reference::parse(image).is_ok_and(|image| match image.tag {
        Some(tag) => tag == "latest",
        None => image.digest.is_none(),
    });
    forget(object, policy, &Text(if is_latest { "Always" } else { "IfNotPresent" }));
}

fn strip(object: &mut Value, table: Table) {
    for (place, members) in table {
        each(object, &parts_of(place), &mut |object| {
            for (name, default) in *members {
                forget(object, name, default);
            }
        });
    }
}

/// Calls with every object at a place.
fn each(value: &mut Value, place: &[&str], with: &mut dyn FnMut(&mut Value)) {
    match place.split_first() {
        None => with(value),
        Some((&"", rest)) => {
            for item in value.as_array_mut().into_iter().flatten() {
                each(item, rest, with);
            }
        }
        Some((name, rest)) => {
            if let Some(inner) = value.get_mut(name) {
                each(inner, rest, with);
            }
        }
    }
}

/// The names on the way to a place; an empty one stands for the items of a list.
fn parts_of(place: &str) -> Vec<&str> {
    let names = place.split('.').filter(|name| !name.is_empty());
    names
        .flat_map(|name| match name.strip_suffix("[]") {
            Some(list) => [Some(list), Some("")],
            None => [Some(name), None],
        })
        .flatten()
        .collect()
}

/// Takes a member out where it is the default. The object stays, also an empty one: it may be a choice.
fn forget(object: &mut Value, name: &str, default: &Is) {
    let Some(members) = object.as_object_mut() else {
        return;
    };
    let is_default = members.get(name).is_some_and(|value| match default {
        Text(text) => value == text,
        Number(number) => value == number,
        No => *value == Value::Bool(false),
        Yes => *value == Value::Bool(true),
        Empty => value.as_object().is_some_and(serde_json::Map::is_empty),
        Null => value.is_null(),
    });
    if is_default {
        members.remove(name);
    }
}

fn is_said(object: &Value, name: &str) -> bool {
    object.get(name).is_some_and(|value| !value.is_null())
}
