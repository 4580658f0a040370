//! The text of one XML part, and of attributes that a person can read: descriptions, names, prompts, drawn words.
//!
//! One walk for WordprocessingML, SpreadsheetML, PresentationML and OpenDocument: names are local names.

use super::coded::{letters_of_escapes, sheet_margin, words_of_field, words_of_formula};
use super::number_format::{self, NumberFormats};
use super::{Place, Trace, Unread, Visible, VisibleBlock};
use crate::basics::text::nfc;
use crate::read::markdown::tells_products;
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Deeper than any document nests.
const MAX_DEPTH: usize = 300;

/// Elements whose text is read together.
const BLOCKS: [&str; 9] = ["p", "h", "si", "is", "text", "rt", "rubyBase", "ruby-base", "ruby-text"];
/// Elements inside them that hold the text itself.
const INLINE: [&str; 14] = [
    "t",
    "p",
    "h",
    "span",
    "a",
    "delText",
    "ruby-base",
    "ruby-text",
    "meta-field",
    "date",
    "time",
    "text",
    "tspan",
    "textPath",
];
/// Elements that tell of changes that somebody tracked.
const CHANGES: [&str; 8] = ["ins", "del", "moveFrom", "moveTo", "delText", "tracked-changes", "rPrChange", "pPrChange"];

/// What the cells of a workbook's sheet need to be read.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// The shared strings.
    pub(super) strings: Vec<String>,
    /// Which of them a cell shows.
    pub(super) used: Vec<bool>,
    pub(super) formats: NumberFormats,
}

/// Reads a part into `visible`.
pub(super) fn read(xml: &str, place: &Place, visible: &mut Visible) {
    read_sheet(xml, place, None, visible);
}

/// The same for a sheet of a workbook.
pub(super) fn read_sheet(xml: &str, place: &Place, workbook: Option<&mut Workbook>, visible: &mut Visible) {
    let mut walk = Walk {
        place,
        workbook,
        visible,
        open: Vec::new(),
        blocks: Vec::new(),
        tables: Vec::new(),
        cell: None,
        instructions: String::new(),
        hidden: None,
    };
    if let Err(why) = walk.part(xml) {
        walk.visible.miss(why);
    }
}

/// The attribute of an element, by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().filter_map(Result::ok);
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(plain_value(&found.value))
}

fn plain_value(raw: &str) -> String {
    unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

struct Walk<'w> {
    place: &'w Place,
    workbook: Option<&'w mut Workbook>,
    visible: &'w mut Visible,
    /// The local names of the elements that are open.
    open: Vec<String>,
    /// The blocks that are open, each with the depth of its element.
    blocks: Vec<Open>,
    tables: Vec<TableColumns>,
    cell: Option<Cell>,
    /// The instructions of the fields of a paragraph, in the pieces in which Word keeps them.
    instructions: String,
    /// The depth of the run that is hidden.
    hidden: Option<usize>,
}

#[derive(Default)]
struct Open {
    depth: usize,
    text: String,
    /// Without what was deleted or is hidden, and nothing but that; both empty where nothing was.
    kept: String,
    deleted: String,
    /// Whether letters of it run the other way than written.
    turned: bool,
    /// Whether it is an element that holds a text of its own, in no block.
    own: bool,
}

/// Which columns of a table tell products.
#[derive(Default)]
struct TableColumns {
    column: usize,
    products: Vec<bool>,
}

/// A cell of a sheet.
struct Cell {
    column: usize,
    kind: String,
    style: Option<usize>,
}

impl Walk<'_> {
    fn part(&mut self, xml: &str) -> Result<(), Unread> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|_| Unread::Broken)? {
                Event::Start(element) => {
                    self.start(&element);
                    if self.open.len() > MAX_DEPTH {
                        return Err(Unread::TooMuch);
                    }
                }
                Event::Empty(element) => {
                    self.start(&element);
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.words(&text.xml10_content()),
                Event::CData(text) => self.words(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let own = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let named = || resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned);
                    // A word of the document's own may say anything.
                    let text = own.or_else(named).ok_or(Unread::Kind)?;
                    self.words(&text);
                }
                Event::Comment(text) => {
                    let text = text.xml10_content().into_owned();
                    if !text.is_ascii() {
                        self.visible.push(nfc(&text).into_owned(), Place::Property);
                    }
                }
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => return Err(Unread::CutOff),
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name().as_ref().to_owned();
        self.attributes(element);
        match name.as_str() {
            _ if CHANGES.contains(&name.as_str()) => {
                self.visible.traces.insert(Trace::Changes);
            }
            "comment" | "annotation" | "threadedComment" | "cm" => {
                self.visible.traces.insert(Trace::Comments);
            }
            "vanish" | "webHidden" if attribute(element, "val").is_none_or(|val| !matches!(&*val, "0" | "false")) => {
                self.visible.traces.insert(Trace::HiddenText);
                self.hidden = self.open.iter().rposition(|name| name == "r");
            }
            "bdo" => self.blocks.iter_mut().for_each(|block| block.turned = true),
            "sym" => self.append(&symbol(element)),
            "br" | "cr" | "line-break" => self.append("\n"),
            "tab" => self.append("\t"),
            "s" | "noBreakHyphen" | "softHyphen" => self.append(" "),
            "tbl" | "table" => self.tables.push(TableColumns::default()),
            "tr" | "table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = 0;
                }
            }
            "c" if self.workbook.is_some() => {
                let style = attribute(element, "s").and_then(|style| style.parse().ok());
                let column = attribute(element, "r").map_or(0, |place| column_of(&place));
                self.cell = Some(Cell { column, kind: attribute(element, "t").unwrap_or_default(), style });
            }
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            self.blocks.push(Open { depth: self.open.len(), ..Open::default() });
        }
        self.open.push(name);
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.hidden = self.hidden.filter(|depth| self.open.len() > *depth);
        while self.blocks.last().is_some_and(|block| block.depth >= self.open.len()) {
            if let Some(block) = self.blocks.pop() {
                self.close(block);
            }
        }
        match name.as_str() {
            "tc" | "table-cell" | "covered-table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                }
            }
            "tbl" | "table" => {
                self.tables.pop();
            }
            "c" => self.cell = None,
            "p" if !self.instructions.is_empty() => {
                let instructions = std::mem::take(&mut self.instructions);
                self.push(&instructions, None);
                instructions.split('"').skip(1).step_by(2).for_each(|words| self.push(words, None));
                self.push(&words_of_field(&instructions), None);
            }
            _ => {}
        }
    }

    /// Descriptions, names, prompts, words that are drawn: whatever of an attribute can be a word of Vietnamese or a number.
    fn attributes(&mut self, element: &BytesStart<'_>) {
        for attribute in element.attributes().with_checks(false).filter_map(Result::ok) {
            let digits = attribute.value.bytes().filter(u8::is_ascii_digit).take(10).count() == 10;
            if attribute.value.is_ascii() && !digits && !attribute.value.contains('&') {
                continue;
            }
            let value = plain_value(&attribute.value);
            let key = attribute.key.local_name();
            if key.as_ref() == "formatCode" {
                self.visible.push(number_format::words(&value), Place::Property);
            }
            let of_sheet = key.as_ref() == "name" && matches!(element.local_name().as_ref(), "sheet" | "table");
            if !value.is_ascii()
                || digits
                    && (of_sheet
                        || matches!(key.as_ref(), "value" | "string-value" | "descr" | "title" | "val" | "alt"))
            {
                let author = key.as_ref() == "author";
                if author {
                    self.visible.traces.insert(Trace::Authors);
                }
                self.visible.push(nfc(&value).into_owned(), Place::Property);
            }
        }
    }

    fn words(&mut self, text: &str) {
        let parent = self.open.last().map(String::as_str).unwrap_or_default();
        if parent == "v" && self.cell.is_some() {
            return self.value(text);
        }
        if parent == "instrText" {
            return self.instructions.push_str(text);
        }
        if !self.blocks.is_empty() && INLINE.contains(&parent) {
            return self.append(text);
        }
        if text.trim().is_empty() && self.blocks.last().is_none_or(|block| !block.own) {
            return;
        }
        if matches!(parent, "creator" | "lastModifiedBy" | "initial-creator" | "author") {
            self.visible.traces.insert(Trace::Authors);
        }
        // An element with a text of its own: a property, a header of a sheet, a formula.
        let depth = self.open.len().saturating_sub(1);
        if self.blocks.last().is_none_or(|block| block.depth != depth || !block.own) {
            self.blocks.push(Open { depth, own: true, ..Open::default() });
        }
        if let Some(block) = self.blocks.last_mut() {
            block.text.push_str(text);
        }
    }

    fn append(&mut self, text: &str) {
        let deleted = self.hidden.is_some()
            || self.open.iter().any(|name| matches!(name.as_str(), "delText" | "del" | "moveFrom"));
        if let Some(block) = self.blocks.last_mut().filter(|block| !block.own) {
            block.text.push_str(text);
            if deleted { &mut block.deleted } else { &mut block.kept }.push_str(text);
        }
    }

    /// The stored value of a cell.
    fn value(&mut self, text: &str) {
        let (Some(cell), Some(workbook)) = (&self.cell, &mut self.workbook) else { return };
        let shown = match cell.kind.as_str() {
            "s" => {
                let place = text.trim().parse::<usize>().ok();
                if let Some(used) = place.and_then(|place| workbook.used.get_mut(place)) {
                    *used = true;
                }
                let text = place.and_then(|place| workbook.strings.get(place)).map(String::as_str).unwrap_or_default();
                workbook.formats.show_text(text, cell.style)
            }
            "" | "n" => workbook.formats.show(text.trim(), cell.style),
            _ => workbook.formats.show_text(text, cell.style),
        };
        let column = cell.column;
        self.push(&shown, Some(column));
    }

    fn close(&mut self, block: Open) {
        if !block.deleted.is_empty() {
            self.push(&block.deleted, None);
            self.push(&block.kept, None);
        }
        if block.turned || block.text.contains('\u{202e}') {
            let turned = block.text.chars().rev().filter(|ch| !matches!(ch, '\u{202a}'..='\u{202e}'));
            self.push(&turned.collect::<String>(), None);
        }
        // Headers of sheets: what stands left, in the middle and right are three texts.
        if block.own && block.text.starts_with('&') {
            sheet_margin(&block.text).iter().for_each(|piece| self.push(piece, None));
        }
        // A formula may hold words in quotes, each shown where the formula is.
        if block.own && block.text.contains(['"', '(']) {
            self.push(&words_of_formula(&block.text), None);
            for piece in block.text.split('"').skip(1).step_by(2) {
                self.push(piece, None);
                // A list to choose from.
                piece.split(',').filter(|_| piece.contains(',')).for_each(|choice| self.push(choice, None));
            }
        }
        let column = self.cell.as_ref().map(|cell| cell.column);
        let inline = self.cell.as_ref().filter(|cell| cell.kind == "inlineStr");
        if let Some((cell, workbook)) = inline.zip(self.workbook.as_ref()) {
            let shown = workbook.formats.show_text(&block.text, cell.style);
            self.push(&shown, column);
        }
        self.push(&block.text, column);
    }

    fn push(&mut self, text: &str, sheet_column: Option<usize>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        // A sheet is one table.
        if sheet_column.is_some() && self.tables.is_empty() {
            self.tables.push(TableColumns::default());
        }
        let mut product = false;
        if let Some(table) = self.tables.last_mut() {
            let column = sheet_column.unwrap_or(table.column);
            product = table.products.get(column).copied().unwrap_or_default();
            if tells_products(text) && column < 20_000 {
                table.products.resize(table.products.len().max(column + 1), false);
                table.products.iter_mut().skip(column).take(1).for_each(|known| *known = true);
            }
        }
        let text = if self.workbook.is_some() { letters_of_escapes(text) } else { Cow::Borrowed(text) };
        let text = nfc(&text).into_owned();
        let prose = text.contains('\n');
        self.visible.blocks.push(VisibleBlock { text, place: self.place.clone(), prose, product });
    }
}

/// The letter that a symbol of a text font is; fonts of symbols keep theirs where Unicode has none.
fn symbol(element: &BytesStart<'_>) -> String {
    let code = attribute(element, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
    let letter = code.map(|code| if (0xf020..=0xf0ff).contains(&code) { code - 0xf000 } else { code });
    letter.and_then(char::from_u32).map(String::from).unwrap_or_default()
}

/// The 0-based column of `AB7`.
fn column_of(place: &str) -> usize {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    letters
        .fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1)
        .saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Vec<String> {
        let mut visible = Visible::default();
        read(xml, &Place::Text, &mut visible);
        assert_eq!(visible.unread, None);
        visible.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn fields_show_the_words_of_their_instructions() {
        let paragraph = |pieces: &[&str]| {
            let runs: String =
                pieces.iter().map(|piece| format!("<w:r><w:instrText>{piece}</w:instrText></w:r>")).collect();
            let mut visible = Visible::default();
            read(&format!("<w:p>{runs}</w:p>"), &Place::Text, &mut visible);
            visible.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>()
        };
        assert!(paragraph(&["EQ \\o(M,", "Ậ,T)"]).contains(&"MẬT".to_owned()));
        assert!(paragraph(&["MACROBUTTON ", "Ten TỐI MẬT"]).contains(&"TỐI MẬT".to_owned()));
        assert!(paragraph(&["QUOTE \"M", "ẬT\""]).contains(&"MẬT".to_owned()));
        assert_eq!(paragraph(&["PAGE"]), ["PAGE"]);
    }

    #[test]
    fn paragraphs_join_their_runs_and_text_boxes_stand_alone() {
        let xml = "<w:body><w:p><w:r><w:t>M</w:t></w:r><w:r><wp:off>12</wp:off><w:t>Ậ</w:t></w:r><w:r><w:t>T</w:t></w:r></w:p>\
                   <w:p><w:r><w:t>ngoài &amp; </w:t></w:r><w:txbxContent><w:p><w:r><w:t>TRONG Ô</w:t></w:r></w:p></w:txbxContent></w:p></w:body>";
        assert_eq!(texts(xml), ["12", "MẬT", "TRONG Ô", "ngoài &"]);
    }

    #[test]
    fn what_was_deleted_is_seen_by_itself_too() {
        let xml = "<p><del><r><delText>MẬT</delText></r></del><ins><r><t>Công khai</t></r></ins></p>";
        assert_eq!(texts(xml), ["MẬT", "Công khai", "MẬTCông khai"]);
    }

    #[test]
    fn what_is_hidden_between_letters_parts_no_word() {
        let xml = "<p><r><t>M</t></r><r><rPr><vanish/></rPr><t>xin</t></r><r><rPr><vanish w:val=\"0\"/></rPr><t>ẬT</t></r></p>";
        assert_eq!(texts(xml), ["xin", "MẬT", "MxinẬT"]);
    }

    #[test]
    fn symbols_are_letters_and_letters_that_run_the_other_way_are_read_so() {
        assert_eq!(
            texts("<p><r><t>M</t><sym w:font=\"Arial\" w:char=\"1EAC\"/><sym w:char=\"F054\"/></r></p>"),
            ["MẬT"]
        );
        assert!(texts("<p><bdo w:val=\"rtl\"><r><t>TẬM</t></r></bdo></p>").contains(&"MẬT".to_owned()));
        assert!(texts("<p><r><t>\u{202e}TẬM\u{202c}</t></r></p>").contains(&"MẬT".to_owned()));
    }

    #[test]
    fn attributes_headers_and_formulas_are_read() {
        let xml = "<a><v:textpath string=\"M&#7852;T\"/><oddHeader>&amp;LTrái&amp;CMẬT</oddHeader><f>IF(1,\"đỏ\",\"xanh\")</f></a>";
        let texts = texts(xml);
        for wanted in ["MẬT", "Trái", "đỏ", "xanh"] {
            assert!(texts.iter().any(|text| text == wanted), "{texts:?}");
        }
    }

    #[test]
    fn a_part_that_is_broken_or_cut_off_is_not_read() {
        for xml in ["<a><b></a>", "<a><b>", "<a>&own;</a>"] {
            let mut visible = Visible::default();
            read(xml, &Place::Text, &mut visible);
            assert!(visible.unread.is_some(), "{xml}");
        }
        let mut visible = Visible::default();
        read(&"<a>".repeat(2000), &Place::Text, &mut visible);
        assert_eq!(visible.unread, Some(Unread::TooMuch));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[<>/a-c =\"'&;!\\[\\]-]{0,60}") {
            let mut visible = Visible::default();
            read(&text, &Place::Text, &mut visible);
        }
    }
}
