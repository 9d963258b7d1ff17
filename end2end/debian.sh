# Sourced by run and by cluster/node/packages.sh: Debian's packages, without the services that they bring.
# shellcheck shell=bash

as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }

# apt_install PACKAGE... starts no service that it brings.
apt_install() (
    policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        trap 'as_root rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
)

# stay_off PACKAGE... keeps the services of those packages off after the next boot, too.
stay_off() {
    local service
    command -v systemctl >/dev/null || return 0
    for service in containerd docker-registry; do
        if [[ " $* " == *" $service "* ]]; then
            as_root systemctl disable "$service" &>/dev/null || echo "could not switch $service.service off" >&2
        fi
    done
}
