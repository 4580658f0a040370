//! Who may ask: the names a server answers to, the pages that may listen, the devices that may look.
//!
//! Takes the headers of a request, returns what they allow. Pure. A browser lets any website send requests to an address
//! on this machine (DNS rebinding, forms, event streams); the headers it cannot forge tell those apart.

use std::net::{IpAddr, SocketAddr};

/// What a browser says about a request.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) host: Option<&'a str>,
    /// The host of a request that names it in its first line.
    pub(super) authority: Option<&'a str>,
    pub(super) origin: Option<&'a str>,
    /// `Sec-Fetch-Site`
    pub(super) site: Option<&'a str>,
    /// `Sec-Fetch-Mode`
    pub(super) mode: Option<&'a str>,
}

/// Whether a request was sent to the address that was printed, and not by a page of somebody else.
pub(super) fn admits(own: SocketAddr, asked: Asked<'_>) -> bool {
    let named = |host: &str| names(own).iter().any(|name| name.eq_ignore_ascii_case(host));
    let host = asked.host.is_some_and(named) && asked.authority.is_none_or(named);
    let origin = asked.origin.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(named));
    // Following a link from elsewhere is fine; taking pieces out of the site is not.
    let foreign =
        asked.site.is_some_and(|site| !site.eq_ignore_ascii_case("same-origin") && !site.eq_ignore_ascii_case("none"));
    host && origin && (!foreign || asked.mode == Some("navigate"))
}

/// The names that a server at an address may be called by.
fn names(own: SocketAddr) -> Vec<String> {
    let mut names = vec![own.to_string()];
    if own.ip().is_loopback() {
        names.push(format!("localhost:{}", own.port()));
    }
    if own.port() == 80 {
        names.extend(names.clone().iter().filter_map(|name| name.strip_suffix(":80").map(str::to_owned)));
    }
    names
}

/// Whether two secrets are equal, in a time that tells nothing about where they differ.
pub(super) fn same_secret(a: &str, b: &str) -> bool {
    let differences = a.bytes().zip(b.bytes()).fold(0_u8, |all, (a, b)| all | (a ^ b));
    a.len() == b.len() && differences == 0
}

/// The value of a cookie.
pub(super) fn cookie<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Whether an address can only be reached from the same network.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local() || address.is_loopback(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local() || address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 4180))
    }

    fn asked(host: &str) -> Asked<'_> {
        Asked { host: Some(host), ..Asked::default() }
    }

    #[test]
    fn only_the_printed_address_is_answered() {
        for host in ["127.0.0.1:4180", "localhost:4180", "LOCALHOST:4180"] {
            assert!(admits(own(), asked(host)), "{host}");
        }
        for host in
            ["evil.example", "evil.example:4180", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4180.evil.example", ""]
        {
            assert!(!admits(own(), asked(host)), "{host}");
        }
        assert!(!admits(own(), Asked::default()), "no host at all");
        let disguised = Asked { authority: Some("evil.example:4180"), ..asked("127.0.0.1:4180") };
        assert!(!admits(own(), disguised));
        let phone = SocketAddr::from(([192, 168, 1, 5], 4180));
        assert!(admits(phone, asked("192.168.1.5:4180")));
        assert!(!admits(phone, asked("localhost:4180")));
        assert!(!admits(phone, asked("127.0.0.1:4180")));
    }

    #[test]
    fn pages_of_others_may_link_and_not_listen() {
        let from = |origin, site, mode| Asked { origin, site, mode, ..asked("127.0.0.1:4180") };
        assert!(admits(own(), from(Some("http://127.0.0.1:4180"), Some("same-origin"), Some("cors"))));
        assert!(admits(own(), from(None, Some("none"), Some("navigate"))));
        assert!(admits(own(), from(None, Some("cross-site"), Some("navigate"))));
        assert!(!admits(own(), from(Some("http://evil.example"), None, None)));
        assert!(!admits(own(), from(Some("https://127.0.0.1:4180"), None, None)));
        assert!(!admits(own(), from(Some("null"), None, None)));
        assert!(!admits(own(), from(Some("http://127.0.0.1:9999"), Some("same-site"), Some("cors"))));
        assert!(!admits(own(), from(None, Some("cross-site"), Some("no-cors"))));
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("abcd", "abcd"));
        for other in ["abce", "abc", "abcde", ""] {
            assert!(!same_secret("abcd", other));
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        assert_eq!(cookie("a=1; bangtin-xem=noi-bo; b=2", "bangtin-xem"), Some("noi-bo"));
        assert_eq!(cookie("xbangtin-xem=1", "bangtin-xem"), None);
        assert_eq!(cookie("bangtin-xem-2=1", "bangtin-xem"), None);
    }

    #[test]
    fn public_addresses_are_not_for_phones() {
        for address in ["192.168.1.5", "10.0.0.7", "172.16.3.4", "169.254.1.1", "127.0.0.1", "fd00::1", "fe80::1"] {
            assert!(address.parse().is_ok_and(is_private), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "0.0.0.0", "100.64.0.1", "2001:db8::1", "::"] {
            assert!(!address.parse().is_ok_and(is_private), "{address}");
        }
    }
}
