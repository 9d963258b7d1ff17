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
    let amounts = |list: &str| {
        let containers = job
            .pointer(&format!("/spec/template/spec/{list}"))
            .and_then(Value::as_array);
        containers.into_iter().flatten().filter_map(|container| {
            let of = |kind: &str| {
                container
                    .pointer(&format!("/resources/{kind}/{resource}"))
                    .and_then(Value::as_str)
            };
            // A limit without a request is its request.
            let text = of(kind).or_else(|| of("limits").filter(|_| kind == "requests"))?;
            Quantity::parse(text).ok()
        })
    };
    let sum = amounts("containers").reduce(Quantity::plus);
    let largest = amounts("initContainers").max();
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
    }
}
