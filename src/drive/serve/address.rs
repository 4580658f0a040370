//! What a request asks for: an address of the site, checked before anything is looked up.
//!
//! Takes the raw path of a request, returns the path of a file of the output, or why there can be none. Pure. Never touches
//! a disk: an address that slips through still only finds what the site has.

use crate::basics::path::{OutPath, is_device_name};

/// The folder of the preview's own addresses, below the site's base.
pub(super) const OWN: &str = ".bangtin/xem/";

/// What an address means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A file of the site.
    File(OutPath),
    /// One of the preview's own pages: what stands after [`OWN`].
    Own(String),
    /// The root of the server, when the site lies in a folder.
    Base,
    /// Outside the site's folder.
    Outside,
    /// An address no browser asks for.
    Refused,
}

/// Reads an address; `base` is the folder of the site, with both slashes.
pub(super) fn read(raw: &str, base: &str) -> Address {
    let Some(path) = decode(raw) else { return Address::Refused };
    if path == "/" && base != "/" {
        return Address::Base;
    }
    if format!("{path}/") == base {
        return Address::Base;
    }
    let Some(inside) = path.strip_prefix(base) else {
        return if is_clean(path.trim_start_matches('/')) { Address::Outside } else { Address::Refused };
    };
    if !is_clean(inside) {
        return Address::Refused;
    }
    if let Some(own) = inside.strip_prefix(OWN) {
        return Address::Own(own.to_owned());
    }
    let index = if inside.is_empty() || inside.ends_with('/') { "index.html" } else { "" };
    Address::File(OutPath::new(format!("{inside}{index}")))
}

/// Decodes percent signs once. `None` for what they may not hide: slashes, zero bytes, bytes that are no text.
fn decode(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (hex, tail) = rest.split_at_checked(2)?;
        let byte = u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?;
        if !hex.iter().all(u8::is_ascii_hexdigit) || matches!(byte, b'/' | b'\\' | b'%') || byte < 0x20 {
            return None;
        }
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).ok().filter(|path| path.starts_with('/'))
}

/// Whether every part of a path is a name that means itself on every system.
fn is_clean(path: &str) -> bool {
    let parts = path.strip_suffix('/').unwrap_or(path);
    path.is_empty() || (path.len() <= 1024 && parts.split('/').all(is_plain_name))
}

fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name.chars().any(|ch| ch.is_control() || "\\:*?\"<>|".contains(ch))
        && !name.ends_with(['.', ' '])
        && !is_short_name(name)
        && !is_device_name(name)
}

/// `KE-HOA~1.MD`: the name that old Windows programs know a file by.
fn is_short_name(name: &str) -> bool {
    name.split_once('~').is_some_and(|(_, rest)| rest.starts_with(|ch: char| ch.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(path: &str) -> Address {
        Address::File(OutPath::new(path))
    }

    #[test]
    fn addresses_of_the_site_find_their_files() {
        assert_eq!(read("/", "/"), file("index.html"));
        assert_eq!(read("/ke-hoach/2026/12-kh-du/", "/"), file("ke-hoach/2026/12-kh-du/index.html"));
        assert_eq!(read("/dang-uy/tai-san/a.css", "/dang-uy/"), file("tai-san/a.css"));
        assert_eq!(read("/tep%20dinh%20kem.pdf", "/"), file("tep dinh kem.pdf"));
        assert_eq!(read("/.bangtin/xem/xem-truoc.js", "/"), Address::Own("xem-truoc.js".to_owned()));
        assert_eq!(read("/", "/dang-uy/"), Address::Base);
        assert_eq!(read("/dang-uy", "/dang-uy/"), Address::Base);
        assert_eq!(read("/khac/", "/dang-uy/"), Address::Outside);
    }

    #[test]
    fn every_way_out_of_the_site_is_refused() {
        let tricks = [
            // Up and out, plain and encoded, once and twice.
            "/../bangtin.toml",
            "/ke-hoach/../../etc/passwd",
            "/%2e%2e/bangtin.toml",
            "/.%2e/bangtin.toml",
            "/..%2fbangtin.toml",
            "/%2e%2e%2f%2e%2e%2fetc/passwd",
            "/..%5c..%5cwindows/win.ini",
            "/..\\..\\windows\\win.ini",
            "/%252e%252e/bangtin.toml",
            "/%252e%252e%252fbangtin.toml",
            "/./index.html",
            "//etc/passwd",
            "//",
            "/ke-hoach//index.html",
            "/%c0%ae%c0%ae/bangtin.toml",
            "/%uff0e%uff0e/bangtin.toml",
            // Zero bytes, controls, broken escapes, no text.
            "/index.html%00.png",
            "/%0d%0aSet-Cookie:a",
            "/a%0",
            "/a%zz",
            "/a%+1",
            "/%ff%fe",
            // Windows: drives, streams, devices, short names, names that lose their end.
            "/C:/windows/win.ini",
            "/c%3A/windows",
            "/index.html::$DATA",
            "/index.html:an",
            "/con",
            "/NUL.txt",
            "/ke-hoach/aux/",
            "/COM1.log",
            "/lpt9",
            "/com\u{b9}",
            "/CONIN$",
            "/KE-HOA~1.MD",
            "/index.html.",
            "/index.html%20",
            "/ke-hoach./",
            "/\\\\may-chu\\chung\\tep",
            "/%5c%5cmay-chu%5cchung",
            "/a|b",
            "/a%3fb",
            "/a*b",
        ];
        for trick in tricks {
            assert_eq!(read(trick, "/"), Address::Refused, "{trick}");
        }
        assert_eq!(read("http://khac.example/", "/"), Address::Refused);
        assert_eq!(read("*", "/"), Address::Refused);
        assert_eq!(read("", "/"), Address::Refused);
        assert_eq!(read("/dang-uy/../bangtin.toml", "/dang-uy/"), Address::Refused);
        assert_eq!(read("/../dang-uy/", "/dang-uy/"), Address::Refused);
        assert_eq!(read(&format!("/{}", "a/".repeat(600)), "/"), Address::Refused);
    }

    proptest! {
        #[test]
        fn what_is_let_in_never_climbs(raw in "[/.%0-9a-fA-F\\\\:~a-z ế]{0,40}") {
            if let Address::File(path) = read(&format!("/{raw}"), "/") {
                let path = path.as_str();
                prop_assert!(!path.starts_with('/') && !path.contains(['\\', ':', '%', '\0']));
                prop_assert!(path.split('/').all(|part| !part.is_empty() && part != "." && part != ".."));
            }
        }
    }
}
