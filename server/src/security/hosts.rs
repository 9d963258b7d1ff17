//! The names that this console answers to.

use std::net::{IpAddr, SocketAddr};

use http::uri::Authority;

/// The allow-list of host names.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// Name and port.
    exact: Vec<(String, u16)>,
    /// Names given without a port: behind a proxy or a forwarded port, nobody here knows which one it is.
    any_port: Vec<String>,
}

/// A `--host` that is no host name.
#[derive(Debug, thiserror::Error)]
#[error(
    "--host {0:?} is no host name: write it as in the browser's address bar, such as console.example or console.example:8443"
)]
pub struct BadHost(String);

impl Hosts {
    /// The loopback names with the port that is listened on, and the names that were asked for.
    pub fn new(listen: SocketAddr, further: &[String]) -> Result<Self, BadHost> {
        let ip = match listen.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let loopback = [ip, "localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned()];
        let mut hosts = Self {
            exact: loopback.into_iter().map(|name| (name, listen.port())).collect(),
            any_port: Vec::new(),
        };
        for name in further {
            match parse(name).filter(|(name, _)| name.chars().all(is_of_a_name)) {
                Some((name, Some(port))) => hosts.exact.push((name, port)),
                Some((name, None)) => hosts.any_port.push(name),
                None => return Err(BadHost(name.clone())),
            }
        }
        Ok(hosts)
    }

    /// Whether a `Host` header names this console.
    pub fn allows(&self, host: &str) -> bool {
        let Some((name, port)) = parse(host) else { return false };
        // Browsers leave out the port that their scheme implies.
        let is_port = |allowed: u16| port.map_or(matches!(allowed, 80 | 443), |port| port == allowed);
        self.any_port.contains(&name) || self.exact.iter().any(|(allowed, at)| *allowed == name && is_port(*at))
    }

    /// Whether an `Origin` header is one of this console's pages. `null` is none.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let host = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| self.allows(host))
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']' | ':')
}

/// Name in lower case, and port. Nothing that a parser elsewhere might read as another name.
fn parse(text: &str) -> Option<(String, Option<u16>)> {
    let authority: Authority = text.parse().ok()?;
    let name = authority.host();
    let port = authority.port_u16();
    let rest = text.strip_prefix(name)?;
    let is_whole = match port {
        Some(_) => rest
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit())),
        None => rest.is_empty(),
    };
    (is_whole && !name.is_empty()).then(|| (name.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        let further = ["console.example".to_owned(), "Other.Example:8443".to_owned()];
        Hosts::new(SocketAddr::from(([127, 0, 0, 1], 3000)), &further).unwrap()
    }

    #[test]
    fn our_names_are_allowed_with_our_port() {
        for host in [
            "localhost:3000",
            "LOCALHOST:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
            "console.example",
            "console.example:9",
            "other.example:8443",
        ] {
            assert!(hosts().allows(host), "{host}");
            assert!(hosts().allows_origin(&format!("http://{host}")), "{host}");
        }
    }

    #[test]
    fn every_other_name_is_not() {
        let foreign = [
            "",
            "localhost",
            "localhost:3001",
            "localhost:",
            "localhost:3000@evil.example",
            "evil.example:3000",
            "me@localhost:3000",
            "localhost.evil.example:3000",
            "127.0.0.1:03000:3000",
            "::1:3000",
            "other.example",
            "localhost:3000/",
            "localhost:+3000",
            "sub.console.example",
        ];
        for host in foreign {
            assert!(!hosts().allows(host), "{host}");
        }
        for origin in [
            "null",
            "localhost:3000",
            "file://localhost:3000",
            "http://localhost:3000/x",
            "http://evil.example",
        ] {
            assert!(!hosts().allows_origin(origin), "{origin}");
        }
    }

    #[test]
    fn a_default_port_may_be_left_out() {
        let hosts = Hosts::new(SocketAddr::from(([127, 0, 0, 1], 80)), &[]).unwrap();
        assert!(hosts.allows("localhost") && hosts.allows("localhost:80") && !hosts.allows("localhost:443"));
    }

    #[test]
    fn what_is_no_name_is_refused_at_start() {
        for name in ["", "*", "http://a", "a/b", "a b", "a@b", "*.example"] {
            assert!(
                Hosts::new(SocketAddr::from(([127, 0, 0, 1], 80)), &[name.to_owned()]).is_err(),
                "{name}"
            );
        }
    }
}
