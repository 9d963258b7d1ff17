//! Whether a node could take the Pods of a Job, were it empty: taints, labels and size, in the scheduler's
//! order (`pkg/scheduler/framework/plugins`: nodeunschedulable, nodename, tainttoleration, nodeaffinity,
//! noderesources). What runs on it already is not counted, since it ends some day.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::finding;
use crate::quantity::Quantity;
use crate::rules::node::Node as At;
use crate::{Args, Code, Finding, Severity};

/// What is known of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its taints.
    pub taints: Vec<Taint>,
    /// What it has for Pods, by resource.
    pub allocatable: BTreeMap<String, String>,
}

/// A taint, as the API has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

/// The taint of a node that was cordoned.
pub const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// How many nodes fit, and why the others do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// So many fit.
    pub fit: usize,
    /// Where none does: why, each reason once.
    pub findings: Vec<Finding>,
}

/// Looks for nodes that fit. The Job is one whose amounts are [filled in](super::limit_range::filled_in).
/// Warnings: a node may come.
pub fn fit(job: &Value, nodes: &[Node]) -> Fit {
    let root = At::root(job);
    let spec = root.field("spec");
    let template = spec.field("template");
    let pod = template.field("spec");
    let mut why = Why::default();
    let demand = |resource| Some((resource, crate::demand::of_pod(job, "requests", resource)?));
    let wants: Vec<_> = wanted(&pod).into_iter().filter_map(demand).collect();
    let fit = nodes.iter().filter(|node| why.fits(&pod, &wants, node)).count();
    let findings = if fit == 0 {
        why.findings(&pod, nodes.len())
    } else {
        Vec::new()
    };
    Fit { fit, findings }
}

/// Nodes by the first reason against them.
#[derive(Default)]
struct Why {
    taints: BTreeMap<Taint, usize>,
    labels: usize,
    /// By resource: how many lack it, the most that one has, and what is wanted.
    small: BTreeMap<String, (usize, Quantity, Quantity)>,
}

impl Why {
    fn fits(&mut self, pod: &At, wanted: &[(&str, Quantity)], node: &Node) -> bool {
        let tolerations = pod.field("tolerations");
        let hard = |taint: &&Taint| taint.effect != "PreferNoSchedule";
        let against = node
            .taints
            .iter()
            .filter(hard)
            .find(|taint| !tolerations.items().any(|toleration| tolerates(&toleration, taint)));
        if let Some(taint) = against {
            *self.taints.entry(taint.clone()).or_default() += 1;
            return false;
        }
        if !has_labels(pod, node) {
            self.labels += 1;
            return false;
        }
        for &(resource, wants) in wanted {
            let has = node
                .allocatable
                .get(resource)
                .and_then(|text| Quantity::parse(text).ok());
            let has = has.unwrap_or(Quantity::of_units(0));
            if has < wants {
                let entry = self.small.entry(resource.to_owned()).or_insert((0, has, wants));
                entry.0 += 1;
                entry.1 = entry.1.max(has);
                return false;
            }
        }
        true
    }

    fn findings(self, pod: &At, total: usize) -> Vec<Finding> {
        let said = |count: usize| Args::with("count", count).and("total", total);
        let warn = |at: &At, code, args| finding(at, Severity::Warning, code, args);
        let mut findings = Vec::new();
        for (taint, count) in self.taints {
            let value = if taint.value.is_empty() {
                String::new()
            } else {
                format!("={}", taint.value)
            };
            let args = said(count).and("taint", format!("{}{value}:{}", taint.key, taint.effect));
            findings.push(warn(&pod.field("tolerations"), Code::NodeTaints, args));
        }
        if self.labels > 0 {
            let selector = pod.field("nodeSelector");
            let affinity = pod.field("affinity");
            let of_nodes = affinity.field("nodeAffinity");
            let required = of_nodes.field("requiredDuringSchedulingIgnoredDuringExecution");
            let terms = required.field("nodeSelectorTerms");
            let at = if selector.len() > 0 { selector } else { terms };
            findings.push(warn(&at, Code::NodeLabels, said(self.labels)));
        }
        for (resource, (count, most, wants)) in self.small {
            let args = said(count)
                .and("resource", &resource)
                .and("most", most.to_string())
                .and("wanted", wants.to_string());
            let containers = pod.field("containers");
            let first = containers.item(0);
            let resources = first.field("resources");
            let requests = resources.field("requests");
            let limits = resources.field("limits");
            // Where it was said: a limit alone is a request too.
            let at = if requests.text_of(&resource).is_some() {
                &requests
            } else {
                &limits
            };
            findings.push(warn(&at.entry(&resource), Code::NodeResources, args));
        }
        findings
    }
}

/// The resources that the containers ask for.
fn wanted<'v>(pod: &At<'_, 'v>) -> Vec<&'v str> {
    let mut names = Vec::new();
    for list in ["containers", "initContainers"] {
        for container in pod.field(list).items() {
            let resources = container.field("resources");
            for kind in ["requests", "limits"] {
                let amounts = resources.field(kind).value();
                let keys = amounts.and_then(Value::as_object).into_iter().flatten();
                for (name, _) in keys {
                    if !names.contains(&name.as_str()) {
                        names.push(name.as_str());
                    }
                }
            }
        }
    }
    names
}

/// `ToleratesTaint` (`k8s.io/api/core/v1/toleration.go`)
fn tolerates(toleration: &At, taint: &Taint) -> bool {
    let (effect, key) = (toleration.field("effect"), toleration.field("key"));
    let is_of = |at: &At, text: &str| !at.has_text() || at.is(text);
    is_of(&effect, &taint.effect)
        && is_of(&key, &taint.key)
        && match toleration.field("operator").text() {
            "Exists" => true,
            "" | "Equal" => key.has_text() && toleration.field("value").is(&taint.value),
            _ => false,
        }
}

/// `nodeName`, `nodeSelector` and what the affinity requires.
fn has_labels(pod: &At, node: &Node) -> bool {
    let name = pod.field("nodeName");
    if name.has_text() && !name.is(&node.name) {
        return false;
    }
    let selector = pod.field("nodeSelector");
    let selected = selector
        .entries()
        .all(|(key, value)| node.labels.get(key).is_some_and(|label| value.is(label)));
    let affinity = pod.field("affinity");
    let of_nodes = affinity.field("nodeAffinity");
    let required = of_nodes.field("requiredDuringSchedulingIgnoredDuringExecution");
    let terms = required.field("nodeSelectorTerms");
    selected && (!required.is_set() || terms.items().any(|term| matches(&term, node)))
}

/// Every expression of a term; one without any matches nothing.
fn matches(term: &At, node: &Node) -> bool {
    let (labels, fields) = (term.field("matchExpressions"), term.field("matchFields"));
    labels.len() + fields.len() > 0
        && labels.items().all(|expression| {
            let key = expression.field("key");
            holds(&expression, node.labels.get(key.text()).map(String::as_str))
        })
        && fields.items().all(|expression| holds(&expression, Some(&node.name)))
}

fn holds(expression: &At, label: Option<&str>) -> bool {
    let values = expression.field("values");
    let is_one = |label: &str| values.items().any(|value| value.is(label));
    let number = |text: &str| text.parse::<i64>().ok();
    let first = values.item(0);
    match expression.field("operator").text() {
        "In" => label.is_some_and(is_one),
        "NotIn" => !label.is_some_and(is_one),
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        "Gt" => label
            .and_then(number)
            .zip(number(first.text()))
            .is_some_and(|(own, than)| own > than),
        "Lt" => label
            .and_then(number)
            .zip(number(first.text()))
            .is_some_and(|(own, than)| own < than),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn node(name: &str, labels: &[(&str, &str)], taints: Value, cpu: &str) -> Node {
        Node {
            name: name.to_owned(),
            labels: labels
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            taints: serde_json::from_value(taints).unwrap(),
            allocatable: BTreeMap::from([("cpu".to_owned(), cpu.to_owned())]),
        }
    }

    fn pod(spec: Value) -> Value {
        json!({"spec": {"template": {"spec": spec}}})
    }

    fn codes(job: &Value, nodes: &[Node]) -> (usize, Vec<Code>) {
        let fit = fit(job, nodes);
        (fit.fit, fit.findings.iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn a_taint_is_tolerated_by_key_value_and_effect() {
        let nodes = [node(
            "a",
            &[],
            json!([{"key": "gpu", "value": "yes", "effect": "NoSchedule"}]),
            "4",
        )];
        let with = |toleration: Value| codes(&pod(json!({"tolerations": [toleration]})), &nodes);
        let refused = (0, vec![Code::NodeTaints]);
        assert_eq!(codes(&pod(json!({})), &nodes), refused);
        assert_eq!(with(json!({"key": "gpu", "value": "yes"})), (1, vec![]));
        assert_eq!(with(json!({"operator": "Exists"})), (1, vec![]));
        assert_eq!(
            with(json!({"key": "gpu", "operator": "Exists", "effect": "NoSchedule"})),
            (1, vec![])
        );
        assert_eq!(with(json!({"key": "gpu", "value": "no"})), refused);
        assert_eq!(
            with(json!({"key": "gpu", "operator": "Exists", "effect": "NoExecute"})),
            refused
        );
        let soft = [node("a", &[], json!([{"key": "x", "effect": "PreferNoSchedule"}]), "4")];
        assert_eq!(codes(&pod(json!({})), &soft), (1, vec![]));
    }

    #[test]
    fn selectors_and_required_affinity_are_read_as_the_scheduler_reads_them() {
        let nodes = [node("a", &[("disk", "ssd"), ("size", "7")], json!([]), "4")];
        let selected = |labels: Value| codes(&pod(json!({"nodeSelector": labels})), &nodes).0;
        assert_eq!(
            (selected(json!({"disk": "ssd"})), selected(json!({"disk": "hdd"}))),
            (1, 0)
        );
        let term = |expressions: Value| {
            let affinity = json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": expressions}}});
            codes(&pod(json!({"affinity": affinity})), &nodes).0
        };
        let one = |key: &str, operator: &str, values: Value| {
            term(json!([{"matchExpressions": [{"key": key, "operator": operator, "values": values}]}]))
        };
        assert_eq!(
            (
                one("disk", "In", json!(["hdd", "ssd"])),
                one("disk", "NotIn", json!(["ssd"]))
            ),
            (1, 0)
        );
        assert_eq!(
            (one("zone", "NotIn", json!(["x"])), one("zone", "Exists", json!([]))),
            (1, 0)
        );
        assert_eq!(
            (one("size", "Gt", json!(["6"])), one("size", "Lt", json!(["7"]))),
            (1, 0)
        );
        assert_eq!(term(json!([{}])), 0, "an empty term matches nothing");
        assert_eq!(
            term(json!([{}, {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["a"]}]}])),
            1
        );
    }

    #[test]
    fn the_largest_node_is_named_where_all_are_too_small() {
        let nodes = [node("a", &[], json!([]), "2"), node("b", &[], json!([]), "8")];
        let wants = |cpu: &str| pod(json!({"containers": [{"resources": {"requests": {"cpu": cpu}}}]}));
        assert_eq!(codes(&wants("3"), &nodes), (1, vec![]));
        let none = fit(&wants("9"), &nodes);
        let args = &none.findings[0].args;
        assert_eq!(
            (args.get("count"), args.get("most"), args.get("wanted")),
            (Some("2"), Some("8"), Some("9"))
        );
        assert_eq!(
            none.findings[0].api_path,
            "spec.template.spec.containers[0].resources.requests[cpu]"
        );
    }
}
