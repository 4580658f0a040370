//! The text of Word, Excel and PowerPoint attachments, block by block, for the gate's scan.
//!
//! Takes the bytes of the package, returns paragraphs and cells; parses in memory with limits, extracts nothing.

use crate::diag::{Message, msg};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MAX_ENTRIES: usize = 2_000;
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
const MAX_RATIO: u64 = 100;

/// Elements whose text forms one block: paragraphs, shared and inline strings, headers and footers of sheets, properties.
const BLOCKS: [&str; 17] = [
    "p",
    "si",
    "is",
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
    "title",
    "subject",
    "creator",
    "keywords",
    "description",
    "category",
    "lastModifiedBy",
    "lpwstr",
];
const TEXTS: [&str; 2] = ["t", "instrText"];

/// Every paragraph and cell text of a package.
pub(crate) fn office_blocks(bytes: &[u8]) -> Result<Vec<String>, Message> {
    check_limits(bytes)?;
    let mut archive = open(bytes)?;
    let mut blocks = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| broken())?;
        let name = entry.name().map(|name| name.to_lowercase()).unwrap_or_default();
        if !name.ends_with(".xml") || entry.is_dir() {
            continue;
        }
        let mut xml = String::new();
        let size = entry.by_ref().take(MAX_UNPACKED).read_to_string(&mut xml);
        if size.is_ok() {
            collect(&xml, &mut blocks)?;
        }
    }
    Ok(blocks)
}

/// Refuses zip bombs before anything is unpacked.
pub(crate) fn check_limits(bytes: &[u8]) -> Result<(), Message> {
    let mut archive = open(bytes)?;
    if archive.len() > MAX_ENTRIES {
        return Err(msg!("tệp nén có hơn {MAX_ENTRIES} tệp con", "more than {MAX_ENTRIES} files inside"));
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| broken())?;
        unpacked = unpacked.saturating_add(entry.size());
        let ratio = entry.size() / entry.compressed_size().max(1);
        if unpacked > MAX_UNPACKED || ratio > MAX_RATIO && entry.size() > 1024 * 1024 {
            return Err(msg!("tệp nén bung ra quá lớn", "it unpacks to too much"));
        }
    }
    Ok(())
}

/// The file ends in the name of an Office format, and is none.
fn broken() -> Message {
    msg!("không phải tệp Office thật, hoặc đã hỏng", "not a real Office file, or broken")
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Message> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())
}

/// Walks one XML part. Blocks nest (a text box lies inside a paragraph): each gets its own text.
fn collect(xml: &str, blocks: &mut Vec<String>) -> Result<(), Message> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<String> = Vec::new();
    let mut in_text = 0_u32;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(element) => {
                let name = element.local_name();
                if BLOCKS.contains(&name.as_ref()) {
                    open.push(String::new());
                }
                if TEXTS.contains(&name.as_ref()) {
                    in_text += 1;
                }
            }
            Event::End(element) => {
                let name = element.local_name();
                if TEXTS.contains(&name.as_ref()) {
                    in_text = in_text.saturating_sub(1);
                }
                if BLOCKS.contains(&name.as_ref())
                    && let Some(block) = open.pop()
                {
                    push_lines(&block, blocks);
                }
            }
            Event::Empty(element) if matches!(element.local_name().as_ref(), "br" | "cr" | "tab") => {
                if let Some(block) = open.last_mut() {
                    block.push('\n');
                }
            }
            Event::Text(text) => push(&mut open, in_text, &text.xml10_content()),
            Event::CData(text) => push(&mut open, in_text, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let resolved = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named =
                    || quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned);
                push(&mut open, in_text, &resolved.or_else(named).unwrap_or_default());
            }
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// Text counts inside `w:t` and its like, and in blocks that hold their text themselves (properties, headers).
fn push(open: &mut [String], in_text: u32, text: &str) {
    let depth = open.len();
    if let Some(block) = open.last_mut()
        && (in_text > 0 || depth == 1)
    {
        block.push_str(text);
    }
}

fn push_lines(block: &str, blocks: &mut Vec<String>) {
    blocks.extend(
        block.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| crate::text::nfc(line).into_owned()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_join_their_runs_and_text_boxes_stand_alone() {
        let xml = "<w:body><w:p><w:r><w:t>M</w:t></w:r><w:r><w:t>Ậ</w:t></w:r><w:r><w:t>T</w:t></w:r></w:p>\
                   <w:p><w:r><w:t>ngoài &amp; </w:t></w:r><w:txbxContent><w:p><w:r><w:t>TRONG Ô</w:t></w:r></w:p></w:txbxContent></w:p></w:body>";
        let mut blocks = Vec::new();
        assert_eq!(collect(xml, &mut blocks), Ok(()));
        assert_eq!(blocks, ["MẬT", "TRONG Ô", "ngoài &"]);
    }

    #[test]
    fn what_is_no_package_is_refused() {
        assert!(office_blocks(b"not a zip").is_err());
    }
}
