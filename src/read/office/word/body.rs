//! The text itself: paragraphs, tables, text boxes, notes.

use super::numbering::Numbering;
use super::part::Relation;
use super::style::{self, Look, Numbered, Styles};
use super::table::{RawCell, Table};
use super::{Block, Inline, Oddity, Paragraph, Run, WordDocument};
use crate::basics::text::{normal, single_spaced};
use crate::read::office::xml::{Element, Node};
use std::collections::BTreeMap;

/// Boxes in boxes in boxes: no document needs more.
const MAX_BOXES: usize = 8;

/// Walks through the text of all parts, one after the other.
pub(super) struct Walker<'d> {
    pub(super) styles: &'d Styles,
    pub(super) numbering: Numbering,
    pub(super) relations: &'d BTreeMap<String, Relation>,
    pub(super) document: WordDocument,
    pub(super) paragraphs: usize,
    /// How many text boxes are open.
    pub(super) boxes: usize,
}

/// A paragraph while it is read.
#[derive(Default)]
struct Line {
    inlines: Vec<Inline>,
    /// Blocks of text boxes that hang on it.
    boxed: Vec<Block>,
    look: Look,
    link: Option<String>,
    /// Inside text that was added with «Track changes» on.
    inserted: bool,
    /// How deep in fields whose instruction, not result, is being read.
    field: Vec<bool>,
}

impl Walker<'_> {
    /// Paragraphs and tables directly inside, wrappers looked through.
    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element, &mut blocks),
                "tbl" => blocks.push(Block::Table(self.table(element))),
                "sectPr" | "tcPr" | "tblPr" | "sdtPr" | "sdtEndPr" | "Fallback" => {}
                "del" | "moveFrom" => self.deleted(element),
                _ => blocks.extend(self.blocks(element)),
            }
        }
        blocks
    }

    fn paragraph(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        let properties = element.child("pPr");
        let style = properties.and_then(|own| own.value_of("pStyle"));
        self.paragraphs += 1;
        let number = self.paragraphs;
        let mut line = Line { look: self.styles.look(style), ..Line::default() };
        self.inlines(element, &mut line);
        let outline = properties.and_then(|own| own.value_of("outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        let paragraph = Paragraph {
            number,
            inlines: line.inlines,
            // Word numbers empty paragraphs too: columns of running numbers are made of them.
            label: self.label(properties, style),
            heading: outline.filter(|level| *level < 9).map(|level| level + 1).or_else(|| self.styles.heading(style)),
            centred: properties.and_then(style::centred).unwrap_or_else(|| self.styles.centred(style)),
        };
        blocks.push(Block::Paragraph(paragraph));
        blocks.append(&mut line.boxed);
    }

    fn label(&mut self, properties: Option<&Element>, style: Option<&str>) -> Option<String> {
        let from_style = self.styles.numbered(style);
        let asked = match (Numbered::of(properties), from_style) {
            (Some(own), from_style) => {
                let level = own.level.or_else(|| from_style.and_then(|from| from.level));
                Some(Numbered { level, ..own })
            }
            (None, from_style) => from_style,
        };
        self.numbering.next(asked?)
    }

    /// What stands in a line; what is not known is looked through, so that no text is lost.
    fn inlines(&mut self, parent: &Element, line: &mut Line) {
        for element in parent.elements() {
            match element.name.as_str() {
                "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "instrText" | "delInstrText" | "delText" => {}
                "del" | "moveFrom" => self.deleted(element),
                "ins" | "moveTo" => {
                    let before = std::mem::replace(&mut line.inserted, true);
                    self.inlines(element, line);
                    line.inserted = before;
                }
                "r" => self.run(element, line),
                "hyperlink" => {
                    let target = element.attribute("id").and_then(|id| self.relations.get(id));
                    let link = target.filter(|relation| relation.external).map(|relation| relation.target.clone());
                    let before = std::mem::replace(&mut line.link, link);
                    self.inlines(element, line);
                    line.link = before;
                }
                _ => self.inlines(element, line),
            }
        }
    }

    fn run(&mut self, element: &Element, line: &mut Line) {
        let properties = element.child("rPr");
        let character = self.styles.character(properties.and_then(|own| own.value_of("rStyle")));
        let look = Look::of(properties).over(&character).over(&line.look);
        self.run_content(element, &look, line);
    }

    fn run_content(&mut self, parent: &Element, look: &Look, line: &mut Line) {
        for element in parent.elements() {
            match element.name.as_str() {
                "t" => self.text(&element.text(), look, line),
                "tab" | "ptab" => self.text("\t", look, line),
                "br" | "cr" => self.text("\n", look, line),
                "noBreakHyphen" => self.text("-", look, line),
                "softHyphen" => self.text("\u{ad}", look, line),
                "sym" => self.text(symbol(element), look, line),
                "fldChar" => match element.attribute("fldCharType") {
                    Some("begin") => line.field.push(true),
                    Some("separate") => line.field.iter_mut().last().into_iter().for_each(|last| *last = false),
                    _ => {
                        line.field.pop();
                    }
                },
                "footnoteReference" | "endnoteReference" => {
                    if let Some(id) = element.attribute("id") {
                        let prefix = element.name.get(..1).unwrap_or_default();
                        line.inlines.push(Inline::Note(format!("{prefix}{id}")));
                    }
                }
                "AlternateContent" => self.alternatives(element, look, line),
                "blip" | "imagedata" => self.picture(element, "", line),
                "drawing" | "pict" => self.drawing(element, look, line),
                "object" => {
                    self.document.oddities.push(Oddity::Object(tidy(&element.text())));
                    self.drawing(element, look, line);
                }
                "txbxContent" => self.text_box(element, line),
                // Words drawn across the page: a watermark, a decorated title.
                "textpath" => {
                    let words = tidy(element.attribute("string").unwrap_or_default());
                    self.document.oddities.extend((!words.is_empty()).then_some(Oddity::Object(words)));
                }
                "rPr" | "instrText" | "delInstrText" | "delText" => {}
                _ => self.run_content(element, look, line),
            }
        }
    }

    /// Word writes shapes twice, for itself and for older programs: the second is read only where the first is mute.
    fn alternatives(&mut self, element: &Element, look: &Look, line: &mut Line) {
        let amount = |line: &Line| line.inlines.len() + line.boxed.len();
        let before = amount(line);
        for name in ["Choice", "Fallback"] {
            if amount(line) == before
                && let Some(choice) = element.child(name)
            {
                self.run_content(choice, look, line);
            }
        }
    }

    fn drawing(&mut self, element: &Element, look: &Look, line: &mut Line) {
        let described = element.find("docPr").or_else(|| element.find("shape"));
        let words = described.and_then(|shape| shape.attribute("descr").or_else(|| shape.attribute("alt")));
        let words = words.unwrap_or_default().to_owned();
        let before = line.inlines.len();
        self.run_content(element, look, line);
        for inline in line.inlines.iter_mut().skip(before) {
            if let Inline::Picture { alternative, .. } = inline {
                alternative.clone_from(&words);
            }
        }
    }

    fn picture(&mut self, element: &Element, words: &str, line: &mut Line) {
        let id = ["embed", "link", "id"].iter().find_map(|name| element.attribute(name));
        if let Some(id) = id.filter(|id| self.relations.contains_key(*id)) {
            line.inlines.push(Inline::Picture { id: id.to_owned(), alternative: words.to_owned() });
        }
    }

    fn text_box(&mut self, element: &Element, line: &mut Line) {
        if self.boxes >= MAX_BOXES {
            self.document.oddities.push(Oddity::Object(tidy(&element.text())));
            return;
        }
        self.boxes += 1;
        let blocks = self.blocks(element);
        self.boxes -= 1;
        line.boxed.extend(blocks);
    }

    fn text(&mut self, text: &str, look: &Look, line: &mut Line) {
        if line.field.iter().any(|instruction| *instruction) {
            return;
        }
        let text = if look.raised == Some(true) { squared(text, line) } else { text };
        if look.hidden == Some(true) {
            push_text(&mut self.document.oddities, Oddity::Hidden(text.to_owned()));
            return;
        }
        if look.struck == Some(true) {
            push_text(&mut self.document.oddities, Oddity::Struck(text.to_owned()));
        }
        if line.inserted {
            push_text(&mut self.document.oddities, Oddity::Inserted(text.to_owned()));
        }
        let run = Run {
            text: text.to_owned(),
            bold: look.bold.unwrap_or_default(),
            italic: look.italic.unwrap_or_default(),
            link: line.link.clone(),
            font: look.font.clone(),
        };
        match line.inlines.last_mut() {
            Some(Inline::Text(last)) if last.looks_like(&run) => last.text.push_str(text),
            _ => line.inlines.push(Inline::Text(run)),
        }
    }

    fn deleted(&mut self, element: &Element) {
        let mut text = String::new();
        push_all_text(element, &mut text);
        if !text.trim().is_empty() {
            self.document.oddities.push(Oddity::Deleted(tidy(&text)));
        }
    }

    fn table(&mut self, element: &Element) -> Table {
        let mut table = Table::default();
        let mut rows = Vec::new();
        through(element, "tr", &mut rows);
        for row in rows {
            let properties = row.child("trPr");
            if properties.is_some_and(|own| own.child("del").is_some()) {
                self.deleted(row);
                continue;
            }
            let indent = properties.and_then(|own| own.value_of("gridBefore")).and_then(|before| before.parse().ok());
            let mut cells = Vec::new();
            through(row, "tc", &mut cells);
            let cells = cells.into_iter().map(|cell| self.cell(cell)).collect();
            table.push_row(indent.unwrap_or_default(), cells);
        }
        table
    }

    fn cell(&mut self, element: &Element) -> RawCell {
        let properties = element.child("tcPr");
        let merge = |name| properties.and_then(|own| own.child(name)).map(|merge| merge.attribute("val"));
        RawCell {
            blocks: self.blocks(element),
            span: properties.and_then(|own| own.value_of("gridSpan")).and_then(|span| span.parse().ok()).unwrap_or(1),
            below: merge("vMerge").is_some_and(|value| value != Some("restart")),
            opens: merge("vMerge") == Some(Some("restart")) || merge("hMerge") == Some(Some("restart")),
            beside: merge("hMerge").is_some_and(|value| value != Some("restart")),
        }
    }

    pub(super) fn notes(&mut self, part: Option<&Element>, prefix: &str) {
        for note in part.into_iter().flat_map(Element::elements).flat_map(Element::elements) {
            let special = note.attribute("type").is_some_and(|kind| kind != "normal");
            if let Some(id) = note.attribute("id").filter(|_| !special) {
                let blocks = self.blocks(note);
                self.document.notes.insert(format!("{prefix}{id}"), blocks);
            }
        }
    }
}

impl Run {
    fn looks_like(&self, other: &Self) -> bool {
        (self.bold, self.italic) == (other.bold, other.italic) && self.link == other.link && self.font == other.font
    }
}

/// The raised 2 of «m²» as the sign it is; any other raised figure is a mark of a note.
fn squared<'t>(text: &'t str, line: &Line) -> &'t str {
    let before = match line.inlines.last() {
        Some(Inline::Text(run)) => run.text.as_str(),
        _ => "",
    };
    let unit = before.rsplit(|ch: char| !ch.is_alphabetic()).next().unwrap_or_default();
    let is_metre = ["m", "km", "cm", "dm", "mm"].contains(&unit);
    match text.trim() {
        "2" if is_metre => "²",
        "3" if is_metre => "³",
        _ => text,
    }
}

/// Elements of a name, wrappers (content controls, custom XML) looked through.
fn through<'e>(parent: &'e Element, name: &str, found: &mut Vec<&'e Element>) {
    for element in parent.elements() {
        match element.name.as_str() {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => through(element, name, found),
            _ => {}
        }
    }
}

/// All text below, deleted text included.
fn push_all_text(element: &Element, out: &mut String) {
    for child in &element.children {
        match child {
            Node::Element(child) if ["t", "delText"].contains(&child.name.as_str()) => out.push_str(&child.text()),
            Node::Element(child) => push_all_text(child, out),
            Node::Text(_) => {}
        }
    }
}

/// Text comes in pieces: one oddity for a stretch of them.
fn push_text(oddities: &mut Vec<Oddity>, next: Oddity) {
    match (oddities.last_mut(), &next) {
        (Some(Oddity::Inserted(last)), Oddity::Inserted(more))
        | (Some(Oddity::Struck(last)), Oddity::Struck(more))
        | (Some(Oddity::Hidden(last)), Oddity::Hidden(more)) => {
            last.push_str(more);
        }
        _ => oddities.push(next),
    }
}

/// Signs of symbol fonts that offices use; any other is a dot that can be seen.
fn symbol(element: &Element) -> &'static str {
    let code = element.attribute("char").unwrap_or_default().to_uppercase();
    match code.trim_start_matches("F0") {
        "FE" | "52" | "FD" => "☑",
        "A8" | "6F" | "71" => "☐",
        "FC" => "✓",
        "E0" | "AE" => "→",
        "B3" => "≥",
        "A3" => "≤",
        "2D" => "-",
        _ => "•",
    }
}

pub(super) fn tidy(text: &str) -> String {
    single_spaced(&normal(text))
}
