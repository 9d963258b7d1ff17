//! What the API server stores and answers, with its defaults filled in, is imported as it was sent: nothing that it
//! filled in is kept, and what is left out it fills in again.

use job::{Draft, import, manifests, yaml};
use serde_json::{Value, json};

use super::answer::Oracle;
use super::{drafts, mutate, runner};

/// The draft of an object, and the object that the draft becomes.
fn back(object: &Value) -> (Draft, Value) {
    if object["kind"] == "Job" {
        let draft = import::job(object);
        let made = manifests(&draft).job;
        return (draft, made);
    }
    let mut task = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "of-a-service"}});
    task["metadata"]["namespace"] = object["metadata"]["namespace"].clone();
    let draft = import::objects(&[task, object.clone()]).draft.expect("there is a Job");
    let made = manifests(&draft).services.remove(0).object;
    (draft, made)
}

/// What was stored, without what is another each time.
fn lasting(mut stored: Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let uid = text(&stored["metadata"]["uid"]);
    let metadata = stored["metadata"].as_object_mut().expect("it has metadata");
    // A name that was made of it is given as a name.
    for name in [
        "creationTimestamp",
        "uid",
        "generateName",
        "finalizers",
        "ownerReferences",
    ] {
        metadata.remove(name);
    }
    // A Job without labels takes over those of its Pods, and with them, then, those that the controller looks for
    // (`SetDefaults_Job`, `generateSelector`). Only those of the Pods count.
    if let Some(labels) = metadata.get_mut("labels").and_then(Value::as_object_mut) {
        labels.retain(|name, _| !name.ends_with("job-name") && !name.ends_with("controller-uid"));
    }
    let spec = stored["spec"].as_object_mut().expect("it has a spec");
    if spec.get("clusterIP").is_some_and(|address| address != "None") {
        spec.remove("clusterIP");
        spec.remove("clusterIPs");
    }
    spec.remove("healthCheckNodePort");
    for port in spec
        .get_mut("ports")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        port.as_object_mut().expect("a port is an object").remove("nodePort");
    }
    serde_json::from_str(&stored.to_string().replace(&uid, "UID")).expect("it is JSON")
}

/// A Job with something at every place that has a default and that the form does not show.
fn every_default() -> Value {
    let http = json!({"httpGet": {"port": 80}});
    let container = |name: &str| {
        json!({"name": name, "image": "registry.example.com:5000/app@sha256:0000000000000000000000000000000000000000000000000000000000000000",
            "ports": [{"containerPort": 80}],
            "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
            "lifecycle": {"postStart": http, "preStop": http},
            "livenessProbe": http, "readinessProbe": {"grpc": {"port": 80}}, "startupProbe": {"tcpSocket": {"port": 80}}})
    };
    let mut sidecar = container("sidecar");
    sidecar["restartPolicy"] = json!("Always");
    let down = json!([{"path": "name", "fieldRef": {"fieldPath": "metadata.name"}}]);
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "every-default"}, "spec": {
    "completions": 3, "completionMode": "Indexed", "backoffLimitPerIndex": 1,
    "podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}]},
    "template": {"spec": {
        "restartPolicy": "Never", "serviceAccountName": "robot",
        "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "preference": {}}]}},
        "containers": [container("main")], "initContainers": [sidecar],
        "volumes": [
            {"name": "a", "downwardAPI": {"items": down}},
            {"name": "b", "projected": {"sources": [{"downwardAPI": {"items": down}}, {"serviceAccountToken": {"path": "token"}}]}},
            {"name": "c", "hostPath": {"path": "/tmp"}},
            {"name": "d", "iscsi": {"targetPortal": "192.0.2.1", "iqn": "iqn.2001-04.com.example:a", "lun": 0}},
            {"name": "e", "rbd": {"monitors": ["192.0.2.1"], "image": "x"}},
            {"name": "f", "azureDisk": {"diskName": "x", "diskURI": "https://example.com/x"}},
            {"name": "g", "scaleIO": {"gateway": "https://example.com", "system": "x", "secretRef": {"name": "x"}, "volumeName": "x"}},
            {"name": "h", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}},
            {"name": "i", "image": {"reference": "example.com/data"}},
            {"name": "j", "configMap": {"name": "settings"}},
            {"name": "k"},
        ]}}}})
}

/// The objects that the manifests of `patterns/` become, in the form as they would be sent.
fn patterns() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/patterns");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let text = std::fs::read_to_string(entry.expect("it has files").path()).expect("it is text");
        let documents: Vec<Value> = yaml::read(&text)
            .expect("it is YAML")
            .into_iter()
            .map(|read| read.value)
            .collect();
        all.extend(super::objects(
            &import::objects(&documents).draft.expect("there is a Job"),
        ));
    }
    all
}

#[test]
fn what_is_stored_is_imported_as_it_was_sent_and_stored_again_as_it_was() {
    let (mut runner, _) = runner(3);
    let all = drafts::any_draft();
    let mut sent = mutate::accepted();
    // The form has no other way to a name than to write it.
    sent.retain(|object| object["metadata"]["name"].is_string());
    sent.extend((0..3_000).flat_map(|_| super::objects(&drafts::next(&all, &mut runner))));
    let patterns = patterns();
    let written = patterns.len() + 1;
    sent.extend(patterns);
    sent.push(every_default());
    let oracle = Oracle::start();
    let said = oracle.store(&sent);
    // All but the drafts are ones that it takes.
    for (object, said) in sent.iter().zip(&said).skip(sent.len() - written) {
        assert!(said.accepted, "{:?} {object}", said.causes);
    }
    let accepted: Vec<(&Value, Value)> = sent
        .iter()
        .zip(said)
        .filter(|(_, said)| said.accepted)
        .map(|(sent, said)| (sent, said.stored))
        .collect();
    let again: Vec<Value> = accepted.iter().map(|(_, stored)| back(stored).1).collect();
    for (((sent, stored), again), said) in accepted.iter().zip(&again).zip(oracle.store(&again)) {
        assert!(
            said.accepted,
            "{:?}\nsent {sent}\nstored {stored}\nagain {again}",
            said.causes
        );
        assert_eq!(lasting(said.stored), lasting(stored.clone()), "sent {sent}");
        let (as_sent, as_stored) = (back(sent).0.kept, back(stored).0.kept);
        // Labels that the Job took over stay with it.
        let is_more = |path: &&String| !as_sent.contains_key(*path) && !path.starts_with("metadata.labels[");
        let more: Vec<_> = as_stored.keys().filter(is_more).collect();
        assert!(more.is_empty(), "{more:?} of {stored}");
    }
    assert!(accepted.len() > 1_000, "{}", accepted.len());
}
