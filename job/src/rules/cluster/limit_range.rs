//! Limit ranges: what they fill in where a container says nothing, and the bounds that they set
//! (`plugin/pkg/admission/limitranger/admission.go`). They judge Pods, never Jobs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::finding;
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::{Args, Code, Finding, Severity};

/// One line of a LimitRange, as the API has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Limit {
    /// What it is about: `Container`, `Pod` or another kind, which is passed over.
    #[serde(rename = "type")]
    pub kind: String,
    /// Limits that a container gets which has none.
    #[serde(rename = "default")]
    pub limits: BTreeMap<String, String>,
    /// Requests that a container gets which has none.
    #[serde(rename = "defaultRequest")]
    pub requests: BTreeMap<String, String>,
    /// Neither request nor limit may be below, and a request must be there.
    pub min: BTreeMap<String, String>,
    /// Neither request nor limit may be above, and a limit must be there.
    pub max: BTreeMap<String, String>,
    /// A limit may be so many times its request.
    #[serde(rename = "maxLimitRequestRatio")]
    pub ratio: BTreeMap<String, String>,
}

const LISTS: [&str; 2] = ["containers", "initContainers"];

/// The Job with the amounts that its Pods would have: a limit without a request is its request
/// (`SetDefaults_Pod`), and then what the limit ranges fill in.
pub fn filled_in(job: &Value, limits: &[Limit]) -> Value {
    let mut job = job.clone();
    for list in LISTS {
        let containers = job.pointer_mut(&format!("/spec/template/spec/{list}"));
        for container in containers.and_then(Value::as_array_mut).into_iter().flatten() {
            let own = container.pointer("/resources/limits").cloned().unwrap_or_default();
            fill(container, "requests", own.as_object().into_iter().flatten());
            for limit in limits.iter().filter(|limit| limit.kind == "Container") {
                for (kind, amounts) in [("requests", &limit.requests), ("limits", &limit.limits)] {
                    let amounts: Map<_, _> = amounts
                        .iter()
                        .map(|(name, text)| (name.clone(), text.clone().into()))
                        .collect();
                    fill(container, kind, amounts.iter());
                }
            }
        }
    }
    job
}

fn fill<'a>(container: &mut Value, kind: &str, amounts: impl Iterator<Item = (&'a String, &'a Value)>) {
    let mut resources = container
        .get("resources")
        .filter(|own| own.is_object())
        .cloned()
        .unwrap_or_else(|| Value::Object(Map::new()));
    let mut own = resources
        .get(kind)
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (name, amount) in amounts {
        own.entry(name.clone()).or_insert_with(|| amount.clone());
    }
    if let (false, Some(all), Some(container)) = (own.is_empty(), resources.as_object_mut(), container.as_object_mut())
    {
        all.insert(kind.to_owned(), Value::Object(own));
        container.insert("resources".to_owned(), resources);
    }
}

/// What the bounds of the limit range of that name forbid. The Job is one that was [`filled_in`].
pub fn judge(job: &Value, name: &str, limits: &[Limit]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let root = Node::root(job);
    let spec = root.field("spec");
    let template = spec.field("template");
    let pod = template.field("spec");
    for limit in limits {
        match limit.kind.as_str() {
            "Container" => {
                for list in LISTS {
                    for container in pod.field(list).items() {
                        let resources = container.field("resources");
                        let (requests, limits) = (resources.field("requests"), resources.field("limits"));
                        let of = |kind: &Node, resource: &str| {
                            kind.text_of(resource).and_then(|text| Quantity::parse(text).ok())
                        };
                        let mut bounds = Bounds {
                            name,
                            limit,
                            findings: &mut findings,
                        };
                        bounds.judge(
                            |resource| (of(&requests, resource), of(&limits, resource)),
                            |kind, resource| resources.named(kind).entry(resource).path(),
                            &root,
                        );
                    }
                }
            }
            "Pod" => {
                let containers = pod.field("containers");
                let mut bounds = Bounds {
                    name,
                    limit,
                    findings: &mut findings,
                };
                let of = |kind: &str, resource: &str| crate::demand::of_pod(job, kind, resource);
                bounds.judge(
                    |resource| (of("requests", resource), of("limits", resource)),
                    |_, _| containers.path(),
                    &root,
                );
            }
            _ => {}
        }
    }
    findings
}

struct Bounds<'a> {
    name: &'a str,
    limit: &'a Limit,
    findings: &'a mut Vec<Finding>,
}

impl Bounds<'_> {
    fn judge(
        &mut self,
        amounts: impl Fn(&str) -> (Option<Quantity>, Option<Quantity>),
        path: impl Fn(&'static str, &str) -> String,
        root: &Node,
    ) {
        let Limit { min, max, ratio, .. } = self.limit;
        let mut say = |kind, code, resource: &str, bound: &str, value| {
            self.say(root, path(kind, resource), code, resource, bound, value);
        };
        for (resource, bound) in min {
            let Ok(least) = Quantity::parse(bound) else { continue };
            let (request, limit) = amounts(resource);
            if request.is_none_or(|request| request < least) {
                say("requests", Code::LimitRangeMin, resource, bound, request);
            } else if limit.is_some_and(|limit| limit < least) {
                say("limits", Code::LimitRangeMin, resource, bound, limit);
            }
        }
        for (resource, bound) in max {
            let Ok(most) = Quantity::parse(bound) else { continue };
            let (request, limit) = amounts(resource);
            if limit.is_none_or(|limit| limit > most) {
                say("limits", Code::LimitRangeMax, resource, bound, limit);
            } else if request.is_some_and(|request| request > most) {
                say("requests", Code::LimitRangeMax, resource, bound, request);
            }
        }
        for (resource, bound) in ratio {
            let Ok(times) = Quantity::parse(bound) else { continue };
            let nothing = Quantity::of_units(0);
            let (request, limit) = amounts(resource);
            let is_within = request
                .zip(limit)
                .filter(|(request, limit)| *request > nothing && *limit > nothing)
                .is_some_and(|(request, limit)| limit.is_at_most_times(request, times));
            if !is_within {
                say("limits", Code::LimitRangeRatio, resource, bound, limit);
            }
        }
    }

    fn say(&mut self, root: &Node, api_path: String, code: Code, resource: &str, bound: &str, value: Option<Quantity>) {
        let args = Args::with("name", self.name)
            .and("kind", &self.limit.kind)
            .and("resource", resource)
            .and("bound", bound)
            .and("value", value.map_or_else(|| "–".to_owned(), |value| value.to_string()));
        self.findings.push(Finding {
            api_path,
            ..finding(root, Severity::Error, code, args)
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn job(resources: Value) -> Value {
        json!({"spec": {"template": {"spec": {"containers": [{"name": "main", "resources": resources}]}}}})
    }

    fn limit(value: Value) -> Vec<Limit> {
        vec![serde_json::from_value(value).unwrap()]
    }

    fn said(resources: Value, limits: &[Limit]) -> Vec<(Code, String, String)> {
        let job = filled_in(&job(resources), limits);
        let of = |finding: &Finding| {
            (
                finding.code,
                finding.api_path.clone(),
                finding.args.get("value").unwrap_or_default().to_owned(),
            )
        };
        judge(&job, "range", limits).iter().map(of).collect()
    }

    const AT: &str = "spec.template.spec.containers[0].resources";

    #[test]
    fn what_is_not_said_is_filled_in_before_it_is_judged() {
        let limits = limit(
            json!({"type": "Container", "default": {"cpu": "1"}, "defaultRequest": {"cpu": "500m"}, "max": {"cpu": "1"}}),
        );
        assert_eq!(said(json!({}), &limits), []);
        let job = filled_in(&job(json!({"limits": {"memory": "1Gi"}})), &limits);
        assert_eq!(
            job.pointer("/spec/template/spec/containers/0/resources"),
            Some(&json!({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m", "memory": "1Gi"}}))
        );
    }

    #[test]
    fn bounds_are_said_at_the_amount_that_is_beyond_them() {
        let of = |code, kind: &str, value: &str| (code, format!("{AT}.{kind}"), value.to_owned());
        let limits = limit(json!({"type": "Container", "max": {"cpu": "1"}, "min": {"memory": "64Mi"}}));
        assert_eq!(
            said(
                json!({"limits": {"cpu": "2"}, "requests": {"cpu": "1", "memory": "1Mi"}}),
                &limits
            ),
            [
                of(Code::LimitRangeMin, "requests[memory]", "1Mi"),
                of(Code::LimitRangeMax, "limits[cpu]", "2")
            ]
        );
        let said_nothing = said(json!({"requests": {"memory": "64Mi"}}), &limits);
        assert_eq!(
            said_nothing,
            [of(Code::LimitRangeMax, "limits[cpu]", "–")],
            "a limit must be there"
        );
    }

    #[test]
    fn a_limit_is_at_most_so_many_times_its_request() {
        let limits = limit(json!({"type": "Container", "maxLimitRequestRatio": {"cpu": "2"}}));
        assert_eq!(
            said(json!({"requests": {"cpu": "500m"}, "limits": {"cpu": "1"}}), &limits),
            []
        );
        let beyond = said(json!({"requests": {"cpu": "250m"}, "limits": {"cpu": "1"}}), &limits);
        assert_eq!(
            beyond,
            [(Code::LimitRangeRatio, format!("{AT}.limits[cpu]"), "1".to_owned())]
        );
    }

    #[test]
    fn of_a_pod_the_sum_is_judged() {
        let limits = limit(json!({"type": "Pod", "max": {"cpu": "1"}}));
        let two = json!({"spec": {"template": {"spec": {"containers": [
            {"resources": {"limits": {"cpu": "600m"}}}, {"resources": {"limits": {"cpu": "600m"}}}]}}}});
        let findings = judge(&filled_in(&two, &limits), "range", &limits);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].api_path, "spec.template.spec.containers");
        assert_eq!(findings[0].args.get("value"), Some("1200m"));
    }
}
