//! A Word document (`.docx`) as paragraphs and tables, in reading order.
//!
//! Takes the bytes, returns [`WordDocument`]: numbers of lists written out, merged cells known, text boxes lifted out
//! behind their paragraph, tracked changes accepted. What is not text (comments, deleted text, charts …) is told as
//! [`Oddity`], so that whoever imports can say what was left behind. Nothing of the text may be dropped silently.

mod body;
mod numbering;
mod part;
mod read;
mod style;
mod table;

pub(crate) use read::read;
pub(crate) use table::Table;

use crate::basics::text::single_spaced;
use std::collections::BTreeMap;

/// A document.
#[derive(Debug, Default)]
pub(crate) struct WordDocument {
    pub(crate) body: Vec<Block>,
    /// Headers and footers, each once.
    pub(crate) margins: Vec<Vec<Block>>,
    /// Footnotes and endnotes by the id that [`Inline::Note`] carries.
    pub(crate) notes: BTreeMap<String, Vec<Block>>,
    pub(crate) pictures: BTreeMap<String, Picture>,
    pub(crate) oddities: Vec<Oddity>,
}

/// A part of the text.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paragraph {
    /// Its 1-based place among the paragraphs of the body, tables included.
    pub(crate) number: usize,
    pub(crate) inlines: Vec<Inline>,
    /// The number that Word generates before it: `1.`, `a)`, `-`.
    pub(crate) label: Option<String>,
    /// 1–9 where its style is a heading.
    pub(crate) heading: Option<u8>,
    pub(crate) centred: bool,
}

/// What a paragraph is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(Run),
    /// A footnote or endnote, by id.
    Note(String),
    /// A picture, by the id it has in [`WordDocument::pictures`].
    Picture {
        id: String,
        alternative: String,
    },
}

/// Text of one look. A line break is `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Where it links to, outside the document.
    pub(crate) link: Option<String>,
    /// The font it is set in, where one is named.
    pub(crate) font: Option<String>,
}

/// An image inside the package.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) extension: String,
    pub(crate) bytes: Vec<u8>,
}

/// What is no plain text, and so needs somebody's eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// Text somebody added with «Track changes» on; it is in the text.
    Inserted(String),
    /// Text somebody deleted so; it is not in the text.
    Deleted(String),
    /// Text formatted as hidden; it is not in the text.
    Hidden(String),
    /// Text that is crossed out; it is in the text.
    Struck(String),
    /// A remark in the margin; it is not in the text.
    Comment(String),
    /// A chart, diagram, formula object or embedded file, with the text in it.
    Object(String),
    /// A picture in a format that no browser shows, or that lies outside the file.
    Picture(String),
}

impl Oddity {
    /// Its text, or the name of what it is.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Inserted(text)
            | Self::Deleted(text)
            | Self::Hidden(text)
            | Self::Comment(text)
            | Self::Struck(text)
            | Self::Object(text)
            | Self::Picture(text) => text,
        }
    }
}

impl Paragraph {
    /// The text without what is not text, label included, spaces as written.
    pub(crate) fn text(&self) -> String {
        let mut text = self.label.as_deref().map(|label| format!("{label} ")).unwrap_or_default();
        for run in self.runs() {
            text.push_str(&run.text);
        }
        text
    }

    /// The text with single spaces, line breaks included.
    pub(crate) fn line(&self) -> String {
        single_spaced(&self.text())
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        self.inlines.iter().filter_map(|inline| match inline {
            Inline::Text(run) => Some(run),
            Inline::Note(_) | Inline::Picture { .. } => None,
        })
    }

    pub(crate) fn runs_mut(&mut self) -> impl Iterator<Item = &mut Run> {
        self.inlines.iter_mut().filter_map(|inline| match inline {
            Inline::Text(run) => Some(run),
            Inline::Note(_) | Inline::Picture { .. } => None,
        })
    }

    /// Whether every visible letter is bold.
    pub(crate) fn is_bold(&self) -> bool {
        let mut runs = self.runs().filter(|run| run.text.chars().any(char::is_alphanumeric)).peekable();
        runs.peek().is_some() && runs.all(|run| run.bold)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.label.is_none()
            && self.inlines.iter().all(|inline| matches!(inline, Inline::Text(run) if run.text.trim().is_empty()))
    }
}

/// Every paragraph of some blocks, those in tables included, in reading order.
pub(crate) fn paragraphs(blocks: &[Block]) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => {
                for cell in table.cells() {
                    found.extend(paragraphs(&cell.blocks));
                }
            }
        }
    }
    found
}

/// The same, to be changed.
pub(crate) fn paragraphs_mut(blocks: &mut [Block]) -> Vec<&mut Paragraph> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => {
                for cell in table.cells_mut() {
                    found.extend(paragraphs_mut(&mut cell.blocks));
                }
            }
        }
    }
    found
}
