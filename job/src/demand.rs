//! What a task takes of a quota.

use serde_json::Value;

use crate::quantity::Quantity;

/// What a Job's Pods take at once, in the words of quotas (`requests.cpu`, `limits.memory`, `pods`).
///
/// For each resource the sum of the containers, or the largest init container where that is more, times
/// the Pods that run at once: the smaller of parallelism and completions.
pub fn of_job(job: &Value) -> Vec<(String, Quantity)> {
    let number = |name: &str| job.pointer(&format!("/spec/{name}")).and_then(Value::as_i64);
    let parallelism = number("parallelism").unwrap_or(1).max(0);
    let pods = number("completions").map_or(parallelism, |completions| completions.clamp(0, parallelism));
    let mut demand = vec![("pods".to_owned(), Quantity::of_units(pods.into()))];
    for kind in ["requests", "limits"] {
        for resource in ["cpu", "memory", "ephemeral-storage"] {
            if let Some(amount) = of_pod(job, kind, resource).map(|amount| amount.times(pods.into())) {
                demand.push((format!("{kind}.{resource}"), amount));
                // A quota may name a request without its kind.
                if kind == "requests" {
                    demand.push((resource.to_owned(), amount));
                }
            }
        }
    }
    demand
}

/// What one Pod of a Job takes: the sum of its containers, or the largest init container where that is more.
/// `kind` is `requests` or `limits`.
pub fn of_pod(job: &Value, kind: &str, resource: &str) -> Option<Quantity> {
    // A limit without a request is its request.
    let kinds = if kind == "requests" {
        &["requests", "limits"][..]
    } else {
        &["limits"]
    };
    let amount = |container: &Value| {
        let resources = container.get("resources")?;
        let text = kinds
            .iter()
            .find_map(|kind| resources.get(kind)?.get(resource)?.as_str())?;
        Quantity::parse(text).ok()
    };
    let containers = |list: &str| {
        let list = job.pointer(&format!("/spec/template/spec/{list}"));
        list.and_then(Value::as_array).into_iter().flatten()
    };
    // A sidecar runs beside the containers; the other init containers one after the other, before them.
    let is_sidecar = |container: &&Value| container.get("restartPolicy") == Some(&Value::String("Always".to_owned()));
    let sidecars = containers("initContainers").filter(is_sidecar);
    let sum = containers("containers")
        .chain(sidecars)
        .filter_map(amount)
        .reduce(Quantity::plus);
    let before = containers("initContainers").filter(|container| !is_sidecar(container));
    let largest = before.filter_map(amount).max();
    sum.into_iter().chain(largest).max()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(job: &Value, resource: &str) -> Option<String> {
        let found = of_job(job).into_iter().find(|(name, _)| name == resource);
        found.map(|(_, amount)| amount.to_string())
    }

    #[test]
    fn pods_at_once_are_the_smaller_of_parallelism_and_completions() {
        let pods = |parallelism, completions| {
            of(
                &json!({"spec": {"parallelism": parallelism, "completions": completions}}),
                "pods",
            )
            .unwrap()
        };
        assert_eq!(
            (pods(json!(3), json!(9)), pods(json!(9), json!(3))),
            ("3".into(), "3".into())
        );
        assert_eq!(
            (pods(json!(5), json!(null)), pods(json!(null), json!(null))),
            ("5".into(), "1".into())
        );
    }

    #[test]
    fn containers_are_summed_and_the_largest_init_container_counts_where_it_is_more() {
        let container = |cpu: &str| json!({"resources": {"requests": {"cpu": cpu}, "limits": {"memory": "64Mi"}}});
        let job = json!({"spec": {"parallelism": 2, "completions": 2, "template": {"spec": {
            "containers": [container("250m"), container("0.5")],
            "initContainers": [container("2"), container("1")],
        }}}});
        assert_eq!(of(&job, "requests.cpu").as_deref(), Some("4"));
        assert_eq!(of(&job, "limits.memory").as_deref(), Some("256Mi"));
        assert_eq!(
            of(&job, "requests.memory").as_deref(),
            Some("256Mi"),
            "a limit without a request is its request"
        );
        assert_eq!(of(&job, "limits.cpu"), None);
        let gpu = json!({"spec": {"template": {"spec": {
            "containers": [{"resources": {"limits": {"nvidia.com/gpu": "2"}}}],
            "initContainers": [{"restartPolicy": "Always", "resources": {"requests": {"nvidia.com/gpu": "1"}}}],
        }}}});
        let all = of_pod(&gpu, "requests", "nvidia.com/gpu").map(|amount| amount.to_string());
        assert_eq!(all.as_deref(), Some("3"), "a sidecar is counted beside the containers");
    }
}
