//! What a person can see or unhide in a file, block by block, for the gate and for who imports.
//!
//! Takes bytes that anyone may have made; returns every text in them: of Word, Excel, PowerPoint, OpenDocument and PDF, of
//! plain text, web pages and pictures that are text, of what is packed inside. What cannot be read within the limits is
//! [`Unread`], never clean. Parses in memory, extracts nothing to disk, follows no link.

mod coded;
mod inspection;
mod kind;
mod number_format;
mod package;
mod pdf;
mod svg;
mod text;
mod xml;

pub(crate) use inspection::{Danger, Inspection};
pub(crate) use kind::FileKind;

use crate::basics::diag::{Message, msg};
use crate::read::sensitive::Layout;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything to be seen in a file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Visible {
    pub(crate) blocks: Vec<VisibleBlock>,
    /// What its makers left in it beside the text.
    pub(crate) traces: BTreeSet<Trace>,
    /// Why a part of it was not read.
    pub(crate) unread: Option<Unread>,
    /// Whether there is a PDF in it, which must be read in a process of its own.
    #[serde(skip)]
    pub(crate) needs_process: bool,
}

/// A paragraph, a cell, a box, a page: text that is read together.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VisibleBlock {
    pub(crate) text: String,
    pub(crate) place: Place,
    /// Whether its lines are one text that goes on.
    pub(crate) prose: bool,
    /// Whether it stands in a column that tells products.
    pub(crate) product: bool,
}

/// Where in a file a text stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Place {
    /// The running text.
    Text,
    /// 1-based.
    Page(u32),
    /// 1-based.
    Sheet(u32),
    /// 1-based.
    Slide(u32),
    /// A header or a footer.
    Margin,
    /// A note at the end of a page or of the text, or of a speaker.
    Note,
    Comment,
    /// What stands in no text: properties, names, descriptions, forms.
    Property,
    /// 1-based line of a text file.
    Line(u32),
    /// A part of a package, by its name.
    Part(String),
    /// A file inside the file.
    Inside(String, Box<Place>),
}

/// What its makers left in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Trace {
    Changes,
    Comments,
    Authors,
    HiddenText,
}

/// Why a file was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unread {
    /// Pictures of pages: nothing in it is text.
    Scan,
    Locked,
    Broken,
    /// It is cut off in the middle.
    CutOff,
    /// More than the limits allow.
    TooMuch,
    /// A kind of file that bangtin cannot read.
    Kind,
    /// A part of it, by name, that is one of these.
    Part(String, Box<Unread>),
}

/// The largest file that is read.
pub(crate) const MAX_VISIBLE_BYTES: u64 = 32 * 1024 * 1024;
/// Files in files in files.
const MAX_DEPTH: usize = 4;

impl Visible {
    /// A file that was not read at all.
    pub(crate) fn unread(why: Unread) -> Self {
        Self { unread: Some(why), ..Self::default() }
    }

    fn push(&mut self, text: String, place: Place) {
        self.blocks.push(VisibleBlock { text, place, prose: false, product: false });
    }

    /// Remembers the first thing that was not read.
    fn miss(&mut self, why: Unread) {
        self.unread.get_or_insert(why);
    }
}

impl VisibleBlock {
    pub(crate) fn layout(&self) -> Layout {
        match (self.product, self.prose) {
            (true, _) => Layout::Product,
            (false, true) => Layout::Prose,
            (false, false) => Layout::Block,
        }
    }
}

impl Place {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Text => msg!("trong bài", "in the text"),
            Self::Page(number) => msg!("trang {number}", "page {number}"),
            Self::Sheet(number) => msg!("trang tính {number}", "sheet {number}"),
            Self::Slide(number) => msg!("trang chiếu {number}", "slide {number}"),
            Self::Margin => msg!("đầu trang hoặc chân trang", "header or footer"),
            Self::Note => msg!("phần ghi chú", "a note"),
            Self::Comment => msg!("lời góp ý bên lề", "a comment"),
            Self::Property => msg!("thuộc tính, tên hoặc chữ ẩn của tệp", "a property, a name or hidden text"),
            Self::Line(number) => msg!("dòng {number}", "line {number}"),
            Self::Part(name) => msg!("phần `{name}` của tệp", "part `{name}`"),
            Self::Inside(name, place) => {
                let Message { vi, en } = place.message();
                msg!("tệp `{name}` nằm bên trong, {vi}", "the file `{name}` inside, {en}")
            }
        }
    }
}

impl Unread {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Scan => msg!("tệp là ảnh chụp, không có chữ để tìm", "it is a scan: no text to search"),
            Self::Locked => msg!("tệp có mật khẩu", "it has a password"),
            Self::Broken => {
                msg!("tệp hỏng, hoặc không đúng loại như tên gọi", "it is broken, or not what its name says")
            }
            Self::CutOff => msg!("tệp bị cụt, thiếu phần cuối", "it is cut off"),
            Self::TooMuch => {
                msg!("tệp quá lớn hoặc quá phức tạp để đọc hết", "it is too large or too complex to be read")
            }
            Self::Kind => msg!("bangtin không đọc được loại tệp này", "bangtin cannot read this kind of file"),
            Self::Part(name, why) => {
                let Message { vi, en } = why.message();
                msg!("phần `{name}` bên trong: {vi}", "part `{name}` inside: {en}")
            }
        }
    }
}

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A process that may be killed: it reads everything.
    OwnProcess,
    /// The program itself: it leaves PDFs to such a process, and says so ([`Visible::needs_process`]).
    Program,
}

/// How deep a file lies in others, and who reads it.
#[derive(Debug, Clone, Copy)]
struct Reading {
    depth: usize,
    reader: Reader,
}

impl Reading {
    fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Reads a file; `name` tells tables from texts.
pub(crate) fn read(name: &str, bytes: &[u8], reader: Reader) -> Visible {
    let mut visible = Visible::default();
    read_into(name, bytes, Reading { depth: 0, reader }, &mut visible);
    visible
}

fn read_into(name: &str, bytes: &[u8], reading: Reading, visible: &mut Visible) {
    if reading.depth > MAX_DEPTH {
        return visible.miss(Unread::TooMuch);
    }
    let kind = FileKind::of(bytes);
    if !kind.may_be_named(name) {
        visible.miss(Unread::Broken);
    }
    match kind {
        FileKind::Empty | FileKind::Font => {}
        FileKind::Zip => package::read(bytes, reading, visible),
        FileKind::Pdf if reading.reader == Reader::Program => visible.needs_process = true,
        FileKind::Pdf => pdf::read(bytes.to_vec(), reading, visible),
        FileKind::Html => text::html(bytes, visible),
        FileKind::Svg | FileKind::Xml => match package::decode_xml(bytes) {
            Some(xml) => xml::read(&xml, &Place::Text, visible),
            None => visible.miss(Unread::Broken),
        },
        FileKind::Text => text::read(name, bytes, visible),
        FileKind::Compound if package::is_locked(bytes) => visible.miss(Unread::Locked),
        FileKind::Compound | FileKind::Rtf | FileKind::Program | FileKind::Other => visible.miss(Unread::Kind),
        FileKind::Jpeg
        | FileKind::Png
        | FileKind::Gif
        | FileKind::Webp
        | FileKind::Avif
        | FileKind::OtherPicture
        | FileKind::Media => {}
    }
}

/// Adds what a file inside holds.
fn absorb(inside: Visible, visible: &mut Visible) {
    visible.blocks.extend(inside.blocks);
    visible.traces.extend(inside.traces);
    visible.needs_process |= inside.needs_process;
    if let Some(why) = inside.unread {
        visible.miss(why);
    }
}
