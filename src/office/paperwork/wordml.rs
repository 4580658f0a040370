//! WordprocessingML: paragraphs and tables as the main part of a Word file (ISO/IEC 29500-1 §17).

use super::TEXT_WIDTH;
use crate::basics::text::without_control_signs;
use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};
use std::io;

/// Lengths are twentieths of a point. The first line of a paragraph of text.
const FIRST_LINE: usize = 567;
/// The namespace of everything here.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// That of links to other parts.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A stretch of text in one look.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    text: String,
    /// A new line instead of a text.
    is_break: bool,
    bold: bool,
    italic: bool,
    underlined: bool,
    /// In half points; that of the document where it is not given.
    size: Option<usize>,
}

impl Run {
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn line_break() -> Self {
        Self { is_break: true, ..Self::default() }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    pub(super) fn underlined(self) -> Self {
        Self { underlined: true, ..self }
    }

    /// In half points.
    pub(super) fn sized(self, size: usize) -> Self {
        Self { size: Some(size), ..self }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// How the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    Left,
    Centre,
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    align: Align,
    runs: Vec<Run>,
    /// Of running text: both edges even, the first line set in, some air round it.
    is_text: bool,
    /// It stands on the page of what follows.
    keep_next: bool,
}

impl Paragraph {
    pub(super) fn of(align: Align, runs: Vec<Run>) -> Self {
        Self { align, runs, ..Self::default() }
    }

    /// A paragraph of running text, or a heading in it.
    pub(super) fn of_text(runs: Vec<Run>, heading: bool) -> Self {
        Self { runs, is_text: true, keep_next: heading, ..Self::default() }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) widths: Vec<usize>,
    /// Rows of cells of paragraphs.
    pub(super) rows: Vec<Vec<Vec<Paragraph>>>,
    pub(super) has_lines: bool,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

type Xml = Writer<Vec<u8>>;

/// `word/document.xml`
pub(super) fn document(blocks: &[Block]) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    // Writing to memory cannot fail.
    let _ = xml
        .create_element("w:document")
        .with_attributes([("xmlns:w", NAMESPACE), ("xmlns:r", RELATIONS)])
        .write_inner_content(|xml| {
            xml.create_element("w:body").write_inner_content(|xml| {
                for block in blocks {
                    match block {
                        Block::Paragraph(paragraph) => write_paragraph(xml, paragraph)?,
                        Block::Table(table) => write_table(xml, table)?,
                    }
                }
                write_section(xml)
            })?;
            Ok(())
        });
    xml.into_inner()
}

/// An element that says something by one attribute.
fn value(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).with_attribute(("w:val", value)).write_empty().map(|_| ())
}

fn write_paragraph(xml: &mut Xml, paragraph: &Paragraph) -> io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        xml.create_element("w:pPr").write_inner_content(|xml| {
            if paragraph.keep_next {
                xml.create_element("w:keepNext").write_empty()?;
            }
            if paragraph.is_text {
                let spacing = [("w:before", "60"), ("w:after", "60"), ("w:line", "320"), ("w:lineRule", "atLeast")];
                xml.create_element("w:spacing").with_attributes(spacing).write_empty()?;
                xml.create_element("w:ind")
                    .with_attribute(("w:firstLine", FIRST_LINE.to_string().as_str()))
                    .write_empty()?;
            }
            match (paragraph.is_text, paragraph.align) {
                (true, _) => value(xml, "w:jc", "both"),
                (false, Align::Centre) => value(xml, "w:jc", "center"),
                (false, Align::Left) => Ok(()),
            }
        })?;
        paragraph.runs.iter().try_for_each(|run| write_run(xml, run))
    })?;
    Ok(())
}

fn write_run(xml: &mut Xml, run: &Run) -> io::Result<()> {
    xml.create_element("w:r").write_inner_content(|xml| {
        xml.create_element("w:rPr").write_inner_content(|xml| {
            for name in ["w:b", "w:bCs"].into_iter().filter(|_| run.bold) {
                xml.create_element(name).write_empty()?;
            }
            for name in ["w:i", "w:iCs"].into_iter().filter(|_| run.italic) {
                xml.create_element(name).write_empty()?;
            }
            if let Some(size) = run.size.map(|size| size.to_string()) {
                value(xml, "w:sz", &size)?;
                value(xml, "w:szCs", &size)?;
            }
            if run.underlined { value(xml, "w:u", "single") } else { Ok(()) }
        })?;
        if run.is_break {
            xml.create_element("w:br").write_empty()?;
            return Ok(());
        }
        let text = without_control_signs(&run.text);
        xml.create_element("w:t")
            .with_attribute(("xml:space", "preserve"))
            .write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

fn write_table(xml: &mut Xml, table: &Table) -> io::Result<()> {
    let dxa = |width: usize| [("w:w", width.to_string()), ("w:type", "dxa".to_owned())];
    let pairs = |pairs: &[(&'static str, String)]| pairs.to_vec();
    xml.create_element("w:tbl").write_inner_content(|xml| {
        xml.create_element("w:tblPr").write_inner_content(|xml| {
            let width = pairs(&dxa(TEXT_WIDTH));
            xml.create_element("w:tblW")
                .with_attributes(width.iter().map(|(key, value)| (*key, value.as_str())))
                .write_empty()?;
            if table.has_lines {
                write_lines(xml)?;
            }
            xml.create_element("w:tblLayout").with_attribute(("w:type", "fixed")).write_empty()?;
            Ok(())
        })?;
        xml.create_element("w:tblGrid").write_inner_content(|xml| {
            for width in &table.widths {
                xml.create_element("w:gridCol").with_attribute(("w:w", width.to_string().as_str())).write_empty()?;
            }
            Ok(())
        })?;
        table.rows.iter().try_for_each(|row| write_row(xml, row, table))
    })?;
    Ok(())
}

fn write_lines(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("w:tblBorders").write_inner_content(|xml| {
        for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
            xml.create_element(side).with_attributes(line).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_row(xml: &mut Xml, row: &[Vec<Paragraph>], table: &Table) -> io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        if table.has_lines {
            // A row stands on one page.
            xml.create_element("w:trPr").write_inner_content(|xml| {
                xml.create_element("w:cantSplit").write_empty()?;
                Ok(())
            })?;
        }
        for (paragraphs, width) in row.iter().zip(&table.widths) {
            xml.create_element("w:tc").write_inner_content(|xml| {
                xml.create_element("w:tcPr").write_inner_content(|xml| {
                    let width = width.to_string();
                    let width = [("w:w", width.as_str()), ("w:type", "dxa")];
                    xml.create_element("w:tcW").with_attributes(width).write_empty()?;
                    Ok(())
                })?;
                // Word refuses a cell without a paragraph.
                let none = [Paragraph::default()];
                let paragraphs = if paragraphs.is_empty() { none.as_slice() } else { paragraphs };
                paragraphs.iter().try_for_each(|paragraph| write_paragraph(xml, paragraph))
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A4 with the margins of the form, its pages numbered from the second on.
fn write_section(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        for (kind, id) in [("default", "rId2"), ("first", "rId3")] {
            xml.create_element("w:headerReference").with_attributes([("w:type", kind), ("r:id", id)]).write_empty()?;
        }
        xml.create_element("w:pgSz").with_attributes([("w:w", "11906"), ("w:h", "16838")]).write_empty()?;
        // 20 mm above and below, 30 at the left, 15 at the right, 10 to the number.
        let margins = [
            ("w:top", "1134"),
            ("w:right", "851"),
            ("w:bottom", "1134"),
            ("w:left", "1701"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.create_element("w:pgMar").with_attributes(margins).write_empty()?;
        xml.create_element("w:titlePg").write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// `word/header1.xml`: the number of the page, in the middle; `None` for a page without one.
pub(super) fn header(numbered: bool) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    let _ = xml.create_element("w:hdr").with_attribute(("xmlns:w", NAMESPACE)).write_inner_content(|xml| {
        xml.create_element("w:p").write_inner_content(|xml| {
            if !numbered {
                return Ok(());
            }
            xml.create_element("w:pPr").write_inner_content(|xml| value(xml, "w:jc", "center"))?;
            for (kind, code) in [("begin", ""), ("", "PAGE"), ("separate", ""), ("", ""), ("end", "")] {
                xml.create_element("w:r").write_inner_content(|xml| match (kind, code) {
                    ("", "") => xml.create_element("w:t").write_text_content(BytesText::new("1")).map(|_| ()),
                    ("", code) => {
                        xml.create_element("w:instrText").write_text_content(BytesText::new(code)).map(|_| ())
                    }
                    (kind, _) => xml
                        .create_element("w:fldChar")
                        .with_attribute(("w:fldCharType", kind))
                        .write_empty()
                        .map(|_| ()),
                })?;
            }
            Ok(())
        })?;
        Ok(())
    });
    xml.into_inner()
}

/// `word/styles.xml`: the letters of everything that says nothing of its own.
pub(super) fn styles() -> Vec<u8> {
    const FONT: &str = "Times New Roman";
    let mut xml = Writer::new(Vec::new());
    let _ = xml.create_element("w:styles").with_attribute(("xmlns:w", NAMESPACE)).write_inner_content(|xml| {
        xml.create_element("w:docDefaults").write_inner_content(|xml| {
            xml.create_element("w:rPrDefault").write_inner_content(|xml| {
                xml.create_element("w:rPr").write_inner_content(|xml| {
                    let fonts = [("w:ascii", FONT), ("w:eastAsia", FONT), ("w:hAnsi", FONT), ("w:cs", FONT)];
                    xml.create_element("w:rFonts").with_attributes(fonts).write_empty()?;
                    value(xml, "w:sz", "28")?;
                    value(xml, "w:szCs", "28")?;
                    xml.create_element("w:lang").with_attribute(("w:val", "vi-VN")).write_empty()?;
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    });
    xml.into_inner()
}

/// What every part begins with.
pub(super) fn with_declaration(part: &[u8]) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    let declaration = quick_xml::events::BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
    let _ = xml.write_event(Event::Decl(declaration));
    let mut bytes = xml.into_inner();
    bytes.extend_from_slice(part);
    bytes
}
