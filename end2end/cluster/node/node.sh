# Sourced by up: a real node beside the imitated ones.
# shellcheck shell=bash disable=SC2154

node=real-node
kubelet_port=$((port + 5))

# filled TEMPLATE NAME=VALUE... prints a template of this folder with its @NAME@ filled in.
filled() {
    local template=$1 text pair
    shift
    text=$(<"$here/node/$template")
    for pair in "$@"; do
        text=${text//@${pair%%=*}@/${pair#*=}}
    done
    echo "$text"
}

# way NAME FROM TO PORT lets programs in the network namespace of process FROM reach a port on loopback
# in the namespace of process TO under the same address.
way() {
    local there="nsenter --net=/proc/$3/ns/net socat STDIO TCP4\\:127.0.0.1\\:$4"
    start "$1" nsenter --net="/proc/$2/ns/net" socat "TCP4-LISTEN:$4,bind=127.0.0.1,reuseaddr,fork" "EXEC:$there"
}

start_node() {
    local dir=$state/node machine inside
    mkdir -p "$dir/cni"
    filled containerd.toml "DIR=$dir" "REGISTRY=$registry" >"$dir/containerd.toml"
    filled bridge.conflist >"$dir/cni/bridge.conflist"
    filled kubelet.yaml "DIR=$dir" "PKI=$pki" "PORT=$kubelet_port" "CGROUP=$cgroup" >"$dir/kubelet.yaml"
    filled kube-proxy.yaml "STATE=$state" "NODE=$node" >"$dir/kube-proxy.yaml"

    # Namespaces of its own: nothing of the machine's network, mounts and processes is changed, checkouts
    # do not meet, and all of it is gone when its first process is.
    start node unshare --mount --net --pid --fork --kill-child --mount-proc \
        "$here/node/init" "$dir" "$bin" "$state" "$node" "${server##*:}" "$cgroup"
    wait_for node node_began
    machine=$(running kube-apiserver)
    inside=$(node_began)
    way way-to-api "$inside" "$machine" "${server##*:}"
    way way-to-registry "$inside" "$machine" "${registry#*:}"
    way way-to-private-registry "$inside" "$machine" "${private_registry#*:}"
    way way-to-kubelet "$machine" "$inside" "$kubelet_port"
}

# node_began prints the first process in the node's namespaces.
node_began() {
    local parent child
    parent=$(running node) && child=$(<"/proc/$parent/task/$parent/children") && [[ $child ]] && echo "${child% }"
}

# A kubelet publishes no loopback address, and keeps the one that it finds.
node_addressed() {
    api admin "/api/v1/nodes/$node/status" --request PATCH --header 'Content-Type: application/merge-patch+json' \
        --data '{"status": {"addresses": [{"type": "InternalIP", "address": "127.0.0.1"}]}}'
}

node_ready() {
    local object
    object=$(api admin "/api/v1/nodes/$node")
    [[ $object == *KubeletReady* && $object != *node.kubernetes.io/not-ready* ]]
}
