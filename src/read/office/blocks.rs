//! The text of Word, Excel and PowerPoint attachments, block by block, for the gate's scan.
//!
//! Takes the bytes of the package, returns paragraphs and cells; parses in memory with limits, extracts nothing.

use super::package::{Package, broken};
use crate::basics::diag::Message;
use quick_xml::Reader;
use quick_xml::events::Event;

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
    let mut package = Package::open(bytes)?;
    let mut blocks = Vec::new();
    for name in package.names().iter().filter(|name| name.to_lowercase().ends_with(".xml")) {
        if let Some(xml) = package.text(name)? {
            collect(&xml, &mut blocks)?;
        }
    }
    Ok(blocks)
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
        block
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| crate::basics::text::nfc(line).into_owned()),
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
