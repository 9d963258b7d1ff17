# Sourced by up, down and check: where the cluster's state is, and which processes belong to it.
# shellcheck shell=bash disable=SC2034

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=$(cd "$here/../.." && pwd)/.slipway/cluster

# In the order they start; they end in the opposite order.
control_plane=(etcd kube-apiserver kube-controller-manager kube-scheduler kwok)
node_parts=(registry private-registry node way-to-api way-to-registry way-to-private-registry way-to-kubelet)

# The node's Pods have a cgroup to themselves, named after this checkout.
cgroup=slipway-$(sha256sum <<<"$state" | cut -c1-12)

log() { echo "cluster/$(basename "$0"): $*"; }

# born PID prints when that process began, in ticks since boot, unless it has ended; a zombie has,
# though nothing collects it.
born() {
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != [ZX] ]] && echo "${fields[19]}"
}

# start NAME PROGRAM ARGUMENT... starts a component that outlives this shell and its Ctrl-C.
start() {
    local name=$1
    shift
    setsid "$@" </dev/null >"$state/logs/$name.log" 2>&1 &
    echo "$! $(born $!)" >"$state/pids/$name"
}

# running NAME prints the component's process id while it is the process that was started: the
# number may belong to another program by now.
running() {
    local pid since
    { read -r pid since <"$state/pids/$1"; } 2>/dev/null || return 1
    [[ $since && $(born "$pid") == "$since" ]] && echo "$pid"
}

port_in_use() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
