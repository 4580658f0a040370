//! The zip around an Office document, opened with limits on entries, bytes and ratio.

use crate::basics::diag::{Message, msg};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest file that is opened.
const MAX_FILE: usize = 20 * 1024 * 1024;
const MAX_ENTRIES: usize = 20_000;
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
const MAX_RATIO: u64 = 100;
/// Below this size a high ratio harms nobody: XML compresses well.
const RATIO_MATTERS: u64 = 1024 * 1024;

/// What a file is by its first bytes, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A zip: an Office package, or some other archive.
    Zip,
    /// An Office package behind a password.
    Locked,
    /// The binary format of Word and Excel 97–2003.
    Old,
    /// A web page, as programs save them under the name `.doc`.
    Html,
    /// Rich Text Format.
    Rtf,
    /// Nothing at all.
    Empty,
    /// Anything else.
    Other,
}

impl Shape {
    /// Looks at the bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let text = String::from_utf8_lossy(head).to_lowercase();
        let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t', '\u{fffd}', '\0']);
        match bytes {
            [] => Self::Empty,
            [b'P', b'K', ..] => Self::Zip,
            [0xD0, 0xCF, 0x11, 0xE0, ..] if names_stream(bytes, "EncryptedPackage") => Self::Locked,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::Old,
            _ if text.starts_with("{\\rtf") => Self::Rtf,
            _ if text.starts_with("<html") || text.starts_with("<!doctype html") || text.contains("<html") => {
                Self::Html
            }
            _ => Self::Other,
        }
    }
}

/// Whether a compound file names a stream; names are UTF-16.
fn names_stream(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Which program a package is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Word,
    Excel,
    /// LibreOffice's own formats.
    OpenDocument,
    /// A zip that is neither.
    Other,
}

impl Program {
    /// Looks at the names of the parts.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Message> {
        let names = Package::open(bytes)?.names();
        let has = |folder: &str| names.iter().any(|name| name.to_lowercase().starts_with(folder));
        Ok(match (has("word/"), has("xl/")) {
            (true, _) => Self::Word,
            (_, true) => Self::Excel,
            _ if has("content.xml") && has("mimetype") => Self::OpenDocument,
            _ => Self::Other,
        })
    }
}

/// An opened package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked: sizes in a zip's directory can lie.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the package. Nothing is unpacked, and what is never read may be of any size.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Message> {
        if bytes.len() > MAX_FILE {
            let limit = MAX_FILE / 1024 / 1024;
            return Err(msg!("tệp lớn hơn {limit} MB", "the file is larger than {limit} MB"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
        if archive.len() > MAX_ENTRIES {
            return Err(msg!("tệp nén có hơn {MAX_ENTRIES} tệp con", "more than {MAX_ENTRIES} files inside"));
        }
        Ok(Self { archive, left: MAX_UNPACKED })
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect()
    }

    /// The bytes of a part, by its name in any case; `None` where there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Message> {
        let same = |known: &str| known.trim_start_matches('/').eq_ignore_ascii_case(name.trim_start_matches('/'));
        let place = self.archive.file_names().position(|known| known.is_ok_and(|known| same(&known)));
        place.map(|place| self.bytes_at(place)).transpose()
    }

    /// How many parts it has.
    pub(crate) fn len(&self) -> usize {
        self.archive.len()
    }

    /// The name of a part by its place, and whether it is behind a password.
    pub(crate) fn name_at(&mut self, place: usize) -> Result<(String, bool), Message> {
        let entry = self.archive.by_index_raw(place).map_err(|_| broken())?;
        let name = entry.name().map(std::borrow::Cow::into_owned).map_err(|_| broken())?;
        Ok((name, entry.encrypted()))
    }

    /// The first bytes of a part by its place.
    pub(crate) fn head_at(&mut self, place: usize, most: u64) -> Result<Vec<u8>, Message> {
        let entry = self.archive.by_index(place).map_err(|_| broken())?;
        let mut bytes = Vec::new();
        entry.take(most).read_to_end(&mut bytes).map_err(|_| broken())?;
        Ok(bytes)
    }

    /// The bytes of a part by its place. Parts that unpack to too much are refused before they are unpacked.
    pub(crate) fn bytes_at(&mut self, place: usize) -> Result<Vec<u8>, Message> {
        let entry = self.archive.by_index(place).map_err(|_| broken())?;
        let ratio = entry.size() / entry.compressed_size().max(1);
        if entry.size() > self.left || ratio > MAX_RATIO && entry.size() > RATIO_MATTERS {
            return Err(too_much());
        }
        let mut bytes = Vec::new();
        let read = entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(too_much)?;
        Ok(bytes)
    }

    /// The text of an XML part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Message> {
        Ok(self.bytes(name)?.map(|bytes| decode(&bytes)))
    }
}

/// XML parts are UTF-8, or UTF-16 with its mark.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        char::decode_utf16(units).map(|ch| ch.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => String::from_utf8_lossy(plain).into_owned(),
    }
}

/// Refuses what would unpack to too much, for readers that open the package themselves.
pub(crate) fn check_limits(bytes: &[u8]) -> Result<(), Message> {
    let mut package = Package::open(bytes)?;
    for place in 0..package.len() {
        let (name, _) = package.name_at(place)?;
        if name.to_lowercase().ends_with(".xml") {
            package.bytes_at(place)?;
        }
    }
    Ok(())
}

pub(crate) fn too_much() -> Message {
    msg!("tệp nén bung ra quá lớn", "it unpacks to too much")
}

/// The file ends in the name of an Office format, and is none.
pub(super) fn broken() -> Message {
    msg!("không phải tệp Office thật, hoặc đã hỏng", "not a real Office file, or broken")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let mut writer = ZipWriter::new(&mut out);
        assert!(writer.start_file(name, SimpleFileOptions::default()).is_ok());
        assert!(writer.write_all(bytes).is_ok());
        assert!(writer.finish().is_ok());
        out.into_inner()
    }

    #[test]
    fn parts_are_found_in_any_case() {
        let bytes = zip_of("Word/Document.xml", "<w>đ</w>".as_bytes());
        let mut package = Package::open(&bytes).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(package.text("word/document.xml"), Ok(Some("<w>đ</w>".to_owned())));
        assert_eq!(package.text("word/styles.xml"), Ok(None));
    }

    #[test]
    fn a_part_of_zeros_is_refused_unopened() {
        let bytes = zip_of("word/document.xml", &vec![0; 8 << 20]);
        let mut package = Package::open(&bytes).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(package.text("word/document.xml"), Err(too_much()));
        assert_eq!(package.head_at(0, 4), Ok(vec![0; 4]));
    }

    #[test]
    fn shapes_are_told_by_content() {
        let locked = [&[0xD0, 0xCF, 0x11, 0xE0][..], b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
        assert_eq!(Shape::of(&locked), Shape::Locked);
        assert_eq!(Shape::of(&[0xD0, 0xCF, 0x11, 0xE0, 1]), Shape::Old);
        assert_eq!(Shape::of("\u{feff}<html xmlns=".as_bytes()), Shape::Html);
        assert_eq!(Shape::of(b"{\\rtf1"), Shape::Rtf);
        assert_eq!(Shape::of(b""), Shape::Empty);
        assert_eq!(Shape::of(b"TT;a"), Shape::Other);
    }
}
