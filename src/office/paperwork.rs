//! A document of the office («văn bản») as Word: A4, margins and letters of Hướng dẫn 36-HD/VPTW (20, 20, 30, 15 mm; Times New Roman 14).

use crate::publish::letter::{Form, Letter};
use docx_rs::{
    AlignmentType, BorderType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run,
    RunFonts, SpecialIndentType, Table, TableBorder, TableBorderPosition, TableBorders, TableCell, TableLayoutType,
    TableRow, WidthType,
};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::io::Cursor;

/// Twentieths of a point in a millimetre.
const MM: f64 = 56.7;
/// A4 between the margins: 210 − 30 − 15 mm.
const TEXT_WIDTH: usize = 9355;
/// Half points.
const SIZE: usize = 28;
const SMALL: usize = 24;
const FIRST_LINE: i32 = 567;
/// A letter of a table is about so wide, and a cell has so much room at its sides.
const LETTER: usize = 115;
const PADDING: usize = 250;
/// No column is narrower: «TT» in capitals must stand on one line.
const NARROWEST: usize = 560;
/// Longer texts ask for no more room than this many letters.
const MOST_WANTED: usize = 120;

pub(crate) fn docx(letter: &Letter) -> Option<Vec<u8>> {
    let margin = |mm: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "a margin is some hundreds")]
        let twentieths = (mm * MM).round() as i32;
        twentieths
    };
    let fonts = RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .cs("Times New Roman")
        .east_asia("Times New Roman");
    let page_number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(
            PageMargin::new()
                .top(margin(20.0))
                .bottom(margin(20.0))
                .left(margin(30.0))
                .right(margin(15.0))
                .header(margin(10.0)),
        )
        .default_fonts(fonts)
        .default_size(SIZE)
        .header(Header::new().add_paragraph(page_number))
        .first_header(Header::new().add_paragraph(Paragraph::new()));
    docx = head(docx, letter);
    for block in blocks(&letter.body) {
        docx = match block {
            Block::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            Block::Table(rows) => docx.add_table(grid(&rows)).add_paragraph(Paragraph::new()),
        };
    }
    docx = tail(docx, letter);
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).ok()?;
    Some(bytes.into_inner())
}

fn line(text: &str, size: usize, bold: bool, italic: bool) -> Paragraph {
    let mut run = Run::new().add_text(text).size(size);
    if bold {
        run = run.bold();
    }
    if italic {
        run = run.italic();
    }
    Paragraph::new().align(AlignmentType::Center).add_run(run)
}

/// Two columns without lines: who writes, and under what title.
fn head(docx: Docx, letter: &Letter) -> Docx {
    let head = &letter.head;
    let mut docx = docx;
    if matches!(head.form, Form::Dang | Form::NhaNuoc) {
        let mut left = Vec::new();
        if !head.above.is_empty() {
            left.push(line(&head.above.to_uppercase(), SIZE, false, false));
        }
        left.push(line(&head.office.to_uppercase(), SIZE, true, false));
        let mut right = Vec::new();
        if head.form == Form::Dang {
            left.push(line("*", SIZE, false, false));
            right.push(underlined("ĐẢNG CỘNG SẢN VIỆT NAM", 30));
        } else {
            right.push(line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 26, true, false));
            right.push(underlined("Độc lập - Tự do - Hạnh phúc", SIZE));
        }
        left.push(line(&head.number, SIZE, false, false));
        right.push(Paragraph::new());
        right.push(line(&head.place_and_date, SIZE, false, true));
        let share = if head.form == Form::Dang { 50 } else { 42 };
        docx = docx.add_table(columns(left, right, share)).add_paragraph(Paragraph::new());
    }
    if !head.kind.is_empty() {
        docx = docx.add_paragraph(line(&head.kind.to_uppercase(), 32, true, false));
    }
    if !head.about.is_empty() {
        docx = docx.add_paragraph(line(&head.about, SIZE, true, false));
        if head.form == Form::Dang {
            docx = docx.add_paragraph(line("-----", SIZE, false, false));
        }
    }
    if !head.to.is_empty() {
        docx = docx.add_paragraph(Paragraph::new());
        let to = if head.to.len() == 1 { "Kính gửi: " } else { "Kính gửi:" };
        let mut first = Paragraph::new().align(AlignmentType::Center).add_run(Run::new().add_text(to).italic());
        if let ([one], true) = (head.to.as_slice(), head.to.len() == 1) {
            first = first.add_run(Run::new().add_text(one));
        }
        docx = docx.add_paragraph(first);
        if head.to.len() > 1 {
            for one in &head.to {
                docx = docx.add_paragraph(line(&format!("- {one}"), SIZE, false, false));
            }
        }
    }
    docx.add_paragraph(Paragraph::new())
}

fn underlined(text: &str, size: usize) -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(Run::new().add_text(text).size(size).bold().underline("single"))
}

/// «Nơi nhận» on the left, who signs on the right.
fn tail(docx: Docx, letter: &Letter) -> Docx {
    let head = &letter.head;
    if head.recipients.is_empty() && head.role.is_empty() {
        return docx;
    }
    let mut left = Vec::new();
    if !head.recipients.is_empty() {
        left.push(Paragraph::new().add_run(Run::new().add_text("Nơi nhận:").size(SIZE).underline("single")));
        left.extend(
            head.recipients
                .iter()
                .map(|one| Paragraph::new().add_run(Run::new().add_text(format!("- {one}")).size(SMALL))),
        );
    }
    let mut right = Vec::new();
    if !head.on_behalf.is_empty() {
        right.push(line(&head.on_behalf.to_uppercase(), SIZE, true, false));
    }
    right.push(line(&head.role.to_uppercase(), SIZE, head.on_behalf.is_empty(), false));
    right.extend((0..4).map(|_| Paragraph::new()));
    docx.add_paragraph(Paragraph::new()).add_table(columns(left, right, 50))
}

/// Two columns, the left one with a share in percent.
fn columns(left: Vec<Paragraph>, right: Vec<Paragraph>, share: usize) -> Table {
    let widths = [TEXT_WIDTH * share / 100, TEXT_WIDTH - TEXT_WIDTH * share / 100];
    let cell = |paragraphs: Vec<Paragraph>, width: usize| {
        let cell = TableCell::new().width(width, WidthType::Dxa);
        // Word refuses a cell without a paragraph.
        let paragraphs = if paragraphs.is_empty() { vec![Paragraph::new()] } else { paragraphs };
        paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
    };
    let [first, second] = widths;
    let row = TableRow::new(vec![cell(left, first), cell(right, second)]);
    Table::without_borders(vec![row])
        .set_grid(widths.to_vec())
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH, WidthType::Dxa)
}

/// A part of the text.
enum Block {
    Paragraph(Box<Paragraph>),
    Table(Vec<Vec<Vec<Run>>>),
}

/// A body while it is walked.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    rows: Vec<Vec<Vec<Run>>>,
    bold: u32,
    italic: u32,
    /// The number of the next item of each open list; `None` for dashes.
    lists: Vec<Option<u64>>,
    heading: bool,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut walk = Walk::default();
    for event in Parser::new_ext(markdown, crate::read::markdown::options()) {
        walk.event(event);
    }
    walk.blocks
}

impl Walk {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.runs.push(Run::new().add_break(docx_rs::BreakType::TextWrapping)),
            Event::Start(Tag::Strong) => self.bold += 1,
            Event::End(TagEnd::Strong) => self.bold = self.bold.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.italic += 1,
            Event::End(TagEnd::Emphasis) => self.italic = self.italic.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => self.heading = true,
            Event::End(TagEnd::Heading(_)) => {
                self.paragraph();
                self.heading = false;
            }
            Event::End(TagEnd::Paragraph) => self.paragraph(),
            Event::Start(Tag::List(start)) => {
                self.paragraph();
                self.lists.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                let nested = self.lists.len() > 1;
                let sign = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ if nested => "+ ".to_owned(),
                    _ => "- ".to_owned(),
                };
                self.text(&sign);
            }
            Event::End(TagEnd::Item) => self.paragraph(),
            Event::Start(Tag::Table(_)) => self.rows.clear(),
            Event::Start(Tag::TableHead) => {
                self.rows.push(Vec::new());
                self.bold += 1;
            }
            Event::End(TagEnd::TableHead) => self.bold = self.bold.saturating_sub(1),
            Event::Start(Tag::TableRow) => self.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let runs = std::mem::take(&mut self.runs);
                if let Some(row) = self.rows.last_mut() {
                    row.push(runs);
                }
            }
            Event::End(TagEnd::Table) => self.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let mut run = Run::new().add_text(text);
        if self.bold > 0 || self.heading {
            run = run.bold();
        }
        if self.italic > 0 {
            run = run.italic();
        }
        self.runs.push(run);
    }

    fn paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if runs.is_empty() {
            return;
        }
        let spacing = LineSpacing::new().before(60).after(60).line(320).line_rule(LineSpacingType::AtLeast);
        let paragraph = Paragraph::new().align(AlignmentType::Both).line_spacing(spacing).indent(
            None,
            Some(SpecialIndentType::FirstLine(FIRST_LINE)),
            None,
            None,
        );
        let paragraph = if self.heading { paragraph.keep_next(true) } else { paragraph };
        self.blocks.push(Block::Paragraph(Box::new(runs.into_iter().fold(paragraph, Paragraph::add_run))));
    }
}

/// A table with lines.
fn grid(rows: &[Vec<Vec<Run>>]) -> Table {
    let widths = widths(rows);
    let made = rows.iter().enumerate().map(|(at, row)| {
        let cells = row.iter().zip(&widths).map(|(runs, width)| {
            let align = if at == 0 { AlignmentType::Center } else { AlignmentType::Left };
            let runs = runs.iter().cloned().map(|run| run.size(SMALL));
            let paragraph = runs.fold(Paragraph::new().align(align), Paragraph::add_run);
            TableCell::new().width(*width, WidthType::Dxa).add_paragraph(paragraph)
        });
        TableRow::new(cells.collect()).cant_split()
    });
    let borders = [
        TableBorderPosition::Top,
        TableBorderPosition::Bottom,
        TableBorderPosition::Left,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ];
    let borders = borders.into_iter().fold(TableBorders::with_empty(), |borders, position| {
        borders.set(TableBorder::new(position).border_type(BorderType::Single).size(4))
    });
    Table::new(made.collect()).set_grid(widths.clone()).layout(TableLayoutType::Fixed).set_borders(borders)
}

/// Columns that no word is wider than; what room is left goes where the text is.
fn widths(rows: &[Vec<Vec<Run>>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let texts = |column: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(column));
        cells.map(|runs| runs.iter().map(text_of).collect::<String>())
    };
    let longest_word =
        |text: &String| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
    let least: Vec<usize> = (0..columns)
        .map(|column| texts(column).map(|text| longest_word(&text)).max().unwrap_or(1) * LETTER + PADDING)
        .map(|least| least.max(NARROWEST))
        .collect();
    let wants: Vec<usize> = (0..columns)
        .map(|column| texts(column).map(|text| text.chars().count()).max().unwrap_or(1).clamp(1, MOST_WANTED))
        .collect();
    let taken: usize = least.iter().sum();
    let total: usize = wants.iter().sum::<usize>().max(1);
    match TEXT_WIDTH.checked_sub(taken) {
        Some(room) => least.iter().zip(&wants).map(|(least, want)| least + room * want / total).collect(),
        None => least.iter().map(|least| TEXT_WIDTH * least / taken.max(1)).collect(),
    }
}

fn text_of(run: &Run) -> String {
    let texts = run.children.iter().filter_map(|child| match child {
        docx_rs::RunChild::Text(text) => Some(text.text.clone()),
        _ => None,
    });
    texts.collect()
}
