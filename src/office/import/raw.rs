//! A file of the content folder as its editor saved it, to be changed in a few places and nowhere else.

use crate::read::parse::front_matter;

/// The text, and how its bytes were written.
#[derive(Debug)]
pub(crate) struct RawFile {
    pub(crate) text: String,
    has_mark: bool,
    has_returns: bool,
}

impl RawFile {
    /// `None` for bytes that are not UTF-8: they cannot be written back as they were.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let (has_mark, rest) = match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let text = std::str::from_utf8(rest).ok()?;
        let has_returns = text.contains("\r\n");
        Some(Self { text: text.replace("\r\n", "\n"), has_mark, has_returns })
    }

    /// The front matter, without its marks.
    pub(crate) fn front(&self) -> Option<&str> {
        self.text.get(front_matter(&self.text)?)
    }

    /// The same file with another front matter, as bytes.
    pub(crate) fn with_front(&self, front: &str) -> Option<Vec<u8>> {
        let range = front_matter(&self.text)?;
        let (before, after) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
        let text = format!("{before}{front}{after}");
        let text = if self.has_returns { text.replace('\n', "\r\n") } else { text };
        let mark: &[u8] = if self.has_mark { &[0xEF, 0xBB, 0xBF] } else { &[] };
        Some([mark, text.as_bytes()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unchanged_front_gives_the_same_bytes() {
        for bytes in ["\u{feff}+++\r\nten = \"a\"\r\n+++\r\nNội dung\r\n", "+++\nten = 1 # đây\n\n+++\n"] {
            let file = RawFile::of(bytes.as_bytes());
            let same = file.as_ref().and_then(|file| file.with_front(file.front()?));
            assert_eq!(same.as_deref(), Some(bytes.as_bytes()));
        }
        assert!(RawFile::of(b"\xFF\xFEa\0").is_none());
    }
}
