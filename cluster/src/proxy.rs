//! Which way out: the proxy of the environment, as `net/http` of Go (and so kubectl) reads it.

use std::net::IpAddr;

use http::Uri;

/// The proxy that the environment names for an address. kube would ask `NO_PROXY` about the proxy instead of the
/// cluster, and would send the loopback through it.
pub(crate) fn from_environment(to: &Uri, variable: impl Fn(&str) -> Option<String>) -> Option<Uri> {
    let either = |name: &str| {
        let found = variable(name).or_else(|| variable(&name.to_lowercase()));
        found.filter(|value| !value.trim().is_empty())
    };
    let host = to.host()?.trim_matches(['[', ']']);
    let address = host.parse::<IpAddr>().ok();
    if host == "localhost" || address.is_some_and(|address| address.is_loopback()) {
        return None;
    }
    if either("NO_PROXY").is_some_and(|list| list.split(',').any(|entry| excepts(entry.trim(), host, address))) {
        return None;
    }
    let proxy = either(if to.scheme_str() == Some("http") {
        "HTTP_PROXY"
    } else {
        "HTTPS_PROXY"
    })?;
    let proxy = if proxy.contains("://") {
        proxy
    } else {
        format!("http://{proxy}")
    };
    proxy.parse().ok()
}

/// Whether an entry of `NO_PROXY` (`*`, a domain with its subdomains, an address, a network) means a host.
fn excepts(entry: &str, host: &str, address: Option<IpAddr>) -> bool {
    if entry == "*" {
        return true;
    }
    if let (Some(address), Some((network, length))) = (address, entry.split_once('/')) {
        return network
            .parse()
            .ok()
            .zip(length.parse().ok())
            .is_some_and(|(network, length)| within(address, network, length));
    }
    // A port in an entry narrows it; without reading it, the entry is merely wider.
    let entry = entry
        .rsplit_once(':')
        .filter(|(_, port)| port.parse::<u16>().is_ok() && !entry.contains("::"))
        .map_or(entry, |(name, _)| name);
    let domain = entry.trim_start_matches("*.").trim_start_matches('.').to_lowercase();
    let host = host.to_lowercase();
    !domain.is_empty() && (host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.')))
}

fn within(address: IpAddr, network: IpAddr, length: u32) -> bool {
    let (a, b, bits) = match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
        _ => return false,
    };
    let free: u32 = bits - length.min(bits);
    (a ^ b).checked_shr(free).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(to: &str, variables: &[(&str, &str)]) -> Option<String> {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        from_environment(&to.parse().unwrap(), variable).map(|uri| uri.to_string())
    }

    #[test]
    fn the_proxy_of_the_scheme_is_taken() {
        let both = [("HTTPS_PROXY", "http://secure:1"), ("http_proxy", "plain:2")];
        assert_eq!(
            way("https://api.example.com:6443", &both).as_deref(),
            Some("http://secure:1/")
        );
        assert_eq!(way("http://api.example.com", &both).as_deref(), Some("http://plain:2/"));
    }

    #[test]
    fn the_loopback_and_exceptions_are_reached_directly() {
        for (to, except) in [
            ("https://127.0.0.1:6443", ""),
            ("https://localhost:6443", ""),
            ("https://[::1]:6443", ""),
            ("https://api.example.com", "other, .example.com"),
            ("https://api.example.com", "API.example.com:443"),
            ("https://10.1.2.3", "10.0.0.0/8"),
            ("https://10.1.2.3", "10.1.2.3"),
            ("https://any", "*"),
        ] {
            assert_eq!(
                way(to, &[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", except)]),
                None,
                "{to} {except}"
            );
        }
        for (to, except) in [
            ("https://badexample.com", "example.com"),
            ("https://11.1.2.3", "10.0.0.0/8"),
        ] {
            assert!(
                way(to, &[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", except)]).is_some(),
                "{to} {except}"
            );
        }
    }
}
