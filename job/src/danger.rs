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
    if of_user(pod) {
        found.push(Danger {
            name: "pod-root",
            of: String::new(),
        });
    }
    if of_windows(pod) {
        found.push(Danger {
            name: "pod-privileged",
            of: String::new(),
        });
    }
    // The old name counts where the new one is empty (`pkg/apis/core/v1/conversion.go`).
    let account = ["serviceAccountName", "serviceAccount"].map(|name| text(pod, name));
    let account = account.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
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
    let is_unmasked = of_context("procMount").and_then(Value::as_str) == Some("Unmasked");
    if of_context("privileged") == Some(&Value::Bool(true)) || of_windows(container) || is_unmasked {
        say("privileged", name);
    }
    for capability in of_context("capabilities").into_iter().flat_map(|all| items(all, "add")) {
        say("capability", capability.as_str().unwrap_or_default());
    }
    if of_user(container) {
        say("root", name);
    }
    for port in items(container, "ports") {
        if let Some(port) = port.get("hostPort").and_then(Value::as_i64).filter(|port| *port > 0) {
            say("host-port", &port.to_string());
        }
    }
}

fn of_user(of: &Value) -> bool {
    of.pointer("/securityContext/runAsUser").and_then(Value::as_i64) == Some(0)
}

fn of_windows(of: &Value) -> bool {
    of.pointer("/securityContext/windowsOptions/hostProcess") == Some(&Value::Bool(true))
}

/// What a Service opens beyond the cluster: its type, and addresses that are led to it.
pub fn dangers_of_service(service: &Value) -> Vec<Danger> {
    let mut found = Vec::new();
    let Some(spec) = service.get("spec") else { return found };
    let kind = text(spec, "type");
    if ["NodePort", "LoadBalancer"].contains(&kind) {
        found.push(Danger {
            name: "service-open",
            of: kind.to_owned(),
        });
    }
    for address in items(spec, "externalIPs").filter_map(Value::as_str) {
        found.push(Danger {
            name: "service-address",
            of: address.to_owned(),
        });
    }
    found
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
            "serviceAccount": "older", "securityContext": {"runAsUser": 0, "windowsOptions": {"hostProcess": true}},
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
                "pod-root ",
                "pod-privileged ",
                "account deployer"
            ]
        );
    }

    #[test]
    fn the_old_name_of_an_account_counts_and_so_does_a_service_that_is_reached_from_outside() {
        assert_eq!(
            of(json!({"serviceAccount": "older"})),
            [("account", "older".to_owned())]
        );
        let service = json!({"spec": {"type": "NodePort", "externalIPs": ["192.0.2.1"]}});
        let names: Vec<_> = dangers_of_service(&service).iter().map(|danger| danger.name).collect();
        assert_eq!(names, ["service-open", "service-address"]);
        assert_eq!(dangers_of_service(&json!({"spec": {"type": "ClusterIP"}})), []);
    }
}
