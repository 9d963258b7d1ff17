//! What a task is given that reaches beyond its own Pods: whoever runs somebody else's draft is told first.

use serde_json::Value;

/// A power that a task asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    /// Its name in the catalogue, after `draft.danger-`.
    pub name: &'static str,
    /// Whose it is, or what it reaches: a container's name, a path of the node, an account.
    pub of: String,
}

/// Settings of a Pod that share the node's own (`pkg/apis/core/types.go`: `PodSecurityContext`).
const OF_HOST: [(&str, &str); 3] = [
    ("hostNetwork", "host-network"),
    ("hostPID", "host-processes"),
    ("hostIPC", "host-memory"),
];

/// What the Job asks for, as it would be sent: also what the form does not show.
pub fn dangers(job: &Value) -> Vec<Danger> {
    let mut found = Vec::new();
    let Some(pod) = job.pointer("/spec/template/spec") else {
        return found;
    };
    for list in ["initContainers", "containers"] {
        for container in items(pod, list) {
            of_container(container, &mut found);
        }
    }
    for (setting, name) in OF_HOST {
        if pod.get(setting) == Some(&Value::Bool(true)) {
            found.push(Danger {
                name,
                of: String::new(),
            });
        }
    }
    for volume in items(pod, "volumes") {
        if let Some(path) = volume.pointer("/hostPath/path").and_then(Value::as_str) {
            found.push(Danger {
                name: "host-path",
                of: path.to_owned(),
            });
        }
    }
    let account = text(pod, "serviceAccountName");
    if !account.is_empty() && account != "default" {
        found.push(Danger {
            name: "account",
            of: account.to_owned(),
        });
    }
    found
}

fn of_container(container: &Value, found: &mut Vec<Danger>) {
    let mut say = |name: &'static str, of: &str| {
        found.push(Danger {
            name,
            of: of.to_owned(),
        })
    };
    let name = text(container, "name");
    let of_context = |setting: &str| {
        container
            .get("securityContext")
            .and_then(|context| context.get(setting))
    };
    if of_context("privileged") == Some(&Value::Bool(true)) {
        say("privileged", name);
    }
    for capability in of_context("capabilities").into_iter().flat_map(|all| items(all, "add")) {
        say("capability", capability.as_str().unwrap_or_default());
    }
    if of_context("runAsUser").and_then(Value::as_i64) == Some(0) {
        say("root", name);
    }
    for port in items(container, "ports") {
        if let Some(port) = port.get("hostPort").and_then(Value::as_i64).filter(|port| *port > 0) {
            say("host-port", &port.to_string());
        }
    }
}

fn items<'a>(value: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    value.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(pod: Value) -> Vec<(&'static str, String)> {
        let job = json!({"spec": {"template": {"spec": pod}}});
        dangers(&job)
            .into_iter()
            .map(|danger| (danger.name, danger.of))
            .collect()
    }

    #[test]
    fn a_plain_task_asks_for_nothing() {
        assert_eq!(
            of(json!({"containers": [{"name": "main", "image": "busybox"}], "serviceAccountName": "default"})),
            []
        );
        assert_eq!(dangers(&json!(null)), []);
    }

    #[test]
    fn every_way_beyond_the_pod_is_named() {
        let pod = json!({
            "hostNetwork": true, "hostPID": true, "hostIPC": true, "serviceAccountName": "deployer",
            "initContainers": [{"name": "init", "securityContext": {"privileged": true}}],
            "containers": [{"name": "main", "ports": [{"hostPort": 80}, {"hostPort": 0}],
                "securityContext": {"runAsUser": 0, "capabilities": {"add": ["SYS_ADMIN"], "drop": ["ALL"]}}}],
            "volumes": [{"name": "a", "hostPath": {"path": "/etc"}}, {"name": "b", "emptyDir": {}}],
        });
        let said: Vec<_> = of(pod).into_iter().map(|(name, of)| format!("{name} {of}")).collect();
        assert_eq!(
            said,
            [
                "privileged init",
                "capability SYS_ADMIN",
                "root main",
                "host-port 80",
                "host-network ",
                "host-processes ",
                "host-memory ",
                "host-path /etc",
                "account deployer"
            ]
        );
    }
}
