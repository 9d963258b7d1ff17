# Sourced by up: how components are waited for, and the API server asked.
# shellcheck shell=bash disable=SC2154

lap=${EPOCHREALTIME/[.,]/}

# took PHASE says how long it was since the phase before.
took() {
    local now=${EPOCHREALTIME/[.,]/}
    log "$1: $(((now - lap) / 1000)) ms"
    lap=$now
}

# fail NAME MESSAGE ends this script with the end of the component's log; of the node, of that of the
# program that ended, or of all of them.
fail() {
    local name=$1 names=("$1") ended
    if [[ $name == node ]]; then
        ended=$(sed -n 's/ ended with status .*//p' "$state/logs/node.log")
        names=(containerd kube-proxy kubelet node)
        [[ ! $ended ]] || names=("$ended" node)
    fi
    for name in "${names[@]}"; do
        [[ -s $state/logs/$name.log ]] || continue
        log "the end of $state/logs/$name.log:"
        tail -n 30 "$state/logs/$name.log"
    done >&2
    log "$2" >&2
    exit 1
}

# wait_for NAME COMMAND... repeats the command until it succeeds, while that component lives.
wait_for() {
    local name=$1 deadline=$((SECONDS + 60))
    shift
    until "$@" &>/dev/null; do
        running "$name" >/dev/null || fail "$name" "$name ended"
        ((SECONDS < deadline)) || fail "$name" "'$*' did not succeed within 60 s"
        sleep 0.1
    done
}

# api USER PATH [CURL-ARGUMENT...] asks the API server as one of the users.
api() {
    local user=$1 path=$2
    shift 2
    curl --silent --show-error --fail-with-body --noproxy '*' --max-time 10 --cacert "$pki/ca.crt" \
        --header "Authorization: Bearer ${tokens[$user]}" "$@" "$server$path"
}

# create PATH creates the object on standard input, in YAML.
create() {
    local answer
    answer=$(api admin "$1" --header 'Content-Type: application/yaml' --data-binary @-) ||
        fail kube-apiserver "could not create an object at $1: $answer"
}
