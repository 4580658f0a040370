//! The kinds of path, kept apart by type so that none can stand for another.
//!
//! `SourcePath` names a file the editor wrote, `UrlPath` an address inside the site,
//! `OutPath` a file of the output. Pure; never touches a disk.

use sha2::{Digest, Sha256};
use std::fmt;

/// A file of the site folder, relative to it, with `/` between parts: `content/ke-hoach/2026/12-kh-du.md`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourcePath(String);

impl SourcePath {
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder the file lies in, without a closing `/`.
    pub(crate) fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub(crate) fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }

    /// Lower-case extension without the dot; empty when there is none.
    pub(crate) fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
    }

    /// The file `relative` beside `folder`; `None` when it would leave the folder.
    pub(crate) fn beside(folder: &str, relative: &str) -> Option<Self> {
        let relative = relative.strip_prefix("./").unwrap_or(relative);
        let inside = !relative.is_empty()
            && !relative.contains(['\\', ':', '\0'])
            && relative.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        inside.then(|| if folder.is_empty() { Self(relative.to_owned()) } else { Self(format!("{folder}/{relative}")) })
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address relative to the site's root, as links write it: `ke-hoach/2026/12-kh-du/`, empty for home.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct UrlPath(String);

impl UrlPath {
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The output file that answers at this address.
    pub(crate) fn out_path(&self) -> OutPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutPath(format!("{}index.html", self.0))
        } else {
            OutPath(self.0.clone())
        }
    }

    /// What leads from this page to the site's root: `./` or `../../`.
    pub(crate) fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

/// Where the list of all files of a site lies in it.
pub(crate) const MANIFEST_PATH: &str = ".bangtin/manifest.json";

/// A file of the output, relative to the output folder: `ke-hoach/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OutPath(String);

impl OutPath {
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path with `/` between its parts.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether Windows takes a name for a device, whatever its extension: `con`, `NUL.txt`, `com1.log`.
pub(crate) fn is_device_name(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).unwrap_or_default();
    let mut number = port.chars();
    let is_port = number.next().is_some_and(|digit| ('1'..='9').contains(&digit) || "¹²³".contains(digit));
    DEVICES.contains(&stem.as_str()) || (is_port && number.next().is_none())
}

/// Eight hex digits that stand for content: in a name they change with it, so that no cache mixes builds.
pub(crate) fn content_hash<'p>(pieces: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece);
    }
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_knows_its_file_and_its_way_home() {
        let plan = UrlPath::new("ke-hoach/2026/12-kh-du/");
        assert_eq!(plan.out_path().as_str(), "ke-hoach/2026/12-kh-du/index.html");
        assert_eq!(plan.to_root(), "../../../");
        assert_eq!(UrlPath::new("").out_path().as_str(), "index.html");
        assert_eq!(UrlPath::new("").to_root(), "./");
    }

    #[test]
    fn device_names_are_known_with_any_extension() {
        for name in ["con", "NUL.txt", "aux", "COM1.log", "lpt9", "com²", "CONIN$", "con .txt"] {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["con-nguoi", "auxin.pdf", "com10", "com0", "null", "lpt", "ke-hoach.con"] {
            assert!(!is_device_name(name), "{name}");
        }
    }

    #[test]
    fn attachments_stay_beside_their_entry() {
        assert_eq!(SourcePath::beside("content/a", "b c.pdf").map(|p| p.to_string()), Some("content/a/b c.pdf".into()));
        for escape in ["../x", "a/../../x", "/etc/passwd", "C:\\x", "", "a//b"] {
            assert_eq!(SourcePath::beside("content/a", escape), None, "{escape}");
        }
    }
}
