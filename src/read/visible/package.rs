//! Packages: Word, Excel, PowerPoint, OpenDocument and plain zips, part by part, files in files included.
//!
//! Pictures, sound and fonts in them are told by their first bytes and not read; every other part is read or missed.

use super::coded::letters_of_escapes;
use super::number_format::NumberFormats;
use super::xml::{self, Workbook};
use super::{FileKind, Place, Reading, Trace, Unread, Visible, read_into};
use crate::basics::diag::Message;
use crate::read::office::{Package, decode, too_much};

/// Reads a package into `visible`.
pub(super) fn read(bytes: &[u8], reading: Reading, visible: &mut Visible) {
    if let Err(why) = parts(bytes, reading, visible) {
        visible.miss(why);
    }
}

/// The text of an XML part; `None` where its encoding is not known.
pub(super) fn decode_xml(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).to_lowercase();
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let declared = head.split_once("encoding=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let known = declared.is_none_or(|name| ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.starts_with(known)));
    if !wide && (!known || std::str::from_utf8(bytes).is_err()) {
        return None;
    }
    let text = decode(bytes);
    let declaration =
        text.get(..text.find("?>").filter(|_| text.trim_start().starts_with("<?xml")).map_or(0, |end| end + 2));
    Some(text.get(declaration.map_or(0, str::len)..).unwrap_or_default().to_owned())
}

/// Whether a compound file is a package behind a password.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// A part's place in the package and its name.
struct Part {
    index: usize,
    name: String,
}

fn parts(bytes: &[u8], reading: Reading, visible: &mut Visible) -> Result<(), Unread> {
    let mut package = Package::open(bytes).map_err(|message| unread(&message))?;
    let mut parts = Vec::new();
    for index in 0..package.len() {
        let (name, locked) = package.name_at(index).map_err(|message| unread(&message))?;
        if locked {
            return Err(Unread::Locked);
        }
        if !name.ends_with('/') {
            parts.push(Part { index, name });
        }
    }
    check_whole(&mut package)?;
    let mut workbook = workbook(&mut package)?;
    for part in &parts {
        if let Err(why) = one(&mut package, part, &mut workbook, reading, visible) {
            visible.miss(Unread::Part(part.name.clone(), Box::new(why)));
        }
    }
    // Strings that no cell shows lie in the file all the same.
    if let Some(workbook) = workbook {
        let unused = workbook.strings.into_iter().zip(workbook.used).filter(|(_, used)| !used);
        unused.for_each(|(text, _)| visible.push(text, Place::Property));
    }
    Ok(())
}

fn workbook(package: &mut Package<'_>) -> Result<Option<Workbook>, Unread> {
    let is_one = package.names().iter().any(|name| name.to_lowercase().starts_with("xl/"));
    if !is_one {
        return Ok(None);
    }
    let mut text = |name: &str| package.text(name).map_err(|message| unread(&message));
    let styles = text("xl/styles.xml")?.unwrap_or_default();
    let shared = text("xl/sharedStrings.xml")?.unwrap_or_default();
    let strings = shared_strings(&shared);
    let used = vec![false; strings.len()];
    Ok(Some(Workbook { strings, used, formats: NumberFormats::of(&styles) }))
}

/// The shared strings, each whole; one of a broken part is found when the part is read.
fn shared_strings(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut strings, mut item, mut in_text) = (Vec::new(), None::<String>, false);
    // How a string is spoken is a string of its own; no cell shows it.
    let (mut spoken, mut written) = (Vec::new(), None::<String>);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => item = Some(String::new()),
                "rPh" => written = item.replace(String::new()),
                "t" => in_text = true,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(element) => match element.local_name().as_ref() {
                "si" => strings.extend(item.take().map(|item| letters_of_escapes(&item).into_owned())),
                "rPh" => spoken.extend(std::mem::replace(&mut item, written.take())),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => {
                if let Some(item) = &mut item {
                    item.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) if in_text => {
                let own = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named = || {
                    let name = reference.xml10_content();
                    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
                };
                if let (Some(item), Some(text)) = (&mut item, own.or_else(named)) {
                    item.push_str(&text);
                }
            }
            _ => {}
        }
    }
    strings.extend(spoken);
    strings
}

/// Whether a package says of itself that its parts are encrypted, or is a document without one.
fn check_whole(package: &mut Package<'_>) -> Result<(), Unread> {
    let mut text = |name: &str| package.text(name).map_err(|message| unread(&message));
    let manifest = text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Unread::Locked);
    }
    let is_open_document = text("mimetype")?.is_some_and(|kind| kind.contains("opendocument"));
    let is_empty = |main: Option<String>| main.is_none_or(|main| !main.contains('<'));
    if is_open_document && is_empty(text("content.xml")?) {
        return Err(Unread::Broken);
    }
    for main in ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"] {
        if text(main)?.is_some_and(|main| !main.contains('<')) {
            return Err(Unread::Broken);
        }
    }
    Ok(())
}

/// The words of a drawing that is kept as instructions for Windows, as far as they stand together: letters of two bytes.
fn drawn_words(bytes: &[u8], visible: &mut Visible) {
    for shift in [0, 1] {
        let units = bytes.get(shift..).unwrap_or_default().chunks_exact(2);
        let letters = units.map(|pair| {
            u16::from_le_bytes([pair.first().copied().unwrap_or_default(), pair.get(1).copied().unwrap_or_default()])
        });
        let is_letter = |ch: char| (ch.is_alphanumeric() || " .,:;-–/()«»\"'".contains(ch)) && u32::from(ch) < 0x2100;
        let text: String =
            char::decode_utf16(letters).map(|ch| ch.ok().filter(|ch| is_letter(*ch)).unwrap_or('\0')).collect();
        for words in text.split('\0').filter(|words| words.chars().filter(|ch| ch.is_alphanumeric()).count() > 2) {
            visible.push(words.to_owned(), Place::Property);
        }
    }
}

fn one(
    package: &mut Package<'_>,
    part: &Part,
    workbook: &mut Option<Workbook>,
    reading: Reading,
    visible: &mut Visible,
) -> Result<(), Unread> {
    let lower = part.name.to_lowercase();
    let head = package.head_at(part.index, 1024).map_err(|message| unread(&message))?;
    let is_xml =
        lower.ends_with(".xml") || lower.ends_with(".vml") || lower.ends_with(".rels") || lower.ends_with(".rdf");
    let kind = FileKind::of(&head);
    if lower.ends_with(".emf") {
        let bytes = package.bytes_at(part.index).map_err(|message| unread(&message))?;
        drawn_words(&bytes, visible);
        return Ok(());
    }
    if kind.is_picture_or_sound() || kind == FileKind::Font || is_known(&lower) {
        return Ok(());
    }
    // Programs: what they show is not known.
    let is_program = lower.starts_with("basic/") && !lower.ends_with("-lc.xml") && !lower.ends_with("-lb.xml");
    if is_program || lower.ends_with("vbaproject.bin") {
        return Err(Unread::Kind);
    }
    let bytes = package.bytes_at(part.index).map_err(|message| unread(&message))?;
    if !is_xml {
        return inside(&part.name, &bytes, reading, visible);
    }
    if lower.contains("comments") && !bytes.is_empty() {
        visible.traces.insert(Trace::Comments);
    }
    let xml = decode_xml(&bytes).ok_or(Unread::Broken)?;
    let place = place_of(&lower);
    if lower.ends_with("sharedstrings.xml") && workbook.is_some() {
        // Read with the cells that show them; here only to know that the part is whole.
        return check(&xml, &place);
    }
    let sheet = workbook.as_mut().filter(|_| lower.contains("sheets/"));
    let before = visible.unread.take();
    xml::read_sheet(&xml, &place, sheet, visible);
    let why = std::mem::replace(&mut visible.unread, before);
    why.map_or(Ok(()), Err)
}

fn check(xml: &str, place: &Place) -> Result<(), Unread> {
    let mut visible = Visible::default();
    xml::read(xml, place, &mut visible);
    visible.unread.map_or(Ok(()), Err)
}

/// A file inside the file.
fn inside(name: &str, bytes: &[u8], reading: Reading, visible: &mut Visible) -> Result<(), Unread> {
    let mut own = Visible::default();
    read_into(name, bytes, reading.inside(), &mut own);
    let named = name.rsplit('/').next().unwrap_or(name);
    for mut block in own.blocks {
        block.place = Place::Inside(named.to_owned(), Box::new(block.place));
        visible.blocks.push(block);
    }
    visible.traces.extend(own.traces);
    visible.needs_process |= own.needs_process;
    own.unread.map_or(Ok(()), Err)
}

/// Parts without words that every package may have: settings of printers, hidden fonts, thumbnails, the kind of package.
fn is_known(lower: &str) -> bool {
    let name = lower.rsplit('/').next().unwrap_or(lower);
    (name.starts_with("printersettings") && name.ends_with(".bin"))
        || [".odttf", ".fntdata", ".emf", ".wmf"].iter().any(|end| name.ends_with(end))
        || matches!(name, "mimetype" | "layout-cache" | "current.xml")
}

fn place_of(lower: &str) -> Place {
    let name = lower.rsplit('/').next().unwrap_or(lower);
    let number = || name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(1);
    let starts = |word: &str| name.starts_with(word);
    if lower.contains("docprops/") || starts("meta") || lower.contains("customxml/") {
        Place::Property
    } else if name.contains("comment") {
        Place::Comment
    } else if starts("header") || starts("footer") || name == "styles.xml" && !lower.contains('/') {
        Place::Margin
    } else if starts("footnotes") || starts("endnotes") || starts("notesslide") {
        Place::Note
    } else if lower.contains("worksheets/") {
        Place::Sheet(number())
    } else if lower.contains("slides/") {
        Place::Slide(number())
    } else if starts("document") || starts("content") || starts("sharedstrings") {
        Place::Text
    } else if starts("workbook") {
        Place::Property
    } else {
        Place::Part(lower.to_owned())
    }
}

fn unread(message: &Message) -> Unread {
    if *message == too_much() { Unread::TooMuch } else { Unread::Broken }
}
