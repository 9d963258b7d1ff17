# Sourced by up: what the node needs of the machine, and of Debian.
# shellcheck shell=bash disable=SC2154
source "$here/../debian.sh"

# Each program or file beside the package that has it.
needs=(
    containerd=containerd
    runc=runc
    /usr/lib/cni/bridge=containernetworking-plugins
    iptables=iptables
    conntrack=conntrack
    docker-registry=docker-registry
    skopeo=skopeo
    socat=socat
)

# check_machine fails where no node can be.
check_machine() {
    local hint="or leave it out with --no-node or SLIPWAY_NO_NODE=1; see README.md"
    if [[ $(id -u) != 0 ]]; then
        log "the real node needs root: run this as root, $hint" >&2
        exit 1
    fi
    if ! unshare --mount --net --pid --fork true; then
        log "the real node needs namespaces of its own: run this where they are allowed, $hint" >&2
        exit 1
    fi
}

# missing_packages prints the packages of which something is not there.
missing_packages() {
    local need
    for need in "${needs[@]}"; do
        command -v "${need%=*}" >/dev/null || echo "${need#*=}"
    done
    # Images are made of it, so it has to be the one without libraries.
    dpkg-query --show --showformat '${db:Status-Status}' busybox-static 2>/dev/null | grep -qx installed || echo busybox-static
}

# install_packages installs what is missing. The services of containerd and the registry stay off, now
# and after the next boot: the node has processes of its own.
install_packages() {
    local packages
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]})) || return 0
    log "installing ${packages[*]}"
    apt_install "${packages[@]}" &>"$state/logs/packages.log" || fail packages "could not install ${packages[*]}"
    stay_off "${packages[@]}"
}
