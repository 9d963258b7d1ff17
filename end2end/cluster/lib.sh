# Sourced by up and down: where the cluster's state is, and which processes belong to it.
# shellcheck shell=bash disable=SC2034

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=$(cd "$here/../.." && pwd)/.slipway/cluster

# In the order they start; they end in the opposite order.
components=(etcd kube-apiserver kube-controller-manager kube-scheduler kwok)

log() { echo "cluster/$(basename "$0"): $*"; }

# running NAME succeeds while the recorded process is the one that up started: a process id may
# belong to another program by now, or to the same program of another checkout.
running() {
    local pid
    pid=$(cat "$state/pids/$1" 2>/dev/null) || return 1
    [[ $(readlink "/proc/$pid/exe") == */"$1"* ]] && grep -qaF "$state/" "/proc/$pid/cmdline"
}

port_in_use() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
