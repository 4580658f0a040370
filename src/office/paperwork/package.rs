//! The package of a Word file: its parts, and what each of them is (ISO/IEC 29500-2). No time in it: the same document gives
//! the same bytes.

use super::wordml::{header, styles, with_declaration};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
     <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
     <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
     <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
     <Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
     <Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
     <Override PartName=\"/word/header2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
     </Types>";

/// What a part refers to: an id, the kind of the other part, and where it lies.
type Relation = (&'static str, &'static str, &'static str);

/// What the package begins with, and what the document refers to: its look, the header of every page, that of the first.
const RELATIONS: [(&str, &[Relation]); 2] = [
    ("_rels/.rels", &[("rId1", "officeDocument", "word/document.xml")]),
    (
        "word/_rels/document.xml.rels",
        &[("rId1", "styles", "styles.xml"), ("rId2", "header", "header1.xml"), ("rId3", "header", "header2.xml")],
    ),
];

/// The file, of its main part. `None` when it cannot be packed.
pub(super) fn pack(document: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, xml: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).ok()?;
        zip.write_all(&with_declaration(xml)).ok()
    };
    part("[Content_Types].xml", CONTENT_TYPES.as_bytes())?;
    for (name, targets) in RELATIONS {
        part(name, relations(targets).as_bytes())?;
    }
    part("word/document.xml", document)?;
    part("word/styles.xml", &styles())?;
    part("word/header1.xml", &header(true))?;
    part("word/header2.xml", &header(false))?;
    zip.finish().ok().map(Cursor::into_inner)
}

fn relations(targets: &[Relation]) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let one = |(id, kind, target): &Relation| {
        format!("<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = targets.iter().map(one).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}
