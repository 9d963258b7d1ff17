//! What the API server fills into Jobs and Pods.

use serde_json::{Map, Value, json};

use crate::object::{self, default, default_pointer, fields, number, text};

/// Fills in a Job, in the order in which the API server does.
pub(crate) fn job(job: &mut Value) {
    template(fields(job, "/spec/template"));
    labels(job);
    let counted = number(job, "/spec/parallelism").is_some();
    let limit = if number(job, "/spec/backoffLimitPerIndex").is_some() {
        i32::MAX
    } else {
        6
    };
    let policy = if job.pointer("/spec/podFailurePolicy").is_some() {
        "Failed"
    } else {
        "TerminatingOrFailed"
    };
    let spec = fields(job, "/spec");
    // Both or neither: a parallelism alone makes a work queue.
    if !counted {
        default(spec, "completions", 1);
    }
    default(spec, "parallelism", 1);
    default(spec, "backoffLimit", limit);
    default_pointer(spec, "completionMode", "NonIndexed");
    default(spec, "suspend", false);
    default(spec, "manualSelector", false);
    default_pointer(spec, "podReplacementPolicy", policy);
    let rules = spec
        .get_mut("podFailurePolicy")
        .and_then(|policy| policy.get_mut("rules"));
    for rule in rules.and_then(Value::as_array_mut).into_iter().flatten() {
        let conditions = rule.get_mut("onPodConditions").and_then(Value::as_array_mut);
        for condition in conditions.into_iter().flatten() {
            default(fields(condition, ""), "status", "True");
        }
    }
}

/// Gives a Job without labels those of its template.
pub(crate) fn labels(job: &mut Value) {
    let labels = job.pointer("/spec/template/metadata/labels").cloned();
    let own = fields(job, "/metadata");
    let unlabelled = own.get("labels").and_then(Value::as_object).is_none_or(Map::is_empty);
    if let Some(labels) = labels.filter(|_| unlabelled) {
        own.insert("labels".into(), labels);
    }
}

/// Fills in a Pod.
pub(crate) fn pod(pod: &mut Value) {
    for list in ["initContainers", "containers"] {
        for container in each(fields(pod, "/spec"), list) {
            let resources = fields(container, "/resources");
            let limits = resources.get("limits").and_then(Value::as_object).cloned();
            for (name, limit) in limits.into_iter().flatten() {
                let requests = resources.entry("requests").or_insert(json!({}));
                default(fields(requests, ""), &name, limit);
            }
        }
    }
    template(fields(pod, ""));
    default(fields(pod, "/spec"), "enableServiceLinks", true);
}

fn template(template: &mut Map<String, Value>) {
    let spec = template.entry("spec").or_insert(json!({}));
    for list in ["initContainers", "containers"] {
        each(fields(spec, ""), list).for_each(container);
    }
    let spec = fields(spec, "");
    each(spec, "volumes").for_each(volume);
    default(spec, "dnsPolicy", "ClusterFirst");
    default(spec, "restartPolicy", "Always");
    default(spec, "schedulerName", "default-scheduler");
    default(spec, "securityContext", json!({}));
    default(spec, "terminationGracePeriodSeconds", 30);
    // One field under its old name and its new one.
    if let Some(account) = spec.get("serviceAccountName").filter(|name| *name != "").cloned() {
        spec.insert("serviceAccount".into(), account);
    }
}

/// The items of a list in a map that are maps.
fn each<'a>(map: &'a mut Map<String, Value>, list: &str) -> impl Iterator<Item = &'a mut Value> {
    let items = map.get_mut(list).and_then(Value::as_array_mut);
    items.into_iter().flatten().filter(|item| item.is_object())
}

fn container(container: &mut Value) {
    let latest =
        tag(text(container, "/image")).is_none_or(|tag| tag == "latest") && !text(container, "/image").contains('@');
    let map = fields(container, "");
    default(map, "imagePullPolicy", if latest { "Always" } else { "IfNotPresent" });
    default(map, "resources", json!({}));
    default(map, "terminationMessagePath", "/dev/termination-log");
    default(map, "terminationMessagePolicy", "File");
    for port in each(map, "ports") {
        default(fields(port, ""), "protocol", "TCP");
    }
    for variable in each(map, "env") {
        if variable.pointer("/valueFrom/fieldRef").is_some() {
            default(fields(variable, "/valueFrom/fieldRef"), "apiVersion", "v1");
        }
        if variable.pointer("/valueFrom/resourceFieldRef").is_some() {
            default(fields(variable, "/valueFrom/resourceFieldRef"), "divisor", "0");
        }
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = map.get_mut(name).filter(|probe| probe.is_object()) {
            handler(probe);
            if probe.get("grpc").is_some() {
                default(fields(probe, "/grpc"), "service", "");
            }
            let probe = fields(probe, "");
            for (field, value) in [
                ("timeoutSeconds", 1),
                ("periodSeconds", 10),
                ("successThreshold", 1),
                ("failureThreshold", 3),
            ] {
                // Zero is as good as nothing here.
                if probe.get(field).and_then(Value::as_i64).unwrap_or(0) == 0 {
                    probe.insert(field.into(), value.into());
                }
            }
        }
    }
    if let Some(lifecycle) = map.get_mut("lifecycle").and_then(Value::as_object_mut) {
        lifecycle.values_mut().for_each(handler);
    }
}

fn handler(handler: &mut Value) {
    if handler.get("httpGet").is_some() {
        let get = fields(handler, "/httpGet");
        default(get, "path", "/");
        default(get, "scheme", "HTTP");
    }
}

fn volume(volume: &mut Value) {
    let map = fields(volume, "");
    if map.keys().all(|field| field == "name") {
        map.insert("emptyDir".into(), json!({}));
    }
    for source in ["secret", "configMap", "downwardAPI", "projected"] {
        if let Some(source) = map.get_mut(source).and_then(Value::as_object_mut) {
            default(source, "defaultMode", 420);
        }
    }
    if let Some(path) = map.get_mut("hostPath").and_then(Value::as_object_mut) {
        default(path, "type", "");
    }
}

/// The tag of an image reference.
pub(crate) fn tag(image: &str) -> Option<&str> {
    let name = image.split('@').next().unwrap_or("");
    let last = name.rsplit('/').next().unwrap_or("");
    last.split_once(':').map(|(_, tag)| tag)
}

/// The labels by which the Job controller knows the Pods of a Job.
pub(crate) fn generated_labels(job: &Value) -> Vec<(&'static str, String)> {
    let (name, uid) = (object::name(job).to_owned(), object::uid(job).to_owned());
    vec![
        ("controller-uid", uid.clone()),
        ("job-name", name.clone()),
        ("batch.kubernetes.io/controller-uid", uid),
        ("batch.kubernetes.io/job-name", name),
    ]
}

/// Gives a Job its selector, and its template the labels that fit it.
pub(crate) fn selector(job: &mut Value) {
    if object::flag(job, "/spec/manualSelector") {
        return;
    }
    let uid = object::uid(job).to_owned();
    let labels = fields(job, "/spec/template/metadata");
    if labels.get("labels").is_some_and(Value::is_null) {
        labels.remove("labels");
    }
    for (label, value) in generated_labels(job) {
        default(fields(job, "/spec/template/metadata/labels"), label, value);
    }
    // A selector that was given stays, to be found wrong.
    default(
        fields(job, "/spec"),
        "selector",
        json!({"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}),
    );
}
