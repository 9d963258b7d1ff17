//! Which IP addresses may be connected to.
//!
//! A registry's name resolves to whatever its DNS says at the moment. So the address is judged, each time, right
//! before it is connected to: what the operator named by its very IP or as `localhost` is allowed to be that, all else
//! must be an address of the open Internet, or of a private network with `allow-private`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::Place;

/// What an address is (IANA's special-purpose registries for IPv4 and IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Public,
    /// RFC 1918, RFC 6598 (shared), unique local.
    Private,
    Loopback,
    /// No registry is there: link-local and metadata services, multicast, reserved, disguised IPv4.
    Never(&'static str),
}

/// Services of clouds that hand out credentials to whoever asks; some look like ordinary addresses.
const METADATA: [IpAddr; 6] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)), // AWS, Azure, Google and most others
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)), // Alibaba
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),   // Azure's wire server
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),     // Oracle
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)), // AWS
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)), // Google
];

/// Why `address` may not be connected to as `place`; None when it may.
pub(crate) fn refusal(place: &Place, address: IpAddr, allow_private: bool) -> Option<&'static str> {
    if let Some(named) = place.ip() {
        return (named != address).then_some("not the address that was named");
    }
    match kind(address) {
        Kind::Loopback if place.is_localhost() => None,
        _ if place.is_localhost() => Some("localhost is elsewhere"),
        Kind::Public => None,
        Kind::Private | Kind::Loopback if allow_private => None,
        Kind::Private => Some("an address of a private network (allow-private = true would allow it)"),
        Kind::Loopback => Some("an address of this machine (name the registry localhost or by its IP)"),
        Kind::Never(why) => Some(why),
    }
}

fn kind(address: IpAddr) -> Kind {
    if METADATA.contains(&address) {
        return Kind::Never("a metadata service");
    }
    match address {
        IpAddr::V4(address) => kind_of_v4(address),
        IpAddr::V6(address) => kind_of_v6(address),
    }
}

fn kind_of_v4(address: Ipv4Addr) -> Kind {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127, ..) => Kind::Loopback,
        (0, ..) => Kind::Never("an unspecified address"),
        (169, 254, _) => Kind::Never("a link-local address"),
        (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Kind::Private,
        (224..=239, ..) => Kind::Never("a multicast address"),
        (240..=255, ..) | (192, 0, 0 | 2) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => {
            Kind::Never("a reserved address")
        }
        _ => Kind::Public,
    }
}

fn kind_of_v6(address: Ipv6Addr) -> Kind {
    let [first, second, ..] = address.segments();
    let [.., a, b, c, d] = address.octets();
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Kind::Loopback,
        [0, 0, 0, 0, 0, 0, 0, 0] => Kind::Never("an unspecified address"),
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] => Kind::Never("an IPv4 address in the dress of IPv6"),
        // NAT64 (RFC 6052): how a network of IPv6 alone reaches IPv4, so it is what it leads to.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => kind(Ipv4Addr::new(a, b, c, d).into()),
        _ if first & 0xffc0 == 0xfe80 => Kind::Never("a link-local address"),
        _ if first & 0xff00 == 0xff00 => Kind::Never("a multicast address"),
        _ if first & 0xfe00 == 0xfc00 => Kind::Private,
        // 6to4 and Teredo hold IPv4 addresses; documentation; everything that IANA gave to nobody.
        _ if first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8)) => {
            Kind::Never("a reserved address")
        }
        _ if first & 0xe000 == 0x2000 => Kind::Public,
        _ => Kind::Never("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(place: &str, address: &str, allow_private: bool) -> bool {
        refusal(&Place::parse(place).unwrap(), address.parse().unwrap(), allow_private).is_some()
    }

    #[test]
    fn a_name_leads_to_the_open_internet_only() {
        for address in ["1.1.1.1", "172.15.0.1", "2606:4700::1111", "64:ff9b::1.1.1.1"] {
            assert!(!refused("r.example", address, false), "{address}");
        }
        for address in [
            "10.1.2.3",
            "172.16.0.1",
            "172.31.9.9",
            "192.168.1.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "fd12::1",
            "64:ff9b::10.0.0.1",
        ] {
            assert!(refused("r.example", address, false), "{address}");
            assert!(!refused("r.example", address, true), "{address}");
        }
    }

    #[test]
    fn some_addresses_are_never_what_a_name_leads_to() {
        for address in [
            "169.254.169.254",
            "169.254.0.1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "100.100.100.200",
            "168.63.129.16",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:1.1.1.1",
            "::127.0.0.1",
            "64:ff9b::169.254.169.254",
            "2002:7f00:1::",
            "2001::1",
            "64:ff9b:1::1",
            "fec0::1",
        ] {
            assert!(refused("r.example", address, false), "{address}");
            assert!(refused("r.example", address, true), "{address}");
        }
    }

    #[test]
    fn what_is_named_by_its_address_is_that_address() {
        assert!(!refused("127.0.0.1:5000", "127.0.0.1", false));
        assert!(refused("127.0.0.1:5000", "127.0.0.2", true));
        assert!(!refused("169.254.1.1", "169.254.1.1", false));
        assert!(!refused("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", false));
        assert!(!refused("localhost:5000", "::1", false));
        assert!(refused("localhost:5000", "10.0.0.1", true));
        assert!(refused("localhost.", "127.0.0.1", false));
    }
}
