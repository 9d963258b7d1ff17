//! Where something is: scheme, host and port, and nothing else.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

/// A scheme (`http` or `https`), a host and a port: the only things that are ever compared before something is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    https: bool,
    host: Host<String>,
    port: u16,
}

impl Place {
    /// Reads `HOST[:PORT]`, which is https, or `http://HOST[:PORT]`, `https://HOST[:PORT]`.
    ///
    /// # Errors
    /// What else it holds: a path, a user, a blank, another scheme.
    pub fn parse(text: &str) -> Result<Self, String> {
        // A URL parser drops blanks at the ends and line breaks anywhere.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '@' | '%')) {
            return Err("is no HOST[:PORT]".to_owned());
        }
        let url = match text.contains("://") {
            true => Url::parse(text),
            false => Url::parse(&format!("https://{text}")),
        };
        let url = url.map_err(|error| error.to_string())?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("is more than HOST[:PORT]: a registry is at the root of its address".to_owned());
        }
        Self::of(&url).ok_or_else(|| "is neither http nor https, or names no host".to_owned())
    }

    /// Where a URL leads. None for other schemes, and for one with a user or a password in it.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let host = url.host()?.to_owned();
        let port = url.port_or_known_default().filter(|port| *port != 0)?;
        Some(Self { https, host, port })
    }

    /// Whether it is spoken to through TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Host name or IP address, without brackets.
    pub fn host(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address, where it was written as one.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        match self.host {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }

    pub(crate) fn is_localhost(&self) -> bool {
        matches!(&self.host, Host::Domain(name) if name == "localhost")
    }

    /// The same host without TLS.
    pub(crate) fn plain(mut self) -> Self {
        if self.https && self.port == 443 {
            self.port = 80;
        }
        self.https = false;
        self
    }

    /// A URL there. The path starts with `/` and is of [`crate::name`]s and fixed parts only.
    pub(crate) fn url(&self, path: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{self}{path}"))
    }
}

/// `https://host` or `https://host:port`.
impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.https { ("https", 443) } else { ("http", 80) };
        write!(to, "{scheme}://{}", self.host)?;
        if self.port == usual {
            return Ok(());
        }
        write!(to, ":{}", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_host_and_nothing_else() {
        for (text, place) in [
            ("harbor.example", "https://harbor.example"),
            ("Harbor.Example:5000", "https://harbor.example:5000"),
            ("http://10.0.0.1:5000", "http://10.0.0.1:5000"),
            ("[::1]:5000", "https://[::1]:5000"),
            // Other spellings of an address are that address.
            ("http://2130706433", "http://127.0.0.1"),
            ("0x7f.1", "https://127.0.0.1"),
        ] {
            assert_eq!(Place::parse(text).map(|place| place.to_string()), Ok(place.to_owned()));
        }
        for text in [
            "",
            "ftp://a",
            "a/b",
            "https://a/v2",
            "u@a",
            "https://u:p@a",
            "a b",
            "a\n",
            "a?b",
            "a#b",
            "a:0",
            "a:99999",
            "a\\b",
            "a%2fb",
            "file:///etc/passwd",
        ] {
            assert!(Place::parse(text).is_err(), "{text:?}");
        }
    }
}
