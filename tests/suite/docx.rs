//! Word documents built line by line, as Word writes them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document while it is written.
#[derive(Default)]
#[must_use]
pub(crate) struct Docx {
    body: String,
    parts: Vec<(String, Vec<u8>)>,
    relations: Vec<(String, String)>,
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A run of text; properties such as `<w:b/>`.
pub(crate) fn run(properties: &str, text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line))).collect();
    format!("<w:r><w:rPr>{properties}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", run("", text))
}

/// A paragraph in the middle, bold.
pub(crate) fn title(text: &str) -> String {
    format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}</w:p>", run("<w:b/>", text))
}

/// A bold paragraph.
pub(crate) fn bold(text: &str) -> String {
    format!("<w:p>{}</w:p>", run("<w:b/>", text))
}

/// A table; a cell is its text, or `(properties, text)` written as `properties¦text`.
pub(crate) fn table(rows: &[&[&str]]) -> String {
    let mut out = String::from("<w:tbl><w:tblPr/><w:tblGrid/>");
    for row in rows {
        out.push_str("<w:tr>");
        for cell in *row {
            let (properties, text) = cell.split_once('¦').unwrap_or(("", cell));
            let lines: String = text.split('\n').map(p).collect();
            let _ = write!(out, "<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out + "</w:tbl>"
}

impl Docx {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn xml(mut self, xml: impl AsRef<str>) -> Self {
        self.body.push_str(xml.as_ref());
        self
    }

    pub(crate) fn p(self, text: &str) -> Self {
        self.xml(p(text))
    }

    pub(crate) fn bold(self, text: &str) -> Self {
        self.xml(bold(text))
    }

    pub(crate) fn table(self, rows: &[&[&str]]) -> Self {
        self.xml(table(rows))
    }

    /// The head of a Party document.
    pub(crate) fn party_head(self, number: &str, date: &str, kind: &str, about: &str) -> Self {
        self.table(&[&[
            &format!("ĐẢNG BỘ TỈNH HOA SƠN\nĐẢNG ỦY PHƯỜNG HOA BAN\n*\n{number}"),
            &format!("ĐẢNG CỘNG SẢN VIỆT NAM\n\n{date}"),
        ]])
        .xml(title(kind))
        .xml(title(about))
        .p("-----")
    }

    /// A part beside the document, such as `word/footnotes.xml`; `{W}` stands for the namespaces.
    pub(crate) fn part(mut self, kind: &str, name: &str, xml: &str) -> Self {
        self.relations.push((kind.to_owned(), name.to_owned()));
        self.parts.push((format!("word/{name}"), xml.replace("{W}", W).into_bytes()));
        self
    }

    pub(crate) fn picture(mut self, name: &str, bytes: &[u8]) -> Self {
        self.relations.push(("image".to_owned(), name.to_owned()));
        self.parts.push((format!("word/{name}"), bytes.to_vec()));
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8]| {
            zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
            zip.write_all(bytes).expect("its bytes");
        };
        put(
            "_rels/.rels",
            format!("<Relationships><Relationship Id=\"rId1\" Type=\"{TYPES}/officeDocument\" Target=\"word/document.xml\"/></Relationships>")
                .as_bytes(),
        );
        let relations: String = self
            .relations
            .iter()
            .enumerate()
            .map(|(at, (kind, target))| {
                format!("<Relationship Id=\"rId{at}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
            })
            .collect();
        put("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
        put("word/document.xml", format!("<w:document {W}><w:body>{}</w:body></w:document>", self.body).as_bytes());
        for (name, bytes) in &self.parts {
            put(name, bytes);
        }
        zip.finish().expect("a package").into_inner()
    }
}
