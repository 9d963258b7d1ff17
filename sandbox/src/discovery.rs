//! What the server says about itself.

use serde_json::{Value, json};

use crate::resource::RESOURCES;

const GROUPS: [&str; 3] = ["batch", "authorization.k8s.io", "authentication.k8s.io"];
const VERBS: [&str; 8] = [
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
];

/// Whether the path lies within a group that the server has.
pub(crate) fn serves(path: &str) -> bool {
    let mut steps = path.split('/').skip(1);
    match (steps.next(), steps.next()) {
        (Some("api"), Some(_)) => true,
        (Some("apis"), Some(group)) => GROUPS.contains(&group),
        _ => false,
    }
}

/// The answer to a path that asks about the server, if it is one.
pub(crate) fn answer(path: &str) -> Option<Value> {
    match path {
        "/version" => Some(version()),
        "/api" => Some(json!({
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1"}],
        })),
        "/api/v1" => Some(resources("")),
        "/apis" => Some(json!({
            "kind": "APIGroupList",
            "apiVersion": "v1",
            "groups": GROUPS.map(group),
        })),
        _ => {
            let rest = path.strip_prefix("/apis/")?;
            let (name, version) = rest.split_once('/').unwrap_or((rest, ""));
            let known = GROUPS.iter().find(|known| **known == name)?;
            match version {
                "" => {
                    let mut group = group(known);
                    group["kind"] = "APIGroup".into();
                    group["apiVersion"] = "v1".into();
                    Some(group)
                }
                "v1" => Some(resources(known)),
                _ => None,
            }
        }
    }
}

fn version() -> Value {
    json!({
        "major": "1",
        "minor": "37",
        "emulationMajor": "1",
        "emulationMinor": "37",
        "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "36",
        "gitVersion": "v1.37.2+practice",
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "none",
        "compiler": "rustc",
        "platform": "practice",
    })
}

fn group(name: &str) -> Value {
    let version = json!({"groupVersion": format!("{name}/v1"), "version": "v1"});
    json!({"name": name, "versions": [version], "preferredVersion": version})
}

fn resources(group: &str) -> Value {
    let review = |plural: &str, kind: &str| json!({"name": plural, "singularName": "", "namespaced": false, "kind": kind, "verbs": ["create"]});
    let mut list: Vec<Value> = match group {
        "authorization.k8s.io" => vec![review("selfsubjectaccessreviews", "SelfSubjectAccessReview")],
        "authentication.k8s.io" => vec![review("selfsubjectreviews", "SelfSubjectReview")],
        _ => Vec::new(),
    };
    for resource in RESOURCES.iter().filter(|resource| resource.group == group) {
        let mut entry = json!({
            "name": resource.plural,
            "singularName": resource.kind.to_lowercase(),
            "namespaced": resource.namespaced,
            "kind": resource.kind,
            "verbs": VERBS,
        });
        if !resource.short.is_empty() {
            entry["shortNames"] = json!([resource.short]);
        }
        list.push(entry);
        if resource.kind == "Pod" {
            list.push(json!({
                "name": "pods/log",
                "singularName": "",
                "namespaced": true,
                "kind": "Pod",
                "verbs": ["get"],
            }));
        }
    }
    let version = if group.is_empty() {
        "v1".into()
    } else {
        format!("{group}/v1")
    };
    json!({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": list})
}
