//! Addresses and networks (`apimachinery/pkg/util/validation/ip.go`, strict as the gate
//! `StrictIPCIDRValidation` has it; `pkg/apis/core/validation/validation.go`:
//! `ValidateEndpointIP`).

use std::net::{Ipv4Addr, Ipv6Addr};

/// An address, left-aligned: what counts for its network stands first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) is_v6: bool,
    bits: u128,
}

/// `IsValidIPForLegacyField`: no leading zeros, no IPv4 in IPv6, no zone.
pub(super) fn address(text: &str) -> Option<Address> {
    if text.contains(':') {
        let bits = u128::from(text.parse::<Ipv6Addr>().ok()?);
        return (bits >> 32 != 0xffff).then_some(Address { is_v6: true, bits });
    }
    let bits = u128::from(u32::from(text.parse::<Ipv4Addr>().ok()?)) << 96;
    Some(Address { is_v6: false, bits })
}

/// `IsValidCIDRForLegacyField`
pub(super) fn is_network(text: &str) -> bool {
    let Some((ip, length)) = text.split_once('/') else {
        return false;
    };
    let (Some(ip), Some(length)) = (address(ip), decimal(length, 128)) else {
        return false;
    };
    let max = if ip.is_v6 { 128 } else { 32 };
    length <= max && ip.bits.checked_shl(length).unwrap_or(0) == 0
}

impl Address {
    /// Unspecified, loopback, link-local or link-local multicast.
    pub(super) fn is_special(self) -> bool {
        let first = |count: u32| self.bits >> (128 - count);
        match self.is_v6 {
            true => self.bits <= 1 || first(10) == 0xfe80 >> 6 || (first(8) == 0xff && first(16) & 0xf == 2),
            false => self.bits == 0 || first(8) == 127 || first(16) == 0xa9fe || first(24) == 0x00e0_0000,
        }
    }
}

/// A number without leading zeros.
fn decimal(text: &str, max: u32) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| is_plain && *number <= max)
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn networks_have_no_bits_beyond_their_prefix() {
        for text in ["10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", "fd00::/8", "::/0", "::1/128"] {
            assert!(is_network(text), "{text}");
        }
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0",
            "x/8",
            "fd00::/129",
            "::ffff:1.2.3.4/128",
        ] {
            assert!(!is_network(text), "{text}");
        }
    }

    #[test]
    fn addresses_that_reach_nobody_else_are_special() {
        for text in [
            "0.0.0.0",
            "127.9.9.9",
            "169.254.1.1",
            "224.0.0.1",
            "::",
            "::1",
            "fe80::1",
            "febf::1",
            "ff02::1",
            "ff12::1",
        ] {
            assert!(address(text).is_some_and(Address::is_special), "{text}");
        }
        for text in ["1.2.3.4", "224.0.1.1", "10.0.0.1", "fd00::1", "fec0::1", "ff05::1"] {
            assert!(address(text).is_some_and(|address| !address.is_special()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_read_otherwise(text in "[0-9a-f:.]{0,30}") {
            let theirs = text.parse::<IpAddr>().ok().filter(|ip| match ip {
                IpAddr::V6(ip) => ip.to_ipv4_mapped().is_none(),
                IpAddr::V4(_) => true,
            });
            prop_assert_eq!(address(&text).is_some(), theirs.is_some());
        }
    }
}
