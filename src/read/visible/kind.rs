//! What a file is by its first bytes, whatever its name says.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Empty,
    Pdf,
    /// A zip: an Office package, or some other archive.
    Zip,
    /// The compound format of Office 97–2003, of packages behind a password and of objects in documents.
    Compound,
    Rtf,
    /// A web page.
    Html,
    Svg,
    /// Some other XML.
    Xml,
    Jpeg,
    Png,
    Gif,
    Webp,
    Avif,
    /// A picture that browsers do not show: BMP, TIFF, HEIC, icons, metafiles.
    OtherPicture,
    /// Sound and video.
    Media,
    Font,
    /// A program, or a script that a machine runs.
    Program,
    /// Text of any encoding of CONTENT §1.
    Text,
    Other,
}

impl FileKind {
    /// Looks at the first kilobyte.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let at = |start: usize, magic: &[u8]| head.get(start..).is_some_and(|rest| rest.starts_with(magic));
        let brand = head.get(4..12).filter(|brand| brand.starts_with(b"ftyp")).and_then(|brand| brand.get(4..8));
        match brand {
            Some(b"avif" | b"avis") => return Self::Avif,
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"heim" | b"hevc") => return Self::OtherPicture,
            Some(_) => return Self::Media,
            None => {}
        }
        let magics: [(&[u8], Self); 27] = [
            (b"PK\x03\x04", Self::Zip),
            (b"PK\x05\x06", Self::Zip),
            (b"\xD0\xCF\x11\xE0", Self::Compound),
            (b"\xFF\xD8\xFF", Self::Jpeg),
            (b"\x89PNG", Self::Png),
            (b"GIF8", Self::Gif),
            (b"BM", Self::OtherPicture),
            (b"II*\0", Self::OtherPicture),
            (b"MM\0*", Self::OtherPicture),
            (b"\0\0\x01\0", Self::OtherPicture),
            (b"\xD7\xCD\xC6\x9A", Self::OtherPicture),
            (b"\x01\0\x09\0", Self::OtherPicture),
            (b"\x01\0\0\0", Self::OtherPicture),
            (b"ID3", Self::Media),
            (b"\xFF\xFB", Self::Media),
            (b"\xFF\xF3", Self::Media),
            (b"\xFF\xF1", Self::Media),
            (b"OggS", Self::Media),
            (b"fLaC", Self::Media),
            (b"\x1A\x45\xDF\xA3", Self::Media),
            (b"\0\x01\0\0", Self::Font),
            (b"OTTO", Self::Font),
            (b"wOF", Self::Font),
            (b"MZ", Self::Program),
            (b"\x7FELF", Self::Program),
            (b"#!", Self::Program),
            (b"{\\rtf", Self::Rtf),
        ];
        if let Some((_, kind)) = magics.iter().find(|(magic, _)| at(0, magic)) {
            return *kind;
        }
        match head {
            [] => return Self::Empty,
            _ if at(0, b"RIFF") && at(8, b"WEBP") => return Self::Webp,
            _ if at(0, b"RIFF") => return Self::Media,
            // Readers of PDF look for its mark in the first kilobyte.
            _ if memchr::memmem::find(head, b"%PDF-").is_some() => return Self::Pdf,
            _ => {}
        }
        Self::of_text(head)
    }

    fn of_text(head: &[u8]) -> Self {
        let text = String::from_utf8_lossy(head).replace('\0', "").to_lowercase();
        let text = text.trim_start_matches(['\u{feff}', '\u{fffd}', ' ', '\r', '\n', '\t']);
        let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        let has = |name: &str| text.contains(name);
        if text.starts_with("{\\rtf") {
            Self::Rtf
        } else if text.starts_with('<') && has("<svg") {
            Self::Svg
        } else if text.starts_with('<')
            && ["<html", "<!doctype html", "<script", "<body", "<head"].iter().any(|tag| has(tag))
        {
            Self::Html
        } else if text.starts_with("<?xml") {
            Self::Xml
        } else if wide || !head.contains(&0) {
            Self::Text
        } else {
            Self::Other
        }
    }

    /// Whether a file of this kind may have a name: what is called a Word document is a package, or an old one.
    pub(crate) fn may_be_named(self, name: &str) -> bool {
        const PACKAGES: [&str; 9] = ["docx", "xlsx", "pptx", "dotx", "xltx", "ppsx", "odt", "ods", "odp"];
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "pdf" => self == Self::Pdf,
            package if PACKAGES.contains(&package) => matches!(self, Self::Zip | Self::Compound),
            _ => true,
        }
    }

    /// Whether it is a picture that is published without its metadata.
    pub(crate) fn is_cleaned(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Avif | Self::Svg)
    }

    /// Whether it is looked at and not read: pictures, sound and video hold no text for a search.
    pub(crate) fn is_picture_or_sound(self) -> bool {
        match self {
            Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Avif | Self::OtherPicture | Self::Media => true,
            Self::Empty
            | Self::Pdf
            | Self::Zip
            | Self::Compound
            | Self::Rtf
            | Self::Html
            | Self::Svg
            | Self::Xml
            | Self::Font
            | Self::Program
            | Self::Text
            | Self::Other => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        for (bytes, kind) in [
            (&b""[..], FileKind::Empty),
            (b"%PDF-1.4", FileKind::Pdf),
            (b"junk\n%PDF-1.7", FileKind::Pdf),
            (b"PK\x03\x04", FileKind::Zip),
            (b"\xFF\xD8\xFF\xE0", FileKind::Jpeg),
            (b"RIFF\0\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"RIFF\0\0\0\0WAVE", FileKind::Media),
            (b"\0\0\0\x1cftypavif", FileKind::Avif),
            (b"\0\0\0\x1cftypisom", FileKind::Media),
            (b"<?xml version='1.0'?><svg xmlns=''>", FileKind::Svg),
            (b"<?xml version='1.0'?><a/>", FileKind::Xml),
            ("\u{feff}<HTML>".as_bytes(), FileKind::Html),
            (b"{\\rtf1", FileKind::Rtf),
            ("Kính gửi".as_bytes(), FileKind::Text),
            (b"\xFF\xFEK\0", FileKind::Text),
            (b"\x05\0\x07", FileKind::Other),
            (b"MZ\x90", FileKind::Program),
        ] {
            assert_eq!(FileKind::of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn names_that_promise_another_kind_are_told() {
        assert!(FileKind::Zip.may_be_named("a/b.DOCX") && FileKind::Pdf.may_be_named("a.pdf"));
        assert!(!FileKind::Text.may_be_named("b.docx") && !FileKind::Html.may_be_named("a.pdf"));
        assert!(FileKind::Text.may_be_named("a.csv") && FileKind::Jpeg.may_be_named(""));
    }
}
