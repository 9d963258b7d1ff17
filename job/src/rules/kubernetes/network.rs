//! Names and addresses of the Pod (`pkg/apis/core/validation/validation.go`: `validatePodDNSConfig`,
//! `validatePodHostName`, `ValidateHostAliases`, `validatePodHostNetworkDeps`).

use super::Found;
use super::address::address;
use super::format::{SUBDOMAIN, is_loose_label};
use crate::rules::node::Node;
use crate::{Args, Code};

/// `MaxDNSNameservers`, `MaxDNSSearchPaths`, `MaxDNSSearchListChars`
const NAMESERVERS: usize = 3;
const SEARCHES: usize = 32;
const SEARCH_BYTES: usize = 2048;
/// `HOST_NAME_MAX` of Linux.
const HOSTNAME: usize = 64;

/// An example of an address.
pub(super) const ADDRESS: &str = "10.9.8.7";

pub(super) fn judge(spec: &Node, found: &mut Found) {
    let config = spec.field("dnsConfig");
    let servers = config.field("nameservers");
    if spec.field("dnsPolicy").is("None") && servers.len() == 0 {
        found.require(if config.is_set() { &servers } else { &config });
    } else {
        dns(&config, found);
    }
    host_name(spec, found);
    for alias in spec.field("hostAliases").items() {
        let ip = alias.field("ip");
        found.form(&ip, address(ip.text()).is_some(), ADDRESS);
        for name in alias.field("hostnames").items() {
            found.subdomain(&name);
        }
    }
    if spec.field("hostNetwork").is_true() {
        for container in spec.field("containers").items() {
            for port in container.field("ports").items() {
                let (host, own) = (port.field("hostPort"), port.field("containerPort"));
                let number = host.number().unwrap_or(0);
                if number != 0 && number != own.number().unwrap_or(0) {
                    found.only_with(&host, "hostNetwork: false");
                }
            }
        }
    }
}

fn dns(config: &Node, found: &mut Found) {
    let (servers, searches) = (config.field("nameservers"), config.field("searches"));
    found.too_many(&servers, NAMESERVERS);
    for server in servers.items() {
        found.form(&server, address(server.text()).is_some(), ADDRESS);
    }
    found.too_many(&searches, SEARCHES);
    let mut length = searches.len().saturating_sub(1);
    for search in searches.items() {
        length += search.text().len();
        let name = search.text().strip_suffix('.').unwrap_or(search.text());
        // `IsDNS1123SubdomainWithUnderscore`
        let is_right = name.len() <= SUBDOMAIN && name.split('.').all(is_loose_label);
        found.name(&search, is_right || search.is("."), Code::DnsSubdomain);
    }
    if length > SEARCH_BYTES {
        found.error(
            &searches,
            Code::TooLong,
            Args::with("length", length).and("max", SEARCH_BYTES),
        );
    }
    for option in config.field("options").items() {
        if !option.field("name").has_text() {
            found.require(&option);
        }
    }
}

fn host_name(spec: &Node, found: &mut Found) {
    let name = spec.field("hostnameOverride");
    if !name.is_set() {
        return;
    }
    if spec.field("setHostnameAsFQDN").is_true() {
        found.only_with(&name, "setHostnameAsFQDN: false");
    }
    if spec.field("hostNetwork").is_true() {
        found.only_with(&name, "hostNetwork: false");
    }
    found.too_long(&name, HOSTNAME);
    found.subdomain(&name);
}
