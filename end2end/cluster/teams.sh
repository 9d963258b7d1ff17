# Sourced by up: the namespaces, and who may do what in them.
# shellcheck shell=bash disable=SC2154

create_teams() {
    local namespace
    for namespace in "${namespaces[@]}"; do
        create /api/v1/namespaces <<YAML
metadata: {name: $namespace}
YAML
    done
    # DCE's NS Edit, in one namespace: neither Secrets nor nodes, and no listing of namespaces.
    create "/apis/rbac.authorization.k8s.io/v1/namespaces/${namespaces[0]}/roles" <<YAML
metadata: {name: ns-edit}
rules:
- apiGroups: [""]
  resources: [pods, pods/log, services, configmaps, persistentvolumeclaims, serviceaccounts, events, resourcequotas, limitranges]
  verbs: ["*"]
- apiGroups: [batch]
  resources: [jobs, jobs/status, cronjobs, cronjobs/status]
  verbs: ["*"]
YAML
    create "/apis/rbac.authorization.k8s.io/v1/namespaces/${namespaces[0]}/rolebindings" <<YAML
metadata: {name: editor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ns-edit}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: editor}
YAML
    create /apis/rbac.authorization.k8s.io/v1/clusterrolebindings <<YAML
metadata: {name: viewer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: viewer}
YAML
}

# A Job's Pods need the namespace's service account. The roles edit and view are empty until the
# controller manager has aggregated them.
wait_for_teams() {
    local namespace
    for namespace in default "${namespaces[@]}"; do
        wait_for kube-controller-manager api admin "/api/v1/namespaces/$namespace/serviceaccounts/default"
        wait_for kube-controller-manager api viewer "/apis/batch/v1/namespaces/$namespace/jobs"
    done
    wait_for kube-controller-manager api editor "/apis/batch/v1/namespaces/${namespaces[0]}/jobs"
}
