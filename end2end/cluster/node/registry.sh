# Sourced by up: two registries on loopback, and the node's images in them.
# shellcheck shell=bash disable=SC2154

registry=127.0.0.1:$((port + 3))
private_registry=127.0.0.1:$((port + 4))
registry_user=puller
registry_password=$(openssl rand -hex 16)

# start_registry NAME ADDRESS starts a registry; what is on standard input is added to its configuration.
start_registry() {
    local config=$state/$1.yaml
    { filled registry.yaml "DIR=$state/$1" "PORT=${2#*:}" "SECRET=$(openssl rand -hex 16)" && cat; } >"$config"
    start "$1" docker-registry serve "$config"
}

start_registries() {
    # The registry takes bcrypt alone, which openssl cannot.
    perl -e 'print "$ARGV[0]:", crypt($ARGV[1], "\$2y\$05\$$ARGV[2]"), "\n"' \
        "$registry_user" "$registry_password" "$(openssl rand -hex 11)" >"$pki/htpasswd"
    start_registry registry "$registry" </dev/null
    start_registry private-registry "$private_registry" <<YAML
auth:
  htpasswd: {realm: private, path: "$pki/htpasswd"}
YAML
    wait_for registry port_in_use "${registry#*:}"
    wait_for private-registry port_in_use "${private_registry#*:}"
}

# node_environment prints what env says of the node.
node_environment() {
    cat <<ENV
CLUSTER_NODE=$node
CLUSTER_KUBELET_PORT=$kubelet_port
CLUSTER_REGISTRY=$registry
CLUSTER_PRIVATE_REGISTRY=$private_registry
CLUSTER_REGISTRY_USER=$registry_user
CLUSTER_REGISTRY_PASSWORD=$registry_password
ENV
}

# push_images makes the node's images and fills the registries.
push_images() {
    local layout name target
    layout=$(mktemp -d)
    "$here/node/images" "$layout"
    for name in slipway/{pause:1,busybox:1.36,nonroot:1.36,named:1.36} private/busybox:1.36; do
        target=$registry
        [[ $name != private/* ]] || target=$private_registry
        skopeo copy --quiet --insecure-policy --dest-tls-verify=false --dest-creds "$registry_user:$registry_password" \
            "oci:$layout:$name" "docker://$target/$name"
    done
    rm -rf "$layout"
}
