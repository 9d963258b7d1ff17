//! Where Kubernetes itself says more of a field: pages below <https://kubernetes.io/docs/>.

/// Labels of fields and their pages.
const PAGES: &[(&[&str], &str)] = &[
    (&["namespace"], "concepts/overview/working-with-objects/namespaces/"),
    (
        &["runs", "instances", "parallel"],
        "concepts/workloads/controllers/job/#parallel-jobs",
    ),
    (&["indexed"], "concepts/workloads/controllers/job/#completion-mode"),
    (&["image"], "concepts/containers/images/"),
    (&["pull-policy"], "concepts/containers/images/#image-pull-policy"),
    (
        &["pull-secrets"],
        "tasks/configure-pod-container/pull-image-private-registry/",
    ),
    (&["privileged"], "concepts/security/pod-security-standards/"),
    (&["ports"], "concepts/services-networking/"),
    (
        &["command", "args"],
        "tasks/inject-data-application/define-command-argument-container/",
    ),
    (
        &["post-start", "pre-stop"],
        "concepts/containers/container-lifecycle-hooks/",
    ),
    (
        &["liveness", "readiness", "startup"],
        "concepts/configuration/liveness-readiness-startup-probes/",
    ),
    (
        &["env"],
        "tasks/inject-data-application/define-environment-variable-container/",
    ),
    (&["env-from"], "tasks/configure-pod-container/configure-pod-configmap/"),
    (&["volumes", "mounts"], "concepts/storage/volumes/"),
    (
        &[
            "run-as-user",
            "run-as-group",
            "run-as-non-root",
            "escalation",
            "cap-add",
            "cap-drop",
            "read-only-root",
        ],
        "tasks/configure-pod-container/security-context/",
    ),
    (&["logs", "collect-stdout"], "concepts/cluster-administration/logging/"),
    (
        &["service-type"],
        "concepts/services-networking/service/#publishing-services-service-types",
    ),
    (
        &["traffic-policy"],
        "reference/networking/virtual-ips/#external-traffic-policy",
    ),
    (&["session"], "reference/networking/virtual-ips/#session-affinity"),
    (
        &["timeout"],
        "concepts/workloads/controllers/job/#job-termination-and-cleanup",
    ),
    (
        &["restart-policy", "retries"],
        "concepts/workloads/controllers/job/#handling-pod-and-container-failures",
    ),
    (&["grace"], "concepts/workloads/pods/pod-lifecycle/#pod-termination"),
    (
        &[
            "node-selector",
            "node-required",
            "node-preferred",
            "pod-required",
            "pod-preferred",
            "apart-required",
            "apart-preferred",
        ],
        "concepts/scheduling-eviction/assign-pod-node/",
    ),
    (&["tolerations"], "concepts/scheduling-eviction/taint-and-toleration/"),
    (&["pod-labels"], "concepts/overview/working-with-objects/labels/"),
    (
        &["pod-annotations"],
        "concepts/overview/working-with-objects/annotations/",
    ),
];

/// The page of the field of that label, below <https://kubernetes.io/docs/>.
pub fn docs(label: &str) -> Option<&'static str> {
    let page = PAGES.iter().find(|(labels, _)| labels.contains(&label));
    page.map(|(_, page)| *page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::all;

    #[test]
    fn every_page_is_of_a_field() {
        let labels: Vec<_> = all().flat_map(|tab| tab.fields).map(|field| field.label).collect();
        for (named, page) in PAGES {
            for label in *named {
                assert!(labels.contains(label), "{label}");
            }
            assert!(!page.starts_with('/') && !page.contains("//"), "{page}");
        }
    }
}
